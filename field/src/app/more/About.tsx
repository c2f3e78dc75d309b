import { createSignal, Show } from "solid-js";
import { askToStay, space } from "../../store";
import { language, say, writeNumber } from "../../text";
import { Button, createRead, Notice } from "../../ui";
import { installing } from "../Updates";
import { Page } from "./Page";

const MB = 1024 * 1024;

/** Storage, version, installing, and what this is. */
export default function About() {
  const [room, { refetch }] = createRead(space);
  const [kept] = createRead(version);
  const [looked, setLooked] = createSignal("");
  const [refused, setRefused] = createSignal(false);
  const size = (bytes: number) => `${writeNumber(Math.round((bytes / MB) * 10) / 10, language())} MB`;
  const look = async (): Promise<void> => {
    setLooked(say("about.looking"));
    const registration = await navigator.serviceWorker?.getRegistration(import.meta.env.BASE_URL);
    const found = await registration?.update().then(
      () => registration,
      () => null,
    );
    if (!found) setLooked(say("about.noSignal"));
    else setLooked(say(found.installing || found.waiting ? "about.coming" : "about.newest"));
  };
  const stay = async (): Promise<void> => {
    setRefused(!(await askToStay()));
    await refetch();
  };
  return (
    <Page title={say("more.app")}>
      <h2>{say("about.storage")}</h2>
      <Show when={room()}>
        {(found) => (
          <>
            <p>{say("about.used", { size: size(found().used) })}</p>
            <Show
              when={!found().stays}
              fallback={<Notice kind="good">{say("about.stays")}</Notice>}
            >
              <Notice kind="look">{say(refused() ? "about.asked" : "about.mayGo")}</Notice>
              <Button class="button-wide" onClick={() => void stay()}>
                {say("about.ask")}
              </Button>
            </Show>
          </>
        )}
      </Show>

      <h2>{say("about.version")}</h2>
      <p>
        {__VERSION__} {kept() ? `(${kept()})` : ""}
      </p>
      <p class="quiet">{say(kept() ? "about.offline" : "about.online")}</p>
      <Button class="button-wide" onClick={() => void look()}>
        {say("about.look")}
      </Button>
      <p role="status">{looked()}</p>

      <h2>{say("about.install")}</h2>
      <Show when={!isInstalled()} fallback={<Notice kind="good">{say("about.installed")}</Notice>}>
        <Show when={installing()} fallback={<p>{say("about.installHow")}</p>}>
          {(ask) => (
            <Button kind="main" class="button-wide" onClick={() => void ask()()}>
              {say("about.install")}
            </Button>
          )}
        </Show>
      </Show>

      <h2>{say("about.what")}</h2>
      <p>{say("about.whatLong", { site: location.host })}</p>
    </Page>
  );
}

function isInstalled(): boolean {
  return matchMedia("(display-mode: standalone)").matches;
}

/** The build that is kept on this phone, as its cache is named; null when none is. */
async function version(): Promise<string | null> {
  if (!("caches" in window)) return null;
  const name = (await caches.keys()).filter((one) => one.startsWith("bahtera-app-")).at(-1);
  return name?.slice("bahtera-app-".length) ?? null;
}
