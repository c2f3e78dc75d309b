import { createSignal, Match, Show, Switch } from "solid-js";
import { say, type Word } from "../../text";
import { Button, Notice } from "../../ui";
import { isProblem, readCode, type OpenProfile, type Profile, type Vault, type VaultCode } from "../../vault";
import { CodeField } from "./CodeField";
import { NewPin } from "./NewPin";

interface Props {
  readonly vault: Vault;
  readonly profile: Profile;
  /** After ten wrong PINs: there is no way back to the PIN. */
  readonly locked: boolean;
  readonly onEntered: (profile: OpenProfile, pin: string) => Promise<void>;
  readonly onBack: () => void;
  readonly onOther: () => void;
  /** There is no code to be had: hand in without a PIN, and begin anew. */
  readonly onAnew: () => void;
}

const WORDS: Partial<Readonly<Record<VaultCode, Word>>> = {
  "mistyped-code": "code.mistyped",
  "wrong-code": "code.wrong",
  "no-codes": "code.none",
  "weak-pin": "pin.weak",
  full: "pin.full",
};

/** A supervisor's code and a new PIN open a locked profile; no signal needed. */
export function Reopen(props: Props) {
  const [code, setCode] = createSignal("");
  const [problem, setProblem] = createSignal("");
  const open = async (pin: string): Promise<void> => {
    const typed = code();
    try {
      await props.onEntered(await props.vault.reopen(props.profile.id, typed, pin), pin);
    } catch (error) {
      setCode("");
      const words = isProblem(error) ? WORDS[error.code] : undefined;
      if (isProblem(error, "wait")) setProblem(say("pin.wait", { seconds: error.seconds }));
      else setProblem(say(words ?? "enter.failed"));
      if (!isProblem(error)) console.error(error);
    }
  };
  return (
    <div class="stack">
      <Show when={props.locked} fallback={<p>{say("reopen.forgotten")}</p>}>
        <Notice kind="look">{say("pin.locked")}</Notice>
      </Show>
      <Switch>
        <Match when={!code()}>
          <CodeField
            label={say("reopen.code")}
            hint={say("reopen.codeHow")}
            problem={problem()}
            action={say("activate.next")}
            onCode={(typed) => {
              setProblem("");
              setCode(readCode(typed) ?? "");
            }}
          />
        </Match>
        <Match when={code()}>
          <NewPin onPin={open} />
        </Match>
      </Switch>
      <div class="entering-else">
        <Show when={!props.locked}>
          <Button kind="quiet" onClick={() => props.onBack()}>
            {say("reopen.remembered")}
          </Button>
        </Show>
        <Button kind="quiet" onClick={() => props.onOther()}>
          {say("enter.other")}
        </Button>
        <Button kind="quiet" onClick={() => props.onAnew()}>
          {say("reopen.noCode")}
        </Button>
      </div>
    </div>
  );
}
