import type { Draft as FormDraft, Known } from "../forms";
import type { PrivateOutcome } from "../private";
import type { Remark } from "../store";
import type { JointTold } from "../sync";
import type { Progress } from "./place";

/** What the screens know of a visit without opening it. */
export interface About {
  /** The family's id; of a new one, that which the form made up. */
  readonly familyId: string | null;
  /** Not in the list yet. */
  readonly isNew: boolean;
  /** The head's name. */
  readonly name: string;
  readonly village: string;
  readonly formId: string;
  readonly version: string;
  /** The visit that this one corrects. */
  readonly corrects: string | null;
  /** The form's own code for how it went. */
  readonly result: string;
  /** By this phone's clock: to be shown, never to decide by. */
  readonly finishedAt: string | null;
  /** With whom the family was shared when it was finished: this visit is one kader's part. */
  readonly joint?: JointTold | null;
}

/** The results (the form's code) under which somebody of the family answered. */
const ANSWERED: ReadonlySet<string> = new Set(["selesai", "selesai_sebagian"]);

export function isAnswered(result: string): boolean {
  return ANSWERED.has(result);
}

/** The results under which nobody was met: they count only after visits on several days (definitions/surveys/outcomes.yaml). */
const NOBODY_MET: ReadonlySet<string> = new Set(["tidak_ditemukan", "tidak_ada_responden"]);

export function metNobody(result: string): boolean {
  return NOBODY_MET.has(result);
}

/** What is kept of an unfinished visit. */
export interface VisitDraft {
  readonly about: About;
  /** Until it was opened for the first time. */
  readonly known?: Known;
  readonly form: Omit<FormDraft, "photos"> | null;
  readonly progress: Progress | null;
  /** What was confided, sealed: not even this phone reads it again. */
  readonly private?: PrivateOutcome;
  /** What a supervisor wants mended. */
  readonly remarks: readonly Remark[];
}
