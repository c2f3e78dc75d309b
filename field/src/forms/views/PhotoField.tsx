import { createEffect, createSignal, onCleanup, Show } from "solid-js";
import { say } from "../../text";
import { Button, Notice } from "../../ui";
import { reduced } from "../photo";
import type { PhotoQuestion } from "../types";
import { Frame } from "./Frame";

/** A photo, made small and freed of place and time before it is kept. */
export function PhotoField(props: { readonly question: PhotoQuestion }) {
  const [busy, setBusy] = createSignal(false);
  const [unreadable, setUnreadable] = createSignal(false);
  const [address, setAddress] = createSignal<string | null>(null);
  let input!: HTMLInputElement;
  createEffect(() => {
    const photo = props.question.photo;
    const made = photo === null ? null : URL.createObjectURL(photo);
    setAddress(made);
    onCleanup(() => made !== null && URL.revokeObjectURL(made));
  });
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setBusy(true);
    setUnreadable(false);
    try {
      props.question.set(await reduced(file, props.question.longestSide));
    } catch {
      setUnreadable(true);
    } finally {
      setBusy(false);
      input.value = "";
    }
  };
  return (
    <Frame question={props.question} many>
      {() => (
        <div class="stack-small" aria-live="polite">
          <Show when={address()}>
            {(from) => (
              <figure class="photo">
                <img src={from()} alt={say("photo.taken")} />
                <figcaption class="small quiet">
                  {say("photo.size", { kilobytes: Math.ceil((props.question.photo?.size ?? 0) / 1000) })}
                </figcaption>
              </figure>
            )}
          </Show>
          <Show when={busy()}>
            <p>{say("photo.preparing")}</p>
          </Show>
          <Show when={unreadable()}>
            <Notice kind="look">{say("photo.unreadable")}</Notice>
          </Show>
          <Show when={!props.question.readonly}>
            <div class="actions">
              <Button icon="camera" disabled={busy()} onClick={() => input.click()}>
                {say(props.question.photo === null ? "photo.take" : "photo.again")}
              </Button>
              <Show when={props.question.photo !== null}>
                <Button kind="quiet" onClick={() => props.question.set(null)}>
                  {say("photo.remove")}
                </Button>
              </Show>
            </div>
            <input
              ref={input}
              class="hidden-text"
              type="file"
              accept="image/*"
              capture="environment"
              tabindex="-1"
              aria-hidden="true"
              onChange={(event) => void take(event.currentTarget.files?.[0])}
            />
          </Show>
        </div>
      )}
    </Frame>
  );
}
