import { Store } from "../store";
import { linkOf } from "../sync";
import type { OpenProfile, Vault } from "../vault";
import type { Session } from "./session";

export interface Opened extends Session {
  readonly pinChanged: (pin: string) => void;
}

/** What an open profile works with. The PIN stays in memory, for signing in at the site, until it is locked. */
export async function opened(vault: Vault, profile: OpenProfile, entered: string): Promise<Opened> {
  let pin = entered;
  profile.onLock(() => {
    pin = "";
  });
  const store = await Store.open(profile);
  const link = linkOf({ profile, sign: (purpose, challenge) => vault.sign(profile.id, purpose, challenge), pin: () => pin });
  const pinChanged = (next: string): void => {
    pin = next;
  };
  return { profile, store, link, pinChanged };
}
