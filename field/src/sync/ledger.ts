import type { Store } from "../store";
import type { ReceiptTold } from "./told";

/** Why a visit did not go, or did not go wholly; `code` is the server's own, `message` its words. */
export interface Stuck {
  readonly code: string;
  readonly message: string;
  /** When it was first so, by this phone's clock: to be shown, never to decide by. */
  readonly since: string;
}

/** What is known of a visit on its way. */
export interface OnItsWay {
  /** The server has its answers, and waits for photos. */
  readonly partly?: ReceiptTold;
  readonly stuck?: Stuck;
}

const NOTE = "on-its-way";

/** What happened to the visits of the outbox so far; one small note, since there are few. */
export class Ledger {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async all(): Promise<Readonly<Record<string, OnItsWay>>> {
    return ((await this.#store.notes.get(NOTE)) as Record<string, OnItsWay> | null) ?? {};
  }

  /** Change what is known of some; what is not in the outbox any more is forgotten. */
  async change(changed: Readonly<Record<string, OnItsWay | null>>): Promise<void> {
    const [before, ids] = await Promise.all([this.all(), this.#store.outbox.ids()]);
    const here = new Set(ids);
    const after: Record<string, OnItsWay> = {};
    for (const [id, told] of Object.entries({ ...before, ...changed })) {
      if (told && here.has(id)) after[id] = sinceThen(told, before[id]);
    }
    if (JSON.stringify(after) !== JSON.stringify(before)) await this.#store.notes.put(NOTE, after);
  }
}

/** Stuck for the same reason as before: since then. */
function sinceThen(told: OnItsWay, before: OnItsWay | undefined): OnItsWay {
  return told.stuck && before?.stuck?.code === told.stuck.code ? { ...told, stuck: { ...told.stuck, since: before.stuck.since } } : told;
}
