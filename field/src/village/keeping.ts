import type { Store } from "../store";
import type { Courier, Recap, Report } from "./types";

/** What a kader adds to the figures. */
export interface ReportWords {
  readonly problems: readonly string[];
  readonly proposals: readonly string[];
  readonly other_problems: readonly string[];
  readonly other_proposals: readonly string[];
}

/** A report on its way from this phone; `refused` is why the server did not take it. */
export interface QueuedReport extends ReportWords {
  readonly id: string;
  readonly round_id: number;
  readonly village: string;
  readonly refused?: string;
}

/** The last figures that were downloaded, and when this phone did so. */
export interface KeptRecaps {
  readonly cursor: string;
  readonly at: string;
  readonly items: readonly Recap[];
}

interface Told {
  readonly changed: boolean;
  readonly cursor: string;
  readonly items: readonly Recap[];
}

type Notes = Pick<Store["notes"], "get" | "put" | "delete">;
export interface Shelf {
  readonly notes: Notes;
}

const RECAPS = "village:recaps";
const QUEUE = "village:queue";
const draftOf = (roundId: number, village: string) => `village:draft:${roundId}:${village}`;

export async function keptRecaps(store: Shelf): Promise<KeptRecaps | null> {
  return (await store.notes.get(RECAPS)) as KeptRecaps | null;
}

/** Fetch what changed since; throws what the link throws, and then what is here stays as it is. */
export async function fetchRecaps(store: Shelf, link: Courier, now = () => new Date().toISOString()): Promise<KeptRecaps> {
  const before = await keptRecaps(store);
  const told = await link.get<Told>(`village?since=${encodeURIComponent(before?.cursor ?? "")}`);
  const items = told.changed || !before ? told.items : before.items;
  const kept = { cursor: told.cursor, at: now(), items };
  await store.notes.put(RECAPS, kept);
  return kept;
}

export async function queued(store: Shelf): Promise<readonly QueuedReport[]> {
  return ((await store.notes.get(QUEUE)) as readonly QueuedReport[] | null) ?? [];
}

let turn: Promise<unknown> = Promise.resolve();
/** One change of the queue at a time: what is added while another is being sent is not lost. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work, work);
  turn = mine.catch(() => undefined);
  return mine;
}

async function change(store: Shelf, how: (all: readonly QueuedReport[]) => readonly QueuedReport[]): Promise<void> {
  await inTurn(async () => store.notes.put(QUEUE, how(await queued(store))));
}

/** Keep a report to be sent; it is on the disk when this returns. One a village and round. Throws `full`. */
export async function queueReport(store: Shelf, report: QueuedReport): Promise<void> {
  await change(store, (all) => [...all.filter((one) => !isOf(one, report.round_id, report.village)), report]);
  await store.notes.delete(draftOf(report.round_id, report.village));
}

/** Take a report out again that the server refused, and return its words to be mended. */
export async function withdraw(store: Shelf, id: string): Promise<void> {
  const found = (await queued(store)).find((one) => one.id === id);
  if (found) await keepDraft(store, found.round_id, found.village, found);
  await change(store, (all) => all.filter((one) => one.id !== id));
}

/**
 * Send what waits. The id is the phone's, so a reply that was lost costs nothing: the server makes one report of it.
 * A refusal stays with the report; anything else leaves it waiting and is thrown.
 */
export async function sendReports(store: Shelf, link: Courier): Promise<number> {
  let sent = 0;
  for (const { refused, ...report } of await queued(store)) {
    if (refused !== undefined) continue;
    try {
      await link.post<Report>("reports", report);
      await change(store, (all) => all.filter((one) => one.id !== report.id));
      sent += 1;
    } catch (problem) {
      const why = refusalOf(problem);
      if (why === null) throw problem;
      await change(store, (all) => all.map((one) => (one.id === report.id ? { ...one, refused: why } : one)));
    }
  }
  return sent;
}

export async function keepDraft(store: Shelf, roundId: number, village: string, words: ReportWords): Promise<void> {
  const { problems, proposals, other_problems, other_proposals } = words;
  await store.notes.put(draftOf(roundId, village), { problems, proposals, other_problems, other_proposals });
}

export async function keptDraft(store: Shelf, roundId: number, village: string): Promise<ReportWords | null> {
  return (await store.notes.get(draftOf(roundId, village))) as ReportWords | null;
}

export function isOf(one: { readonly round_id: number; readonly village: string }, roundId: number, village: string): boolean {
  return one.round_id === roundId && one.village === village;
}

/** Why the server does not take it, in its words; null when it did not speak. */
function refusalOf(problem: unknown): string | null {
  const { code, told } = (problem ?? {}) as { code?: string; told?: { message?: string } | null };
  return code === "refused" ? (told?.message ?? "") : null;
}
