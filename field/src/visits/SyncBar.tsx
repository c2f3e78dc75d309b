import { Show } from "solid-js";
import { say, type Word } from "../text";
import { Button, Icon, Notice } from "../ui";
import type { Board } from "./board";
import { moment, useSyncing, type Works } from "./works";

/** How much lies here and there, and how sending goes; one press leads to all of it. */
export function SyncBar(props: { readonly works: Works; readonly board: Board | null }) {
  const now = useSyncing(props.works);
  const waits = () => props.board?.count("here") ?? 0;
  const there = () => props.board?.arrived ?? 0;
  return (
    <button type="button" class="sync-bar" onClick={() => props.works.go("/kiriman")}>
      <span>
        <strong>{say("send.here")}</strong> {waits() + (props.board?.count("draft") ?? 0)} · <strong>{say("send.there")}</strong> {there()}
        <span class="sync-doing" role="status">
          {doing(now())}
        </span>
      </span>
      <Icon name="next" />
    </button>
  );
}

/** The phone dates visits: a wrong clock is said before the next one. */
export function WrongClock(props: { readonly works: Works }) {
  const now = useSyncing(props.works);
  const at = (offMs: number) => moment(new Date(Date.now() + offMs).toISOString());
  return (
    <Show when={now().clockOffMs}>
      {(off) => <Notice kind="look">{say("send.wrongClock", { here: at(0), there: at(off()) })}</Notice>}
    </Show>
  );
}

/** Send now, with how it goes and what hinders. */
export function SendNow(props: { readonly works: Works; /** Beside what is done first, and where it is said that signal is waited for. */ readonly aside?: boolean }) {
  const now = useSyncing(props.works);
  const isBusy = () => now().doing !== "resting";
  return (
    <div class="stack">
      <Button kind={props.aside ? "plain" : "main"} icon="up" class="button-wide" disabled={isBusy()} onClick={() => void props.works.sync.run({ insist: true })}>
        {isBusy() ? doing(now()) : say("send.now")}
      </Button>
      <Show when={!isBusy() && !(props.aside && now().problem === "offline") && now().problem}>
        {(problem) => (
          <Notice kind={problem() === "offline" || problem() === "busy" || problem() === "other-tab" ? "know" : "look"}>
            <p>{say(`why.${problem()}` as Word, { mark: now().mark ?? "" })}</p>
            <Show when={problem() === "other-key"}>
              <Button onClick={() => void props.works.sync.acceptKey()}>{say("send.acceptKey")}</Button>
            </Show>
          </Notice>
        )}
      </Show>
    </div>
  );
}

function doing(now: { readonly doing: string; readonly done: number; readonly of: number; readonly problem: string | null }): string {
  switch (now.doing) {
    case "asking":
      return say("send.busy");
    case "sending":
      return now.of > 0 ? say("send.sending", { done: now.done, of: now.of }) : say("send.busy");
    case "fetching":
      return say("send.fetching");
    default:
      return "";
  }
}
