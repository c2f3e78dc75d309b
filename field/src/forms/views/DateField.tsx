import { createEffect, createSignal, on, Show } from "solid-js";
import { dayMonthYear, language, readDate, say, type DateParts, type DateProblem, type Word } from "../../text";
import { Icon } from "../../ui";
import type { DateQuestion } from "../types";
import { Frame } from "./Frame";

const WHY = {
  unfinished: "date.unfinished",
  yearShort: "date.yearShort",
  noSuchMonth: "date.noSuchMonth",
  noSuchDay: "date.noSuchDay",
} as const satisfies Record<DateProblem, Word>;
const FIELDS = [
  { part: "day", word: "date.day", length: 2 },
  { part: "month", word: "date.month", length: 2 },
  { part: "year", word: "date.year", length: 4 },
] as const;

/** A date typed as day, month and year, or chosen from the phone's calendar; read back as "Kamis, 12 Maret 1987". */
export function DateField(props: { readonly question: DateQuestion }) {
  const [parts, setParts] = createSignal<DateParts>(partsOf(props.question.unread?.typed ?? props.question.value));
  const inputs: HTMLInputElement[] = [];
  let calendar!: HTMLInputElement;
  const take = (next: DateParts): void => {
    setParts(next);
    const found = readDate(next);
    const typed = [next.year, next.month, next.day].join("-");
    props.question.setUnread("problem" in found ? { typed, why: () => say(WHY[found.problem]) } : null);
    const iso = "iso" in found ? found.iso : "";
    if (iso !== props.question.value) props.question.set(iso);
  };
  createEffect(
    on(
      () => props.question.value,
      (value) => {
        const found = readDate(parts());
        if ("iso" in found ? found.iso !== value : value !== "") setParts(partsOf(value));
      },
      { defer: true },
    ),
  );
  return (
    <Frame question={props.question} many>
      {(tied) => (
        <>
          <div class="date">
            {FIELDS.map((field, place) => (
              <label class={`date-part date-${field.part}`}>
                <span>{say(field.word)}</span>
                <input
                  ref={(element) => (inputs[place] = element)}
                  class="field field-number"
                  type="text"
                  inputmode="numeric"
                  autocomplete="off"
                  maxLength={field.length}
                  value={parts()[field.part]}
                  readOnly={props.question.readonly}
                  aria-invalid={tied.invalid}
                  onInput={(event) => {
                    const digits = event.currentTarget.value.replace(/\D/g, "");
                    event.currentTarget.value = digits;
                    take({ ...parts(), [field.part]: digits });
                    if (isFull(digits, field.part) && event.data != null) inputs[place + 1]?.select();
                  }}
                />
              </label>
            ))}
            <Show when={!props.question.readonly}>
              <button
                type="button"
                class="button button-plain button-icon"
                aria-label={say("date.calendar")}
                onClick={() => {
                  calendar.value = props.question.value;
                  calendar.showPicker();
                }}
              >
                <Icon name="calendar" />
              </button>
              <input
                ref={calendar}
                class="date-native"
                type="date"
                tabindex="-1"
                aria-hidden="true"
                onChange={(event) => take(partsOf(event.currentTarget.value))}
              />
            </Show>
          </div>
          <p class="read-back" aria-live="polite">
            {props.question.value === "" ? "" : dayMonthYear(props.question.value, language())}
          </p>
        </>
      )}
    </Frame>
  );
}

function partsOf(iso: string): DateParts {
  const [year = "", month = "", day = ""] = iso.split("-");
  return { day, month, year };
}

// "4" to "9" begins no day of two digits that starts so; a month of one digit from 2 on is whole.
function isFull(digits: string, part: keyof DateParts): boolean {
  if (part === "year") return false;
  return digits.length === 2 || (digits.length === 1 && Number(digits) > (part === "day" ? 3 : 1));
}
