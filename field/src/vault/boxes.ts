import { joined, random, text, utf8, type Bytes } from "./bytes";
import { VaultProblem } from "./problems";

/**
 * A box is what lies on the phone: `01 | nonce (12) | AES-256-GCM`, bound to its store, its id and the version of its
 * content. Copied to another place, or changed by one bit, it does not open.
 */
const FORM = 1;
const NONCE = 12;
const TAG = 16;
const LEAST = 1 + NONCE + TAG;

/** Where a box stands. */
export interface Place {
  readonly store: string;
  readonly id: string;
  readonly version: number;
}

/** Closes and opens boxes of one key. */
export interface Boxes {
  seal(content: unknown, place: Place): Promise<Bytes>;
  open<T>(box: Uint8Array, place: Place): Promise<T>;
  sealBytes(bytes: Uint8Array, place: Place): Promise<Bytes>;
  openBytes(box: Uint8Array, place: Place): Promise<Bytes>;
}

/** Boxes of the key that `key` hands out; it throws once the profile is locked. */
export function boxesOf(key: () => CryptoKey): Boxes {
  const sealBytes = (bytes: Uint8Array, place: Place) => close(key(), bytes, bound(place));
  const openBytes = (box: Uint8Array, place: Place) => disclose(key(), box, bound(place));
  return {
    sealBytes,
    openBytes,
    seal: (content, place) => sealBytes(utf8(JSON.stringify(content)), place),
    open: async <T>(box: Uint8Array, place: Place) => JSON.parse(text(await openBytes(box, place))) as T,
  };
}

/** The bytes closed under a key, bound to what is said beside them. */
export async function close(key: CryptoKey, bytes: Uint8Array, boundTo: string): Promise<Bytes> {
  const nonce = random(NONCE);
  const closed = await crypto.subtle.encrypt(gcm(nonce, boundTo), key, bytes as Bytes);
  return joined(Uint8Array.of(FORM), nonce, new Uint8Array(closed));
}

/** What was closed; throws `broken` for anything changed, cut, or bound to something else. */
export async function disclose(key: CryptoKey, box: Uint8Array, boundTo: string): Promise<Bytes> {
  if (box.length < LEAST || box[0] !== FORM) throw new VaultProblem("broken");
  try {
    const nonce = box.slice(1, 1 + NONCE) as Bytes;
    return new Uint8Array(await crypto.subtle.decrypt(gcm(nonce, boundTo), key, box.slice(1 + NONCE) as Bytes));
  } catch {
    throw new VaultProblem("broken");
  }
}

/** A key of 32 random bytes for boxes, which nobody can read out again. */
export async function aesKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function bound({ store, id, version }: Place): string {
  return `${store}\0${id}\0${version}`;
}

function gcm(nonce: Bytes, boundTo: string): AesGcmParams {
  return { name: "AES-GCM", iv: nonce, additionalData: utf8(`bahtera-box-1\0${boundTo}`) };
}
