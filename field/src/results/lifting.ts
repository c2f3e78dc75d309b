/** The smallest steps over the next cut: exact, and of equally small ones the easiest. */
import { Maker, type Score } from "./arithmetic";
import type { IndexReading, Reading } from "./reading";

export interface Lift {
  /** The category that is reached. */
  readonly category: string;
  /** Places of the indicators to meet, in the index's order. */
  readonly places: readonly number[];
}

interface Step {
  readonly weight: number;
  readonly ease: number;
  readonly places: readonly number[];
}

/**
 * The smallest set of unmet indicators that would lift the family over its next cut. Only what a family can do
 * something about is turned; null where that does not suffice, and in the highest category.
 */
export function liftOf(reading: Reading, index: IndexReading, score: Score): Lift | null {
  const order = index.categories.map((each) => each.id);
  const now = order.indexOf(score.category ?? "");
  if (now < 0 || now === order.length - 1) return null;
  const options = index.dimensions.map((_each, dimension) => stepsIn(reading, index, score.states, dimension));
  const maker = new Maker(index, score.dimensions);
  const lifted = (steps: readonly Step[]): string => maker.category(score.dimensions.map((each, place) => each.met + steps[place]!.weight));
  const most = options.reduce((sum, each) => sum + each.length - 1, 0);
  for (let size = 1; size <= most; size += 1) {
    let best: { steps: readonly Step[]; ease: number } | null = null;
    for (const steps of choices(options, size)) {
      if (order.indexOf(lifted(steps)) <= now) continue;
      const ease = steps.reduce((sum, each) => sum + each.ease, 0);
      if (best === null || ease < best.ease) best = { steps, ease };
    }
    if (best !== null) return { category: lifted(best.steps), places: best.steps.flatMap((each) => each.places).sort((a, b) => a - b) };
  }
  return null;
}

/** Of a dimension, by number of indicators: every weight that so many can have, each in its easiest way. */
function stepsIn(reading: Reading, index: IndexReading, states: string, dimension: number): readonly (readonly Step[])[] {
  const turnable = index.indicators.flatMap((each, place) => {
    const ease = each.need === null ? null : (reading.services.needs[each.need]?.ease ?? null);
    return each.dimension === dimension && states[place] === "0" && ease !== null ? [{ place, weight: each.weight, ease }] : [];
  });
  const found: Map<number, Step>[] = [new Map([[0, { weight: 0, ease: 0, places: [] }]])];
  for (const one of turnable) {
    for (let size = found.length; size >= 1; size -= 1) {
      for (const before of found[size - 1]!.values()) {
        const weight = before.weight + one.weight;
        const ease = before.ease + one.ease;
        const at = (found[size] ??= new Map<number, Step>());
        if ((at.get(weight)?.ease ?? Infinity) > ease) at.set(weight, { weight, ease, places: [...before.places, one.place] });
      }
    }
  }
  return found.map((each) => [...each.values()]);
}

/** One step of each dimension, `size` indicators together. */
function* choices(options: readonly (readonly (readonly Step[])[])[], size: number): Generator<readonly Step[]> {
  const [first, ...rest] = options;
  if (first === undefined) {
    if (size === 0) yield [];
    return;
  }
  const left = rest.reduce((sum, each) => sum + each.length - 1, 0);
  for (let own = Math.max(0, size - left); own < first.length && own <= size; own += 1) {
    for (const step of first[own]!) for (const others of choices(rest, size - own)) yield [step, ...others];
  }
}
