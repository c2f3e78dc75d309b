import { createSignal, onCleanup, Show } from "solid-js";
import { say } from "../../text";
import { Button, createRead } from "../../ui";
import { useScreen } from "./context";

let playing: HTMLAudioElement | null = null;

/** Play the recorded voice of a question; one at a time. */
export function Listen(props: { readonly name: string; readonly what: string }) {
  const screen = useScreen();
  const [address] = createRead(() => props.name, screen.media);
  const [on, setOn] = createSignal(false);
  let audio: HTMLAudioElement | undefined;
  const stop = (): void => {
    audio?.pause();
    setOn(false);
  };
  const play = (from: string): void => {
    playing?.pause();
    audio = playing = new Audio(from);
    audio.onended = audio.onpause = () => setOn(false);
    setOn(true);
    audio.play().catch(() => setOn(false));
  };
  onCleanup(stop);
  return (
    <Show when={address()}>
      {(from) => (
        <Button
          kind="plain"
          class="listen"
          icon={on() ? "stop" : "sound"}
          aria-label={`${on() ? say("form.stop") : say("form.listen")}: ${props.what}`}
          onClick={() => (on() ? stop() : play(from()))}
        >
          {on() ? say("form.stop") : say("form.listen")}
        </Button>
      )}
    </Show>
  );
}

/** A picture of the questionnaire, when the phone has it. */
export function Picture(props: { readonly name: string; readonly what: string }) {
  const screen = useScreen();
  const [address] = createRead(() => props.name, screen.media);
  return <Show when={address()}>{(from) => <img class="picture" src={from()} alt={props.what} />}</Show>;
}
