import { For, Show } from "solid-js";
import { say } from "../text";
import type { Counted } from "./arithmetic";
import type { IndexResult } from "./result";
import type { Reading } from "./reading";
import { groupMeaning, groupName, inWords, partText, plainTitle, tone, valueText } from "./wording";

/** One index: its value, its group, a bar for each part, and the shortest way up. */
export function ScoreCard(props: { readonly reading: Reading; readonly result: IndexResult }) {
  const index = () => props.result.index;
  const score = () => props.result.score;
  const count = (sign: string): number => [...score().states].filter((each) => each === sign).length;
  return (
    <section class="result-card result-stack">
      <h2>{plainTitle(index().title)}</h2>
      <Show
        when={score().category}
        fallback={
          <p>
            <strong>{say("result.notYet")}.</strong> {say(`result.${score().reason ?? "nothing_applicable"}`)}
          </p>
        }
      >
        {(category) => (
          <>
            <p class="result-value">
              <strong>{valueText(score())}</strong> <span>{say("result.value")}</span>{" "}
              <span class={`result-group result-${tone(index(), category())}`}>{groupName(index(), category())}</span>
            </p>
            <Show when={groupMeaning(index(), category())}>{(meaning) => <p>{meaning()}</p>}</Show>
            <p>{say("result.counted", { met: count("1"), count: count("1") + count("0") })}</p>
          </>
        )}
      </Show>
      <Bars result={props.result} />
      <Show when={count("-") > 0}>
        <p class="small quiet">{say("result.leftOut", { count: count("-") })}</p>
      </Show>
      <Show when={score().category === index().categories.at(-1)?.id}>
        <p>{say("result.highest")}</p>
      </Show>
      <Show when={props.result.lift}>
        {(lift) => (
          <div class="result-lift">
            <p>
              {say(lift().places.length === 1 ? "result.liftOne" : "result.lift", {
                category: groupName(index(), lift().category),
                count: lift().places.length,
              })}
            </p>
            <ol class="result-steps">
              <For each={lift().places}>{(place) => <li>{stepOf(props.reading, index().indicators[place]!)}</li>}</For>
            </ol>
          </div>
        )}
      </Show>
    </section>
  );
}

function stepOf(reading: Reading, indicator: IndexResult["index"]["indicators"][number]): string {
  const step = indicator.need === null ? null : (reading.services.needs[indicator.need]?.step ?? null);
  return inWords(step ?? indicator.remedy);
}

/** How much of what applies is met; none where nothing applies. */
export function PartBar(props: { readonly counted: Counted }) {
  return (
    <Show when={props.counted.applicable > 0}>
      <svg class="result-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="result-bar-all" width="100" height="8" />
        <rect class="result-bar-met" width={(100 * props.counted.met) / props.counted.applicable} height="8" />
      </svg>
    </Show>
  );
}

/** A bar for each dimension; the words beside it say the same. */
export function Bars(props: { readonly result: IndexResult }) {
  return (
    <ul class="result-bars">
      <For each={props.result.index.dimensions}>
        {(dimension, place) => {
          const counted = () => props.result.score.dimensions[place()]!;
          return (
            <li>
              <span>{inWords(dimension.title)}</span>
              <span class="result-part">
                {partText(counted())}
              </span>
              <PartBar counted={counted()} />
            </li>
          );
        }}
      </For>
    </ul>
  );
}
