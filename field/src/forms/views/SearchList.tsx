import { createMemo, createSignal, For, Show } from "solid-js";
import { say } from "../../text";
import { Button, Dialog, Icon } from "../../ui";
import type { Choice, ChoiceQuestion } from "../types";
import type { Tied } from "./Frame";
import { afterPaint } from "./typing";

const SHOWN = 40;

/** A long list behind a button: type a few letters, press what fits. */
export function SearchList(props: { readonly question: ChoiceQuestion; readonly tied: Tied }) {
  const [open, setOpen] = createSignal(false);
  const [sought, setSought] = createSignal("");
  const isMany = (): boolean => props.question.kind === "many";
  const found = createMemo(() => (open() ? matching(props.question.choices, sought()) : []));
  const close = (): void => {
    setOpen(false);
    setSought("");
    props.tied.left();
  };
  const pick = (choice: Choice): void => {
    if (!isMany()) {
      const { question } = props;
      afterPaint(() => question.choose([choice.value]));
      return close();
    }
    const { chosen } = props.question;
    const without = chosen.filter((each) => each !== choice.value);
    props.question.choose(without.length < chosen.length ? without : [...chosen, choice.value]);
  };
  const status = (): string => {
    const count = found().length;
    if (count === 0) return say("choice.none");
    return count > SHOWN ? say("choice.first", { shown: SHOWN, count }) : say("choice.found", { count });
  };
  return (
    <>
      <button
        type="button"
        id={props.tied.id}
        class="field search-open"
        disabled={props.question.readonly}
        aria-haspopup="dialog"
        aria-describedby={[`${props.tied.id}-said`, props.tied.describedBy].filter(Boolean).join(" ")}
        onClick={() => setOpen(true)}
      >
        <span id={`${props.tied.id}-said`} classList={{ quiet: props.question.said === "" }}>
          {props.question.said || say("choice.pick")}
        </span>
        <Icon name="search" />
      </button>
      <Show when={!props.question.required && !props.question.readonly && props.question.chosen.length > 0}>
        <Button kind="quiet" onClick={() => props.question.choose([])}>
          {say("form.clear")}
        </Button>
      </Show>
      <Dialog
        open={open()}
        tall
        title={props.question.label?.text ?? ""}
        onClose={close}
        actions={
          isMany() ? (
            <Button kind="main" onClick={close}>
              {say("choice.done")}
            </Button>
          ) : undefined
        }
      >
        <input
          class="field"
          type="search"
          autofocus
          autocomplete="off"
          aria-label={say("choice.search")}
          placeholder={say("choice.search")}
          value={sought()}
          onInput={(event) => setSought(event.currentTarget.value)}
        />
        <p class="small quiet search-status" role="status">
          {status()}
        </p>
        <ul class="search-list">
          <For each={found().slice(0, SHOWN)}>
            {(choice) => (
              <li>
                <button type="button" aria-pressed={props.question.chosen.includes(choice.value)} onClick={() => pick(choice)}>
                  <span>{choice.label.text}</span>
                  <Show when={props.question.chosen.includes(choice.value)}>
                    <Icon name="check" />
                  </Show>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Dialog>
    </>
  );
}

/** Choices that hold every word typed, in any order and whatever the accents. */
export function matching(choices: readonly Choice[], sought: string): readonly Choice[] {
  const words = plain(sought).split(/\s+/).filter(Boolean);
  if (words.length === 0) return choices;
  return choices.filter((choice) => {
    const label = plain(choice.label.text);
    return words.every((word) => label.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
