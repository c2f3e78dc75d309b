import { createSignal, For, Show } from "solid-js";
import { say } from "../text";
import { Button, Icon } from "../ui";
import { LESSONS, nextOf, type Learnt } from "./lessons";

/** What to try next, above the visit; the whole list is one press away, and it can be put aside. */
export function Guide(props: { readonly far: Learnt }) {
  const [hidden, setHidden] = createSignal(false);
  const lesson = () => nextOf(props.far);
  const { length } = LESSONS;
  return (
    <aside class="exercise-head" aria-label={say("exercise.title")}>
      <p class="exercise-mark">{say("exercise.mark")}</p>
      <Show
        when={!hidden()}
        fallback={
          <Button kind="quiet" onClick={() => setHidden(false)}>
            {say("exercise.show")}
          </Button>
        }
      >
        <div class="guide">
          <div role="status">
            <Show when={lesson()} fallback={<p>{say(props.far.tried.size === length ? "exercise.allDone" : "exercise.noMore")}</p>}>
              {(one) => (
                <>
                  <p class="small quiet">{say("exercise.step", { place: LESSONS.indexOf(one()) + 1, count: length })}</p>
                  <p>
                    <strong>{say(one().title)}.</strong> {say(one().how)}
                  </p>
                </>
              )}
            </Show>
          </div>
          <div class="guide-foot">
            <details>
              <summary>{say("exercise.all")}</summary>
              <ol class="guide-steps">
                <For each={LESSONS}>
                  {({ id, title }) => (
                    <li classList={{ tried: props.far.tried.has(id) }}>
                      <Show when={props.far.tried.has(id)}>
                        <Icon name="check" />
                      </Show>
                      <span>{say(title)}</span>
                      <Show when={props.far.tried.has(id)}>
                        <span class="hidden-text">{say("exercise.did")}</span>
                      </Show>
                    </li>
                  )}
                </For>
              </ol>
            </details>
            <Button kind="quiet" onClick={() => setHidden(true)}>
              {say("exercise.hide")}
            </Button>
          </div>
        </div>
      </Show>
    </aside>
  );
}
