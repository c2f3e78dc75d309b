import { aesKey, close, disclose } from "./boxes";
import { random, type Bytes } from "./bytes";

/** Bytes under a key of their own, which stands in the box of whatever they belong to. */
export function newBytesKey(): Bytes {
  return random(32);
}

export async function closeBytes(key: Bytes, bytes: Uint8Array, boundTo: string): Promise<Bytes> {
  return close(await aesKey(key), bytes, boundTo);
}

/** Throws `broken` when they were changed, or stand elsewhere. */
export async function discloseBytes(key: Bytes, box: Uint8Array, boundTo: string): Promise<Bytes> {
  return disclose(await aesKey(key), box, boundTo);
}
