import { createSignal, For, Show } from "solid-js";
import { say } from "../text";
import { Button, Icon } from "../ui";
import { LESSONS, type LessonId } from "./lessons";

/** What to try next, above the visit; the whole list is one press away, and it can be put aside. */
export function Guide(props: { readonly tried: ReadonlySet<LessonId> }) {
  const [hidden, setHidden] = createSignal(false);
  const place = () => LESSONS.findIndex(({ id }) => !props.tried.has(id));
  const lesson = () => LESSONS[place()];
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
            <Show when={lesson()} fallback={<p>{say("exercise.allDone")}</p>}>
              {(one) => (
                <>
                  <p class="small quiet">{say("exercise.step", { place: place() + 1, count: LESSONS.length })}</p>
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
                    <li classList={{ tried: props.tried.has(id) }}>
                      <Show when={props.tried.has(id)}>
                        <Icon name="check" />
                      </Show>
                      <span>{say(title)}</span>
                      <Show when={props.tried.has(id)}>
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
