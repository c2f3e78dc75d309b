import type { Store } from "../store";
import { fromBase64url, utf8 } from "../vault";
import type { ReceiptTold } from "./told";

/** How a receipt stands: the server signed it, it did not, or this browser cannot say. */
export type Signed = "yes" | "no" | "unknown";

const KEY = "receipt-key";

/**
 * Checks receipts with the key this profile met first. Another key later is not taken by itself: whoever stands between
 * phone and server could sign with one of their own, and visits would be let go of that nobody has.
 */
export class Receipts {
  readonly #store: Store;
  #key: CryptoKey | null = null;
  #point = "";

  constructor(store: Store) {
    this.#store = store;
  }

  /** Take the key the server told; false when it is another than before, and then nothing is taken. */
  async use(told: string): Promise<boolean> {
    const known = (await this.#store.notes.get(KEY)) as string | null;
    if (known !== null && known !== told) return false;
    if (known === null) await this.#store.notes.put(KEY, told);
    await this.#read(told);
    return true;
  }

  /** Take another key, because a person compared its mark with the one at the office. */
  async accept(told: string): Promise<void> {
    await this.#store.notes.put(KEY, told);
    await this.#read(told);
  }

  async check({ instance_id, sha256, received_at, signature }: ReceiptTold): Promise<Signed> {
    if (!this.#key) return "unknown";
    const text = `bahtera-receipt-1\n${instance_id}\n${sha256}\n${received_at}\n`;
    try {
      return (await crypto.subtle.verify("Ed25519", this.#key, fromBase64url(signature), utf8(text))) ? "yes" : "no";
    } catch {
      return "no";
    }
  }

  async #read(told: string): Promise<void> {
    if (this.#point === told && this.#key) return;
    this.#point = told;
    // A browser before Chrome 137 has no Ed25519: then the hash of what was sent is all that is compared.
    this.#key = await crypto.subtle.importKey("raw", fromBase64url(told), "Ed25519", false, ["verify"]).catch(() => null);
  }
}

/** Eight groups of four, to be read out over a telephone. */
export async function keyMark(told: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", fromBase64url(told)));
  const hex = Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return (hex.match(/.{4}/g) ?? []).join(" ").toUpperCase();
}
