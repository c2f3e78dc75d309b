import { createSignal, For, Show } from "solid-js";
import { say } from "../text";
import type { Unknown } from "../sync";
import { Button, createRead, Notice } from "../ui";
import { wentTogether, type Board } from "./board";
import { stuckWhy } from "./naming";
import { StandingTag } from "./StandingTag";
import { SendNow, WrongClock } from "./SyncBar";
import { moment, useBoard, useSyncing, type Works } from "./works";
import "./works.css";

/** What lies here, what lies there, whether that fits, and what to do where it does not. */
export function SendingScreen(works: Works) {
  const { board, reread } = useBoard(works);
  const now = useSyncing(works);
  const [space] = createRead(board, async () => works.store.outbox.count());
  const [compared, setCompared] = createSignal<readonly Unknown[] | null>(null);
  const compare = async (): Promise<void> => {
    await works.sync.run({ compare: true });
    if (works.sync.now.problem === null) setCompared(works.sync.unknown);
  };
  const again = async (): Promise<void> => {
    await works.sync.sendAgain();
    setCompared(works.sync.now.problem === null ? works.sync.unknown : null);
    await reread();
  };
  return (
    <main class="screen stack works">
      <h1>{say("send.title")}</h1>
      <WrongClock works={works} />
      <SendNow works={works} />
      <p class="small quiet">{now().last ? say("send.last", { when: moment(now().last!) }) : say("send.never")}</p>
      <Show when={board()}>
        {(told) => (
          <>
            <div class="places">
              <section>
                <h2>{say("send.here")}</h2>
                <ul>
                  <li>{say("send.drafts", { count: told().count("draft") })}</li>
                  <li>{say("send.waiting", { count: waiting(told()) })}</li>
                  <Show when={partly(told()) > 0}>
                    <li>{say("send.partly", { count: partly(told()) })}</li>
                  </Show>
                  <Show when={stuck(told()).length > 0}>
                    <li>
                      <strong>{say("send.stuck", { count: stuck(told()).length })}</strong>
                    </li>
                  </Show>
                </ul>
              </section>
              <section>
                <h2>{say("send.there")}</h2>
                <ul>
                  <li>{say("send.received", { count: told().count("sent", "checked") })}</li>
                  <li>{say("send.returned", { count: told().count("returned") })}</li>
                  <li>{say("send.approved", { count: told().count("approved") })}</li>
                  <Show when={told().count("superseded") > together(told())}>
                    <li>{say("send.replaced", { count: told().count("superseded") - together(told()) })}</li>
                  </Show>
                  <Show when={told().count("rejected") > 0}>
                    <li>{say("send.rejected", { count: told().count("rejected") })}</li>
                  </Show>
                  <Show when={together(told()) > 0}>
                    <li>{say("send.together", { count: together(told()) })}</li>
                  </Show>
                </ul>
              </section>
            </div>
            <Sum board={told()} outbox={space() ?? told().count("here")} unknown={compared()?.length ?? 0} />
            <For each={stuck(told())}>
              {(line) => (
                <Notice kind="stop">
                  <h2>{line.about?.name || say("families.new")}</h2>
                  <p>
                    {stuckWhy(line.onItsWay!.stuck!.code)} {say("send.since", { when: moment(line.onItsWay!.stuck!.since) })}.
                  </p>
                  <p>{say(line.onItsWay!.partly ? "stuck.photoWhat" : "stuck.what")}</p>
                  <Show when={line.onItsWay!.partly}>
                    <Button onClick={() => void works.sync.letGoWithoutPhotos(line.id).then(reread)}>{say("stuck.withoutPhotos")}</Button>
                  </Show>
                  <Show when={line.onItsWay!.stuck!.message}>
                    <details>
                      <summary>{say("send.details")}</summary>
                      <p class="small">
                        {line.onItsWay!.stuck!.message} <code>{line.onItsWay!.stuck!.code}</code>
                      </p>
                    </details>
                  </Show>
                </Notice>
              )}
            </For>
            <Show when={told().lines.some(({ standing }) => standing === "here")}>
              <ul class="family-list">
                <For each={told().lines.filter(({ standing }) => standing === "here" || standing === "draft")}>
                  {(line) => (
                    <li>
                      <a href={`#/keluarga/${line.familyId ?? line.id}`} class="family-line" onClick={(event) => (event.preventDefault(), works.go(`/keluarga/${line.familyId ?? line.id}`))}>
                        <span class="family-name">{line.about?.name || say("families.new")}</span>
                        <span class="family-place">{line.about?.finishedAt ? say("family.finished", { when: moment(line.about.finishedAt) }) : ""}</span>
                        <StandingTag standing={line.standing} />
                      </a>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </>
        )}
      </Show>
      <Show when={compared()}>
        {(unknown) => (
          <Show when={unknown().length} fallback={<Notice kind="good">{say("send.compared")}</Notice>}>
            {(count) => (
              <Notice kind="stop">
                <p>{say(unknownWord(unknown()), { count: count(), here: lost(unknown()) })}</p>
                <Show when={lost(unknown()) > 0}>
                  <Button disabled={now().doing !== "resting"} onClick={() => void again()}>
                    {say("send.again", { count: lost(unknown()) })}
                  </Button>
                </Show>
              </Notice>
            )}
          </Show>
        )}
      </Show>
      <Button class="button-wide" disabled={now().doing !== "resting"} onClick={() => void compare()}>
        {say("send.compare")}
      </Button>
    </main>
  );
}

function lost(unknown: readonly Unknown[]): number {
  return unknown.filter(({ isHere }) => isHere).length;
}

/** What is said of them: their answers lie here, some do, or none. */
function unknownWord(unknown: readonly Unknown[]): "send.unknown" | "send.unknownSome" | "send.unknownGone" {
  if (unknown.every(({ isHere }) => isHere)) return "send.unknown";
  return unknown.some(({ isHere }) => isHere) ? "send.unknownSome" : "send.unknownGone";
}

/** Everything finished here is in the outbox or has a receipt: both are counted from the records. */
function Sum(props: { readonly board: Board; readonly outbox: number; readonly unknown: number }) {
  const there = () => props.board.arrived;
  const here = () => props.board.count("here");
  return (
    <p class="sum">
      {say("send.sum", { all: there() + here(), there: there(), here: here() })} {props.outbox === here() && props.unknown === 0 ? say("send.fits") : ""}
    </p>
  );
}

function stuck(board: Board) {
  return board.lines.filter(({ onItsWay }) => onItsWay?.stuck);
}

function together(board: Board): number {
  return board.lines.filter(wentTogether).length;
}

function partly(board: Board): number {
  return board.lines.filter(({ onItsWay }) => onItsWay?.partly && !onItsWay.stuck).length;
}

function waiting(board: Board): number {
  return board.lines.filter(({ standing, onItsWay }) => standing === "here" && !onItsWay?.partly && !onItsWay?.stuck).length;
}
