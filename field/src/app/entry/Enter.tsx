import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { stateOfDevice, type DeviceState } from "../../sync";
import { say } from "../../text";
import { Button, Notice } from "../../ui";
import { isLocked, isProblem, letWaitPass, type OpenProfile, type Profile, type Vault } from "../../vault";
import { TopBar } from "../TopBar";
import type { Reason } from "../leave/Leaving";
import { MARK_WORDS, markOf } from "./marks";
import { MarkPicture } from "./MarkPicture";
import { PinPad } from "./PinPad";
import { Reopen } from "./Reopen";

interface Props {
  readonly vault: Vault;
  readonly profile: Profile;
  /** Ask for a supervisor's code at once. */
  readonly byCode: boolean;
  readonly onEntered: (profile: OpenProfile, pin: string) => Promise<void>;
  readonly onOther: () => void;
  readonly onLeaving: (why: Reason) => void;
}

/** The PIN of a profile; after ten wrong ones, or a forgotten one, the supervisor's code. */
export function Enter(props: Props) {
  const { vault, profile } = props;
  const [problem, setProblem] = createSignal("");
  const [seconds, setSeconds] = createSignal(0);
  const [locked, setLocked] = createSignal(isLocked(profile.guesses));
  const [codeWanted, setCodeWanted] = createSignal(props.byCode || locked());
  const [standing, setStanding] = createSignal<DeviceState>("active");
  let stopWaiting: () => void = () => undefined;
  const wait = (): void => {
    stopWaiting();
    stopWaiting = letWaitPass(vault, profile.id, setSeconds);
  };
  /** How this phone stands at the site, without its PIN; without signal it is as it was. */
  const ask = async (): Promise<void> => {
    const told = await stateOfDevice(profile.deviceId, (purpose, challenge) => vault.sign(profile.id, purpose, challenge)).catch(() => null);
    if (!told) return;
    if (told.state === "revoked") props.onLeaving("stopped");
    else setStanding(told.state);
  };
  onMount(() => {
    wait();
    void ask();
    addEventListener("online", ask);
  });
  onCleanup(() => {
    stopWaiting();
    removeEventListener("online", ask);
  });

  const enter = async (pin: string): Promise<void> => {
    setProblem("");
    try {
      await props.onEntered(await vault.unlock(profile.id, pin), pin);
    } catch (error) {
      if (isProblem(error, "locked")) {
        setLocked(true);
        setCodeWanted(true);
      } else setProblem(wordsFor(error));
      if (isProblem(error, "wrong-pin", "wait")) wait();
    }
  };
  return (
    <div class="shell">
      <TopBar />
      <main class="screen entering">
        <h1 class="entering-who">
          <MarkPicture mark={profile.mark} />
          <span>{say(MARK_WORDS[markOf(profile.mark)])}</span>
        </h1>
        <Show
          when={codeWanted()}
          fallback={
            <>
              <Show when={standing() === "no_role"}>
                <Notice kind="look">{say("standing.no-role")}</Notice>
              </Show>
              <PinPad
                label={say("enter.pin")}
                disabled={seconds() > 0}
                onDone={enter}
                problem={
                  <>
                    <Show when={problem()}>
                      <p>{problem()}</p>
                    </Show>
                    <Show when={seconds() > 0}>
                      <p>{say("pin.wait", { seconds: seconds() })}</p>
                    </Show>
                  </>
                }
              />
              <div class="entering-else">
                <Button kind="quiet" onClick={() => setCodeWanted(true)}>
                  {say("enter.forgotten")}
                </Button>
                <Button kind="quiet" onClick={() => props.onOther()}>
                  {say("enter.other")}
                </Button>
              </div>
            </>
          }
        >
          <Reopen
            vault={vault}
            profile={profile}
            locked={locked()}
            onEntered={(opened, pin) => props.onEntered(opened, pin)}
            onBack={() => setCodeWanted(false)}
            onOther={() => props.onOther()}
            onAnew={() => props.onLeaving("forgotten")}
          />
        </Show>
      </main>
    </div>
  );
}

function wordsFor(error: unknown): string {
  if (isProblem(error, "wrong-pin")) return say("pin.wrong", { left: error.left });
  if (isProblem(error, "wait")) return "";
  if (isProblem(error, "full")) return say("pin.full");
  console.error(error);
  return say("enter.failed");
}
