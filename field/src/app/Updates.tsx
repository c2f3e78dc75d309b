import { createSignal, onMount, Show } from "solid-js";
import { keepApp } from "../install";
import { say } from "../text";
import { Button, Notice } from "../ui";
import { route } from "./route";

const [installing, setInstalling] = createSignal<(() => Promise<boolean>) | null>(null);
/** Shows the browser's own question whether to install the app; null while it offers none. */
export { installing };

/** Keeps the app on the phone, and asks before a newer version starts. It asks only while no visit is open. */
export function Updates() {
  const [accept, setAccept] = createSignal<(() => Promise<boolean>) | null>(null);
  onMount(() => void keepApp({ onUpdate: (ready) => setAccept(() => ready), onInstallable: (ask) => setInstalling(() => ask) }));
  return (
    <Show when={!route().startsWith("/kunjungan/") && accept()}>
      {(ready) => (
        <div class="update" role="status">
          <Notice kind="know">
            <p>{say("version.ready")}</p>
            <div class="update-actions">
              <Button kind="main" onClick={() => void ready()().then(() => setAccept(null))}>
                {say("version.start")}
              </Button>
              <Button kind="quiet" onClick={() => setAccept(null)}>
                {say("version.later")}
              </Button>
            </div>
          </Notice>
        </div>
      )}
    </Show>
  );
}
