import { For, Match, Show, Switch } from "solid-js";
import { say } from "../../text";
import { Button } from "../../ui";
import type { Choice, ChoiceQuestion } from "../types";
import { Frame, type Tied } from "./Frame";
import { Listen, Picture } from "./Listen";
import { PhraseView } from "./PhraseView";
import { SearchList } from "./SearchList";
import { afterPaint } from "./typing";

const LONG_LIST = 12;
const IN_A_ROW = 3;
const SHORT_LABEL = 14;

type Shape = "row" | "list" | "menu" | "search";

/** One or several of a list. A few short answers stand side by side, a long list is searched. */
export function Choices(props: { readonly question: ChoiceQuestion }) {
  const shape = (): Shape => shapeOf(props.question);
  return (
    <Frame question={props.question} many={shape() !== "menu" && shape() !== "search"}>
      {(tied) => (
        <Switch>
          <Match when={props.question.choices.length === 0}>
            <p class="quiet">{say("choice.empty")}</p>
          </Match>
          <Match when={shape() === "search"}>
            <SearchList question={props.question} tied={tied} />
          </Match>
          <Match when={shape() === "menu"}>
            <Menu question={props.question} tied={tied} />
          </Match>
          <Match when={true}>
            <div class="choices" classList={{ "choices-row": shape() === "row" }}>
              <For each={props.question.choices}>{(choice) => <Option question={props.question} choice={choice} tied={tied} />}</For>
            </div>
            <Show when={props.question.kind === "one" && !props.question.required && !props.question.readonly && props.question.chosen.length > 0}>
              <Button kind="quiet" onClick={() => props.question.choose([])}>
                {say("form.clear")}
              </Button>
            </Show>
          </Match>
        </Switch>
      )}
    </Frame>
  );
}

function Option(props: { readonly question: ChoiceQuestion; readonly choice: Choice; readonly tied: Tied }) {
  const isOn = (): boolean => props.question.chosen.includes(props.choice.value);
  const change = (on: boolean): void => {
    const { question, choice } = props;
    afterPaint(() => {
      const others = question.kind === "one" ? [] : question.chosen.filter((each) => each !== choice.value);
      question.choose(on ? [...others, choice.value] : others);
    });
  };
  return (
    <div class="choice">
      <label>
        <input
          type={props.question.kind === "one" ? "radio" : "checkbox"}
          name={props.question.id}
          value={props.choice.value}
          checked={isOn()}
          disabled={props.question.readonly}
          aria-invalid={props.question.kind === "many" ? props.tied.invalid : undefined}
          onChange={(event) => change(event.currentTarget.checked)}
        />
        <span>
          <PhraseView phrase={props.choice.label} inline />
          <Show when={props.choice.label.image}>{(name) => <Picture name={name()} what="" />}</Show>
        </span>
      </label>
      <Show when={props.choice.label.audio}>{(name) => <Listen name={name()} what={props.choice.label.text} />}</Show>
    </div>
  );
}

function Menu(props: { readonly question: ChoiceQuestion; readonly tied: Tied }) {
  return (
    <select
      id={props.tied.id}
      class="field"
      disabled={props.question.readonly}
      aria-required={props.tied.required}
      aria-invalid={props.tied.invalid}
      aria-describedby={props.tied.describedBy}
      onChange={(event) => {
        const { question } = props;
        const { value } = event.currentTarget;
        afterPaint(() => question.choose(value === "" ? [] : [value]));
      }}
      onBlur={() => props.tied.left()}
    >
      <option value="">{say("choice.pick")}</option>
      <For each={props.question.choices}>
        {(choice) => (
          <option value={choice.value} selected={props.question.chosen.includes(choice.value)}>
            {choice.label.text}
          </option>
        )}
      </For>
    </select>
  );
}

function shapeOf(question: ChoiceQuestion): Shape {
  const { choices, look } = question;
  if (question.hasPictures) return "list";
  if (choices.length > LONG_LIST || (look.has("autocomplete") && choices.length > IN_A_ROW)) return "search";
  // A filter shortens a list while it is answered: what is asked for as a menu stays one, beside its like.
  if (look.has("minimal") && !look.has("autocomplete") && question.kind === "one") return "menu";
  const fits = choices.length <= IN_A_ROW && choices.every((each) => each.label.text.length <= SHORT_LABEL && each.label.audio === null);
  return fits && question.kind === "one" ? "row" : "list";
}
