import { createMemo, For, Show } from "solid-js";
import { say, type Word } from "../text";
import { Bar, toneOf } from "./Bar";
import { tallyOf, type OwnWork } from "./own";
import { decimal, inWords, titled, whole } from "./telling";

const FIRST = 5;

/** What this phone says by itself, now and without signal: how far one's own work is, and what it shows so far. */
export function OwnCard(props: { readonly work: OwnWork; readonly threshold: number }) {
  const tally = createMemo(() => props.work.counting && tallyOf(props.work.counting, props.work.judged, props.threshold));
  const facts = (): readonly (readonly [Word, number])[] => [
    ["village.carried", props.work.families],
    ["village.drafts", props.work.drafts],
    ["village.waiting", props.work.waiting],
    ["village.sent", props.work.sent],
    ["village.returned", props.work.returned],
    ["village.ownApproved", props.work.approved],
  ];
  return (
    <section class="village-card stack" aria-labelledby="here">
      <h2 id="here">{say("village.here")}</h2>
      <dl class="village-facts">
        <For each={facts()}>
          {([word, count]) => (
            <div>
              <dt>{say(word)}</dt>
              <dd>{whole(count)}</dd>
            </div>
          )}
        </For>
      </dl>
      <Show when={props.work.judged.length > 0 && tally()}>
        {(found) => (
          <div class="stack stack-tight">
            <h3>{say("village.ownResults")}</h3>
            <p class="small quiet">{say("village.ownFrom", { count: whole(props.work.judged.length) })}</p>
            <Show when={found().categories} fallback={<p class="small">{say("village.ownFew", { count: props.threshold })}</p>}>
              {(categories) => (
                <ul class="village-categories">
                  <For each={[...categories()].reverse()}>
                    {({ title, count }, at) => (
                      <li>
                        <p>
                          <span>{titled(inWords(title))}</span>
                          <strong>{say("village.families", { count: whole(count) })}</strong>
                        </p>
                        <Bar share={count / Math.max(1, found().scored)} tone={toneOf(categories().length - 1 - at(), categories().length)} />
                      </li>
                    )}
                  </For>
                </ul>
              )}
            </Show>
            <Show when={found().below.length > 0}>
              <h4>{say("village.below")}</h4>
              <ol class="village-below">
                <For each={found().below.slice(0, FIRST)}>
                  {({ label, share, n }) => (
                    <li>
                      <p>{inWords(label)}</p>
                      <Bar share={share / 100} tone="rendah" cut />
                      <p class="small quiet">{say("village.shareOf", { share: decimal(String(share)), count: whole(n) })}</p>
                    </li>
                  )}
                </For>
              </ol>
            </Show>
          </div>
        )}
      </Show>
      <p class="small quiet">{say("village.notCounted")}</p>
    </section>
  );
}
