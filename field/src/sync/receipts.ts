import type { Store } from "../store";
import { fromBase64url, utf8 } from "../vault";
import type { ReceiptTold } from "./told";

/** How a receipt stands: the server signed it, it did not, or this browser cannot say. */
export type Signed = "yes" | "no" | "unknown";

/** What the server signs of a report that is complete. */
export interface ReportReceiptTold {
  readonly number: string;
  readonly version: number;
  readonly sha256: string;
  readonly received_at: string;
  readonly signature: string;
}

const KEY = "receipt-key";

/**
 * Checks receipts with the key this profile met first. Another key later is not taken by itself: whoever stands between
 * phone and server could sign with one of their own, and visits would be let go of that nobody has.
 */
export class Receipts {
  readonly #store: Pick<Store, "notes">;
  #key: CryptoKey | null = null;
  #point = "";

  constructor(store: Pick<Store, "notes">) {
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

  check({ instance_id, sha256, received_at, signature }: ReceiptTold): Promise<Signed> {
    return this.#verify(`bahtera-receipt-1\n${instance_id}\n${sha256}\n${received_at}\n`, signature);
  }

  /** Whether the server signed that it has a version of a village's report; by the key met before, also without signal. */
  async checkReport({ number, version, sha256, received_at, signature }: ReportReceiptTold): Promise<Signed> {
    const known = (await this.#store.notes.get(KEY)) as string | null;
    if (known !== null) await this.#read(known);
    return this.#verify(`bahtera-report-1\n${number}\n${version}\n${sha256}\n${received_at}`, signature);
  }

  async #verify(text: string, signature: string): Promise<Signed> {
    if (!this.#key) return "unknown";
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
