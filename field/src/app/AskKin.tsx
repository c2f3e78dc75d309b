import { createResource, createSignal, onCleanup, Show } from "solid-js";
import { say } from "../text";
import { Button, Notice } from "../ui";
import { askedOfKin, wasAskedOfKin } from "./kin";
import { go } from "./route";
import { useSession } from "./session";

const LOOK_EVERY_MS = 2_000;

/** Once, when the families are there: which of them are the kader's own? */
export function AskKin() {
  const { store } = useSession();
  const [isKnown, setKnown] = createSignal(store.families.search.size > 0);
  const [asked, { mutate }] = createResource(() => wasAskedOfKin(store));
  const timer = setInterval(() => setKnown(store.families.search.size > 0), LOOK_EVERY_MS);
  onCleanup(() => clearInterval(timer));
  const no = async (): Promise<void> => {
    mutate(true);
    await askedOfKin(store);
  };
  return (
    <Show when={isKnown() && asked() === false}>
      <aside class="screen-notice">
        <Notice kind="know">
          <p>
            <strong>{say("kin.ask")}</strong>
          </p>
          <p class="small">{say("kin.askWhy")}</p>
          <div class="notice-actions">
            <Button kind="main" onClick={() => go("/lainnya/kerabat")}>
              {say("kin.choose")}
            </Button>
            <Button onClick={() => void no()}>{say("kin.none")}</Button>
          </div>
        </Notice>
      </aside>
    </Show>
  );
}
