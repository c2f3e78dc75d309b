import { fromBase64url, joined, same, toHex, utf8, type Bytes } from "./bytes";
import { VaultProblem } from "./problems";

/**
 * `bahtera-sealed-1`: closed for whoever holds the private half of a P-256 key, and for nobody here. The server's
 * `foundation/sealing/exchange.py` says the format in words; `tests/spec/sealed` holds what both must agree on.
 */
export type Purpose = "visit" | "data-key" | "backup-key" | "statistics" | "help";

/** The public half of a key to seal to, as the server gives it: an uncompressed point, base64url. */
export interface PublicKey {
  readonly id: string;
  readonly point: string;
}

const MAGIC = utf8("bhs1");
const ID = 8;
const POINT = 65;
const HEADER = MAGIC.length + ID + POINT;
const KEY_BITS = 256;
const NONCE_BITS = 96;
const STEP = 256;
const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;

/** The bytes sealed to a key; `step` pads to its multiples, where a length itself would tell. */
export async function sealTo(
  recipient: PublicKey,
  bytes: Uint8Array,
  purpose: Purpose,
  { step = STEP, ephemeral }: { step?: number; ephemeral?: CryptoKeyPair } = {},
): Promise<Bytes> {
  const point = fromBase64url(recipient.point);
  const id = await idOf(point);
  if (toHex(id) !== recipient.id) throw new VaultProblem("foreign");
  const theirs = await crypto.subtle.importKey("raw", point, CURVE, false, []);
  const ours = ephemeral ?? (await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]));
  const own = new Uint8Array(await crypto.subtle.exportKey("raw", ours.publicKey));
  const header = joined(MAGIC, id, own);
  const { key, nonce } = await derived(ours.privateKey, theirs, purpose, own, point);
  const open = padded(bytes, step);
  const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: header }, key, open);
  open.fill(0);
  return joined(header, new Uint8Array(closed));
}

/** What was sealed to a pair: for tests, and for a phone that hands over to another. Throws `broken`, `foreign`. */
export async function openSealed(pair: CryptoKeyPair, sealed: Uint8Array, purpose: Purpose): Promise<Bytes> {
  if (!isSealed(sealed)) throw new VaultProblem("foreign");
  const header = sealed.slice(0, HEADER) as Bytes;
  const own = header.slice(HEADER - POINT);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  if (!same(header.slice(MAGIC.length, MAGIC.length + ID), await idOf(point))) throw new VaultProblem("foreign");
  try {
    const theirs = await crypto.subtle.importKey("raw", own, CURVE, false, []);
    const { key, nonce } = await derived(pair.privateKey, theirs, purpose, own, point);
    const opened = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: nonce, additionalData: header },
      key,
      sealed.slice(HEADER) as Bytes,
    );
    return unpadded(new Uint8Array(opened));
  } catch {
    throw new VaultProblem("broken");
  }
}

/** Whether bytes begin and measure as something sealed does. */
export function isSealed(bytes: Uint8Array): boolean {
  return bytes.length > HEADER && same(bytes.slice(0, MAGIC.length), MAGIC);
}

/** The id of the key that something was sealed to. */
export function sealedTo(sealed: Uint8Array): string {
  if (!isSealed(sealed)) throw new VaultProblem("foreign");
  return toHex(sealed.slice(MAGIC.length, MAGIC.length + ID));
}

/** The id of a key, from its uncompressed point. */
export async function keyId(point: Bytes): Promise<string> {
  return toHex(await idOf(point));
}

async function idOf(point: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", point)).slice(0, ID);
}

async function derived(own: CryptoKey, theirs: CryptoKey, purpose: Purpose, ephemeral: Bytes, recipient: Bytes) {
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, KEY_BITS);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
  const info = joined(utf8(`bahtera-sealed-1\0${purpose}\0`), ephemeral, recipient);
  const made = new Uint8Array(
    await crypto.subtle.deriveBits(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info },
      base,
      KEY_BITS + NONCE_BITS,
    ),
  );
  const key = await crypto.subtle.importKey("raw", made.slice(0, KEY_BITS / 8), "AES-GCM", false, ["encrypt", "decrypt"]);
  return { key, nonce: made.slice(KEY_BITS / 8) };
}

function padded(bytes: Uint8Array, step: number): Bytes {
  const whole = new Uint8Array(Math.ceil((bytes.length + 1) / step) * step);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  return whole;
}

function unpadded(bytes: Bytes): Bytes {
  let end = bytes.length - 1;
  while (end > 0 && bytes[end] === 0) end -= 1;
  if (bytes[end] !== 0x80) throw new VaultProblem("broken");
  return bytes.slice(0, end);
}

