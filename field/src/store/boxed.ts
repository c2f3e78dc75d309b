import type { Boxes } from "../vault";
import { contentVersion, upgraded, type Steps } from "./contents";
import { StoreProblem } from "./problems";
import type { Boxed, BoxedStore, Database } from "./schema";
import type { Writer } from "./writer";

/** Content with the id it is kept under. */
export interface Kept<T> {
  readonly id: string;
  readonly content: T;
}

/** The boxes of one store, opened and closed on the way. */
export class BoxedRecords<T> {
  readonly #db: Database;
  readonly #boxes: Boxes;
  readonly #writer: Writer;
  readonly #store: BoxedStore;
  readonly #steps: Steps | undefined;

  constructor(db: Database, boxes: Boxes, writer: Writer, store: BoxedStore, steps?: Steps) {
    this.#db = db;
    this.#boxes = boxes;
    this.#writer = writer;
    this.#store = store;
    this.#steps = steps;
  }

  async get(id: string): Promise<T | null> {
    const found = await this.#db.get(this.#store, id);
    return found ? this.opened(found) : null;
  }

  async all(): Promise<readonly Kept<T>[]> {
    const found = await this.#db.getAll(this.#store);
    return Promise.all(found.map(async (one) => ({ id: one.id, content: await this.opened(one) })));
  }

  async ids(): Promise<readonly string[]> {
    return this.#db.getAllKeys(this.#store);
  }

  async count(): Promise<number> {
    return this.#db.count(this.#store);
  }

  async put(id: string, content: T): Promise<void> {
    const boxed = await this.boxed(id, content);
    await this.#writer.write([this.#store], (step) => this.#put(step.objectStore(this.#store), boxed));
  }

  async delete(id: string): Promise<void> {
    await this.#writer.write([this.#store], (step) => step.objectStore(this.#store).delete(id));
  }

  /** The content closed for its place; to be put in a step with others. */
  async boxed(id: string, content: T): Promise<Boxed> {
    const v = contentVersion(this.#store, this.#steps);
    return { id, v, box: await this.#boxes.seal(content, { store: this.#store, id, version: v }) };
  }

  async opened({ id, v, box }: Boxed): Promise<T> {
    if (v > contentVersion(this.#store, this.#steps)) throw new StoreProblem("newer");
    const content = await this.#boxes.open(box, { store: this.#store, id, version: v });
    return upgraded<T>(this.#store, content, v, this.#steps);
  }

  /** Write what an earlier app wrote as this one does, a few at a time; each step leaves everything readable. */
  async bringUpToDate(batch = 50): Promise<number> {
    const now = contentVersion(this.#store, this.#steps);
    const old = (await this.#db.getAll(this.#store)).filter(({ v }) => v < now);
    for (let at = 0; at < old.length; at += batch) {
      const some = old.slice(at, at + batch);
      const next = await Promise.all(some.map(async (one) => ({ ...one, ...(await this.boxed(one.id, await this.opened(one))) })));
      await this.#writer.write([this.#store], async (step) => {
        const store = step.objectStore(this.#store);
        for (const one of next) {
          const found = await store.get(one.id);
          if (found && found.v < now) await store.put(one as never);
        }
      });
    }
    return old.length;
  }

  async #put(store: { put(value: never): Promise<unknown> }, boxed: Boxed): Promise<void> {
    await store.put(boxed as never);
  }
}
