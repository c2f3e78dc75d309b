import type { Kept, Sent, ServerState, Store, Visit } from "../store";
import { startHere, type OnItsWay, type Round, type Sync } from "../sync";
import { metNobody, type About, type VisitDraft } from "./records";

/** What is true of a family: nothing yet, a draft, finished here, what the server said, or that somebody else visited. */
export type Standing = "none" | "draft" | "here" | "sent" | "checked" | "returned" | "approved" | "elsewhere";

/** Of a visit that counts no more: another took its place, or it was not accepted. */
export type Ended = "superseded" | "rejected";

export function hasEnded(standing: VisitLine["standing"]): standing is Ended {
  return standing === "superseded" || standing === "rejected";
}

export const STANDINGS: readonly Standing[] = ["none", "draft", "here", "sent", "checked", "returned", "approved", "elsewhere"];

/** One visit, wherever it is. */
export interface VisitLine {
  readonly id: string;
  readonly standing: Exclude<Standing, "none" | "elsewhere"> | Ended;
  /** Null for one that was sent from another phone. */
  readonly about: About | null;
  readonly familyId: string | null;
  readonly onItsWay: OnItsWay | null;
  readonly sent: Sent<About> | null;
}

/** Whether it gave way because an office made it and another visit one. */
export function wentTogether(line: VisitLine): boolean {
  return line.standing === "superseded" && line.sent?.isTogether === true;
}

/** Whether it was sent, met nobody, and waits for no decision that a new visit would cross: the family is to be visited again. */
export function wantsAnother(line: VisitLine | undefined): boolean {
  return (line?.standing === "sent" || line?.standing === "checked") && metNobody(line.about?.result ?? "");
}

const OF_SERVER: Readonly<Record<ServerState, VisitLine["standing"]>> = {
  received: "sent",
  accepted: "checked",
  flagged: "checked",
  returned: "returned",
  approved: "approved",
  superseded: "superseded",
  rejected: "rejected",
};
/** Of several visits of one family, that which asks most of the kader stands for it. */
const FIRST: readonly VisitLine["standing"][] = ["draft", "here", "returned", "sent", "checked", "approved"];

/** Where every visit stands, read from the records themselves; nothing is counted twice or remembered apart. */
export class Board {
  readonly lines: readonly VisitLine[];
  readonly #byFamily = new Map<string, VisitLine[]>();
  /** Families that somebody visited in an open round, as the server last told. */
  readonly #visited: ReadonlySet<string>;

  constructor(lines: readonly VisitLine[], visited: ReadonlySet<string> = new Set()) {
    this.lines = lines;
    this.#visited = visited;
    for (const line of lines) {
      if (line.familyId === null) continue;
      const found = this.#byFamily.get(line.familyId);
      if (found) found.push(line);
      else this.#byFamily.set(line.familyId, [line]);
    }
  }

  static async read(store: Store, sync: Sync): Promise<Board> {
    const [drafts, visits, sent, ledger, start] = await Promise.all([
      store.everyDraft(),
      store.outbox.all() as Promise<readonly Kept<Visit<About>>[]>,
      store.outbox.sent() as Promise<readonly Kept<Sent<About>>[]>,
      sync.ledger.all(),
      startHere(store),
    ]);
    const rounds = (start?.rounds ?? []).filter(({ is_open }) => is_open);
    const since = opening(rounds);
    const open = new Set(rounds.map(({ id }) => String(id)));
    const { entries } = store.families.search.find("", { limit: Number.POSITIVE_INFINITY });
    const visited = new Set(entries.filter(({ shown }) => open.has(shown?.["visited"] ?? "")).map(({ id }) => id));
    const lines = [
      ...drafts.map(({ id, content }) => lineOf(id, "draft", (content.body as VisitDraft).about)),
      ...visits.map(({ id, content }) => ({ ...lineOf(id, "here", content.about), onItsWay: ledger[id] ?? null })),
      ...sent
        .filter(({ content }) => (content.receipt.received_at ?? "9") >= since)
        .map(({ id, content }) => ({
          ...lineOf(id, OF_SERVER[content.state], content.about),
          familyId: content.family ?? content.about?.familyId ?? null,
          sent: content,
        })),
    ];
    return new Board(lines.map(replacedIn(lines)), visited);
  }

  /** The visits of a family; the one that stands for it first. */
  of(familyId: string): readonly VisitLine[] {
    const rank = (line: VisitLine) => (FIRST.indexOf(line.standing) + FIRST.length + 1) % (FIRST.length + 1);
    return [...(this.#byFamily.get(familyId) ?? [])].sort((one, other) => rank(one) - rank(other));
  }

  standing(familyId: string): Standing {
    const [first] = this.of(familyId);
    if (first && !hasEnded(first.standing)) return first.standing;
    return this.#visited.has(familyId) ? "elsewhere" : "none";
  }

  /** Whether a visit of it was finished, here or elsewhere: also while a draft of another one stands for it. */
  isVisited(familyId: string): boolean {
    return this.#visited.has(familyId) || this.of(familyId).some(({ standing }) => standing !== "draft" && !hasEnded(standing));
  }

  /** Visits finished here that the server gave a receipt for, also those that gave way to another since. */
  get arrived(): number {
    return this.lines.filter(({ sent, about }) => sent !== null && about !== null).length;
  }

  /** Families that have visits and stand in no list yet. */
  strangers(isKnown: (familyId: string) => boolean): readonly VisitLine[] {
    const found = new Map<string, VisitLine>();
    for (const line of this.lines) {
      if (line.about === null || line.standing === "superseded") continue;
      const id = line.familyId ?? line.id;
      if (!isKnown(id) && !found.has(id)) found.set(id, this.of(id)[0] ?? line);
    }
    return [...found.values()];
  }

  count(...standings: readonly VisitLine["standing"][]): number {
    return this.lines.filter(({ standing }) => standings.includes(standing)).length;
  }
}

/** A visit whose correction has arrived counts no more, also before the server says so of it. */
function replacedIn(lines: readonly VisitLine[]): (line: VisitLine) => VisitLine {
  const arrived = lines.filter(({ standing }) => standing !== "draft" && standing !== "here");
  const replaced = new Set(arrived.map(({ about }) => about?.corrects));
  return (line) => (replaced.has(line.id) ? { ...line, standing: "superseded" } : line);
}

function lineOf(id: string, standing: VisitLine["standing"], about: About | null): VisitLine {
  return { id, standing, about, familyId: about?.familyId ?? null, onItsWay: null, sent: null };
}

/** What came before the open round belongs to another; both days are the server's. */
function opening(rounds: readonly Round[]): string {
  return rounds.reduce((latest, { opens }) => (opens > latest ? opens : latest), "");
}
