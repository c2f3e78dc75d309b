import { For, onCleanup, Show } from "solid-js";
import { startHere, type Village } from "../../sync";
import { language, say, speak, type Language } from "../../text";
import { Button, createRead, Icon, type IconName } from "../../ui";
import { MarkPicture } from "../entry/MarkPicture";
import { useHouse } from "../house";
import { IDLE_CHOICES } from "../opening";
import { go } from "../route";
import { remember } from "../speech";

/** Who one is here, and everything that belongs to this phone. */
export default function More() {
  const house = useHouse();
  const { profile, store, link } = house.open;
  const [villages, { refetch }] = createRead(async () => {
    const told = await link.get<{ villages: readonly Village[] }>("start").catch(() => startHere(store));
    return told?.villages ?? profile.details.areas.map((code) => ({ code, name: "" }));
  });
  const again = (): void => void refetch();
  addEventListener("online", again);
  onCleanup(() => removeEventListener("online", again));
  return (
    <main class="screen stack">
      <div class="who">
        <MarkPicture mark={profile.mark} />
        <div>
          <h1>{profile.details.name}</h1>
          <p class="quiet">
            {say("more.villages")}: {(villages() ?? []).map(({ code, name }) => name || code).join(", ")}
          </p>
        </div>
      </div>

      <h2>{say("more.protect")}</h2>
      <Button kind="main" icon="lock" class="button-wide" onClick={() => void house.lock()}>
        {say("more.lock")}
      </Button>
      <label class="setting">
        <span>{say("more.idle")}</span>
        <select class="field" onChange={(event) => void house.open.setIdleMinutes(Number(event.currentTarget.value))}>
          <For each={IDLE_CHOICES}>
            {(one) => (
              <option value={one} selected={one === house.open.idleMinutes()}>
                {say("more.minutes", { count: one })}
              </option>
            )}
          </For>
        </select>
      </label>
      <nav class="rows" aria-label={say("more.protect")}>
        <Row icon="key" to="/lainnya/pin" label={say("more.pin")} />
        <Row icon="people" label={say("more.other")} onPress={() => void house.leave()} />
        <Row icon="lock" label={say("more.code")} onPress={() => void house.lockForCode()} />
      </nav>

      <h2>{say("more.data")}</h2>
      <nav class="rows" aria-label={say("more.data")}>
        <Row icon="file" to="/lainnya/cadangan" label={say("more.backup")} />
        <Row icon="home" to="/lainnya/kerabat" label={say("more.kin")} />
      </nav>

      <h2>{say("more.app")}</h2>
      <label class="setting">
        <span>{say("more.language")}</span>
        <select
          class="field"
          onChange={(event) => {
            const next = event.currentTarget.value as Language;
            speak(next);
            remember(next);
          }}
        >
          <For each={["id", "en"] as const}>
            {(one) => (
              <option value={one} selected={one === language()}>
                {say(`more.${one}`)}
              </option>
            )}
          </For>
        </select>
      </label>
      <nav class="rows" aria-label={say("more.app")}>
        <Row icon="phone" to="/lainnya/aplikasi" label={say("more.about")} />
        <Row icon="check" to="/latihan" label={say("exercise.link")} />
        <Row icon="list" to="/coba" label={say("more.try")} />
      </nav>
    </main>
  );
}

function Row(props: { readonly icon: IconName; readonly label: string; readonly to?: string; readonly onPress?: () => void }) {
  const words = () => (
    <>
      <Icon name={props.icon} />
      <span>{props.label}</span>
      <Icon name="next" />
    </>
  );
  return (
    <Show
      when={props.to}
      fallback={
        <button type="button" class="row" onClick={() => props.onPress?.()}>
          {words()}
        </button>
      }
    >
      {(to) => (
        <a
          class="row"
          href={`#${to()}`}
          onClick={(event) => {
            event.preventDefault();
            go(to());
          }}
        >
          {words()}
        </a>
      )}
    </Show>
  );
}
