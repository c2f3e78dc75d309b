import type { Draft } from "../forms";
import { written } from "./begun";
import { DeskProblem, type Desk, type Trouble } from "./desk";

export type KeptState =
  | { readonly is: "kept"; readonly at: Date | null }
  | { readonly is: "keeping" }
  | { readonly is: "not-kept"; readonly trouble: Trouble };

const REST_MS = 1200;
const AGAIN_MS = 8000;

/** Keeps the draft on the server a moment after each answer: nothing of a family stays on a shared computer. */
export class Keeper {
  readonly #desk: Desk;
  readonly #tell: (state: KeptState) => void;
  #take: (() => { readonly draft: Draft; readonly at: string }) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #wanted = false;

  constructor(desk: Desk, tell: (state: KeptState) => void) {
    this.#desk = desk;
    this.#tell = tell;
  }

  from(take: () => { readonly draft: Draft; readonly at: string }): void {
    this.#take = take;
  }

  later(): void {
    this.#wanted = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#keep(), REST_MS);
  }

  /** Hold still while the sheet is being sent. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#wanted = false;
  }

  goOn(): void {
    this.later();
  }

  leaving(): void {
    if (this.#wanted && this.#take !== null) this.#desk.keepLeaving(written(this.#take()));
  }

  async #keep(): Promise<void> {
    if (this.#running || this.#take === null) return;
    this.#running = true;
    this.#wanted = false;
    this.#tell({ is: "keeping" });
    try {
      await this.#desk.keep(written(this.#take()));
      this.#tell({ is: "kept", at: new Date() });
    } catch (problem) {
      if (!(problem instanceof DeskProblem)) throw problem;
      this.#wanted = true;
      this.#tell({ is: "not-kept", trouble: problem.trouble });
      if (problem.trouble !== "refused") this.#timer = setTimeout(() => void this.#keep(), AGAIN_MS);
    } finally {
      this.#running = false;
    }
  }
}
