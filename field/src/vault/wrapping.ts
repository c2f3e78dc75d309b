import { aesKey, close, disclose } from "./boxes";
import { random, type Bytes } from "./bytes";
import type { Spare, Wrapped } from "./cabinet";
import { unlockCode } from "./codes";
import { slowKey } from "./pin";

/**
 * The data key lies under two keys: inside under one that this browser keeps and hands to nobody, outside under one
 * made of the PIN. The *core* is the data key under the first; only an open profile holds it, in memory.
 */
const SALT = 16;
const CODE_ROUNDS = 30_000; // a code has 45 bits of chance: the rounds need not carry it alone
const CODES = 20; // as many as the server may have told before one arrives here

export async function newCore(raw: Bytes, wrapping: CryptoKey, id: string): Promise<Bytes> {
  return close(wrapping, raw, `core\0${id}`);
}

/** Do something with the bytes of the data key, and forget them. */
export async function withRaw<T>(
  core: Uint8Array,
  wrapping: CryptoKey,
  id: string,
  use: (raw: Bytes) => Promise<T>,
): Promise<T> {
  const raw = await disclose(wrapping, core, `core\0${id}`);
  try {
    return await use(raw);
  } finally {
    raw.fill(0);
  }
}

export async function dataKey(core: Uint8Array, wrapping: CryptoKey, id: string): Promise<CryptoKey> {
  return withRaw(core, wrapping, id, aesKey);
}

export async function underPin(core: Uint8Array, pin: string, rounds: number, id: string): Promise<Wrapped> {
  const salt = random(SALT);
  return { salt, rounds, box: await close(await slowKey(pin, salt, rounds), core, `pin\0${id}`) };
}

/** The core under a PIN; throws `broken` for a wrong one. */
export async function byPin(wrapped: Wrapped, pin: string, id: string): Promise<Bytes> {
  return disclose(await slowKey(pin, wrapped.salt, wrapped.rounds), wrapped.box, `pin\0${id}`);
}

/** The core under each of the next codes of a supervisor, so that one can be checked here without keeping any. */
export async function underCodes(core: Uint8Array, secret: Bytes, deviceId: string, first: number, id: string): Promise<Spare> {
  const salt = random(SALT);
  const boxes: Bytes[] = [];
  for (let counter = first; counter < first + CODES; counter += 1) {
    const key = await slowKey(await unlockCode(secret, deviceId, counter), salt, CODE_ROUNDS);
    boxes.push(await close(key, core, `code\0${id}\0${counter}`));
  }
  return { salt, rounds: CODE_ROUNDS, first, boxes };
}

/** The core under a code, with the code's counter; null when it is none of those that are left. */
export async function byCode(spare: Spare, code: string, id: string): Promise<{ core: Bytes; counter: number } | null> {
  const key = await slowKey(code, spare.salt, spare.rounds);
  for (const [at, box] of spare.boxes.entries()) {
    const counter = spare.first + at;
    const core = await disclose(key, box, `code\0${id}\0${counter}`).catch(() => null);
    if (core) return { core, counter };
  }
  return null;
}

/** What is left of the codes once one was used: it and those before it open nothing more. */
export function spent(spare: Spare, counter: number): Spare {
  const used = counter - spare.first + 1;
  return { ...spare, first: counter + 1, boxes: spare.boxes.slice(used) };
}
