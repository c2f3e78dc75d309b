import { Show } from "solid-js";
import { say } from "../../text";
import { Icon } from "../../ui";
import type { Note, TriggerQuestion } from "../types";
import { Frame } from "./Frame";
import { Listen, Picture } from "./Listen";
import { PhraseView } from "./PhraseView";
import { afterPaint } from "./typing";

/** Something the questionnaire says; a value it shows stands below. */
export function NoteView(props: { readonly question: Note }) {
  return (
    <div class="question note" id={props.question.id} data-name={props.question.name} aria-live="polite">
      <Icon name="note" />
      <div class="stack-small">
        <div>
          <PhraseView phrase={props.question.label} />
        </div>
        <Show when={props.question.label?.image}>{(name) => <Picture name={name()} what={props.question.label?.text ?? ""} />}</Show>
        <Show when={props.question.label?.audio}>{(name) => <Listen name={name()} what={props.question.label?.text ?? ""} />}</Show>
        <Show when={props.question.hint?.text}>
          <div class="hint">
            <PhraseView phrase={props.question.hint} />
          </div>
        </Show>
        <Show when={props.question.said}>{(said) => <p class="note-value">{said()}</p>}</Show>
      </div>
    </div>
  );
}

/** Something to confirm having read. */
export function TriggerField(props: { readonly question: TriggerQuestion }) {
  return (
    <Frame question={props.question} many>
      {(tied) => (
        <div class="choices">
          <div class="choice">
            <label>
              <input
                type="checkbox"
                checked={props.question.done}
                disabled={props.question.readonly}
                aria-invalid={tied.invalid}
                onChange={(event) => {
                  const { question } = props;
                  const { checked } = event.currentTarget;
                  afterPaint(() => question.set(checked));
                }}
              />
              <span>{say("trigger.read")}</span>
            </label>
          </div>
        </div>
      )}
    </Frame>
  );
}
