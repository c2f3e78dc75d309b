import { createUniqueId } from "solid-js";
import { language, say, writeNumber } from "../../text";
import { Icon } from "../../ui";
import type { RangeQuestion } from "../types";
import { Frame } from "./Frame";

/** A number between two ends, by sliding or by steps. Unanswered until touched. */
export function RangeField(props: { readonly question: RangeQuestion }) {
  const output = createUniqueId();
  const { start, end, step } = props.question;
  const digits = (String(step).split(".")[1] ?? "").length;
  const clean = (value: number): number => Number(Math.min(end, Math.max(start, value)).toFixed(digits));
  const move = (by: number): void => {
    const value = props.question.value;
    props.question.set(value === null ? start : clean(value + by * step));
  };
  return (
    <Frame question={props.question}>
      {(tied) => (
        <div class="range">
          <output id={output} class="range-value" classList={{ quiet: props.question.value === null }} aria-live="polite">
            {props.question.value === null ? say("range.unset") : writeNumber(props.question.value, language())}
          </output>
          <div class="range-row">
            <button type="button" class="button button-plain button-icon" disabled={props.question.readonly} aria-label={say("range.less")} aria-describedby={output} onClick={() => move(-1)}>
              <Icon name="minus" />
            </button>
            <input
              id={tied.id}
              type="range"
              min={start}
              max={end}
              step={step}
              value={props.question.value ?? start}
              disabled={props.question.readonly}
              aria-invalid={tied.invalid}
              aria-describedby={tied.describedBy}
              aria-valuetext={props.question.value === null ? say("range.unset") : writeNumber(props.question.value, language())}
              onChange={(event) => props.question.set(clean(event.currentTarget.valueAsNumber))}
              onClick={(event) => props.question.value === null && props.question.set(clean(event.currentTarget.valueAsNumber))}
            />
            <button type="button" class="button button-plain button-icon" disabled={props.question.readonly} aria-label={say("range.more")} aria-describedby={output} onClick={() => move(1)}>
              <Icon name="plus" />
            </button>
          </div>
          <div class="range-ends small quiet" aria-hidden="true">
            <span>{writeNumber(start, language())}</span>
            <span>{writeNumber(end, language())}</span>
          </div>
        </div>
      )}
    </Frame>
  );
}
