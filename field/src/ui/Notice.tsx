import type { JSX } from "solid-js";
import { Icon } from "./Icon";

/** Something to know, to look at, or that stops; said with a picture and words, never by colour alone. */
export function Notice(props: { readonly kind: "know" | "look" | "stop" | "good"; readonly children: JSX.Element }) {
  const icon = () => ({ know: "note", look: "alert", stop: "alert", good: "check" }) as const;
  return (
    <div class={`notice notice-${props.kind}`}>
      <Icon name={icon()[props.kind]} />
      <div>{props.children}</div>
    </div>
  );
}
