import { createSignal, Show } from "solid-js";
import { say } from "../../text";
import { isGoodPin } from "../../vault";
import { PinPad } from "./PinPad";

/** A new PIN, typed twice; one that everybody tries first is not taken. */
export function NewPin(props: { readonly onPin: (pin: string) => void | Promise<void> }) {
  const [first, setFirst] = createSignal("");
  const [problem, setProblem] = createSignal("");
  const choose = (pin: string): void => {
    const isGood = isGoodPin(pin);
    setProblem(isGood ? "" : say("pin.weak"));
    if (isGood) setFirst(pin);
  };
  const repeat = async (pin: string): Promise<void> => {
    if (pin === first()) return props.onPin(pin);
    setFirst("");
    setProblem(say("activate.pinDiffers"));
  };
  return (
    <div class="stack">
      <p class="small">{say("activate.pinWhy")}</p>
      <Show when={first()} fallback={<PinPad label={say("activate.pin")} onDone={choose} problem={<p>{problem()}</p>} />}>
        <PinPad label={say("activate.pinAgain")} onDone={repeat} />
      </Show>
    </div>
  );
}
