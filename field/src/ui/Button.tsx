import { Show, splitProps, type JSX } from "solid-js";
import { Icon, type IconName } from "./Icon";

interface Props extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: "main" | "plain" | "quiet" | "stop";
  readonly icon?: IconName;
  readonly iconAfter?: IconName;
}

/** A button at least 48 px high. Give `aria-label` only where the words in it do not say enough. */
export function Button(props: Props) {
  const [own, rest] = splitProps(props, ["kind", "icon", "iconAfter", "children", "class"]);
  return (
    <button type="button" {...rest} class={`button button-${own.kind ?? "plain"} ${own.class ?? ""}`}>
      <Show when={own.icon}>{(name) => <Icon name={name()} />}</Show>
      <Show when={own.children}>
        <span>{own.children}</span>
      </Show>
      <Show when={own.iconAfter}>{(name) => <Icon name={name()} />}</Show>
    </button>
  );
}
