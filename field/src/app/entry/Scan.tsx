import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { say } from "../../text";
import { Notice } from "../../ui";
import { readCode } from "../../vault";

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
declare const BarcodeDetector: new (told: { formats: readonly string[] }) => Detector;

const LOOK_EVERY_MS = 250;

/** Reads the code of an activation card with the camera. */
export default function Scan(props: { readonly onCode: (code: string) => void }) {
  const [problem, setProblem] = createSignal("");
  let video!: HTMLVideoElement;
  let stream: MediaStream | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  const look = async (detector: Detector): Promise<void> => {
    const found = await detector.detect(video).catch(() => []);
    if (isOver) return;
    const code = found.map(({ rawValue }) => codeIn(rawValue)).find((one) => one !== null);
    if (code) return props.onCode(code);
    if (found.length) setProblem(say("scan.other"));
    timer = setTimeout(() => void look(detector), LOOK_EVERY_MS);
  };
  onMount(async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (isOver) return stop();
      video.srcObject = stream;
      await video.play();
      await look(new BarcodeDetector({ formats: ["qr_code"] }));
    } catch {
      if (!isOver) setProblem(say("scan.denied"));
    }
  });
  const stop = (): void => {
    isOver = true;
    clearTimeout(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  onCleanup(stop);
  return (
    <div class="stack">
      <video ref={video} class="scan" muted playsinline />
      <div role="alert">
        <Show when={problem()}>
          <Notice kind="look">{problem()}</Notice>
        </Show>
      </div>
    </div>
  );
}

/** The code in a QR: of an activation link, or alone; null for any other. */
export function codeIn(text: string): string | null {
  return readCode(/#aktivasi=([^&]+)$/.exec(text)?.[1] ?? text);
}
