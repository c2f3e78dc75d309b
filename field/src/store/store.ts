import { newId, type OpenProfile } from "../vault";
import { BoxedRecords, type Kept } from "./boxed";
import { Desk, type Draft } from "./drafts";
import { Families, type Family } from "./families";
import { Files } from "./files";
import { Outbox, type Extra, type Visit } from "./outbox";
import { isStoreProblem, StoreProblem } from "./problems";
import type { Saved } from "./queue";
import { deleteDatabase, openDatabase, type Boxed, type BoxedStore, type Database } from "./schema";
import type { Entry } from "./search";
import type { Sent } from "./sent";
import { freeOldCaches } from "./space";
import { Writer } from "./writer";

/** Drafts whose last answers found no room, closed; only this page has them. */
const unwrittenDrafts = new Map<string, Promise<Boxed>>();
/** Stores of locked profiles that still try to write. */
const lingering = new Map<string, Store>();

/** Everything of one profile on this phone, while its PIN is given. */
export class Store {
  readonly #db: Database;
  readonly #profile: OpenProfile;
  readonly #desks = new Map<string, Desk>();
  readonly writer: Writer;
  readonly drafts: BoxedRecords<Draft>;
  readonly outbox: Outbox;
  readonly families: Families;
  readonly files: Files;
  /** Small things by name: progress, settings, what was downloaded. */
  readonly notes: BoxedRecords<unknown>;
  readonly #all: readonly BoxedRecords<never>[];

  private constructor(db: Database, profile: OpenProfile) {
    this.#db = db;
    this.#profile = profile;
    this.writer = new Writer(db, profile.id, () => this.#finishUp());
    const records = <T>(store: BoxedStore) => new BoxedRecords<T>(db, profile.boxes, this.writer, store);
    this.drafts = records<Draft>("drafts");
    this.notes = records<unknown>("notes");
    this.files = new Files(db, this.writer);
    const [visits, receipts] = [records<Visit>("outbox"), records<Sent>("receipts")];
    const [families, shelves] = [records<Family>("families"), records<Readonly<Record<string, Entry>>>("shelves")];
    this.outbox = new Outbox(db, this.writer, profile, visits, receipts, this.notes);
    this.families = new Families(db, this.writer, families, shelves, this.notes);
    this.#all = [this.drafts, this.notes, visits, receipts, families, shelves] as never;
    this.writer.onChange((state) => {
      if (state === "elsewhere") this.#leaveDesks();
    });
  }

  /**
   * Open a profile's store. See `writer.state`: another tab may write, or there may be no room; then this one only
   * reads, and what waits can still be sent.
   */
  static async open(profile: OpenProfile): Promise<Store> {
    lingering.get(profile.id)?.giveUp();
    let store: Store | null = null;
    const db = await openDatabase(profile.id, () => store?.writer.end());
    store = new Store(db, profile);
    if ((await store.writer.begin()) === "full") {
      await freeOldCaches();
      await store.writer.begin();
    }
    if (store.writer.has) await store.tidy();
    await store.families.load();
    return store;
  }

  /** Bring what an earlier app wrote up to date, and sweep photos that nothing names. */
  async tidy(): Promise<void> {
    for (const records of this.#all) await records.bringUpToDate();
    const [drafts, visits, sent] = await Promise.all([this.drafts.all(), this.outbox.all(), this.outbox.bodyFiles()]);
    const named = [...[...drafts, ...visits].flatMap(({ content }) => content.files), ...sent];
    await this.files.sweep(new Set(named.map(({ id }) => id)));
  }

  /** Begin a draft; it is on the disk when this returns. Throws `full`, `elsewhere`. */
  async begin<Body>(body: Body, { id = newId(), told }: { id?: string; told?: (state: Saved) => void } = {}): Promise<Desk<Body>> {
    const draft: Draft<Body> = { body, files: [] };
    await this.drafts.put(id, draft).catch(async (error: unknown) => {
      if (!isStoreProblem(error, "full")) throw error;
      await freeOldCaches();
      await this.drafts.put(id, draft);
    });
    return this.#desk<Body>(id, draft, told);
  }

  /** Go on with a draft as it was last kept; throws `missing`, and `elsewhere` when another tab writes. */
  async resume<Body>(id: string, { told }: { told?: (state: Saved) => void } = {}): Promise<Desk<Body>> {
    if (this.writer.state === "elsewhere") throw new StoreProblem("elsewhere");
    const unwritten = unwrittenDrafts.get(id);
    const found = unwritten ? await this.drafts.opened(await unwritten) : await this.drafts.get(id);
    if (!found) throw new StoreProblem("missing");
    const desk = this.#desk<Body>(id, found as Draft<Body>, told);
    if (unwritten) desk.save(desk.content.body);
    unwrittenDrafts.delete(id);
    return desk;
  }

  /**
   * Finish a visit: from its draft into the outbox, in one step. When that fails, with `full` for one, the draft stays
   * as it is and goes on being kept.
   */
  async finish(desk: Desk, xml: string, about: unknown, extra?: Extra): Promise<void> {
    await desk.pause();
    try {
      await this.outbox.add(desk.id, xml, desk.content.files, about, extra);
    } catch (error) {
      desk.retry();
      throw error;
    }
    this.#desks.delete(desk.id);
    desk.leave();
  }

  /** Delete a draft and its photos, because somebody said so. */
  async discard(id: string): Promise<void> {
    const desk = this.#desks.get(id);
    await desk?.pause();
    const files = desk?.content.files ?? (await this.drafts.get(id))?.files ?? [];
    await this.writer.write(["drafts", "files"], async (step) => {
      await step.objectStore("drafts").delete(id);
      for (const file of files) await step.objectStore("files").delete(file.id);
    });
    this.#desks.delete(id);
    desk?.leave();
    unwrittenDrafts.delete(id);
  }

  async everyDraft(): Promise<readonly Kept<Draft>[]> {
    return this.drafts.all();
  }

  /** Whether something is still in memory only. */
  get isSaved(): boolean {
    return [...this.#desks.values()].every(({ state }) => state === "saved");
  }

  /** Write what is in memory, as far as there is room, and close; then lock the profile. */
  async close(): Promise<void> {
    await this.#finishUp();
    this.families.search.clear();
    if (this.isSaved) this.giveUp();
    else lingering.set(this.#profile.id, this); // what is closed already goes on being tried
  }

  /** Let go at once; what was not written waits in memory for the draft to be resumed. */
  giveUp(): void {
    lingering.delete(this.#profile.id);
    for (const [id, desk] of this.#desks) {
      const left = desk.leave();
      if (left) unwrittenDrafts.set(id, left);
    }
    this.#desks.clear();
    this.writer.end();
    this.#db.close();
  }

  /** Lock: what is in memory is closed already, so nothing is lost by it. */
  async lock(): Promise<void> {
    await this.close();
    this.#profile.lock();
  }

  #desk<Body>(id: string, content: Draft<Body>, told?: (state: Saved) => void): Desk<Body> {
    this.#desks.get(id)?.leave();
    const desk = new Desk<Body>(id, content, this.drafts, this.writer, told);
    this.#desks.set(id, desk as unknown as Desk);
    return desk;
  }

  async #finishUp(): Promise<void> {
    const enough = new Promise((done) => setTimeout(done, 1_500));
    await Promise.race([Promise.all([...this.#desks.values()].map((desk) => desk.settled())), enough]);
  }

  #leaveDesks(): void {
    for (const desk of this.#desks.values()) desk.leave();
    this.#desks.clear();
  }
}

/** Delete everything a profile has here. Its sealed visits go too: send or save them first. */
export async function wipe(profileId: string): Promise<void> {
  await deleteDatabase(profileId);
}
