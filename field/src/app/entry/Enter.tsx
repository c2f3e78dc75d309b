import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { say } from "../../text";
import { Button } from "../../ui";
import { isLocked, isProblem, letWaitPass, type OpenProfile, type Profile, type Vault } from "../../vault";
import { TopBar } from "../TopBar";
import { MARK_WORDS, markOf } from "./marks";
import { MarkPicture } from "./MarkPicture";
import { PinPad } from "./PinPad";
import { Reopen } from "./Reopen";

interface Props {
  readonly vault: Vault;
  readonly profile: Profile;
  readonly onEntered: (profile: OpenProfile, pin: string) => Promise<void>;
  readonly onOther: () => void;
}

/** The PIN of a profile; after ten wrong ones, or a forgotten one, the supervisor's code. */
export function Enter(props: Props) {
  const { vault, profile } = props;
  const [problem, setProblem] = createSignal("");
  const [seconds, setSeconds] = createSignal(0);
  const [codeWanted, setCodeWanted] = createSignal(isLocked(profile.guesses));
  let stopWaiting: () => void = () => undefined;
  const wait = (): void => {
    stopWaiting();
    stopWaiting = letWaitPass(vault, profile.id, setSeconds);
  };
  onMount(wait);
  onCleanup(() => stopWaiting());

  const enter = async (pin: string): Promise<void> => {
    setProblem("");
    try {
      await props.onEntered(await vault.unlock(profile.id, pin), pin);
    } catch (error) {
      if (isProblem(error, "locked")) setCodeWanted(true);
      else setProblem(wordsFor(error));
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
            onEntered={(opened, pin) => props.onEntered(opened, pin)}
            onBack={() => setCodeWanted(false)}
            onOther={() => props.onOther()}
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
