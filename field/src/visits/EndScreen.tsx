import { For, Show } from "solid-js";
import { sentence, type OpenProblem } from "../forms";
import { say } from "../text";
import { Button, Icon, Notice } from "../ui";
import type { Asked } from "./filled";

interface Props {
  readonly problems: readonly OpenProblem[];
  /** What may stay empty and is. */
  readonly optional: readonly Asked[];
  readonly busy: boolean;
  /** The other kader of a shared family. */
  readonly sharedWith?: string | undefined;
  readonly onOpen: (asked: Asked) => void;
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
            <Show when={props.optional.length > 0}>
              <details class="optional">
                <summary>{say("visit.optional", { count: props.optional.length })}</summary>
                <ul class="open-list">
                  <For each={props.optional}>{(asked) => <Line asked={asked} onOpen={props.onOpen} />}</For>
                </ul>
              </details>
            </Show>
            <Show when={props.sharedWith}>{(other) => <Notice kind="know">{say("visit.signs", { other: other() })}</Notice>}</Show>
            <Button kind="main" icon="check" class="button-wide" disabled={props.busy} onClick={() => props.onFinish()}>
              {say(props.busy ? "visit.finishing" : props.sharedWith ? "visit.sign" : "visit.finish")}
            </Button>
          </>
        }
      >
        <Notice kind="look">{say("visit.stillOpen", { count: props.problems.length })}</Notice>
        <ul class="open-list">
          <For each={props.problems}>
            {(open) => <Line asked={open} why={sentence(open.problem)} onOpen={props.onOpen} />}
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

function Line(props: { readonly asked: Asked; readonly why?: string; readonly onOpen: (asked: Asked) => void }) {
  return (
    <li>
      <button type="button" onClick={() => props.onOpen(props.asked)}>
        <span class="small quiet">{props.asked.block.title}</span>
        <span class="open-label">{props.asked.question.label?.text ?? props.asked.question.name}</span>
        <Show when={props.why}>{(why) => <span class="open-why">{why()}</span>}</Show>
        <Icon name="next" />
      </button>
    </li>
  );
}
