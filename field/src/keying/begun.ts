import type { Draft, Interview, Question } from "../forms";
import type { Sheet } from "./desk";

/** What is kept of a sheet: the form's draft and where the typist was. */
export interface Begun {
  readonly draft: Draft | null;
  readonly at: string;
}

/** Read what was kept; a draft of another kind is none. */
export function begun(text: string): Begun {
  if (text === "") return { draft: null, at: "" };
  const kept = JSON.parse(text) as { draft?: Omit<Draft, "photos">; at?: string };
  return kept.draft === undefined ? { draft: null, at: "" } : { draft: { ...kept.draft, photos: [] }, at: kept.at ?? "" };
}

export function written(kept: { readonly draft: Draft; readonly at: string }): string {
  const { xml, hidden, language } = kept.draft;
  return JSON.stringify({ draft: { xml, hidden, language }, at: kept.at });
}

/** The questions whose names the whole house knows (`surveys.rules.facts_of`). */
const DAY = "tanggal_kunjungan";
const VILLAGE = "kode_desa";
const FAMILY = "keluarga";
const FAMILY_ID = "family_id";

export const chooseFamily = {
  /** Fill in what the batch says already, and empty the day: it is the paper's, not today. */
  first(interview: Interview, sheet: Sheet): void {
    const day = named(interview, DAY);
    if (day?.kind === "date") day.set("");
    pick(named(interview, VILLAGE), sheet.village);
    if (sheet.family !== "") chooseFamily.known(interview, sheet.family);
  },
  known(interview: Interview, family: string): void {
    const listed = named(interview, FAMILY);
    if (listed !== undefined) return pick(listed, family);
    const written = named(interview, FAMILY_ID);
    if (written?.kind === "text") written.set(family);
  },
};

function pick(question: Question | undefined, value: string): void {
  if (question?.kind === "one" && question.choices.some((choice) => choice.value === value)) question.choose([value]);
  else if (question?.kind === "text" && question.value === "") question.set(value);
}

function named(interview: Interview, name: string): Question | undefined {
  for (const block of interview.blocks) {
    if (block.kind === "roster") continue;
    const found = block.sections.flatMap((section) => section.questions).find((question) => question.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
