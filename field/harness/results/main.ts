/** What the golden families are judged by in a browser: the form engine and the results, without the screens. */
import { open } from "../../src/forms/engine/open";
import { hundredths, scoreOf } from "../../src/results/arithmetic";
import { blamed } from "../../src/results/culprits";
import { liftOf } from "../../src/results/lifting";
import type { IndexReading, Reading } from "../../src/results/reading";
import { resultOf } from "../../src/results/result";
import { summaryOf, summaryText } from "../../src/results/summary";
import { valuesOf } from "../../src/results/values";
import { speak } from "../../src/text";

/** A score as Python reads it: whole numbers as text. */
function told(index: IndexReading, states: string) {
  const score = scoreOf(index, states);
  if (score === null) return null;
  const { numerator, denominator, category, reason, dimensions } = score;
  return {
    states: score.states,
    numerator: String(numerator),
    denominator: String(denominator),
    category,
    reason,
    dimensions,
    hundredths: category === null ? null : String(hundredths(score)),
  };
}

/** Fill a form with what stands in an instance, let the engine work everything out, and read the result. */
async function filled(xform: string, reading: Reading, xml: string) {
  const interview = await open({ xform, media: () => Promise.resolve(null) }, { from: "draft", draft: { xml, photos: [], hidden: {}, language: "" } });
  const values = valuesOf(interview.draft().xml, Object.keys(reading.rosters));
  const found = reading.indices.map((index) => told(index, values.one(index.states)));
  interview.close();
  return found;
}

function lift(reading: Reading, index: IndexReading, states: string) {
  const score = scoreOf(index, states);
  return score === null ? null : liftOf(reading, index, score);
}

/** What the family would take along, as text. */
function summary(reading: Reading, xml: string, language: "id" | "en"): string {
  speak(language);
  return summaryText(summaryOf(resultOf(reading, valuesOf(xml, Object.keys(reading.rosters)))));
}

/** What is said not to be met: by which indicator, by which questions and of whom. */
function reasons(reading: Reading, xml: string) {
  const { unmet } = resultOf(reading, valuesOf(xml, Object.keys(reading.rosters)));
  return unmet.map((each) =>
    each.reasons.map((reason) => ({ indicator: reason.indicator.id, blamed: reason.blamed.map(({ ask, member }) => [ask, member]) })),
  );
}

(globalThis as unknown as Record<string, unknown>)["results"] = { told, filled, lift, summary, reasons, blamed };
