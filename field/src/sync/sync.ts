import type { FormShelf, Store } from "../store";
import type { OpenProfile } from "../vault";
import { fetchFamilies, fetchForms, fetchStates } from "./fetching";
import { Ledger } from "./ledger";
import { isLinkProblem, LinkProblem, type Link, type LinkCode } from "./link";
import { keyMark, Receipts } from "./receipts";
import { sendAll, takeWithoutPhotos } from "./sending";
import { visitId, type Limits, type Start } from "./told";

/** Why nothing more came or went. The words for people stand with the screens. */
export type SyncCode =
  | LinkCode
  | "other-tab" // another tab writes, and syncs
  | "other-key" // the server signs with another key than before: a person decides
  | "full" // no room on the phone for what comes
  | "failed";

/** How syncing stands. */
export interface Syncing {
  readonly doing: "resting" | "asking" | "sending" | "fetching";
  readonly done: number;
  readonly of: number;
  readonly problem: SyncCode | null;
  /** Of the other key, to be compared over a telephone; only with `other-key`. */
  readonly mark: string | null;
  /** When it last went well to its end, by this phone's clock: to be shown. */
  readonly last: string | null;
  /** How far the server's clock is ahead of this phone's, once they differ by more than a request can take; else 0. */
  readonly clockOffMs: number;
}

export interface SyncParts {
  readonly profile: OpenProfile;
  readonly store: Store;
  readonly link: Link;
  readonly shelf: FormShelf;
  /** What else goes and comes with a run, after the visits. */
  readonly also?: () => Promise<void>;
}

export interface Run {
  /** A person asked for it: what was refused is sent again too. */
  readonly insist?: boolean;
  /** Ask for every state again and say which receipts the server does not know. */
  readonly compare?: boolean;
}

/** A visit with a receipt that the server does not know. */
export interface Unknown {
  readonly id: string;
  /** What was sent still lies here. */
  readonly isHere: boolean;
}

const START = "start";
const LAST = "last-sync";
/** So many receipts are asked for at a time. */
const ASKED = 200;
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const CLOCK_TOLERANCE_MS = 10 * 60_000;
const EVERY_MS = 4 * 60_000;
/** Of so many runs one asks for keys and forms too; the others carry only visits, states and families. */
const WHOLE_EVERY = 12;

/** Keeps phone and server in step: what is finished goes up, what changed comes down, one run at a time. */
export class Sync {
  readonly #parts: SyncParts;
  readonly #receipts: Receipts;
  readonly #ledger: Ledger;
  readonly #listeners = new Set<(now: Syncing) => void>();
  #now: Syncing = { doing: "resting", done: 0, of: 0, problem: null, mark: null, last: null, clockOffMs: 0 };
  #running: Promise<void> | null = null;
  #again: Run | null = null;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stopped = false;
  #offered: string | null = null;
  #limits: Limits | null = null;
  #runs = 0;
  /** Receipts that the server did not know when they were last compared. */
  unknown: readonly Unknown[] = [];

  constructor(parts: SyncParts) {
    this.#parts = parts;
    this.#receipts = new Receipts(parts.store);
    this.#ledger = new Ledger(parts.store);
  }

  get now(): Syncing {
    return this.#now;
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  onChange(listener: (now: Syncing) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sync now, when signal comes back, and every few minutes while somebody looks; returns how to stop. */
  begin(): () => void {
    const wake = () => void this.run();
    const seen = () => document.visibilityState === "visible" && wake();
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", seen);
    const stop = () => {
      this.#stopped = true;
      if (this.#timer) clearTimeout(this.#timer);
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", seen);
    };
    this.#parts.profile.onLock(stop);
    void this.#parts.store.notes.get(LAST).then((last) => this.#say({ last: (last as string | null) ?? null }));
    wake();
    return stop;
  }

  /** One run to its end; whoever asks while one is under way gets another after it. */
  run(how: Run = {}): Promise<void> {
    if (this.#running) {
      this.#again = { ...this.#again, ...how };
      return this.#running;
    }
    this.#running = this.#runAll(how).finally(() => (this.#running = null));
    return this.#running;
  }

  /** Let a visit go without its photos; false where the server does not have its answers yet. */
  async letGoWithoutPhotos(id: string): Promise<boolean> {
    const gone = await takeWithoutPhotos(id, { store: this.#parts.store, receipts: this.#receipts, ledger: this.#ledger });
    if (gone) void this.run();
    return gone;
  }

  /** Send again what the server signed for and does not know any more, as far as it lies here; then compare once more. */
  async sendAgain(): Promise<void> {
    for (const { id, isHere } of this.unknown) if (isHere) await this.#parts.store.outbox.putBack(id);
    await this.run({ insist: true, compare: true });
  }

  /** A person compared the mark of the server's new key: receipts it signs count from now on. */
  async acceptKey(): Promise<void> {
    if (this.#offered === null) return;
    await this.#receipts.accept(this.#offered);
    this.#offered = null;
    await this.run();
  }

  async #runAll(first: Run): Promise<void> {
    for (let how: Run | null = first; how; ) {
      this.#again = null;
      await this.#locked(how);
      how = this.#again;
    }
  }

  async #locked(how: Run): Promise<void> {
    const { store, profile } = this.#parts;
    if (this.#timer) clearTimeout(this.#timer);
    if (!profile.isOpen) return;
    if (!store.writer.has) return this.#say({ doing: "resting", problem: "other-tab" });
    let waitMs = EVERY_MS;
    try {
      const ran = await navigator.locks.request(`bahtera-sync:${profile.id}`, { ifAvailable: true }, async (lock) => {
        if (lock) await this.#once(how);
        return lock !== null;
      });
      this.#failures = 0;
      if (!ran) this.#say({ doing: "resting", problem: "other-tab" });
    } catch (error) {
      this.#failures += 1;
      this.#limits = null;
      const grown = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1));
      // Phones that lost the same server do not all come back in the same second.
      waitMs = Math.max(isLinkProblem(error) ? error.waitMs : 0, grown * (0.5 + Math.random() / 2));
      const problem = codeOf(error);
      if (problem === "failed" && profile.isOpen) console.error(error);
      if (profile.isOpen) this.#say({ doing: "resting", problem });
    }
    if (!this.#stopped && profile.isOpen) this.#timer = setTimeout(() => void this.run(), waitMs);
  }

  async #once({ insist = false, compare = false }: Run): Promise<void> {
    const { store, link, shelf } = this.#parts;
    const [receipts, ledger] = [this.#receipts, this.#ledger];
    this.#say({ doing: "asking", done: 0, of: 0, problem: null, mark: null });
    const isWhole = insist || compare || this.#limits === null || this.#runs % WHOLE_EVERY === 0;
    const limits = isWhole ? await this.#begin() : this.#limits;
    if (limits === null) return;
    const later = new Set<string>();
    const told = (done: number, of: number) => this.#say({ doing: "sending", done, of });
    await sendAll({ store, link, receipts, ledger, limits, insist, told, again: (id) => later.add(id) });
    this.#say({ doing: "fetching", done: 0, of: 0 });
    if (isWhole) await fetchForms(link, store, shelf, await neededForms(store));
    const heard = await fetchStates({ link, store, receipts, ledger }, { anew: compare });
    if (compare) this.unknown = await notKept(store, link, heard);
    await fetchFamilies(link, store);
    await this.#parts.also?.();
    const last = new Date().toISOString();
    await store.notes.put(LAST, last);
    this.#limits = limits;
    this.#runs += 1;
    this.#say({ doing: "resting", last });
    if (later.size) throw new LinkProblem("busy");
  }

  /** Ask who the server is, before anything is given to it; null when a person has to look first. */
  async #begin(): Promise<Limits | null> {
    const { store, link, profile } = this.#parts;
    const asked = Date.now();
    const start = await link.get<Start>("start");
    this.#compareClocks(asked, Date.parse(start.now), Date.now());
    if (!(await this.#receipts.use(start.receipt_key))) {
      this.#offered = start.receipt_key;
      this.#limits = null;
      this.#say({ doing: "resting", problem: "other-key", mark: await keyMark(start.receipt_key) });
      return null;
    }
    await this.#keepStart(start);
    if (start.sealing_key.id !== profile.serverKey.id) {
      await profile.useServerKey(start.sealing_key);
      await store.outbox.sealAnew();
    }
    return start.limits;
  }

  /** Nothing is decided by a clock; but visits are dated by this phone's, so its kader should know when it is wrong. */
  #compareClocks(asked: number, there: number, answered: number): void {
    const off = there < asked - CLOCK_TOLERANCE_MS || there > answered + CLOCK_TOLERANCE_MS ? there - answered : 0;
    if (!Number.isNaN(off) && off !== this.#now.clockOffMs) this.#say({ clockOffMs: off });
  }

  async #keepStart(start: Start): Promise<void> {
    const { now: _now, ...kept } = start;
    const before = await this.#parts.store.notes.get(START);
    if (JSON.stringify(before) !== JSON.stringify(kept)) await this.#parts.store.notes.put(START, kept);
  }

  #say(changed: Partial<Syncing>): void {
    this.#now = { ...this.#now, ...changed };
    for (const listener of [...this.#listeners]) listener(this.#now);
  }
}

/** What the server said at the last sync of who this is, where and in which rounds; null before the first. */
export async function startHere(store: Store): Promise<Omit<Start, "now"> | null> {
  return (await store.notes.get(START)) as Omit<Start, "now"> | null;
}

/**
 * Receipts of visits that the server does not keep. States tell of this person's own visits alone; one that another's
 * phone had sent first, as after a restored backup, is asked for by its receipt.
 */
async function notKept(store: Store, link: Link, heard: ReadonlySet<string>): Promise<readonly Unknown[]> {
  const silent = (await store.outbox.sent()).filter(({ id }) => !heard.has(id));
  const known = new Set<string>();
  for (let at = 0; at < silent.length; at += ASKED) {
    const receipts = silent.slice(at, at + ASKED).map(({ id, content: { receipt } }) => ({ instance_id: receipt.instance_id ?? `uuid:${id}`, sha256: receipt.sha256 }));
    for (const id of (await link.post<{ known: readonly string[] }>("receipts", { receipts })).known) known.add(visitId(id));
  }
  const missing = silent.filter(({ id }) => !known.has(id));
  return Promise.all(missing.map(async ({ id }) => ({ id, isHere: (await store.outbox.body(id)) !== null })));
}

/** Forms that drafts, or visits that may come back, were begun with stay on the phone. */
async function neededForms(store: Store): Promise<(formId: string, version: string) => boolean> {
  const about = [
    ...(await store.drafts.all()).map(({ content }) => (content.body as { about?: unknown } | null)?.about),
    ...(await store.outbox.all()).map(({ content }) => content.about),
    ...(await store.outbox.sent()).filter(({ content }) => content.state !== "approved").map(({ content }) => content.about),
  ] as ({ formId?: string; version?: string } | null | undefined)[];
  const used = new Set(about.map((one) => `${one?.formId}\0${one?.version}`));
  return (formId, version) => used.has(`${formId}\0${version}`);
}

function codeOf(error: unknown): SyncCode {
  if (isLinkProblem(error)) return error.code;
  const code = (error as { code?: unknown }).code;
  if (code === "full" || code === "photos-full") return "full";
  return code === "elsewhere" ? "other-tab" : "failed";
}
