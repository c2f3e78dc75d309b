import { createEffect, createSignal, on, Show } from "solid-js";
import { readDecimal, readWhole, say, type NumberProblem, type Word } from "../../text";
import type { NumberQuestion, TextQuestion } from "../types";
import { Frame } from "./Frame";
import { whenTypingRests } from "./typing";

const WHY = {
  notWhole: "number.notWhole",
  notNumber: "number.notNumber",
  unclear: "number.unclear",
  tooBig: "number.tooBig",
} as const satisfies Record<NumberProblem, Word>;

/** Words, or a row of digits such as an identity number. */
export function TextField(props: { readonly question: TextQuestion }) {
  const typing = whenTypingRests((value: string) => props.question.set(value));
  const isLong = (): boolean => props.question.look.has("multiline") || (props.question.rows ?? 1) > 1;
  const digits = (): boolean => props.question.look.has("numbers");
  return (
    <Frame question={props.question}>
      {(tied) => (
        <Show
          when={isLong()}
          fallback={
            <input
              id={tied.id}
              class="field"
              type={props.question.look.has("masked") ? "password" : "text"}
              inputmode={digits() ? "numeric" : "text"}
              autocomplete="off"
              autocapitalize={digits() ? "off" : "sentences"}
              value={props.question.value}
              readOnly={props.question.readonly}
              aria-required={tied.required}
              aria-invalid={tied.invalid}
              aria-describedby={tied.describedBy}
              onInput={(event) => typing.later(event.currentTarget.value)}
              onChange={typing.now}
              onBlur={tied.left}
            />
          }
        >
          <textarea
            id={tied.id}
            class="field"
            rows={props.question.rows ?? 3}
            value={props.question.value}
            readOnly={props.question.readonly}
            aria-required={tied.required}
            aria-invalid={tied.invalid}
            aria-describedby={tied.describedBy}
            onInput={(event) => typing.later(event.currentTarget.value)}
            onChange={typing.now}
            onBlur={tied.left}
          />
        </Show>
      )}
    </Frame>
  );
}

/** A whole or decimal number. What cannot be read stays on screen and is said; the answer is blank meanwhile. */
export function NumberField(props: { readonly question: NumberQuestion }) {
  const shown = (): string => props.question.value.replace(".", props.question.kind === "decimal" ? "," : ".");
  const [typed, setTyped] = createSignal(props.question.unread?.typed ?? shown());
  const read = (text: string) => (props.question.kind === "whole" ? readWhole(text) : readDecimal(text));
  const typing = whenTypingRests((text: string) => {
    const found = read(text);
    props.question.setUnread("problem" in found ? { typed: text, why: () => say(WHY[found.problem]) } : null);
    props.question.set("plain" in found ? found.plain : "");
  });
  // The form may change the answer itself (another member chosen): then that is what shows.
  createEffect(
    on(
      () => props.question.value,
      (value) => {
        const found = read(typed());
        if (!("plain" in found) ? value !== "" : Number(found.plain) !== Number(value) || (found.plain === "") !== (value === "")) {
          setTyped(shown());
        }
      },
      { defer: true },
    ),
  );
  return (
    <Frame question={props.question}>
      {(tied) => (
        <input
          id={tied.id}
          class="field field-number"
          type="text"
          inputmode={props.question.kind === "whole" ? "numeric" : "decimal"}
          autocomplete="off"
          value={typed()}
          readOnly={props.question.readonly}
          aria-required={tied.required}
          aria-invalid={tied.invalid}
          aria-describedby={tied.describedBy}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            typing.later(event.currentTarget.value);
          }}
          onChange={typing.now}
          onBlur={tied.left}
        />
      )}
    </Frame>
  );
}
