import { createSignal, Match, Switch } from "solid-js";
import { say } from "../../text";
import { Notice } from "../../ui";
import { isProblem } from "../../vault";
import { NewPin } from "../entry/NewPin";
import { PinPad } from "../entry/PinPad";
import { useHouse } from "../house";
import { Page } from "./Page";

/** Another PIN: the present one first, then the new one twice. Works without signal. */
export default function ChangePin() {
  const house = useHouse();
  const [before, setBefore] = createSignal("");
  const [isDone, setDone] = createSignal(false);
  const [problem, setProblem] = createSignal("");
  const change = async (next: string): Promise<void> => {
    try {
      await house.open.changePin(before(), next);
      setDone(true);
    } catch (error) {
      setBefore("");
      if (isProblem(error, "locked")) return house.lock();
      if (isProblem(error, "wrong-pin")) setProblem(say("pin.wrong", { left: error.left }));
      else if (isProblem(error, "wait")) setProblem(say("pin.wait", { seconds: error.seconds }));
      else setProblem(say(isProblem(error, "full") ? "pin.full" : "enter.failed"));
    }
  };
  return (
    <Page title={say("more.pin")}>
      <Switch>
        <Match when={isDone()}>
          <Notice kind="good">
            <p>{say("pin.changed")}</p>
            <p class="small">{say("pin.changedServer")}</p>
          </Notice>
        </Match>
        <Match when={!before()}>
          <PinPad
            label={say("pin.old")}
            problem={<p>{problem()}</p>}
            onDone={(pin) => {
              setProblem("");
              setBefore(pin);
            }}
          />
        </Match>
        <Match when={before()}>
          <NewPin onPin={change} />
        </Match>
      </Switch>
    </Page>
  );
}
