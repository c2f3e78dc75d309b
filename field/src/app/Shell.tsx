import { createMemo, createSignal, ErrorBoundary, For, onCleanup, Show, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import { say } from "../text";
import { Button, Icon, Notice } from "../ui";
import { AskKin } from "./AskKin";
import { useHouse } from "./house";
import type { Standing as Said } from "./opening";
import { go, placesIn } from "./route";
import { BAR, SCREENS, type Screen } from "./screens";
import { SessionContext, type Session } from "./session";
import { TopBar } from "./TopBar";

interface Found {
  readonly screen: Screen;
  readonly places: Readonly<Record<string, string>>;
}

/** The bars around a screen of an open profile. `path` is that of the screen, also while something lies over it. */
export function Shell(props: { readonly session: Session; readonly path: string }) {
  const path = () => (props.path === "/" ? (BAR[0]?.pattern ?? "/") : props.path);
  const found = createMemo(() => screenAt(path()), undefined, { equals: same });
  return (
    <SessionContext.Provider value={props.session}>
      <div class="shell">
        <TopBar />
        <Writing session={props.session} />
        <Standing />
        <Show when={found()?.screen === BAR[0]}>
          <AskKin />
        </Show>
        <ErrorBoundary fallback={(problem, again) => <Broken problem={problem} again={again} />}>
          <Suspense fallback={<p class="screen quiet">{say("bar.loading")}</p>}>
            <Show when={found()} keyed fallback={<NoSuchScreen />}>
              {({ screen, places }) => <Dynamic component={screen.view} session={props.session} places={places} />}
            </Show>
          </Suspense>
        </ErrorBoundary>
        <Show when={found()?.screen.bars !== "top"}>
          <BottomBar path={path()} />
        </Show>
      </div>
    </SessionContext.Provider>
  );
}

function BottomBar(props: { readonly path: string }) {
  const isIn = (pattern: string) => props.path === pattern || props.path.startsWith(`${pattern}/`);
  return (
    <nav class="bottom-bar" aria-label={say("bar.places")}>
      <For each={BAR}>
        {({ pattern, bar }) => (
          <a href={`#${pattern}`} aria-current={isIn(pattern) ? "page" : undefined} onClick={(event) => follow(event, pattern)}>
            <Icon name={bar!.icon} />
            <span>{say(bar!.word)}</span>
          </a>
        )}
      </For>
    </nav>
  );
}

/** Another tab writes, or there is no room: said on every screen. */
function Writing(props: { readonly session: Session }) {
  const { writer } = props.session.store;
  const [state, setState] = createSignal(writer.state);
  onCleanup(writer.onChange(setState));
  return (
    <Show when={state() !== "here"}>
      <aside class="screen-notice">
        <Notice kind="look">
          <p>{say(state() === "full" ? "bar.noRoom" : "bar.elsewhere")}</p>
          <Button onClick={() => void writer.takeOver()}>{say(state() === "full" ? "phone.tryAgain" : "saved.here")}</Button>
        </Notice>
      </aside>
    </Show>
  );
}

/** What the site said of this profile when it last signed in, as long as it is not let in. */
function Standing() {
  const house = useHouse();
  const standing = (): Exclude<Said, "stopped"> | null => {
    const said = house.open.standing();
    return said === "stopped" ? null : said;
  };
  return (
    <Show when={standing()}>
      {(said) => (
        <aside class="screen-notice">
          <Notice kind="look">
            <p>{say(`standing.${said()}`)}</p>
            <Show when={said() !== "no-role"}>
              <Button onClick={() => void house.lockForCode()}>{say("standing.code")}</Button>
            </Show>
          </Notice>
        </aside>
      )}
    </Show>
  );
}

function NoSuchScreen() {
  return (
    <main class="screen stack">
      <h1>{say("bar.noSuchScreen")}</h1>
      <Button onClick={() => go("/", { replace: true })}>{say("bar.toStart")}</Button>
    </main>
  );
}

function Broken(props: { readonly problem: unknown; readonly again: () => void }) {
  console.error(props.problem);
  return (
    <main class="screen stack" role="alert">
      <h1>{say("bar.broken")}</h1>
      <p>{say("bar.brokenWhy")}</p>
      <Button kind="main" onClick={() => location.reload()}>
        {say("bar.reload")}
      </Button>
      <Button onClick={() => (go("/", { replace: true }), props.again())}>{say("bar.toStart")}</Button>
    </main>
  );
}

function screenAt(path: string): Found | null {
  for (const screen of SCREENS) {
    const places = placesIn(screen.pattern, path);
    if (places) return { screen, places };
  }
  return null;
}

/** The same screen with the same places is not made anew. */
function same(one: Found | null, other: Found | null): boolean {
  return one?.screen === other?.screen && JSON.stringify(one?.places) === JSON.stringify(other?.places);
}

function follow(event: MouseEvent, to: string): void {
  event.preventDefault();
  go(to);
}
