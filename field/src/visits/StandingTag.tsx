import { say, type Word } from "../text";
import { Icon, type IconName } from "../ui";
import type { Standing, VisitLine } from "./board";

const ICONS: Readonly<Record<Standing | VisitLine["standing"], IconName>> = {
  none: "minus",
  draft: "note",
  here: "check",
  sent: "up",
  checked: "check",
  returned: "alert",
  approved: "check",
  elsewhere: "check",
  superseded: "minus",
};

/** Where a family or visit stands: a picture and words, never colour alone. */
export function StandingTag(props: { readonly standing: Standing | VisitLine["standing"] }) {
  return (
    <span class={`standing standing-${props.standing}`}>
      <Icon name={ICONS[props.standing]} />
      {say(`standing.${props.standing}` as Word)}
    </span>
  );
}
