import { For, Show } from "solid-js";
import { sentence, type OpenProblem } from "../forms";
import { say } from "../text";
import { Button, Icon, Notice } from "../ui";

interface Props {
  readonly problems: readonly OpenProblem[];
  readonly busy: boolean;
  readonly onOpen: (problem: OpenProblem) => void;
  readonly onFinish: () => void;
  readonly onLater?: (() => void) | undefined;
}

/** The last screen: what is open, each one press away, or the button that finishes. */
export function EndScreen(props: Props) {
  return (
    <div class="stack">
      <Show
        when={props.problems.length > 0}
        fallback={
          <>
            <Notice kind="good">{say("visit.allGood")}</Notice>
            <Button kind="main" icon="check" class="button-wide" disabled={props.busy} onClick={() => props.onFinish()}>
              {say(props.busy ? "visit.finishing" : "visit.finish")}
            </Button>
          </>
        }
      >
        <Notice kind="look">{say("visit.stillOpen", { count: props.problems.length })}</Notice>
        <ul class="open-list">
          <For each={props.problems}>
            {(open) => (
              <li>
                <button type="button" onClick={() => props.onOpen(open)}>
                  <span class="small quiet">{open.block.title}</span>
                  <span class="open-label">{open.question.label?.text ?? open.question.name}</span>
                  <span class="open-why">{sentence(open.problem)}</span>
                  <Icon name="next" />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.onLater}>
        {(later) => (
          <Button class="button-wide" onClick={() => later()()}>
            {say("visit.later")}
          </Button>
        )}
      </Show>
    </div>
  );
}
