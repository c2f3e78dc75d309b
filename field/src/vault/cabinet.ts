import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Bytes } from "./bytes";
import { NO_GUESSES, type Guesses } from "./guesses";
import { VaultProblem } from "./problems";

/** A data key wrapped by something slow: the PIN, or one of the supervisor's codes. */
export interface Wrapped {
  readonly salt: Bytes;
  readonly rounds: number;
  readonly box: Bytes;
}

/** Data keys wrapped by codes that the supervisor may tell one day, `first` being the counter of the first. */
export interface Spare {
  readonly salt: Bytes;
  readonly rounds: number;
  readonly first: number;
  readonly boxes: readonly Bytes[];
}

/** The data key sealed to the server, and to which of its keys. */
export interface Escrow {
  readonly keyId: string;
  readonly point: string;
  readonly sealed: Bytes;
}

/** What lies on the phone of one profile's keys. Nothing in it says whose they are; `mark` is a picture's name. */
export interface StoredProfile {
  readonly id: string;
  readonly form: 1;
  readonly mark: string;
  readonly deviceId: string;
  readonly signing: CryptoKeyPair;
  readonly wrapping: CryptoKey;
  readonly pin: Wrapped;
  readonly spare: Spare | null;
  readonly escrow: Escrow;
  readonly details: Bytes;
}

/** Keys of a phone that is being enrolled, and in a box of theirs the code it is done with. */
export interface Arriving {
  readonly id: string;
  readonly signing: CryptoKeyPair;
  readonly wrapping: CryptoKey;
  readonly code: Bytes;
}

interface StoredGuesses extends Guesses {
  readonly id: string;
}

interface Schema extends DBSchema {
  profiles: { key: string; value: StoredProfile };
  guesses: { key: string; value: StoredGuesses };
  arriving: { key: string; value: Arriving };
}

export const CABINET = "bahtera-keys";
const VERSION = 2;
const TRIES = 4;

/** Where keys lie: a database of their own, so that wiping a profile's data and its keys are two plain steps. */
export class Cabinet {
  readonly #db: IDBPDatabase<Schema>;

  private constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  static async open(): Promise<Cabinet> {
    const db = await openDB<Schema>(CABINET, VERSION, {
      upgrade(made, from) {
        if (from < 1) {
          made.createObjectStore("profiles", { keyPath: "id" });
          made.createObjectStore("guesses", { keyPath: "id" });
        }
        if (from < 2) made.createObjectStore("arriving", { keyPath: "id" });
      },
      // Another tab has a newer app: let it have the database, and say nothing until we are reloaded.
      blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
    });
    return new Cabinet(db);
  }

  async profiles(): Promise<readonly StoredProfile[]> {
    return this.#db.getAll("profiles");
  }

  async profile(id: string): Promise<StoredProfile | undefined> {
    return this.#db.get("profiles", id);
  }

  /** Keep a profile; what it arrived with is then no longer needed. */
  async keep(profile: StoredProfile, arrived?: string): Promise<void> {
    await patiently(async () => {
      const step = this.#db.transaction(["profiles", "arriving"], "readwrite", { durability: "strict" });
      await Promise.all([
        step.objectStore("profiles").put(profile),
        arrived === undefined ? null : step.objectStore("arriving").delete(arrived),
        step.done,
      ]);
    });
  }

  async arriving(): Promise<readonly Arriving[]> {
    return this.#db.getAll("arriving");
  }

  async keepArriving(keys: Arriving): Promise<void> {
    await patiently(async () => {
      const step = this.#db.transaction("arriving", "readwrite", { durability: "strict" });
      await Promise.all([step.store.put(keys), step.done]);
    });
  }

  /** Change some of a kept profile in one step; whatever another tab changed meanwhile stays. False when it is gone. */
  async change(id: string, changed: Partial<StoredProfile>, { clear = false } = {}): Promise<boolean> {
    return patiently(async () => {
      const step = this.#db.transaction(["profiles", "guesses"], "readwrite", { durability: "strict" });
      step.done.catch(() => undefined);
      const found = await step.objectStore("profiles").get(id);
      if (found) await step.objectStore("profiles").put({ ...found, ...changed });
      if (clear) await step.objectStore("guesses").delete(ofProfile(id));
      await step.done;
      return found !== undefined;
    });
  }

  async guesses(id: string): Promise<Guesses> {
    return (await this.#db.get("guesses", id)) ?? NO_GUESSES;
  }

  /** Read, change and keep the count in one step that is on the disk when this returns; two tabs cannot both be first. */
  async recount(id: string, change: (now: Guesses) => Guesses): Promise<Guesses> {
    return patiently(async () => {
      const step = this.#db.transaction("guesses", "readwrite", { durability: "strict" });
      step.done.catch(() => undefined);
      const found = (await step.store.get(id)) ?? { id, ...NO_GUESSES };
      const next = change(found);
      await step.store.put({ id, wrong: next.wrong, waitMs: next.waitMs });
      await step.done;
      return next;
    });
  }

  async remove(id: string): Promise<void> {
    const change = this.#db.transaction(["profiles", "guesses"], "readwrite", { durability: "strict" });
    await Promise.all([
      change.objectStore("profiles").delete(id),
      change.objectStore("guesses").delete(ofProfile(id)),
      change.done,
    ]);
  }

  close(): void {
    this.#db.close();
  }
}

/** What is left of a large writing that failed may stand in the way for a moment; after that the phone is full. */
async function patiently<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "QuotaExceededError") throw error;
      if (tries === TRIES) throw new VaultProblem("full");
      await new Promise((wake) => setTimeout(wake, 300 * tries));
    }
  }
}

/** The counts of a profile: its own, and what stands under its id. */
function ofProfile(id: string): IDBKeyRange {
  return IDBKeyRange.bound(id, `${id}/~`);
}
