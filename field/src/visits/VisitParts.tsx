import { createMemo, Show } from "solid-js";
import type { Desk } from "../store";
import { say } from "../text";
import { Button, Icon, Notice } from "../ui";
import { isAnswered } from "./records";
import { stuckWhy } from "./naming";
import { StandingTag } from "./StandingTag";
import { SendNow } from "./SyncBar";
import { useBoard, type Works } from "./works";

/** Whether what was answered is on the disk, in a word beside the part's number. */
export function Kept(props: { readonly state: Desk["state"] }) {
  return (
    <span class="visit-kept" role="status" title={say(`saved.${props.state}`)}>
      <Icon name={props.state === "saved" ? "check" : props.state === "saving" ? "up" : "alert"} />
      <span class="hidden-text">{props.state === "saving" ? "" : say(`saved.${props.state}`)}</span>
    </span>
  );
}

/** After the last press: where the visit is now, and what is next. */
export function AfterVisit(props: { readonly works: Works; readonly id: string }) {
  const { board } = useBoard(props.works);
  const line = createMemo(() => board()?.lines.find(({ id }) => id === props.id));
  const isThere = () => line() !== undefined && line()!.standing !== "here" && line()!.standing !== "draft";
  return (
    <main class="screen stack works">
      <h1>{say("open.finished")}</h1>
      <Notice kind="good">
        <p>{say(isThere() ? "open.wentUp" : "open.keptHere")}</p>
        <Show when={line()}>
          {(now) => (
            <p>
              {now().about?.name} <StandingTag standing={now().standing} />
            </p>
          )}
        </Show>
      </Notice>
      <Show when={line()?.onItsWay?.stuck}>
        {(stuck) => (
          <Notice kind="stop">
            <p>{stuckWhy(stuck().code)}</p>
            <p>{say(line()?.onItsWay?.partly ? "stuck.photoWhat" : "stuck.what")}</p>
          </Notice>
        )}
      </Show>
      <Show when={line()?.about?.joint}>{(joint) => <Notice kind="know">{say("joint.signed", { other: joint().other })}</Notice>}</Show>
      <Show when={isAnswered(line()?.about?.result ?? "") && !line()?.about?.joint}>
        <Button kind="main" icon="file" class="button-wide" onClick={() => props.works.go(`/hasil/${props.id}`)}>
          {say("result.see")}
        </Button>
      </Show>
      <Show when={!isThere()}>
        <SendNow works={props.works} aside />
      </Show>
      <Button class="button-wide" onClick={() => props.works.go("/keluarga", { replace: true })}>
        {say("open.next")}
      </Button>
    </main>
  );
}
