import type { BoxedRecords } from "./boxed";
import type { FileRef } from "./files";
import { isStoreProblem } from "./problems";
import { SaveQueue, type Saved } from "./queue";
import type { Boxed } from "./schema";
import { freeOldCaches } from "./space";
import type { Writer } from "./writer";

/** A visit that is not finished: whatever its screens need to go on, and the photos it names. */
export interface Draft<Body = unknown> {
  readonly files: readonly FileRef[];
  readonly body: Body;
}

/** A draft that somebody is filling in: every change is kept, the newest first. */
export class Desk<Body = unknown> {
  readonly id: string;
  readonly #records: BoxedRecords<Draft>;
  readonly #queue: SaveQueue<Promise<Boxed>>;
  #content: Draft<Body>;
  #release: () => void = () => undefined;

  constructor(
    id: string,
    content: Draft<Body>,
    records: BoxedRecords<Draft>,
    writer: Writer,
    told: (state: Saved) => void = () => undefined,
  ) {
    this.id = id;
    this.#content = content;
    this.#records = records;
    this.#queue = new SaveQueue(
      async (boxed) => {
        const value = await boxed;
        await writer.write(["drafts"], (step) => step.objectStore("drafts").put(value));
      },
      { stateOf, makeRoom: freeOldCaches, onState: told },
    );
    // A new version of the app waits for as long as any tab holds this.
    void navigator.locks.request(`${OPEN_DRAFT}:${id}`, { mode: "shared" }, () => {
      return new Promise<void>((release) => {
        this.#release = release;
      });
    });
  }

  get content(): Draft<Body> {
    return this.#content;
  }

  get state(): Saved {
    return this.#queue.state;
  }

  /** Keep the draft as it is now. Closed at once, so that locking the profile a moment later loses nothing. */
  save(body: Body, files: readonly FileRef[] = this.#content.files): void {
    this.#content = { body, files };
    const boxed = this.#records.boxed(this.id, this.#content);
    boxed.catch(() => undefined); // said by the queue
    this.#queue.push(boxed);
  }

  /** Done once everything saved so far is on the disk. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  retry(): void {
    this.#queue.retry();
  }

  /** Let no writing be under way while the draft becomes something else. */
  pause(): Promise<void> {
    return this.#queue.pause();
  }

  /** Put it aside: what was saved is written first. */
  async close(): Promise<void> {
    await this.settled();
    this.leave();
  }

  /** Stop writing here; returns what could not be written, closed as it is. */
  leave(): Promise<Boxed> | null {
    this.#release();
    return this.#queue.stop();
  }
}

export const OPEN_DRAFT = "bahtera-draft";

/** Whether a draft is open in any tab: then no new version of the app takes over. */
export async function isAnyDraftOpen(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name?.startsWith(`${OPEN_DRAFT}:`));
}

function stateOf(error: unknown): Saved {
  if (isStoreProblem(error, "full")) return "full";
  return isStoreProblem(error, "elsewhere") ? "elsewhere" : "failing";
}
