import type { BoxedRecords } from "./boxed";
import type { Database } from "./schema";
import { Search, type Entry } from "./search";
import type { Writer } from "./writer";

/** A family as the server sends it: what lists show, and the rest. */
export interface Family<Content = unknown> {
  readonly entry: Entry;
  readonly content: Content;
}

/** What changed since the last time; `cursor` is where the next one begins. */
export interface Delta<Content = unknown> {
  readonly put: readonly Family<Content>[];
  readonly remove: readonly string[];
  readonly cursor: string;
  /** All there is, in place of what was here. */
  readonly whole?: boolean;
  /** Ids of a whole that comes in pages, so far; kept with the cursor. Null when it is over. */
  readonly walked?: readonly string[] | null;
}

type Shelf = Readonly<Record<string, Entry>>;

const SHELVES = 64;
const CURSOR = "families-cursor";
const WALKED = "families-walked";

/**
 * The families somebody visits. Each lies in a box of its own; what lists and search need lies together on 64 shelves,
 * so that five thousand families are ready after 64 boxes and one changed family rewrites one shelf.
 */
export class Families<Content = unknown> {
  readonly #db: Database;
  readonly #writer: Writer;
  readonly #families: BoxedRecords<Family<Content>>;
  readonly #shelves: BoxedRecords<Shelf>;
  readonly #notes: BoxedRecords<unknown>;
  readonly search = new Search();

  constructor(
    db: Database,
    writer: Writer,
    families: BoxedRecords<Family<Content>>,
    shelves: BoxedRecords<Shelf>,
    notes: BoxedRecords<unknown>,
  ) {
    this.#db = db;
    this.#writer = writer;
    this.#families = families;
    this.#shelves = shelves;
    this.#notes = notes;
  }

  /** Take the shelves into memory. */
  async load(): Promise<void> {
    this.search.clear();
    for (const { content } of await this.#shelves.all()) {
      for (const entry of Object.values(content)) this.search.put(entry);
    }
  }

  async get(id: string): Promise<Family<Content> | null> {
    return this.#families.get(id);
  }

  async cursor(): Promise<string | null> {
    return ((await this.#notes.get(CURSOR)) as string | null) ?? null;
  }

  /** What a walk over everything has named so far; null when there is none. */
  async walked(): Promise<readonly string[] | null> {
    return ((await this.#notes.get(WALKED)) as readonly string[] | null) ?? null;
  }

  async ids(): Promise<readonly string[]> {
    return this.#families.ids();
  }

  /** Take in what changed, all of it or nothing; the same delta twice is harmless. */
  async apply(delta: Delta<Content>): Promise<void> {
    const boxes = await Promise.all(delta.put.map((one) => this.#families.boxed(one.entry.id, one)));
    const shelves = await this.#changedShelves(delta);
    const notes = await Promise.all([this.#notes.boxed(CURSOR, delta.cursor), this.#notes.boxed(WALKED, delta.walked ?? null)]);
    await this.#writer.write(["families", "shelves", "notes"], async (step) => {
      const [kept, index] = [step.objectStore("families"), step.objectStore("shelves")];
      if (delta.whole) await Promise.all([kept.clear(), index.clear()]);
      await Promise.all([
        ...boxes.map((one) => kept.put(one)),
        ...delta.remove.map((id) => kept.delete(id)),
        ...shelves.map((one) => index.put(one)),
        ...notes.map((one) => step.objectStore("notes").put(one)),
      ]);
    });
    if (delta.whole) this.search.clear();
    for (const id of delta.remove) this.search.delete(id);
    for (const { entry } of delta.put) this.search.put(entry);
  }

  async count(): Promise<number> {
    return this.#db.count("families");
  }

  async #changedShelves({ put, remove, whole }: Delta<Content>) {
    const shelves = new Map<string, Record<string, Entry>>();
    const shelf = async (id: string) => {
      const name = shelfOf(id);
      const found = shelves.get(name) ?? { ...(whole ? {} : await this.#shelves.get(name)) };
      shelves.set(name, found);
      return found;
    };
    for (const id of remove) delete (await shelf(id))[id];
    for (const { entry } of put) (await shelf(entry.id))[entry.id] = entry;
    return Promise.all([...shelves].map(([name, content]) => this.#shelves.boxed(name, content)));
  }
}

/** Which shelf an id stands on: FNV-1a, which spreads whatever ids there are. */
export function shelfOf(id: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  return (hash % SHELVES).toString(16).padStart(2, "0");
}
