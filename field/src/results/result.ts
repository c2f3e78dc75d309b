/** Everything a family can be told about a visit, worked out from the form's states. */
import { scoreOf, type Score } from "./arithmetic";
import { blamed, type Blamed } from "./culprits";
import { liftOf, type Lift } from "./lifting";
import type { IndexReading, IndicatorReading, Reading } from "./reading";
import type { Values } from "./values";

export interface IndexResult {
  readonly index: IndexReading;
  readonly score: Score;
  readonly lift: Lift | null;
}

/** What is unmet in one or more indices and has one answer. */
export interface Unmet {
  readonly need: string | null;
  /** One for each index that says it, without those that point at nothing new; indices differ in whom they mean. */
  readonly reasons: readonly Reason[];
  readonly sensitive: boolean;
}

export interface Reason {
  readonly index: IndexReading;
  readonly indicator: IndicatorReading;
  /** In the order in which the questions are asked, the members in the family's order. */
  readonly blamed: readonly Blamed[];
}

export interface ChosenStep {
  readonly step: string;
  /** What the family calls it, when the step is of its own. */
  readonly own: string;
  /** YYYY-MM-DD, "" when there is none. */
  readonly by: string;
}

export interface Result {
  readonly reading: Reading;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly indices: readonly IndexResult[];
  readonly unmet: readonly Unmet[];
  /** What has no answer: names of questions would say too much, labels do. */
  readonly unanswered: readonly IndicatorReading[];
  readonly steps: readonly ChosenStep[];
}

/** The result of a visit; an index whose states are not there (nobody was interviewed) is left out. */
export function resultOf(reading: Reading, values: Values): Result {
  const indices = reading.indices.flatMap((index): IndexResult[] => {
    const score = scoreOf(index, values.one(index.states));
    return score === null ? [] : [{ index, score, lift: liftOf(reading, index, score) }];
  });
  return {
    reading,
    day: values.one(reading.interview),
    indices,
    unmet: unmetOf(reading, indices, values),
    unanswered: once(indices.flatMap((each) => inState(each, "?"))),
    steps: [1, 2, 3].flatMap((number): ChosenStep[] => {
      const step = values.one(`langkah_${number}`);
      return step === "" ? [] : [{ step, own: values.one(`langkah_${number}_lain`), by: values.one(`langkah_${number}_tanggal`) }];
    }),
  };
}

function inState({ index, score }: IndexResult, sign: string): IndicatorReading[] {
  return index.indicators.filter((_each, place) => score.states[place] === sign);
}

function once(indicators: readonly IndicatorReading[]): IndicatorReading[] {
  const seen = new Set<string>();
  return indicators.filter(({ need, id }) => !seen.has(need ?? id) && seen.add(need ?? id));
}

function unmetOf(reading: Reading, indices: readonly IndexResult[], values: Values): Unmet[] {
  const found = new Map<string, Unmet>();
  for (const each of indices) {
    for (const indicator of inState(each, "0")) {
      const key = indicator.need ?? indicator.id;
      const before = found.get(key);
      const reason = { index: each.index, indicator, blamed: blamed(reading, indicator.culprits, values) };
      const reasons = before?.reasons ?? [];
      found.set(key, {
        need: indicator.need,
        reasons: reasons.length > 0 && saysNothingNew(reason, reasons) ? reasons : [...reasons, reason],
        sensitive: (before?.sensitive ?? false) || indicator.sensitive,
      });
    }
  }
  return [...found.values()];
}

function saysNothingNew({ blamed: fresh }: Reason, reasons: readonly Reason[]): boolean {
  const said = new Set(reasons.flatMap((each) => each.blamed).map((each) => JSON.stringify(each)));
  return fresh.every((each) => said.has(JSON.stringify(each)));
}
