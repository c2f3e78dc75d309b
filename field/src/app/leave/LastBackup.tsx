import { createSignal, Show } from "solid-js";
import { Store } from "../../store";
import { makeBackup, type Backup } from "../../sync";
import { say } from "../../text";
import { Button } from "../../ui";
import { isProblem, type Profile, type Vault } from "../../vault";
import { PinPad } from "../entry/PinPad";
import { BackupMade } from "../more/BackupMade";

/** Before anything is deleted: all of it in a file, for whoever knows the PIN. */
export function LastBackup(props: { readonly vault: Vault; readonly profile: Profile }) {
  const [isAsked, setAsked] = createSignal(false);
  const [made, setMade] = createSignal<Backup | null>(null);
  const [problem, setProblem] = createSignal("");
  const make = async (pin: string): Promise<void> => {
    setProblem("");
    try {
      const profile = await props.vault.unlock(props.profile.id, pin);
      const store = await Store.open(profile);
      try {
        setMade(await makeBackup(store, profile));
      } finally {
        await store.lock();
      }
    } catch (error) {
      if (isProblem(error, "wrong-pin")) setProblem(say("pin.wrong", { left: error.left }));
      else if (isProblem(error, "wait")) setProblem(say("pin.wait", { seconds: error.seconds }));
      else if (isProblem(error, "locked")) setProblem(say("pin.locked"));
      else setProblem(say("enter.failed"));
    }
  };
  return (
    <Show
      when={made()}
      keyed
      fallback={
        <Show
          when={isAsked()}
          fallback={
            <Button icon="file" class="button-wide" onClick={() => setAsked(true)}>
              {say("leave.backup")}
            </Button>
          }
        >
          <PinPad label={say("enter.pin")} onDone={make} problem={<p>{problem()}</p>} />
        </Show>
      }
    >
      {(backup) => <BackupMade backup={backup} />}
    </Show>
  );
}
