/** How long each block took, by a clock that no one can set; time with the screen away does not count. */
export class Pace {
  readonly #spent: Map<string, number>;
  readonly #now: () => number;
  #block: string | null = null;
  #since: number | null = null;

  constructor(spent: Readonly<Record<string, number>> = {}, now: () => number = () => performance.now()) {
    this.#spent = new Map(Object.entries(spent));
    this.#now = now;
  }

  enter(block: string): void {
    this.pause();
    this.#block = block;
    this.resume();
  }

  pause(): void {
    if (this.#since !== null && this.#block !== null) {
      const passed = Math.max(0, this.#now() - this.#since);
      this.#spent.set(this.#block, (this.#spent.get(this.#block) ?? 0) + passed);
    }
    this.#since = null;
  }

  resume(): void {
    if (this.#since === null && this.#block !== null) this.#since = this.#now();
  }

  /** Whole milliseconds spent on each block so far, the open one included. */
  spent(): Record<string, number> {
    const running = this.#since !== null;
    this.pause();
    if (running) this.resume();
    return Object.fromEntries([...this.#spent].map(([block, time]) => [block, Math.round(time)]));
  }
}
