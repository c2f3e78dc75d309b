import { createSignal, type Accessor } from "solid-js";
import { forgetNear, showNear } from "../care";
import { Store } from "../store";
import { linkOf, stateOfDevice, type Account, type DeviceState, type LinkCode, type Sign } from "../sync";
import { lockWhenIdle, type OpenProfile, type Vault } from "../vault";
import type { Session } from "./session";

export interface Opened extends Session {
  readonly account: Account;
  /** Why the site lets this profile in no more; null when it does, or was not asked yet. */
  readonly standing: Accessor<Standing | null>;
  /** Throws VaultProblem; the site hears of the new PIN when there is signal. */
  changePin(before: string, next: string): Promise<void>;
  readonly idleMinutes: Accessor<number>;
  setIdleMinutes(minutes: number): Promise<void>;
}

export type Standing = Extract<LinkCode, "stopped" | "locked" | "no-role" | "signed-out">;

/** The same as the site says it to a phone that proves its key alone. */
const AS_TOLD: Readonly<Partial<Record<DeviceState, Standing>>> = { revoked: "stopped", locked: "locked", no_role: "no-role" };
const ASK_AGAIN_MS = 5 * 60_000;
const STANDINGS: readonly LinkCode[] = ["stopped", "locked", "no-role", "signed-out"];
const IDLE_NOTE = "idle-minutes";
export const IDLE_CHOICES = [2, 5, 15] as const;
const IDLE_MINUTES = 5;

/** What an open profile works with. The PIN stays in memory, for signing in at the site, until it is locked. */
export async function opened(vault: Vault, profile: OpenProfile, entered: string): Promise<Opened> {
  let pin = entered;
  const [standing, setStanding] = createSignal<Standing | null>(null);
  const store = await Store.open(profile);
  const sign: Sign = (purpose, challenge) => vault.sign(profile.id, purpose, challenge);
  const { link, account } = linkOf({
    profile,
    sign,
    pin: () => pin,
    onState: (problem) => {
      if (!problem || STANDINGS.includes(problem.code)) setStanding((problem?.code as Standing | undefined) ?? null);
    },
  });
  const [idleMinutes, setMinutes] = createSignal(minutesOf(await store.notes.get(IDLE_NOTE).catch(() => null)));
  const watch = () => lockWhenIdle(() => void store.lock(), idleMinutes() * 60_000);
  let stopWatching = watch();
  const ask = async (): Promise<void> => {
    if (!profile.isOpen) return;
    if (hasNews(profile)) return account.renew();
    const { state } = await stateOfDevice(profile.deviceId, sign);
    const told = AS_TOLD[state] ?? null;
    if (told || standing() !== "signed-out") setStanding(told);
  };
  const stopAsking = askNowAndThen(() => void ask().catch(() => undefined));
  profile.onLock(() => {
    pin = "";
    stopWatching();
    stopAsking();
    forgetNear();
  });
  void showNear(store.notes);
  if (hasNews(profile)) void account.renew().catch(() => undefined);
  return {
    profile,
    store,
    link,
    sign,
    account,
    standing,
    idleMinutes,
    async changePin(before, next) {
      // Kept before the PIN changes: whatever comes between, one of the two signs in.
      await profile.saveDetails({ ...profile.details, serverPin: profile.details["serverPin"] ?? pin });
      await vault.changePin(profile.id, before, next);
      pin = next;
      void account.renew().catch(() => undefined);
    },
    async setIdleMinutes(minutes) {
      setMinutes(minutes);
      stopWatching();
      stopWatching = watch();
      await store.notes.put(IDLE_NOTE, minutes);
    },
  };
}

/** Whether the site is still to hear of a code that opened this phone, or of another PIN. */
function hasNews({ details }: OpenProfile): boolean {
  return details.pendingUnlock !== undefined || details["serverPin"] !== undefined;
}

/** When signal comes back, and now and then while the app is looked at. */
function askNowAndThen(ask: () => void): () => void {
  const timer = setInterval(() => document.visibilityState === "visible" && ask(), ASK_AGAIN_MS);
  addEventListener("online", ask);
  return () => {
    clearInterval(timer);
    removeEventListener("online", ask);
  };
}

function minutesOf(kept: unknown): number {
  return IDLE_CHOICES.find((one) => one === kept) ?? IDLE_MINUTES;
}
