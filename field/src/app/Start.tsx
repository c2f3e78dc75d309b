import { createResource, createSignal, For, Show, type JSX } from "solid-js";
import { say, type Word } from "../text";
import { Button, Notice } from "../ui";
import { lacks, type Lack } from "../vault";
import { speakAsBefore } from "./speech";
import { Updates } from "./Updates";
import "./start.css";

const WORDS: Readonly<Record<Lack, Word>> = {
  secure: "lack.secure",
  crypto: "lack.crypto",
  storage: "lack.storage",
  private: "lack.private",
  locks: "lack.locks",
};

/** The app where it can keep a visit safe; elsewhere, what is missing and what to do about it. */
export function Start(props: { readonly children: JSX.Element }) {
  speakAsBefore();
  const [lacking] = createResource(() => lacks());
  const [anyway, setAnyway] = createSignal(false);
  const isMerelyPrivate = () => lacking()?.every((one) => one === "private") ?? false;
  const mayStart = () => lacking()?.length === 0 || (isMerelyPrivate() && anyway());
  return (
    <Show when={lacking()}>
      {(found) => (
        <Show when={mayStart()} fallback={<CannotStart lacking={found()} goOn={isMerelyPrivate() ? () => setAnyway(true) : undefined} />}>
          <Updates />
          {props.children}
        </Show>
      )}
    </Show>
  );
}

function CannotStart(props: { readonly lacking: readonly Lack[]; readonly goOn: (() => void) | undefined }) {
  return (
    <main class="cannot-start stack">
      <h1>{say("phone.cannotStart")}</h1>
      <For each={props.lacking}>
        {(one) => (
          <Notice kind={one === "private" ? "look" : "stop"}>
            <p>{say(WORDS[one])}</p>
          </Notice>
        )}
      </For>
      <Show when={!props.goOn}>
        <p class="quiet">{say("phone.nothingLost")}</p>
      </Show>
      <div class="stack">
        <Button kind="main" class="button-wide" onClick={() => location.reload()}>
          {say("phone.tryAgain")}
        </Button>
        <Show when={props.goOn}>
          {(goOn) => (
            <Button class="button-wide" onClick={() => goOn()()}>
              {say("phone.goOn")}
            </Button>
          )}
        </Show>
      </div>
    </main>
  );
}
