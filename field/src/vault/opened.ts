import { boxesOf, type Boxes } from "./boxes";
import { fromBase64url, text, toBase64url, utf8, type Bytes } from "./bytes";
import type { Cabinet, StoredProfile } from "./cabinet";
import { VaultProblem } from "./problems";
import { sealTo, type PublicKey } from "./sealed";
import { dataKey, withRaw } from "./wrapping";

/** What only an open profile tells: who it is, and the secret from which more unlock codes can be worked out. */
export interface Details {
  readonly name: string;
  readonly areas: readonly string[];
  /** Base64url, as it was told at enrolment. */
  readonly unlockSecret: string;
  /** A code that opened this phone without signal: the server is still to be told, with the new PIN. */
  readonly pendingUnlock?: { readonly code: string; readonly newPin: string };
  readonly [more: string]: unknown;
}

/** A profile whose PIN was given. Its keys are in memory only, and gone after `lock`. */
export interface OpenProfile {
  readonly id: string;
  readonly deviceId: string;
  readonly mark: string;
  readonly boxes: Boxes;
  readonly details: Details;
  readonly isOpen: boolean;
  saveDetails(details: Details): Promise<void>;
  /** Seal to the server's newest key from now on, the data key too. */
  useServerKey(key: PublicKey): Promise<void>;
  readonly serverKey: PublicKey;
  lock(): void;
  /** Called once, when it is locked by whatever cause. */
  onLock(listener: () => void): () => void;
}

const DETAILS_VERSION = 1;

/** A profile whose core was got out from under its PIN. */
export async function opened(cabinet: Cabinet, stored: StoredProfile, core: Bytes): Promise<OpenProfile> {
  const { id, deviceId, mark, wrapping } = stored;
  let key: CryptoKey | null = await dataKey(core, wrapping, id);
  const boxes = boxesOf(() => {
    if (!key) throw new VaultProblem("closed");
    return key;
  });
  let details = await boxes.open<Details>(stored.details, detailsPlace(id));
  let server: PublicKey = { id: stored.escrow.keyId, point: stored.escrow.point };
  const listeners = new Set<() => void>();
  const change = async (changed: Partial<StoredProfile>) => {
    if (!(await cabinet.change(id, changed))) throw new VaultProblem("no-profile");
  };
  return {
    id,
    deviceId,
    mark,
    boxes,
    get details() {
      if (!key) throw new VaultProblem("closed");
      return details;
    },
    get isOpen() {
      return key !== null;
    },
    get serverKey() {
      return server;
    },
    async saveDetails(next) {
      const box = await boxes.seal(next, detailsPlace(id));
      await change({ details: box });
      details = next;
    },
    async useServerKey(next) {
      if (next.id === server.id) return;
      if (!key) throw new VaultProblem("closed");
      const sealed = await withRaw(core, wrapping, id, (raw) => sealTo(next, escrowed(raw, deviceId), "data-key"));
      await change({ escrow: { keyId: next.id, point: next.point, sealed } });
      server = next;
    },
    lock() {
      if (!key) return;
      key = null;
      core.fill(0);
      details = { name: "", areas: [], unlockSecret: "" };
      for (const listener of listeners) listener();
      listeners.clear();
    },
    onLock(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function detailsPlace(id: string) {
  return { store: "profile", id, version: DETAILS_VERSION };
}

/** What is sealed to the server: which phone it is, and its data key. */
export function escrowed(raw: Bytes, deviceId: string): Bytes {
  return utf8(JSON.stringify({ device: deviceId, key: toBase64url(raw) }));
}

export function rawOf(escrow: Uint8Array, deviceId: string): Bytes {
  const { device, key } = JSON.parse(text(escrow)) as { device: string; key: string };
  if (device !== deviceId) throw new VaultProblem("foreign");
  return fromBase64url(key);
}
