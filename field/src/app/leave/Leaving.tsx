import { createSignal, For, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { leftOf, wipe, type Left } from "../../store";
import { handIn, isLinkProblem, stateOfDevice, type HandedIn } from "../../sync";
import { say } from "../../text";
import { Button, Dialog, Notice } from "../../ui";
import type { Profile, Vault } from "../../vault";
import { TopBar } from "../TopBar";
import { LastBackup } from "./LastBackup";

/** Why a profile leaves this phone: the site stopped it, or its PIN is lost and it begins anew. */
export type Reason = "stopped" | "forgotten";

interface Props {
  readonly vault: Vault;
  readonly profile: Profile;
  readonly why: Reason;
  readonly onStay: () => void;
  readonly onGone: () => void;
}

type Step = "looking" | "asking" | "sending" | "waiting" | "told" | "gone";
const AGAIN_MS = 30_000;

/**
 * Hand in what is finished, without a PIN; say what cannot be saved; and only then, when nothing is left or somebody
 * said so, delete the profile from this phone.
 */
export default function Leaving(props: Props) {
  const { vault, profile, why } = props;
  const sign = (purpose: Parameters<typeof vault.sign>[1], challenge: string) => vault.sign(profile.id, purpose, challenge);
  const [step, setStep] = createSignal<Step>("looking");
  const [left, setLeft] = createSignal<Left>({ visits: [], drafts: 0, photos: 0 });
  const [done, setDone] = createSignal(0);
  const [handed, setHanded] = createSignal<HandedIn>({ kept: new Set(), refused: new Set() });
  const [trouble, setTrouble] = createSignal("");
  const [isSure, setSure] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heading: HTMLHeadingElement | undefined;

  const unsent = () => left().visits.filter(({ id }) => !handed().kept.has(id)).length;
  const lost = () => lines(unsent(), left().drafts, left().photos);
  const isAllSaved = () => lost().length === 0;

  const send = async (): Promise<void> => {
    clearTimeout(timer);
    setTrouble("");
    setDone(0);
    setStep("sending");
    try {
      // Deleting what somebody gathered wants more than one answer on the way: the site says it once more.
      if (why === "stopped" && (await stateOfDevice(profile.deviceId, sign)).state !== "revoked") return props.onStay();
      const found = await leftOf(profile.id);
      setLeft(found);
      setHanded(await handIn(profile.deviceId, sign, found.visits, setDone));
      if (why === "stopped" && isAllSaved()) return await erase();
      setStep("told");
    } catch (error) {
      if (!isLinkProblem(error)) console.error(error);
      setTrouble(say(isLinkProblem(error, "portal") ? "activate.portal" : "leave.noSignal"));
      setStep("waiting");
      timer = setTimeout(() => void send(), AGAIN_MS);
    }
  };
  const erase = async (): Promise<void> => {
    setSure(false);
    // The keys last: if this is cut short, the profile is still there to be asked about again.
    await wipe(profile.id);
    await vault.destroy(profile.id);
    setStep("gone");
    heading?.focus();
  };
  const online = (): void => void (step() === "waiting" && send());
  onMount(async () => {
    addEventListener("online", online);
    setLeft(await leftOf(profile.id));
    if (why === "stopped") await send();
    else setStep("asking");
  });
  onCleanup(() => {
    clearTimeout(timer);
    removeEventListener("online", online);
  });

  return (
    <div class="shell">
      <TopBar />
      <main class="screen stack">
        <Switch>
          <Match when={step() === "gone"}>
            <h1 ref={heading} tabindex="-1">
              {say("leave.gone")}
            </h1>
            <p>{say(why === "stopped" ? "leave.goneStopped" : "leave.goneForgotten")}</p>
            <Button kind="main" class="button-wide" onClick={() => props.onGone()}>
              {say(why === "stopped" ? "leave.close" : "start.code")}
            </Button>
          </Match>
          <Match when={step() !== "looking"}>
            <h1 tabindex="-1">{say(why === "stopped" ? "leave.stopped" : "leave.forgotten")}</h1>
            <p>{say(why === "stopped" ? "leave.stoppedWhat" : "leave.forgottenWhat")}</p>
            <Show when={step() === "asking"}>
              <p>{say("leave.waiting", { count: left().visits.length })}</p>
              <Button kind="main" class="button-wide" onClick={() => void send()}>
                {say(left().visits.length ? "leave.send" : "activate.next")}
              </Button>
            </Show>
            <Show when={step() === "sending"}>
              <p role="status">{say("leave.sending", { done: done(), count: left().visits.length })}</p>
              <progress class="waiting" max={Math.max(1, left().visits.length)} value={done()} aria-label={say("leave.sending", { done: done(), count: left().visits.length })} />
            </Show>
            <Show when={step() === "waiting"}>
              <div role="alert">
                <Notice kind="look">{trouble()}</Notice>
              </div>
              <p>{say("leave.nothingDeleted")}</p>
              <Button kind="main" class="button-wide" onClick={() => void send()}>
                {say("phone.tryAgain")}
              </Button>
            </Show>
            <Show when={step() === "told"}>
              <Show when={handed().kept.size > 0}>
                <Notice kind="good">{say("leave.sent", { count: handed().kept.size })}</Notice>
              </Show>
              <Show when={!isAllSaved()} fallback={<p>{say("leave.allSaved")}</p>}>
                <Notice kind="stop">
                  <p>{say("leave.notSaved")}</p>
                  <ul class="plain-list">
                    <For each={lost()}>{(line) => <li>{line}</li>}</For>
                  </ul>
                </Notice>
                <LastBackup vault={vault} profile={profile} />
              </Show>
              <Button kind="stop" icon="bin" class="button-wide" onClick={() => (isAllSaved() ? void erase() : setSure(true))}>
                {say("leave.erase")}
              </Button>
            </Show>
            <Show when={step() !== "sending"}>
              <Button kind="quiet" icon="back" onClick={() => props.onStay()}>
                {say("leave.notNow")}
              </Button>
            </Show>
          </Match>
        </Switch>
        <Dialog
          open={isSure()}
          title={say("leave.sure")}
          onClose={() => setSure(false)}
          actions={
            <>
              <Button onClick={() => setSure(false)}>{say("form.cancel")}</Button>
              <Button kind="stop" onClick={() => void erase()}>
                {say("leave.eraseAll")}
              </Button>
            </>
          }
        >
          <p>{say("leave.sureWhat")}</p>
          <ul class="plain-list">
            <For each={lost()}>{(line) => <li>{line}</li>}</For>
          </ul>
        </Dialog>
      </main>
    </div>
  );
}

function lines(visits: number, drafts: number, photos: number): readonly string[] {
  return [
    visits ? say("leave.lostVisits", { count: visits }) : "",
    drafts ? say("leave.lostDrafts", { count: drafts }) : "",
    photos ? say("leave.lostPhotos", { count: photos }) : "",
  ].filter(Boolean);
}
