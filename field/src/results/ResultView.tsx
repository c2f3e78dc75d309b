import { createMemo, createSignal, For, Show } from "solid-js";
import { language, say } from "../text";
import { Notice } from "../ui";
import type { Reading } from "./reading";
import { resultOf } from "./result";
import { ScoreCard } from "./ScoreCard";
import { UnmetList } from "./UnmetList";
import { valuesOf } from "./values";
import { dayText, inWords, plainTitle, stepText } from "./wording";
import "./results.css";

interface Props {
  readonly reading: Reading;
  /** The visit as it is now, finished or not. */
  readonly xml: string;
}

/** A family's result, to be said aloud: value and group, what is not met and why, the shortest way up, who helps. */
export function ResultView(props: Props) {
  const values = createMemo(() => valuesOf(props.xml, Object.keys(props.reading.rosters)));
  const result = createMemo(() => resultOf(props.reading, values()));
  const [opened, setOpened] = createSignal(false);
  const aloud = () => result().unmet.filter((each) => !each.sensitive);
  const softly = () => result().unmet.filter((each) => each.sensitive);
  return (
    <div class="result stack" lang={language()}>
      <Show when={result().indices.length > 0} fallback={<Notice kind="know">{say("result.nobody")}</Notice>}>
        <For each={result().indices}>{(each) => <ScoreCard reading={props.reading} result={each} />}</For>
        <section class="result-stack">
          <h2>{say("result.unmet")}</h2>
          <Show when={result().unmet.length === 0}>
            <Notice kind="good">{say("result.allMet")}</Notice>
          </Show>
          <UnmetList reading={props.reading} values={values()} unmet={aloud()} />
          <Show when={softly().length > 0}>
            <details class="result-softly" onToggle={(event) => setOpened(event.currentTarget.open)}>
              <summary>{say("result.softly")}</summary>
              <p class="small">{say("result.softlyWhy")}</p>
              <Show when={opened()}>
                <UnmetList reading={props.reading} values={values()} unmet={softly()} />
              </Show>
            </details>
          </Show>
        </section>
        <Show when={result().unanswered.length > 0}>
          <section class="result-stack">
            <h2>{say("result.unanswered")}</h2>
            <p>{say("result.unansweredWhy")}</p>
            <ul class="result-list">
              <For each={result().unanswered}>{(each) => <li>{inWords(each.label)}</li>}</For>
            </ul>
          </section>
        </Show>
        <Show when={result().steps.length > 0}>
          <section class="result-stack">
            <h2>{say("result.steps")}</h2>
            <ol class="result-steps">
              <For each={result().steps}>
                {(each) => (
                  <li>
                    {stepText(props.reading, each, each.own)}
                    <Show when={dayText(each.by)}>{(day) => <span class="quiet">, {say("result.by", { day: day() })}</span>}</Show>
                  </li>
                )}
              </For>
            </ol>
          </section>
        </Show>
        <details class="result-made small">
          <summary>{say("result.made")}</summary>
          <For each={result().indices}>
            {({ index }) => (
              <p>
                {say("result.definition", { title: plainTitle(index.title), version: index.version, hash: index.hash.slice(0, 12) })}.{" "}
                <Show when={index.status !== "official"}>{say("result.working")} </Show>
                <Show when={index.variant !== "full"}>{say("result.withoutPrivate")}</Show>
              </p>
            )}
          </For>
        </details>
      </Show>
    </div>
  );
}
