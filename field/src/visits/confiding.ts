import type { Interview } from "../forms";
import { isClosed, PART_FILE, readPart, type PrivateKeys, type PrivateOutcome, type PrivatePart } from "../private";
import type { Desk, FormShelf, Store } from "../store";
import { startHere, type JointTold } from "../sync";
import { holdsRoster } from "./joint";
import { isAnswered, type VisitDraft } from "./records";

/** What the private part of a visit needs. */
export interface Confiding {
  readonly part: PrivatePart;
  readonly keys: PrivateKeys;
  readonly village: string;
}

const LONGEST_WAIT_MS = 1_500;

/**
 * The private part of a visit that is about to end; null where there is none. A correction has none: it is not asked
 * twice. Who did not agree to be interviewed is not asked either. Of two who share a family one asks it: who has the roster.
 */
export async function confidingOf(store: Store, shelf: FormShelf, { about, private: kept }: VisitDraft, interview: Interview, joint: JointTold | null = null): Promise<Confiding | null> {
  const wasInterviewed = interview.value("persetujuan") !== "tidak" && isAnswered(interview.value("hasil_kunjungan") ?? "");
  if (about.corrects !== null || !wasInterviewed || isClosed(kept) || !holdsRoster(joint)) return null;
  const [form, start] = await Promise.all([shelf.get(about.formId, about.version), startHere(store)]);
  const part = await readPart(form?.files[PART_FILE]);
  if (!part || !start?.private_keys) return null;
  return { part, keys: start.private_keys, village: interview.value("kode_desa") || about.village };
}

/** Keep what was sealed with the draft. Where there is no room it waits in memory, closed, and nobody is kept waiting. */
export async function keepSealed(desk: Desk<VisitDraft>, outcome: PrivateOutcome): Promise<void> {
  desk.save({ ...desk.content.body, private: outcome });
  await Promise.race([desk.settled(), new Promise((done) => setTimeout(done, LONGEST_WAIT_MS))]);
}
