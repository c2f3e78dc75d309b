import type { SealedVisit } from "./outbox";
import { openDatabase } from "./schema";

/** What a profile still has here, as far as it can be told without its PIN. */
export interface Left {
  /** Finished and not signed for by the server: the site can read them. */
  readonly visits: readonly SealedVisit[];
  /** Not finished: nobody can read them without the PIN. */
  readonly drafts: number;
  readonly photos: number;
}

export async function leftOf(profileId: string): Promise<Left> {
  const db = await openDatabase(profileId);
  try {
    const step = db.transaction(["outbox", "drafts", "files"]);
    const [visits, drafts, photos] = await Promise.all([
      step.objectStore("outbox").getAll(),
      step.objectStore("drafts").count(),
      step.objectStore("files").count(),
    ]);
    return { visits: visits.map(({ id, sealed }) => ({ id, sealed })), drafts, photos };
  } finally {
    db.close();
  }
}
