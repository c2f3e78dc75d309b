import type { IDBPTransaction } from "idb";
import { newId } from "../vault";
import { isStoreProblem, StoreProblem, translated } from "./problems";
import type { Database, Names, Schema } from "./schema";

const FENCE = "writer";
const PATIENCE_MS = 2_000;

/** Who may write: this tab, another, or nobody because there is no room left for even a mark. */
export type Writes = "here" | "elsewhere" | "full";

/** A writing step over some of the stores. */
export type Writing<Used extends readonly Names[]> = IDBPTransaction<Schema, [...Used], "readwrite">;

/**
 * One tab writes a profile, the others read. A Web Lock says who; a mark in the database, read again in each writing
 * step, makes sure that a tab from which the lock was taken cannot write a little later over what the next one wrote.
 */
export class Writer {
  readonly #db: Database;
  readonly #name: string;
  readonly #mark = newId();
  readonly #listeners = new Set<(state: Writes) => void>();
  readonly #channel: BroadcastChannel;
  readonly #finishUp: () => Promise<void>;
  #state: Writes = "elsewhere";
  #release: () => void = () => undefined;
  #waiting: AbortController | null = null;
  #closed = false;

  /** `finishUp` writes what is still in memory before another tab, politely asking, becomes the writer. */
  constructor(db: Database, profileId: string, finishUp: () => Promise<void> = () => Promise.resolve()) {
    this.#db = db;
    this.#name = `bahtera-writer:${profileId}`;
    this.#finishUp = finishUp;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = () => void this.#handOver();
  }

  get state(): Writes {
    return this.#state;
  }

  get has(): boolean {
    return this.#state === "here";
  }

  /** Told when this tab may write, and when it may not any more: what it showed may then be old. */
  onChange(listener: (state: Writes) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Become the writer if nobody is; otherwise wait in the background until the other tab is closed. */
  async begin(): Promise<Writes> {
    const state = await this.#ask({ ifAvailable: true });
    if (state === "elsewhere") this.#wait();
    return state;
  }

  /** Write here instead. The other tab finishes what it holds and is told; one that does not answer is overruled. */
  async takeOver(): Promise<Writes> {
    if (this.has) return "here";
    this.#waiting?.abort();
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const given = this.#ask({ signal: patience });
    this.#channel.postMessage("hand over");
    const state = await given;
    return state === "elsewhere" ? this.#ask({ steal: true }) : state;
  }

  /** Run one writing step that is on the disk, whole, when this returns, or not at all. Throws `elsewhere`, `full`. */
  async write<Used extends readonly Names[], T>(names: Used, run: (step: Writing<Used>) => Promise<T>): Promise<T> {
    if (!this.has) throw new StoreProblem(this.#state === "full" ? "full" : "elsewhere");
    try {
      const step = this.#db.transaction<Names[], "readwrite">([...names, "fence"], "readwrite", { durability: "strict" });
      // A step that fails says why through what is awaited below.
      step.done.catch(() => undefined);
      try {
        if ((await step.objectStore("fence").get(FENCE)) !== this.#mark) throw new StoreProblem("elsewhere");
        const result = await run(step as unknown as Writing<Used>);
        await step.done;
        return result;
      } catch (error) {
        abort(step);
        throw error;
      }
    } catch (error) {
      throw translated(error);
    }
  }

  end(): void {
    this.#closed = true;
    this.#waiting?.abort();
    this.#channel.close();
    this.#set("elsewhere");
    this.#release();
  }

  /** Ask for the lock; what it answers is how it stands now, and the lock is held until somebody takes it. */
  #ask(options: LockOptions): Promise<Writes> {
    return new Promise((answer) => {
      const held = async (lock: Lock | null) => {
        if (!lock || this.#closed) {
          answer("elsewhere");
          return;
        }
        const released = new Promise<void>((release) => {
          this.#release = release;
        });
        await this.#db.put("fence", this.#mark, FENCE);
        this.#set("here");
        answer("here");
        await released;
      };
      navigator.locks.request(this.#name, options, held).catch((error: unknown) => {
        // Taken by another tab, given up while waiting, no room, or the database went away.
        const had = this.has;
        const state = isStoreProblem(translated(error), "full") ? "full" : "elsewhere";
        this.#set(state);
        answer(state);
        if (had) this.#wait();
      });
    });
  }

  #wait(): void {
    if (this.#closed) return;
    this.#waiting = new AbortController();
    void this.#ask({ signal: this.#waiting.signal });
  }

  async #handOver(): Promise<void> {
    if (!this.has) return;
    await this.#finishUp().catch(() => undefined);
    this.#set("elsewhere");
    this.#release();
    this.#wait();
  }

  #set(state: Writes): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

function abort(step: { abort(): void }): void {
  try {
    step.abort();
  } catch {
    // It is over already.
  }
}
