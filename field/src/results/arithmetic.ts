/**
 * From states to a score, in whole numbers: the formulas of the server's `indices/arithmetic.py`, for the two methods
 * that forms work out. Every division is one without a rest. A category is decided by cross-multiplication; no fraction
 * is ever compared.
 */
import type { IndexReading } from "./reading";

export type NotScored = "nothing_applicable" | "too_many_unanswered" | "empty_dimension";

/** What one dimension counted: weights that are met, and that apply and are answered; indicators without an answer. */
export interface Counted {
  readonly met: number;
  readonly applicable: number;
  readonly unanswered: number;
}
export interface Score {
  /** The index is 100 * numerator / denominator; both 0 when there is none. */
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly category: string | null;
  readonly reason: NotScored | null;
  readonly dimensions: readonly Counted[];
  readonly states: string;
}

const SIGNS = /^[10?-]*$/;

/** The score of states; null when these are no states of this index. */
export function scoreOf(index: IndexReading, states: string): Score | null {
  if (states.length !== index.indicators.length || !SIGNS.test(states)) return null;
  const dimensions = index.dimensions.map(() => ({ met: 0, applicable: 0, unanswered: 0 }));
  let answered = 0;
  index.indicators.forEach((indicator, place) => {
    const counted = dimensions[indicator.dimension]!;
    const sign = states[place]!;
    if (sign === "?") counted.unanswered += 1;
    if (sign !== "1" && sign !== "0") return;
    answered += 1;
    counted.applicable += indicator.weight;
    if (sign === "1") counted.met += indicator.weight;
  });
  const unanswered = dimensions.reduce((sum, each) => sum + each.unanswered, 0);
  const reason = whyNot(index, dimensions, answered, unanswered);
  if (reason !== null) return { numerator: 0n, denominator: 0n, category: null, reason, dimensions, states };
  const maker = new Maker(index, dimensions);
  const met = dimensions.map((each) => each.met);
  return {
    numerator: maker.numerator(met),
    denominator: BigInt(index.denominator),
    category: maker.category(met),
    reason: null,
    dimensions,
    states,
  };
}

function whyNot(index: IndexReading, dimensions: readonly Counted[], answered: number, unanswered: number): NotScored | null {
  const [most, of] = index.limit;
  if (answered + unanswered === 0) return "nothing_applicable";
  if (answered === 0 || unanswered * of > most * (answered + unanswered)) return "too_many_unanswered";
  if (index.empty_dimension === "not_scored" && dimensions.some((each) => each.applicable === 0)) return "empty_dimension";
  return null;
}

/** Numerators and categories of one family when more or less of it is met: what applies stays as it is. */
export class Maker {
  readonly #index: IndexReading;
  readonly #of: readonly bigint[];
  readonly #times: bigint;
  readonly #below: bigint;

  constructor(index: IndexReading, dimensions: readonly Counted[]) {
    this.#index = index;
    const common = BigInt(index.common);
    if (index.method === "pooled") {
      const all = BigInt(dimensions.reduce((sum, each) => sum + each.applicable, 0));
      this.#of = dimensions.map(() => 1n);
      this.#times = common / all;
      this.#below = all;
    } else {
      const weights = index.dimensions.reduce((sum, each, place) => sum + (dimensions[place]!.applicable > 0 ? each.weight : 0), 0);
      const times = BigInt(index.across) / BigInt(weights);
      this.#of = index.dimensions.map(({ weight }, place) => {
        const { applicable } = dimensions[place]!;
        return applicable === 0 ? 0n : BigInt(weight) * (common / BigInt(applicable)) * times;
      });
      this.#times = 1n;
      this.#below = BigInt(index.denominator);
    }
  }

  numerator(met: readonly number[]): bigint {
    return this.#sum(met) * this.#times;
  }

  category(met: readonly number[]): string {
    const sum = this.#sum(met);
    let found = this.#index.lowest;
    for (const [category, numerator, denominator, includes] of this.#index.cuts) {
      const left = BigInt(denominator) * sum;
      const right = BigInt(numerator) * this.#below;
      if (left > right || (includes && left === right)) found = category;
    }
    return found;
  }

  #sum(met: readonly number[]): bigint {
    return met.reduce((sum, each, place) => sum + BigInt(each) * this.#of[place]!, 0n);
  }
}

/** The index of 0 to 100 in hundredths, rounded half up: 7591 is 75.91. */
export function hundredths({ numerator, denominator }: Score): bigint {
  return (20000n * numerator + denominator) / (2n * denominator);
}
