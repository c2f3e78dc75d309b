import { createMemo, createSignal, Match, onMount, Show, Suspense, Switch } from "solid-js";
import { Dynamic } from "solid-js/web";
import { say } from "../text";
import { lockWhenIdle, Vault, type OpenProfile, type Profile } from "../vault";
import { Activate } from "./entry/Activate";
import { Enter } from "./entry/Enter";
import { Profiles } from "./entry/Profiles";
import { HouseContext } from "./house";
import { opened, type Opened } from "./opening";
import { go, route } from "./route";
import { OVERLAYS } from "./screens";
import { Shell } from "./Shell";
import "./app.css";

type Phase =
  | { readonly at: "looking" }
  | { readonly at: "new" }
  | { readonly at: "choosing" }
  | { readonly at: "entering"; readonly profile: Profile }
  | { readonly at: "open"; readonly open: Opened };

const IDLE_MS = 5 * 60_000;

/** From the first opening to an open profile, and back when it is locked. */
export function App() {
  const [vault, setVault] = createSignal<Vault>();
  const [profiles, setProfiles] = createSignal<readonly Profile[]>([]);
  const [phase, setPhase] = createSignal<Phase>({ at: "looking" });
  const over = createMemo(() => OVERLAYS[route()]);
  const under = createMemo<string>((last) => (over() ? last : route()), "/");
  let leaving = false;

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
    if (leaving) return choose();
    setPhase({ at: "entering", profile: await vault()!.profile(id) });
  };
  const enter = async (profile: OpenProfile, pin: string): Promise<void> => {
    const open = await opened(vault()!, profile, pin);
    const stopIdle = lockWhenIdle(() => void open.store.lock(), IDLE_MS);
    leaving = false;
    profile.onLock(() => {
      stopIdle();
      void locked(profile.id).catch(look);
    });
    setPhase({ at: "open", open });
  };
  const leave = async ({ store }: Opened): Promise<void> => {
    leaving = true;
    go("/", { replace: true });
    await store.lock();
  };
  const at = <Name extends Phase["at"]>(name: Name) => {
    const now = phase();
    return now.at === name ? (now as Extract<Phase, { at: Name }>) : null;
  };
  onMount(() => {
    void look();
    // The link of an activation card, opened while the app is.
    addEventListener("hashchange", () => isActivation() && phase().at !== "open" && void look());
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
            {({ profile }) => <Enter vault={vault()!} profile={profile} onEntered={enter} onOther={() => void choose()} />}
          </Match>
          <Match when={at("open")} keyed>
            {({ open }) => (
              <HouseContext.Provider
                value={{ vault: vault()!, lock: () => open.store.lock(), leave: () => leave(open), pinChanged: open.pinChanged }}
              >
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

function isActivation(): boolean {
  return location.hash.startsWith("#aktivasi=");
}
