import { closeBytes, discloseBytes, fromBase64url, newBytesKey, newId, toBase64url, toHex, type Bytes } from "../vault";
import { isStoreProblem, StoreProblem } from "./problems";
import type { Database } from "./schema";
import type { Writer } from "./writer";

/** A photo as a draft or visit names it. Whoever can read this can read the photo: its key is inside. */
export interface FileRef {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** Of the content, hexadecimal: what the server's receipt is compared with. */
  readonly sha256: string;
}

/** What a photo must leave free: some dozen visits without photos. Photos are the first to wait, answers the last. */
const KEPT_FOR_ANSWERS = 2 * 1024 * 1024;
const RESERVE = "reserve";

/** Photos, each kept once under a key of its own, whether its visit is a draft or finished. */
export class Files {
  readonly #db: Database;
  readonly #writer: Writer;

  constructor(db: Database, writer: Writer) {
    this.#db = db;
    this.#writer = writer;
  }

  /** Keep a photo; throws `photos-full` while there is still room for answers. */
  async put(content: Blob, name: string): Promise<FileRef> {
    const bytes = new Uint8Array(await content.arrayBuffer());
    const [id, key] = [newId(), newBytesKey()];
    const box = await closeBytes(key, bytes, `file\0${id}`);
    try {
      await this.#writer.write(["files"], async (step) => {
        const files = step.objectStore("files");
        // The only way to learn whether there is room: ask for more in the same step, and give it back.
        await files.put({ id: RESERVE, box: new Uint8Array(KEPT_FOR_ANSWERS) });
        await files.delete(RESERVE);
        await files.put({ id, box });
      });
    } catch (error) {
      throw isStoreProblem(error, "full") ? new StoreProblem("photos-full", error) : error;
    }
    const sha256 = await hexDigest(bytes);
    return { id, key: toBase64url(key), name, type: content.type, size: bytes.length, sha256 };
  }

  async get({ id, key, type }: FileRef): Promise<Blob> {
    const found = await this.#db.get("files", id);
    if (!found) throw new StoreProblem("missing");
    const content = await discloseBytes(fromBase64url(key), found.box, `file\0${id}`).catch((error: unknown) => {
      throw new StoreProblem("spoilt", error);
    });
    return new Blob([content], { type });
  }

  /** A photo as it lies here, for a backup file. */
  async closed(id: string): Promise<Bytes | null> {
    return (await this.#db.get("files", id))?.box ?? null;
  }

  /** Take in a photo from a backup file as it lay on the other phone; whoever names it has its key. */
  async takeIn(id: string, box: Bytes): Promise<void> {
    await this.#writer.write(["files"], async (step) => {
      const files = step.objectStore("files");
      if (!(await files.getKey(id))) await files.put({ id, box });
    });
  }

  async delete(refs: readonly FileRef[]): Promise<void> {
    await this.#writer.write(["files"], async (step) => {
      for (const { id } of refs) await step.objectStore("files").delete(id);
    });
  }

  /** Delete photos that nothing names any more: taken, and the app was killed before the answer was kept. */
  async sweep(named: ReadonlySet<string>): Promise<number> {
    const lost = (await this.#db.getAllKeys("files")).filter((id) => !named.has(id));
    if (lost.length) {
      await this.#writer.write(["files"], async (step) => {
        for (const id of lost) await step.objectStore("files").delete(id);
      });
    }
    return lost.length;
  }
}

export async function hexDigest(bytes: Uint8Array): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Bytes)));
}
