import { createSignal, For, Show } from "solid-js";
import { say } from "../../text";
import { Button, Icon } from "../../ui";
import type { Choice, RankQuestion } from "../types";
import { Frame } from "./Frame";

/** Put a list in order with buttons: no dragging, which thumbs and readers of the screen cannot do. */
export function RankField(props: { readonly question: RankQuestion }) {
  const [moved, setMoved] = createSignal("");
  const order = (): readonly Choice[] => {
    const { choices, order: values } = props.question;
    if (values.length === 0) return choices;
    return values.flatMap((value) => choices.filter((choice) => choice.value === value));
  };
  const move = (place: number, by: number): void => {
    const values = order().map((choice) => choice.value);
    const [value] = values.splice(place, 1);
    values.splice(place + by, 0, value!);
    props.question.rank(values);
    const label = order()[place + by]?.label.text ?? "";
    setMoved(say("rank.moved", { label, place: place + by + 1 }));
  };
  return (
    <Frame question={props.question} many>
      {() => (
        <div class="stack-small">
          <p class="small quiet">{say("rank.how")}</p>
          <ol class="rank">
            <For each={order()}>
              {(choice, place) => (
                <li>
                  <span class="rank-place">{props.question.order.length === 0 ? "–" : place() + 1}</span>
                  <span class="rank-label">{choice.label.text}</span>
                  <Show when={!props.question.readonly}>
                    <button type="button" class="button button-plain button-icon" disabled={place() === 0} aria-label={say("rank.up", { label: choice.label.text })} onClick={() => move(place(), -1)}>
                      <Icon name="up" />
                    </button>
                    <button type="button" class="button button-plain button-icon" disabled={place() === order().length - 1} aria-label={say("rank.down", { label: choice.label.text })} onClick={() => move(place(), 1)}>
                      <Icon name="down" />
                    </button>
                  </Show>
                </li>
              )}
            </For>
          </ol>
          <Show when={props.question.order.length === 0 && !props.question.readonly}>
            <p class="quiet">{say("rank.unset")}</p>
            <Button onClick={() => props.question.rank(order().map((choice) => choice.value))}>{say("rank.keep")}</Button>
          </Show>
          <Show when={props.question.order.length > 0 && !props.question.required && !props.question.readonly}>
            <Button kind="quiet" onClick={() => props.question.rank([])}>
              {say("form.clear")}
            </Button>
          </Show>
          <p class="hidden-text" role="status">
            {moved()}
          </p>
        </div>
      )}
    </Frame>
  );
}
