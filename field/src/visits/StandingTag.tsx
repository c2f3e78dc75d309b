import { say, type Word } from "../text";
import { Icon, type IconName } from "../ui";
import type { Standing, VisitLine } from "./board";

/** `together`: a visit that an office made one with another. */
type Shown = Standing | VisitLine["standing"] | "together";

const ICONS: Readonly<Record<Shown, IconName>> = {
  none: "minus",
  draft: "note",
  here: "check",
  sent: "up",
  checked: "check",
  returned: "alert",
  approved: "check",
  elsewhere: "check",
  superseded: "minus",
  rejected: "minus",
  together: "check",
};

/** Where a family or visit stands: a picture and words, never colour alone. */
export function StandingTag(props: { readonly standing: Shown }) {
  return (
    <span class={`standing standing-${props.standing}`}>
      <Icon name={ICONS[props.standing]} />
      {say(`standing.${props.standing}` as Word)}
    </span>
  );
}
