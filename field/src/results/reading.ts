/** `hasil.json` of a form: the words, weights, cuts and reasons by which its results are said. */

export interface Both {
  readonly id: string;
  readonly en: string;
}
export type Sum =
  | readonly ["int", number]
  | readonly ["var", string, number]
  | readonly ["age", string, "years" | "months"]
  | readonly ["+" | "-" | "*", Sum, Sum];
export type Condition =
  | readonly ["is", string, ...string[]]
  | readonly ["not", Condition]
  | readonly ["and" | "or", ...Condition[]]
  | readonly ["cmp", "<" | "<=" | ">" | ">=" | "=" | "!=", Sum, Sum];

/** An answer that an unmet indicator may hang on; `bad` null: it always does. In a roster it is about one member. */
export interface Culprit {
  readonly ask: readonly string[];
  readonly roster: string | null;
  readonly bad: Condition | null;
}
export interface IndicatorReading {
  readonly id: string;
  readonly name: string;
  readonly dimension: number;
  readonly weight: number;
  readonly label: Both;
  readonly why: Both;
  readonly remedy: Both;
  readonly sensitive: boolean;
  readonly need: string | null;
  readonly culprits: readonly Culprit[];
}
/** One index as the form works it out; the names of its numbers are those of the server's `arithmetic.py`. */
export interface IndexReading {
  readonly id: string;
  readonly version: string;
  readonly status: "official" | "working";
  readonly hash: string;
  readonly variant: string;
  readonly title: Both;
  /** The form's calculate in which the states stand, a sign an indicator. */
  readonly states: string;
  readonly method: "arithmetic" | "pooled";
  readonly common: number;
  readonly across: number;
  readonly denominator: number;
  readonly limit: readonly [number, number];
  readonly empty_dimension: "leave_out" | "not_scored";
  readonly lowest: string;
  readonly cuts: readonly (readonly [category: string, numerator: number, denominator: number, includes: boolean])[];
  readonly categories: readonly { readonly id: string; readonly title: Both }[];
  readonly dimensions: readonly { readonly id: string; readonly title: Both; readonly weight: number }[];
  readonly indicators: readonly IndicatorReading[];
}
export interface NeedReading {
  readonly services: readonly string[];
  readonly none_yet: Both | null;
  readonly step: Both | null;
  readonly not_a_step: Both | null;
  readonly ease: number | null;
}
export interface ServiceReading {
  readonly by: readonly string[];
  readonly label: Both;
  readonly said: Both;
  readonly where: Both;
  readonly bring: Both;
  readonly cost: Both;
}
export interface Reading {
  readonly format: 1;
  readonly form: { readonly id: string; readonly version: string };
  readonly indices: readonly IndexReading[];
  readonly interview: string;
  readonly missing: readonly string[];
  readonly questions: Readonly<Record<string, { readonly label: Both; readonly choices: Readonly<Record<string, Both>> }>>;
  /** The question of each roster that tells its members apart. */
  readonly rosters: Readonly<Record<string, string>>;
  readonly services: {
    readonly version: string;
    readonly status: string;
    readonly hash: string;
    readonly needs: Readonly<Record<string, NeedReading>>;
    readonly services: Readonly<Record<string, ServiceReading>>;
    readonly other_steps: Readonly<Record<string, Both>>;
  };
}

/** The file's name among those of a form. */
export const READING = "hasil.json";

/** Read the file; null for one that this version of the app does not know: then the form's own notes are shown. */
export function readReading(text: string): Reading | null {
  try {
    const found = JSON.parse(text) as Reading | null;
    return found?.format === 1 && Array.isArray(found.indices) ? found : null;
  } catch {
    return null;
  }
}
