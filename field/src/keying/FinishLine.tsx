import { For, Show } from "solid-js";
import { sentence, type OpenProblem } from "../forms";
import { Button } from "../ui";
import { enter, entryOf } from "./moving";
import { tell } from "./words";

interface Props {
  readonly problems: readonly OpenProblem[];
  readonly attempted: boolean;
  readonly busy: boolean;
  readonly onSend: () => void;
}

/** The end of the sheet: what is to be looked at, and sending it, also as the paper says. */
export function FinishLine(props: Props) {
  const unread = (): boolean => props.problems.some((each) => each.problem.kind === "unread");
  return (
    <section class="finish" aria-labelledby="finish">
      <h2 id="finish" tabindex="-1">
        {tell("finish")}
      </h2>
      <Show when={props.attempted}>
        <Show when={props.problems.length > 0} fallback={<p role="status">{tell("allGood")}</p>}>
          <p role="status">
            <strong>{tell("open", { count: props.problems.length })}</strong> <Show when={unread()}>{tell("openUnread")}</Show>
          </p>
        </Show>
      </Show>
      <Button
        kind="main"
        id="send"
        data-entry=""
        disabled={props.busy || (props.attempted && unread())}
        onClick={() => props.onSend()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && event.ctrlKey) event.preventDefault();
        }}
      >
        {tell(props.busy ? "sending" : props.attempted && props.problems.length > 0 ? "sendAsIs" : "send")}
      </Button>
      <Show when={props.attempted && props.problems.length > 0}>
        <ul class="finish-open">
          <For each={props.problems}>
            {(each) => (
              <li>
                <button type="button" class="finish-problem" onClick={() => enter(entryOf(each.question.id))}>
                  <span class="line-number">{each.question.number ?? ""}</span>
                  <span>
                    {each.question.label?.text ?? each.question.name}
                    <span class="small quiet"> · {each.block.title}</span>
                    <br />
                    <span class="line-problem">{sentence(each.problem)}</span>
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
