/** How the newest answer stands: on the disk, on its way, or waiting for room. */
export type Saved = "saved" | "saving" | "full" | "elsewhere" | "failing";

interface Options {
  /** Which of the above an error means. */
  readonly stateOf: (error: unknown) => Saved;
  /** Called when there is no room, before the next try. */
  readonly makeRoom?: () => Promise<void>;
  readonly onState?: (state: Saved) => void;
  readonly later?: (run: () => void, ms: number) => () => void;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * Writes the newest of what it is given, one at a time: what was overtaken while another was being written is left out,
 * the last never is. What could not be written stays here and is tried again, also after the profile was locked:
 * values are closed boxes by then.
 */
export class SaveQueue<T> {
  readonly #write: (value: T) => Promise<void>;
  readonly #options: Options;
  #next: { value: T } | null = null;
  #running: Promise<void> | null = null;
  #state: Saved = "saved";
  #retry: () => void = () => undefined;
  #retryMs = FIRST_RETRY_MS;
  readonly #settled = new Set<() => void>();

  constructor(write: (value: T) => Promise<void>, options: Options) {
    this.#write = write;
    this.#options = options;
  }

  get state(): Saved {
    return this.#state;
  }

  push(value: T): void {
    this.#next = { value };
    this.#retryMs = FIRST_RETRY_MS;
    this.#start();
  }

  /** Done once everything given so far is on the disk; waits for as long as there is no room. */
  settled(): Promise<void> {
    if (!this.#next && !this.#running) return Promise.resolve();
    return new Promise((done) => this.#settled.add(done));
  }

  /** Try again now: somebody made room, or this tab may write again. */
  retry(): void {
    if (this.#next) this.#start();
  }

  /** Wait for the writing under way, whatever comes of it, and begin no other before `retry` or `push`. */
  async pause(): Promise<void> {
    this.#retry();
    while (this.#running) await this.#running;
    this.#retry();
  }

  /** Stop trying; returns what was not written. */
  stop(): T | null {
    this.#retry();
    const left = this.#next?.value ?? null;
    this.#next = null;
    return left;
  }

  #start(): void {
    if (this.#running) return;
    this.#retry();
    this.#retry = () => undefined;
    this.#running = this.#drain().finally(() => {
      this.#running = null;
      if (this.#state === "saved" && this.#next) this.#start();
      else if (!this.#next) this.#tellSettled();
    });
  }

  async #drain(): Promise<void> {
    while (this.#next) {
      const taken: { value: T } = this.#next;
      this.#set("saving");
      try {
        await this.#write(taken.value);
        if (this.#next === taken) this.#next = null;
        this.#retryMs = FIRST_RETRY_MS;
      } catch (error) {
        const state = this.#options.stateOf(error);
        if (state === "full") await this.#options.makeRoom?.().catch(() => undefined);
        this.#set(state);
        this.#tryLater();
        return;
      }
    }
    this.#set("saved");
  }

  #tryLater(): void {
    const later = this.#options.later ?? afterTime;
    this.#retry = later(() => this.retry(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  #tellSettled(): void {
    for (const done of this.#settled) done();
    this.#settled.clear();
  }

  #set(state: Saved): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onState?.(state);
  }
}

function afterTime(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
