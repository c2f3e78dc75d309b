import { createEffect, createSignal, on, Show, type JSX } from "solid-js";
import { sentence, type Choice, type Question } from "../forms";
import { codesOf, isTyped, read, shown } from "./codes";
import { step } from "./moving";
import { tell } from "./words";

const MOST_CODES = 14;

interface Props {
  readonly question: Question;
  /** "Finish" was asked for: unanswered questions say so. */
  readonly attempted: boolean;
}

/** One question: its number, its words, what may be typed, the entry, and what the entry means. */
export function Line(props: Props) {
  return (
    <Show when={props.question.kind !== "note"} fallback={<Said question={props.question} />}>
      <Show when={isTyped(props.question) && !props.question.readonly} fallback={<NotTyped question={props.question} />}>
        <Entry {...props} />
      </Show>
    </Show>
  );
}

function Entry(props: Props) {
  const of = props.question;
  const [typed, setTyped] = createSignal(of.unread?.typed ?? shown(of));
  const [left, setLeft] = createSignal(false);
  const [warned, setWarned] = createSignal<string | null>(null);
  let own: HTMLInputElement | HTMLTextAreaElement | undefined;
  // The form may answer by itself (a member chosen from a list): then that is what shows.
  createEffect(
    on(
      () => shown(of),
      (now) => {
        if (document.activeElement !== own && of.unread === null) setTyped(now);
      },
      { defer: true },
    ),
  );
  const give = (text: string): void => {
    const found = read(of, text);
    if ("why" in found) {
      empty(of);
      of.setUnread({ typed: text, why: found.why });
    } else {
      of.setUnread(null);
      if (text.trim() !== shown(of)) found.give();
      setTyped(shown(of));
    }
  };
  const problem = (): string | null => {
    const found = of.problem;
    if (found === null) return null;
    return props.attempted || (left() && found.kind !== "required") ? sentence(found) : null;
  };
  const goOn = (by: 1 | -1): void => {
    give(own!.value);
    setLeft(true);
    const found = of.problem;
    // What cannot be right stops once: then it stands on the paper like that.
    if (by === 1 && found !== null && found.kind !== "required" && warned() !== own!.value) {
      setWarned(own!.value);
      own!.select();
      return;
    }
    step(own!, by);
  };
  const parts = {
    get id() {
      return `${of.id}-entry`;
    },
    "data-entry": "",
    get "data-number"() {
      return of.number === null ? undefined : String(of.number);
    },
    get "data-path"() {
      return of.path;
    },
    autocomplete: "off",
    spellcheck: false,
    get "aria-invalid"() {
      return problem() !== null;
    },
    get "aria-required"() {
      return of.required;
    },
    get "aria-describedby"() {
      return `${of.id}-how ${of.id}-said ${of.id}-problem`;
    },
    onInput: (event: { readonly currentTarget: { readonly value: string } }) => setTyped(event.currentTarget.value),
    onBlur: (event: { readonly currentTarget: { readonly value: string } }) => {
      give(event.currentTarget.value);
      setLeft(true);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      event.preventDefault();
      goOn(event.shiftKey ? -1 : 1);
    },
  };
  return (
    <div class="line" id={of.id} data-name={of.name} classList={{ "line-wrong": problem() !== null, "line-required": of.required }}>
      <span class="line-number" aria-hidden="true">
        {of.number ?? ""}
      </span>
      <div class="line-asked">
        <label for={`${of.id}-entry`}>
          <Show when={of.number !== null}>
            <span class="hidden-text">{of.number}. </span>
          </Show>
          {of.label?.text ?? of.name}
          <Show when={of.required}>
            <span aria-hidden="true"> *</span>
          </Show>
        </label>
        <p class="line-how" id={`${of.id}-how`}>
          {how(of)}
        </p>
      </div>
      <div class="line-given">
        <Show
          when={of.kind === "text" && (of.look.has("multiline") || (of.rows ?? 1) > 1)}
          fallback={<input ref={(element) => (own = element)} class="entry" classList={{ "entry-short": isShort(of) }} value={typed()} inputmode={isShort(of) ? "numeric" : "text"} {...parts} />}
        >
          <textarea ref={(element) => (own = element)} class="entry" rows={2} value={typed()} {...parts} />
        </Show>
        <p class="line-said" id={`${of.id}-said`} aria-live="polite">
          {meaning(of)}
        </p>
        <p class="line-problem" id={`${of.id}-problem`} role="alert">
          <Show when={problem()}>
            {(why) => (
              <>
                {why()}
                <Show when={warned() !== null && of.problem?.kind === "constraint"}> {tell("stays")}</Show>
              </>
            )}
          </Show>
        </p>
      </div>
    </div>
  );
}

/** Something the form says on account of what was typed: a warning, mostly. */
function Said(props: { readonly question: Question }) {
  return (
    <p class="line-note" id={props.question.id} aria-live="polite">
      {props.question.label?.text}
    </p>
  );
}

function NotTyped(props: { readonly question: Question }) {
  return (
    <div class="line line-skipped" id={props.question.id}>
      <span class="line-number" aria-hidden="true">
        {props.question.number ?? ""}
      </span>
      <span>{props.question.label?.text ?? props.question.name}</span>
      <span class="quiet small">{props.question.said || tell("choices" in props.question ? "lookedUp" : "notOnPaper")}</span>
    </div>
  );
}

function how(of: Question): JSX.Element {
  switch (of.kind) {
    case "one":
      return listed(of.choices, "codes");
    case "many":
      return listed(of.choices, "codesMany");
    case "rank":
      return listed(of.choices, "rank");
    case "date":
      return tell("date");
    case "trigger":
      return tell("trigger");
    case "range":
      return tell("range", { start: of.start, end: of.end });
    default:
      return "";
  }
}

function listed(choices: readonly Choice[], word: "codes" | "codesMany" | "rank"): string {
  const codes = codesOf(choices);
  const told = choices.slice(0, MOST_CODES).map((choice, place) => `${codes[place]} ${choice.label.text}`);
  return tell(word, { codes: [...told, ...(choices.length > MOST_CODES ? ["…"] : [])].join(" · ") });
}

function meaning(of: Question): string {
  return of.kind === "one" || of.kind === "many" || of.kind === "rank" ? of.said : "";
}

function isShort(of: Question): boolean {
  return of.kind !== "text" || of.look.has("numbers");
}

function empty(of: Question): void {
  const found = read(of, "");
  if ("give" in found && shown(of) !== "") found.give();
}
