import { createEffect, createUniqueId, Show, type JSX } from "solid-js";
import { say } from "../text";
import { Icon } from "./Icon";

interface Props {
  readonly open: boolean;
  readonly title: string;
  /** Fill the screen: for long lists. */
  readonly tall?: boolean;
  readonly onClose: () => void;
  readonly children: JSX.Element;
  readonly actions?: JSX.Element;
}

/** A modal dialog of the browser's own: it keeps the focus inside and gives it back. */
export function Dialog(props: Props) {
  const title = createUniqueId();
  let element!: HTMLDialogElement;
  createEffect(() => {
    if (props.open && !element.open) element.showModal();
    if (!props.open && element.open) element.close();
  });
  return (
    <dialog
      ref={element}
      class="dialog"
      classList={{ "dialog-tall": props.tall ?? false }}
      aria-labelledby={title}
      onClose={() => props.onClose()}
    >
      <Show when={props.open}>
        <header class="dialog-head">
          <h2 id={title}>{props.title}</h2>
          <button type="button" class="button button-quiet button-icon" aria-label={say("form.close")} onClick={() => props.onClose()}>
            <Icon name="close" />
          </button>
        </header>
        <div class="dialog-body">{props.children}</div>
        <Show when={props.actions}>
          <footer class="dialog-actions">{props.actions}</footer>
        </Show>
      </Show>
    </dialog>
  );
}
