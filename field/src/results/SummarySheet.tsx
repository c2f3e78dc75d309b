import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { language, say, type Word } from "../text";
import { Button, Notice } from "../ui";
import { pictureOf } from "./picture";
import type { Reading } from "./reading";
import { resultOf } from "./result";
import { PartBar } from "./ScoreCard";
import { summaryOf, summaryText } from "./summary";
import { valuesOf } from "./values";
import { partText } from "./wording";
import "./results.css";
import "./summary.css";

interface Props {
  readonly reading: Reading;
  /** The visit as it was finished. */
  readonly xml: string;
}

/** What the family takes along, to be printed on A5 or A4, shared or copied. It names nobody. */
export function SummarySheet(props: Props) {
  const summary = createMemo(() => summaryOf(resultOf(props.reading, valuesOf(props.xml, Object.keys(props.reading.rosters)))));
  const [said, setSaid] = createSignal<Word | null>(null);
  const [busy, setBusy] = createSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(summaryText(summary()));
    setSaid("summary.copied");
  };
  const share = async (): Promise<void> => {
    setBusy(true);
    setSaid(null);
    try {
      const picture = await pictureOf(summary());
      const whole: ShareData = { text: summaryText(summary()), ...(picture === null ? {} : { files: [picture] }) };
      const what = canShare(whole) ? whole : { text: whole.text! };
      if (canShare(what)) await navigator.share(what);
      else setSaid("summary.cannot");
    } catch (problem) {
      // Who closes the phone's own list of apps has changed their mind.
      if (!(problem instanceof DOMException) || problem.name !== "AbortError") setSaid("summary.cannot");
    } finally {
      setBusy(false);
    }
  };
  // What is around the sheet does not print.
  onMount(() => document.documentElement.classList.add("prints-summary"));
  onCleanup(() => document.documentElement.classList.remove("prints-summary"));
  return (
    <div class="summary stack" lang={language()}>
      <Notice kind="look">{say("summary.ask")}</Notice>
      <div class="summary-actions">
        <Button kind="main" disabled={busy()} onClick={() => void share()}>
          {say("summary.share")}
        </Button>
        <Button onClick={() => void copy()}>{say("summary.copy")}</Button>
        <Button onClick={() => window.print()}>{say("summary.print")}</Button>
      </div>
      <div role="status">
        <Show when={said()}>{(word) => <p>{say(word())}</p>}</Show>
      </div>
      <article class="summary-sheet">
        <header>
          <h2>{summary().title}</h2>
          <p>{summary().day}</p>
          <p class="small">{summary().only}</p>
        </header>
        <For each={summary().indices}>
          {(each) => (
            <section>
              <h3>{each.title}</h3>
              <p class="summary-scored">{each.scored}</p>
              <ul class="result-bars">
                <For each={each.parts}>
                  {(part) => (
                    <li>
                      <span>{part.title}</span>
                      <span class="result-part">{partText(part.counted)}</span>
                      <PartBar counted={part.counted} />
                    </li>
                  )}
                </For>
              </ul>
            </section>
          )}
        </For>
        <Section title={say("summary.steps")} items={summary().steps.map((each) => (each.by === "" ? each.step : `${each.step}, ${say("result.by", { day: each.by })}`))} />
        <Section title={say("summary.next")} items={summary().next} />
        <Section title={say("summary.help")} items={summary().help.map((each) => `${each.label}: ${each.where}`)} />
        <footer class="small">
          <For each={summary().made}>{(line) => <p>{line}</p>}</For>
        </footer>
      </article>
    </div>
  );
}

function Section(props: { readonly title: string; readonly items: readonly string[] }) {
  return (
    <Show when={props.items.length > 0}>
      <section>
        <h3>{props.title}</h3>
        <ul class="result-list">
          <For each={props.items}>{(item) => <li>{item}</li>}</For>
        </ul>
      </section>
    </Show>
  );
}

function canShare(data: ShareData): boolean {
  return typeof navigator.share === "function" && (typeof navigator.canShare !== "function" || navigator.canShare(data));
}
