import { createSignal, onCleanup, Show } from "solid-js";
import { say } from "../text";
import { Button, createRead } from "../ui";

/** Plays a recorded voice, where the form has one; it stops with its page. Meant for an earphone, and says so. */
export function Voice(props: { readonly name: string | undefined; readonly recorded?: ((name: string) => Promise<Blob | null>) | undefined }) {
  const [file] = createRead(
    () => props.name,
    async (name) => (await props.recorded?.(name)) ?? null,
  );
  const [on, setOn] = createSignal(false);
  let audio: HTMLAudioElement | undefined;
  const stop = (): void => {
    audio?.pause();
    if (audio) URL.revokeObjectURL(audio.src);
    audio = undefined;
    setOn(false);
  };
  const play = (from: Blob): void => {
    stop();
    audio = new Audio(URL.createObjectURL(from));
    audio.onended = stop;
    setOn(true);
    audio.play().catch(stop);
  };
  onCleanup(stop);
  return (
    <Show when={file()}>
      {(from) => (
        <div class="private-voice">
          <Button icon={on() ? "stop" : "sound"} onClick={() => (on() ? stop() : play(from()))}>
            {say(on() ? "form.stop" : "form.listen")}
          </Button>
          <span class="small quiet">{say("private.useEarphone")}</span>
        </div>
      )}
    </Show>
  );
}
