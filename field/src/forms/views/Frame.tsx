import { createSignal, Show, type JSX } from "solid-js";
import { say } from "../../text";
import { Icon } from "../../ui";
import type { Problem, Question } from "../types";
import { useScreen } from "./context";
import { Listen, Picture } from "./Listen";
import { PhraseView } from "./PhraseView";

/** How a control ties itself to its label, hint and problem. */
export interface Tied {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly required: boolean;
  /** Call when the person leaves the control: from then on what is wrong with it shows. */
  readonly left: () => void;
}

interface Props {
  readonly question: Question;
  /** Several controls under one label: a fieldset. */
  readonly many?: boolean;
  readonly children: (tied: Tied) => JSX.Element;
}

/** Label, recorded voice, hint, control and problem of one question. */
export function Frame(props: Props) {
  const screen = useScreen();
  const [touched, setTouched] = createSignal(false);
  const of = (): Question => props.question;
  const problem = (): Problem | null => {
    const found = of().problem;
    if (found === null) return null;
    return screen.attempted || (touched() && found.kind !== "required") ? found : null;
  };
  const hintId = (): string => `${of().id}-hint`;
  const problemId = (): string => `${of().id}-problem`;
  const tied: Tied = {
    get id() {
      return `${of().id}-field`;
    },
    get describedBy() {
      const ids = [of().hint === null ? "" : hintId(), problem() === null ? "" : problemId()].filter(Boolean);
      return ids.length > 0 ? ids.join(" ") : undefined;
    },
    get invalid() {
      return problem() !== null;
    },
    get required() {
      return of().required;
    },
    left: () => setTouched(true),
  };
  const words = (): JSX.Element => (
    <>
      <PhraseView phrase={of().label} inline />
      <Show when={of().required}>
        <span class="required" aria-hidden="true"> *</span>
        <span class="hidden-text"> ({say("form.required")})</span>
      </Show>
    </>
  );
  const below = (): JSX.Element => (
    <>
      <Show when={of().label?.image}>{(name) => <Picture name={name()} what={of().label?.text ?? ""} />}</Show>
      <Show when={of().label?.audio}>{(name) => <Listen name={name()} what={of().label?.text ?? ""} />}</Show>
      <Show when={of().hint?.text}>
        <div class="hint" id={hintId()}>
          <PhraseView phrase={of().hint} />
        </div>
      </Show>
      {props.children(tied)}
      <div class="problem" id={problemId()} role="alert">
        <Show when={problem()}>
          {(found) => (
            <>
              <Icon name="alert" />
              <span>{sentence(found())}</span>
            </>
          )}
        </Show>
      </div>
    </>
  );
  return (
    <Show
      when={props.many}
      fallback={
        <div class="question" id={of().id} data-name={of().name} classList={{ "has-problem": tied.invalid }}>
          <label class="label" for={tied.id} data-number={of().number ?? undefined}>
            {words()}
          </label>
          {below()}
        </div>
      }
    >
      <fieldset
        class="question"
        id={of().id}
        data-name={of().name}
        classList={{ "has-problem": tied.invalid }}
        aria-describedby={tied.describedBy}
        onFocusOut={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setTouched(true);
        }}
      >
        <legend class="label" data-number={of().number ?? undefined}>{words()}</legend>
        {below()}
      </fieldset>
    </Show>
  );
}

/** What a problem says: the questionnaire's own words, or ours where it has none. */
export function sentence(problem: Problem): string {
  const own = problem.message?.trim();
  if (own) return own;
  return say(problem.kind === "required" ? "form.requiredMissing" : "form.constraintFailed");
}

/** Put the focus on the first control of a question and bring it into view, under what somebody wrote about it. */
export function focusQuestion(id: string): void {
  const place = document.getElementById(id);
  const control = place?.querySelector<HTMLElement>("input:not([type=hidden]):not([tabindex='-1']), select, textarea, button:not(.listen)");
  (control ?? place)?.focus({ preventScroll: true });
  const above = place?.previousElementSibling;
  (above?.classList.contains("remark") ? above : place)?.scrollIntoView({ block: "start" });
}
