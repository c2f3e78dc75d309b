/** What a list of families shows, and the words it is found by. */
export interface Entry {
  readonly id: string;
  /** The head's name, by which the list is sorted. */
  readonly name: string;
  /** More to find it by: members, RT and RW, the hamlet. */
  readonly words: readonly string[];
  /** What the list shows beside the name. */
  readonly shown?: Readonly<Record<string, string>>;
}

interface Found {
  readonly entry: Entry;
  readonly name: string;
  readonly text: string;
}

/** Finds families by the beginnings of words, in memory: closing the profile leaves nothing of it. */
export class Search {
  readonly #all = new Map<string, Found>();
  #sorted: readonly Found[] | null = null;

  get size(): number {
    return this.#all.size;
  }

  put(entry: Entry): void {
    const name = plain(entry.name);
    const text = ` ${[name, ...entry.words.map(plain)].join(" ")}`;
    this.#all.set(entry.id, { entry, name, text });
    this.#sorted = null;
  }

  delete(id: string): void {
    if (this.#all.delete(id)) this.#sorted = null;
  }

  clear(): void {
    this.#all.clear();
    this.#sorted = null;
  }

  get(id: string): Entry | null {
    return this.#all.get(id)?.entry ?? null;
  }

  /** Families for which every word typed begins one of theirs; those whose name begins so come first. */
  find(typed: string, { limit = 50 }: { limit?: number } = {}): { readonly entries: readonly Entry[]; readonly total: number } {
    const wanted = plain(typed).split(" ").filter(Boolean);
    const hits = this.#inOrder().filter(({ text }) => wanted.every((word) => text.includes(` ${word}`)));
    const begins = wanted.join(" ");
    const [first, then] = [hits.filter(({ name }) => name.startsWith(begins)), hits.filter(({ name }) => !name.startsWith(begins))];
    return { entries: [...first, ...then].slice(0, limit).map(({ entry }) => entry), total: hits.length };
  }

  #inOrder(): readonly Found[] {
    this.#sorted ??= [...this.#all.values()].sort((one, other) =>
      one.name < other.name ? -1 : one.name > other.name ? 1 : one.entry.id < other.entry.id ? -1 : 1,
    );
    return this.#sorted;
  }
}

/** Text as it is compared: small letters, no marks, single blanks. */
export function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
