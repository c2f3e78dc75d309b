import { createEffect, createSignal, createUniqueId, For, on, onMount, Show, type JSX } from "solid-js";
import { say } from "../../text";
import { Icon } from "../../ui";
import { PIN_DIGITS } from "../../vault";

interface Props {
  readonly label: string;
  /** Called once all digits are there; they are gone from the screen when it returns. */
  readonly onDone: (pin: string) => void | Promise<void>;
  readonly disabled?: boolean;
  /** What was wrong with the one before; read out when it comes. */
  readonly problem?: JSX.Element;
}

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** Six digits by big keys, by a keyboard, or by a reader of the screen; shown as dots. */
export function PinPad(props: Props) {
  const [typed, setTyped] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const id = createUniqueId();
  let field!: HTMLInputElement;
  const still = () => (props.disabled ?? false) || busy();
  const set = (next: string): void => {
    if (still()) return;
    setTyped(next.replace(/\D/g, "").slice(0, PIN_DIGITS));
    if (typed().length === PIN_DIGITS) void done();
  };
  const done = async (): Promise<void> => {
    setBusy(true);
    try {
      await props.onDone(typed());
    } finally {
      setTyped("");
      setBusy(false);
      field.focus({ preventScroll: true });
    }
  };
  // What the browser typed beyond six digits, or letters, is not kept in the field either.
  createEffect(() => {
    field.value = typed();
  });
  createEffect(on(() => props.disabled, (off, before) => { if (before && !off) field.focus({ preventScroll: true }); }));
  onMount(() => field.focus({ preventScroll: true }));
  return (
    <div class="pin-pad">
      <label class="pin-label" for={id}>
        {props.label}
      </label>
      <div class="pin-field">
        <input
          ref={field}
          id={id}
          class="pin-input"
          type="text"
          inputmode="none"
          autocomplete="off"
          maxlength={PIN_DIGITS}
          disabled={props.disabled}
          aria-describedby={`${id}-problem`}
          onInput={(event) => {
            set(event.currentTarget.value);
            event.currentTarget.value = typed();
          }}
        />
        <div class="pin-dots" aria-hidden="true">
          <For each={Array.from({ length: PIN_DIGITS })}>{(_, at) => <span classList={{ "pin-dot-filled": at() < typed().length }} />}</For>
        </div>
      </div>
      <p class="hidden-text" role="status">
        {busy() ? say("enter.opening") : say("enter.digits", { count: typed().length, all: PIN_DIGITS })}
      </p>
      <div class="pin-problem" id={`${id}-problem`} role="alert">
        <Show when={props.problem}>{props.problem}</Show>
      </div>
      <div class="pin-keys" classList={{ "pin-keys-off": still() }}>
        <For each={KEYS}>{(key) => <Key digit={key} off={still()} onPress={() => set(typed() + key)} />}</For>
        <span />
        <Key digit="0" off={still()} onPress={() => set(`${typed()}0`)} />
        <button type="button" class="pin-key pin-key-plain" aria-label={say("enter.delete")} disabled={still()} onClick={() => set(typed().slice(0, -1))}>
          <Icon name="back" />
        </button>
      </div>
    </div>
  );
}

function Key(props: { readonly digit: string; readonly off: boolean; readonly onPress: () => void }) {
  return (
    <button type="button" class="pin-key" disabled={props.off} onClick={() => props.onPress()}>
      {props.digit}
    </button>
  );
}
