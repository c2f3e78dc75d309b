import { createSignal, createUniqueId, For, type JSX } from "solid-js";
import { say } from "../text";
import { Button } from "../ui";
import { Page } from "./KaderSide";

export interface Option {
  readonly name: string;
  readonly text: string;
}

/** Large choices of one page; which was chosen leaves the screen with it. */
export function Choose(props: {
  readonly label: string;
  readonly options: readonly Option[];
  readonly many?: boolean;
  readonly hideLabel?: boolean;
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const group = createUniqueId();
  const [chosen, setChosen] = createSignal<readonly string[]>([]);
  const change = (name: string, on: boolean): void => {
    setChosen((before) => (props.many ? [...before.filter((one) => one !== name), ...(on ? [name] : [])] : [name]));
    props.onChange(chosen());
  };
  return (
    <fieldset>
      <legend classList={{ label: !props.hideLabel, "hidden-text": props.hideLabel ?? false }}>{props.label}</legend>
      <div class="private-choices">
        <For each={props.options}>
          {(option) => (
            <label class="private-choice">
              <input
                type={props.many ? "checkbox" : "radio"}
                name={group}
                checked={chosen().includes(option.name)}
                onChange={(event) => change(option.name, event.currentTarget.checked)}
                autocomplete="off"
              />
              <span>{option.text}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}

/** One question. Going on without an answer is an answer too: it was passed over. */
export function Asking(props: {
  readonly text: string;
  readonly choices: readonly Option[];
  readonly voice: JSX.Element;
  readonly busy: boolean;
  readonly onNext: (value: string | null) => void;
  readonly onStop: () => void;
}) {
  let value: string | null = null;
  const next = (): void => {
    const given = value;
    value = null;
    props.onNext(given);
  };
  return (
    <Page title={props.text} class="private-large">
      {props.voice}
      <Choose label={props.text} hideLabel options={props.choices} onChange={([first]) => (value = first ?? null)} />
      <Button kind="main" class="button-wide" disabled={props.busy} onClick={next}>
        {say("private.next")}
      </Button>
      <p class="small quiet">{say("private.maySkip")}</p>
      <StopButton onStop={props.onStop} />
    </Page>
  );
}

/** The way out of every page of hers: what was sealed before it stays, what stands on it is thrown away. */
export function StopButton(props: { readonly onStop: () => void }) {
  return (
    <Button kind="quiet" class="button-wide" onClick={() => props.onStop()}>
      {say("private.stop")}
    </Button>
  );
}
