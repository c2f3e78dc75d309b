import { isStoreProblem, type FileRef, type Kept, type Store, type Visit } from "../store";
import type { Ledger, OnItsWay } from "./ledger";
import { isLinkProblem, type Link, type LinkProblem } from "./link";
import type { Receipts } from "./receipts";
import type { Limits, OutcomeTold, ReceiptTold } from "./told";
import { visitId } from "./told";
import { upload } from "./files";

/** How a sending went. */
export interface Sending {
  readonly sent: number;
  readonly stuck: number;
}

interface Parts {
  readonly store: Store;
  readonly link: Link;
  readonly receipts: Receipts;
  readonly ledger: Ledger;
  readonly limits: Limits;
  /** Send those too that the server refused before. */
  readonly insist: boolean;
  readonly told: (done: number, of: number) => void;
  /** The server asks to send one again later. */
  readonly again: (id: string) => void;
}

/** What a batch may measure before it is packed: small enough that a weak signal carries it in a minute or two. */
const BATCH_BYTES = 1_000_000;
const RESERVED = new Set(["xml", "files", "complete"]);

/**
 * Send every visit of the outbox. Answers first, photos after them; each visit leaves only with a receipt for that very
 * content. Whatever is lost on the way is sent again: the server knows what it has. Throws LinkProblem.
 */
export async function sendAll(parts: Parts): Promise<Sending> {
  const { store, ledger, told } = parts;
  const known = await ledger.all();
  const waiting = (await store.outbox.all()).filter(({ id }) => parts.insist || !known[id]?.stuck);
  const total = waiting.length;
  let sent = 0;
  const went = (count: number) => told((sent += count), total);
  told(0, total);
  const [plain, pictured] = divided(waiting, ({ content }) => content.files.length === 0);
  const first = pictured.filter(({ id }) => !known[id]?.partly);
  for (const rank of ranks([...plain, ...first])) await sendSome(rank, parts, went);
  for (const visit of pictured) {
    if (await carried(visit, parts)) await sendSome([visit], parts, went, true);
  }
  const left = await ledger.all();
  return { sent, stuck: Object.values(left).filter(({ stuck }) => stuck).length };
}

/** Take a receipt for a visit of the outbox, however it came; false when it is none for it. */
export async function take(id: string, receipt: ReceiptTold, { store, receipts, ledger }: Pick<Parts, "store" | "receipts" | "ledger">): Promise<boolean> {
  const signed = visitId(receipt.instance_id) === id ? await receipts.check(receipt) : "no";
  if (signed === "no") return false;
  try {
    await store.outbox.settle(id, { ...receipt }, { isChecked: signed === "yes" });
  } catch (error) {
    if (isStoreProblem(error, "other-receipt")) return false;
    throw error;
  }
  await ledger.change({ [id]: null });
  return true;
}

/**
 * Let a visit go whose answers the server has and whose photos it cannot get: a person said so. False where the server
 * does not have it yet.
 */
export async function takeWithoutPhotos(id: string, parts: Pick<Parts, "store" | "receipts" | "ledger">): Promise<boolean> {
  const receipt = (await parts.ledger.all())[id]?.partly;
  return receipt !== undefined && take(id, receipt, parts);
}

// --- inside -----------------------------------------------------------------------------------------------------------

type Waiting = Kept<Visit>;

/** Bring a visit's photos to the server; false where one is gone here or not taken there, which is the visit's own trouble. */
async function carried({ id, content }: Waiting, parts: Parts): Promise<boolean> {
  try {
    for (const file of content.files) await upload(file, parts);
    return true;
  } catch (error) {
    const why = isStoreProblem(error, "missing", "spoilt") ? stuckBy("photo-gone", "") : isLinkProblem(error, "refused") ? stuckBy(error.told?.code ?? "photo-refused", error.told?.message ?? "") : null;
    if (why === null) throw error;
    const { partly } = (await parts.ledger.all())[id] ?? {};
    await parts.ledger.change({ [id]: { ...(partly && { partly }), ...why } });
    return false;
  }
}

/** Send in batches; one that is too large, or that the way does not carry, is cut in two. */
async function sendSome(visits: readonly Waiting[], parts: Parts, went: (count: number) => void, complete = false): Promise<void> {
  const queue = batches(visits, parts.limits);
  for (let batch = queue.shift(); batch; batch = queue.shift()) {
    let outcomes: readonly OutcomeTold[];
    try {
      const body = { visits: batch.map(({ content }) => asSent(content, complete || content.files.length === 0)) };
      ({ outcomes } = await parts.link.post<{ outcomes: readonly OutcomeTold[] }>("visits", body));
    } catch (error) {
      if (!isTooMuch(error)) throw error;
      const middle = Math.ceil(batch.length / 2);
      if (batch.length > 1) queue.unshift(batch.slice(0, middle), batch.slice(middle));
      else await parts.ledger.change({ [batch[0]!.id]: stuckBy(error.told?.code ?? "too-large", error.told?.message ?? "") });
      continue;
    }
    for (const [at, visit] of batch.entries()) {
      const outcome = outcomes[at];
      if (outcome && (await settled(visit, outcome, complete, parts))) went(1);
    }
  }
}

async function settled(visit: Waiting, outcome: OutcomeTold, complete: boolean, parts: Parts): Promise<boolean> {
  const { id, content } = visit;
  const { receipt, error } = outcome;
  if (outcome.outcome === "refused" && error) {
    await parts.ledger.change({ [id]: stuckBy(error.code, error.message) });
    return false;
  }
  if (!receipt) {
    parts.again(id); // the machine there was in trouble
    return false;
  }
  if (content.files.length > 0 && !(complete && outcome.missing.length === 0)) {
    await parts.ledger.change({ [id]: { partly: receipt } });
    return false;
  }
  if (await take(id, receipt, parts)) return true;
  await parts.ledger.change({ [id]: stuckBy("other-receipt", "") });
  return false;
}

function asSent({ xml, files, extra }: Visit, complete: boolean): Record<string, unknown> {
  const own = Object.entries(extra ?? {}).filter(([name]) => !RESERVED.has(name));
  return { xml, files: files.map(({ name, sha256 }: FileRef) => ({ name, sha256 })), complete, ...Object.fromEntries(own) };
}

/** A correction goes after what it corrects: the server links it only to what it knows. */
function ranks(visits: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const here = new Map(visits.map((visit) => [visit.id, visit]));
  const rank = (visit: Waiting, seen: ReadonlySet<string> = new Set()): number => {
    const before = here.get(correctedBy(visit.content.xml) ?? "");
    return before && !seen.has(visit.id) ? 1 + rank(before, new Set(seen).add(visit.id)) : 0;
  };
  const found: Waiting[][] = [];
  for (const visit of visits) (found[rank(visit)] ??= []).push(visit);
  return found.filter(Boolean);
}

function correctedBy(xml: string): string | null {
  const told = /<(?:\w+:)?deprecatedID>([^<]+)</.exec(xml)?.[1];
  return told === undefined ? null : visitId(told);
}

function batches(visits: readonly Waiting[], limits: Limits): (readonly Waiting[])[] {
  const found: Waiting[][] = [];
  let [batch, size] = [[] as Waiting[], 0];
  for (const visit of visits) {
    const own = visit.content.xml.length + JSON.stringify(visit.content.extra ?? {}).length;
    if (batch.length > 0 && (batch.length >= limits.visits || size + own > Math.min(BATCH_BYTES, limits.body))) {
      found.push(batch);
      [batch, size] = [[], 0];
    }
    batch.push(visit);
    size += own;
  }
  return batch.length ? [...found, batch] : found;
}

function isTooMuch(error: unknown): error is LinkProblem {
  return isLinkProblem(error, "refused") && (error.status === 413 || error.status === 400);
}

function stuckBy(code: string, message: string): OnItsWay {
  return { stuck: { code, message, since: new Date().toISOString() } };
}

function divided<T>(all: readonly T[], is: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}
