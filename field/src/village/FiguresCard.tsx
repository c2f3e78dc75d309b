import { createSignal, For, Show } from "solid-js";
import { say } from "../text";
import { Button } from "../ui";
import { Bar, toneOf } from "./Bar";
import { categoryOf, coverageLine, decimal, heldBack, inWords, moment, noValue, titled, whole } from "./telling";
import type { IndexFigures, Recap } from "./types";

const FIRST = 5;

/** A village's figures as the server gave them after the small-cell rule, and as of when. */
export function FiguresCard(props: { readonly recap: Recap }) {
  const figures = () => props.recap.figures;
  const coverage = () => figures().coverage;
  return (
    <section class="village-card stack" aria-labelledby="whole">
      <div>
        <h2 id="whole">{say("village.whole")}</h2>
        <p class="small quiet">
          {props.recap.round}
          <Show when={figures().computed_at}>{(at) => <> · {say("village.asOf", { when: moment(at()) })}</>}</Show>
        </p>
      </div>
      <div class="stack stack-tight">
        <p>
          <strong>{coverageLine(figures())}</strong> · {say("village.approved", { count: whole(coverage().approved) })}
        </p>
        <Show when={coverage().target}>
          {(target) => <Bar share={coverage().visited / target()} tone="deep" />}
        </Show>
        <p class="small quiet">{say("village.provisional")}</p>
      </div>
      <For each={figures().indices}>{(index, at) => <Index index={index} level={at()} />}</For>
      <p class="small quiet">{say("village.why", { count: figures().threshold })}</p>
    </section>
  );
}

function Index(props: { readonly index: IndexFigures; readonly level: number }) {
  const [all, setAll] = createSignal(false);
  const below = () => (all() ? props.index.below : props.index.below.slice(0, FIRST));
  return (
    <div class="village-index stack">
      <div>
        <h3>{inWords(props.index.title)}</h3>
        <Show when={props.index.value} fallback={<p class="quiet">{noValue(props.index)}</p>}>
          {(value) => (
            <>
              <p class="village-value">{decimal(value(), 2)}</p>
              <p>
                <strong>{categoryOf(props.index)}</strong>
              </p>
            </>
          )}
        </Show>
        <Show when={props.index.scored > 0}>
          <p class="small quiet">{say("village.from", { count: whole(props.index.scored) })}</p>
        </Show>
        <Show when={heldBack(props.index)}>{(why) => <p class="small">{why()}</p>}</Show>
      </div>
      <Show when={props.index.scored > 0 && props.index.held !== "unsettled"}>
        <div>
          <h4>{say("village.categories")}</h4>
          <ul class="village-categories">
            <For each={[...props.index.categories].reverse()}>
              {({ title, count, id }) => (
                <li>
                  <p>
                    <span>{titled(inWords(title))}</span>
                    <strong>{count === null ? say("village.hidden") : say("village.families", { count: whole(count) })}</strong>
                  </p>
                  <Bar share={count === null ? null : count / Math.max(1, props.index.scored)} tone={toneOf(props.index.categories.findIndex((one) => one.id === id), props.index.categories.length)} />
                </li>
              )}
            </For>
          </ul>
        </div>
        <div>
          <h4>{say("village.below")}</h4>
          <Show when={props.index.below.length > 0} fallback={<p>{say("village.noneBelow")}</p>}>
            <ol class="village-below">
              <For each={below()}>
                {({ label, share, n }) => (
                  <li>
                    <p>{inWords(label)}</p>
                    <Bar share={Number(share) / 100} tone="rendah" cut />
                    <p class="small quiet">{say("village.shareOf", { share: decimal(share), count: whole(n) })}</p>
                  </li>
                )}
              </For>
            </ol>
            <Show when={!all() && props.index.below.length > FIRST}>
              <Button kind="quiet" onClick={() => setAll(true)}>
                {say("village.more", { count: props.index.below.length })}
              </Button>
            </Show>
          </Show>
          <Show when={props.index.hidden > 0}>
            <p class="small quiet">{say(props.index.held === "own" ? "village.hiddenHere" : "village.hiddenSome", { count: props.index.hidden })}</p>
          </Show>
        </div>
      </Show>
    </div>
  );
}
