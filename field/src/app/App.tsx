import { createEffect, createMemo, createSignal, lazy, Match, onCleanup, onMount, Show, Suspense, Switch } from "solid-js";
import { Dynamic } from "solid-js/web";
import { isStoreProblem } from "../store";
import { say } from "../text";
import { isProblem, Vault, type OpenProfile, type Profile } from "../vault";
import { Activate } from "./entry/Activate";
import { Enter } from "./entry/Enter";
import { Profiles } from "./entry/Profiles";
import { HouseContext, type House } from "./house";
import type { Reason } from "./leave/Leaving";
import { opened, type Opened } from "./opening";
import { go, route } from "./route";
import { OVERLAYS } from "./screens";
import { Shell } from "./Shell";
import "./app.css";

const Leaving = lazy(() => import("./leave/Leaving"));

type Phase =
  | { readonly at: "looking" }
  | { readonly at: "new" }
  | { readonly at: "choosing" }
  | { readonly at: "entering"; readonly profile: Profile; readonly byCode?: boolean }
  | { readonly at: "open"; readonly open: Opened }
  | { readonly at: "leaving"; readonly profile: Profile; readonly why: Reason };

/** What is shown once a profile is locked. */
type After = "pin" | "code" | "choice" | "stopped";

/** From the first opening to an open profile, and back when it is locked. */
export function App() {
  const [vault, setVault] = createSignal<Vault>();
  const [profiles, setProfiles] = createSignal<readonly Profile[]>([]);
  const [phase, setPhase] = createSignal<Phase>({ at: "looking" });
  const over = createMemo(() => OVERLAYS[route()]);
  const under = createMemo<string>((last) => (over() ? last : route()), "/");
  let after: After = "pin";
  /** A profile is being locked, or is: what was under way there ends without its database. */
  let closing = false;

  const look = async (): Promise<void> => {
    const found = vault() ?? (await Vault.open());
    setVault(found);
    const all = await found.profiles();
    setProfiles(all);
    const [only] = all;
    if (!only || isActivation()) setPhase({ at: "new" });
    else setPhase(all.length === 1 ? { at: "entering", profile: only } : { at: "choosing" });
  };
  const choose = async (): Promise<void> => {
    setProfiles(await vault()!.profiles());
    setPhase({ at: "choosing" });
  };
  const locked = async (id: string): Promise<void> => {
    const next = after;
    after = "pin";
    if (next === "choice") return choose();
    const profile = await vault()!.profile(id);
    if (next === "stopped") setPhase({ at: "leaving", profile, why: "stopped" });
    else setPhase({ at: "entering", profile, byCode: next === "code" });
  };
  const enter = async (profile: OpenProfile, pin: string): Promise<void> => {
    const open = await opened(vault()!, profile, pin);
    after = "pin";
    closing = false;
    profile.onLock(() => void locked(profile.id).catch(look));
    setPhase({ at: "open", open });
  };
  const lock = async ({ store, account }: Opened, next: After): Promise<void> => {
    after = next;
    closing = true;
    void account.signOut().catch(() => undefined);
    if (next === "choice") go("/", { replace: true });
    await store.lock();
  };
  const house = (open: Opened): House => ({
    vault: vault()!,
    open,
    lock: () => lock(open, "pin"),
    lockForCode: () => lock(open, "code"),
    leave: () => lock(open, "choice"),
  });
  const at = <Name extends Phase["at"]>(name: Name) => {
    const now = phase();
    return now.at === name ? (now as Extract<Phase, { at: Name }>) : null;
  };
  // The site said so while the app was open: what is open is written and closed first.
  createEffect(() => {
    const open = at("open")?.open;
    if (open?.standing() === "stopped") void lock(open, "stopped");
  });
  onMount(() => {
    // While one looks already the code is seen; looking twice would take it from the screen that has it.
    const linked = (): void => void (isActivation() && !["looking", "open"].includes(phase().at) && look());
    const stopped = (event: PromiseRejectionEvent): void => {
      if (isProblem(event.reason, "closed") || (closing && isGone(event.reason))) event.preventDefault();
    };
    // The link of an activation card, opened while the app is.
    addEventListener("hashchange", linked);
    addEventListener("unhandledrejection", stopped);
    onCleanup(() => {
      removeEventListener("hashchange", linked);
      removeEventListener("unhandledrejection", stopped);
    });
    void look();
  });

  return (
    <>
      <div hidden={over() !== undefined}>
        <Switch fallback={<p class="screen quiet">{say("bar.loading")}</p>}>
          <Match when={at("new")} keyed>
            {(_) => <Activate vault={vault()!} profiles={profiles()} onDone={enter} onLeave={profiles().length ? () => void choose() : undefined} />}
          </Match>
          <Match when={at("choosing")}>
            <Profiles profiles={profiles()} onPick={(profile) => setPhase({ at: "entering", profile })} onNew={() => setPhase({ at: "new" })} />
          </Match>
          <Match when={at("entering")} keyed>
            {({ profile, byCode }) => (
              <Enter
                vault={vault()!}
                profile={profile}
                byCode={byCode ?? false}
                onEntered={enter}
                onOther={() => void choose()}
                onLeaving={(why) => setPhase({ at: "leaving", profile, why })}
              />
            )}
          </Match>
          <Match when={at("leaving")} keyed>
            {({ profile, why }) => (
              <Suspense fallback={<p class="screen quiet">{say("bar.loading")}</p>}>
                <Leaving vault={vault()!} profile={profile} why={why} onStay={() => setPhase({ at: "entering", profile })} onGone={() => void look()} />
              </Suspense>
            )}
          </Match>
          <Match when={at("open")} keyed>
            {({ open }) => (
              <HouseContext.Provider value={house(open)}>
                <Shell session={open} path={under()} />
              </HouseContext.Provider>
            )}
          </Match>
        </Switch>
      </div>
      <Show when={over()} keyed>
        {(view) => (
          <Suspense fallback={<p class="screen quiet">{say("bar.loading")}</p>}>
            <Dynamic component={view} />
          </Suspense>
        )}
      </Show>
    </>
  );
}

/** What the browser says of a database that was closed under a reading. */
function isGone(error: unknown): boolean {
  return isStoreProblem(error, "gone") || (error instanceof DOMException && error.name === "InvalidStateError");
}

function isActivation(): boolean {
  return location.hash.startsWith("#aktivasi=");
}
