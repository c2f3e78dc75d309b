import { createSignal, createUniqueId, onMount, Show } from "solid-js";
import { say } from "../../text";
import { Button } from "../../ui";
import { readCode, shownCode } from "../../vault";

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly action: string;
  readonly filled?: string;
  /** What the site or the vault said of the one before. */
  readonly problem?: string;
  /** Called with a code whose last sign fits. */
  readonly onCode: (code: string) => void;
}

const SIGNS = 10;

/** A code of ten signs, checked here before anything is asked of anybody. */
export function CodeField(props: Props) {
  const [typed, setTyped] = createSignal(props.filled ? shownCode(props.filled) : "");
  const [problem, setProblem] = createSignal("");
  const id = createUniqueId();
  let field!: HTMLInputElement;
  const said = () => problem() || props.problem || "";
  const next = (event: Event): void => {
    event.preventDefault();
    const code = readCode(typed());
    if (code) return props.onCode(code);
    const isShort = typed().replace(/[\s-]/g, "").length !== SIGNS;
    setProblem(say(isShort ? "activate.short" : "code.mistyped"));
    field.focus();
  };
  onMount(() => {
    if (!props.filled) field.focus({ preventScroll: true });
  });
  return (
    <form class="stack" onSubmit={next} novalidate>
      <div>
        <label class="label" for={id}>
          {props.label}
        </label>
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
        <input
          ref={field}
          id={id}
          class="field code-field"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxlength={16}
          value={typed()}
          aria-invalid={said() !== ""}
          aria-describedby={`${id}-hint ${id}-problem`}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setProblem("");
          }}
        />
        <p class="problem" id={`${id}-problem`} role="alert">
          <Show when={said()}>{said()}</Show>
        </p>
      </div>
      <Button kind="main" type="submit" class="button-wide">
        {props.action}
      </Button>
    </form>
  );
}
