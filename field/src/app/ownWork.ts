import { READING, readReading, resultOf, valuesOf, type Reading } from "../results";
import type { Judged, OwnWork } from "../village";
import { Board, hasEnded, type VisitLine, type Works } from "../visits";

/** Finished here and not decided about: the server's figures hold approved visits alone, so no family is in both. */
const OPEN: readonly VisitLine["standing"][] = ["here", "sent", "checked", "returned"];

/** What this phone alone says of a village. */
export async function ownWork(works: Works, village: string): Promise<OwnWork> {
  const board = await Board.read(works.store, works.sync);
  const lines = board.lines.filter(({ about, standing }) => !hasEnded(standing) && (about === null || about.village === village));
  const count = (...wanted: readonly VisitLine["standing"][]) => lines.filter(({ standing }) => wanted.includes(standing)).length;
  const readings = new Map<string, Reading | null>();
  const judged: Judged[] = [];
  for (const line of newest(lines.filter(({ standing }) => OPEN.includes(standing)))) {
    const reading = await readingOf(works, line, readings);
    const xml = (await works.store.outbox.get(line.id))?.xml ?? (await works.store.outbox.body(line.id))?.xml;
    if (!reading || xml === undefined) continue;
    const score = resultOf(reading, valuesOf(xml, Object.keys(reading.rosters))).indices[0]?.score;
    if (score) judged.push({ category: score.category, states: score.states });
  }
  const index = [...readings.values()].find((one) => one !== null)?.indices[0] ?? null;
  return {
    families: await works.store.families.count(),
    drafts: count("draft"),
    waiting: count("here"),
    sent: count("sent", "checked"),
    returned: count("returned"),
    approved: count("approved"),
    counting: index,
    judged,
  };
}

/** One visit a family: the last of those that correct each other is listed last. */
function newest(lines: readonly VisitLine[]): readonly VisitLine[] {
  const found = new Map<string, VisitLine>();
  const corrected = new Set(lines.map(({ about }) => about?.corrects).filter((id) => id !== null));
  for (const line of lines) if (!corrected.has(line.id)) found.set(line.familyId ?? line.id, line);
  return [...found.values()];
}

async function readingOf(works: Works, { about }: VisitLine, known: Map<string, Reading | null>): Promise<Reading | null> {
  if (!about) return null;
  const key = `${about.formId}\0${about.version}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const file = (await works.shelf.get(about.formId, about.version))?.files[READING];
  const read = file ? readReading(await file.text()) : null;
  known.set(key, read);
  return read;
}
