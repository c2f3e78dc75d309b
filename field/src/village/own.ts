import type { Bilingual } from "./types";

/** A finished visit of this phone as an index judges it: its category, and a sign (1 0 - ?) for each indicator. */
export interface Judged {
  readonly category: string | null;
  readonly states: string;
}

/** Of an index, what is needed to count. */
export interface Counting {
  readonly title: Bilingual;
  readonly categories: readonly { readonly id: string; readonly title: Bilingual }[];
  readonly indicators: readonly { readonly id: string; readonly label: Bilingual; readonly sensitive: boolean }[];
}

/** How far this phone's own work in a village is, counted from the records themselves. */
export interface OwnWork {
  readonly families: number;
  readonly drafts: number;
  readonly waiting: number;
  readonly sent: number;
  readonly returned: number;
  readonly approved: number;
  readonly counting: Counting | null;
  /** Finished here and not approved yet: none of them is in the server's figures. */
  readonly judged: readonly Judged[];
}

export interface OwnTally {
  readonly scored: number;
  /** The lowest first; null when any of them is small, so that none can be worked out. */
  readonly categories: readonly { readonly id: string; readonly title: Bilingual; readonly count: number }[] | null;
  /** Under 75, the worst first; those resting on few families are left out. */
  readonly below: readonly { readonly id: string; readonly label: Bilingual; readonly share: number; readonly n: number }[];
}

const CUT = 75;

/**
 * Count one's own visits, small counts left out as on every other page: the phone may lie open in a meeting, and what is
 * read from it aloud must not point at a family.
 */
export function tallyOf(counting: Counting, judged: readonly Judged[], threshold: number): OwnTally {
  const isFine = (count: number) => count === 0 || count >= threshold;
  const scored = judged.filter(({ category }) => category !== null);
  const counts = counting.categories.map(({ id }) => scored.filter(({ category }) => category === id).length);
  const below = counting.indicators.flatMap(({ id, label, sensitive }, place) => {
    const [met, unmet] = ["1", "0"].map((sign) => judged.filter(({ states }) => states[place] === sign).length) as [number, number];
    const n = met + unmet;
    const isShown = n >= threshold && isFine(met) && isFine(unmet) && (!sensitive || (met > 0 && unmet > 0));
    return isShown && 100 * met < CUT * n ? [{ id, label, share: (100 * met) / n, n }] : [];
  });
  return {
    scored: scored.length,
    categories:
      scored.length >= threshold && counts.every(isFine)
        ? counting.categories.map(({ id, title }, place) => ({ id, title, count: counts[place]! }))
        : null,
    below: below.sort((one, other) => one.share - other.share),
  };
}
