/** The reading's own words in the reader's language, and the numbers and answers between them. */
import { dayMonthYear, language, say, writeNumber } from "../text";
import { hundredths, type Counted, type Score } from "./arithmetic";
import type { Blamed } from "./culprits";
import type { Both, IndexReading, Reading } from "./reading";
import type { ChosenStep } from "./result";
import type { Values } from "./values";

export function inWords(both: Both | null | undefined): string {
  return both?.[language()] ?? "";
}

/** A title without what it says in brackets about itself. */
export function plainTitle(both: Both): string {
  return inWords(both)
    .replace(/\s*\([^()]*\)\s*$/, "")
    .replaceAll(" - ", " – ");
}

/** How much of a dimension is met: "3 dari 8"; what applies to nobody of the family is no failure. */
export function partText({ met, applicable, unanswered }: Counted): string {
  if (applicable > 0) return say("result.part", { met, count: applicable });
  return say(unanswered > 0 ? "result.blank" : "result.notApplicable");
}

/** A group's name to be said: "Sedang"; where readers of the language do not know that word, its whole title. */
export function groupName(index: IndexReading, category: string): string {
  return language() === "id" ? capital(category) : capital(inWords(index.categories.find((each) => each.id === category)?.title));
}

/** What a group's name means, "" where the name says it all. */
export function groupMeaning(index: IndexReading, category: string): string {
  const title = capital(inWords(index.categories.find((each) => each.id === category)?.title));
  return title === groupName(index, category) ? "" : `${title}.`;
}

/** 0 the lowest group, 1 in between, 2 the highest. */
export function tone(index: IndexReading, category: string): "rendah" | "sedang" | "tinggi" {
  const place = index.categories.findIndex((each) => each.id === category);
  return place <= 0 ? "rendah" : place === index.categories.length - 1 ? "tinggi" : "sedang";
}

/** 75.91 or 75,91: two decimals, rounded half up. */
export function valueText(score: Score): string {
  const value = hundredths(score).toString().padStart(3, "0");
  return `${value.slice(0, -2)}${language() === "id" ? "," : "."}${value.slice(-2)}`;
}

export function dayText(iso: string): string {
  return /^\d{4}-\d{2}-\d{2}/.test(iso) ? dayMonthYear(iso.slice(0, 10), language()) : "";
}

/** What the family calls a step; without `own` words only what the list says. */
export function stepText(reading: Reading, chosen: ChosenStep, own: string): string {
  if (chosen.own !== "") return own;
  const { needs, other_steps } = reading.services;
  return inWords(needs[chosen.step]?.step ?? other_steps[chosen.step]) || own;
}

export interface Answered {
  readonly question: string;
  readonly answer: string;
}

/** The questions and answers something hangs on; a member's question names the member. */
export function answersOf(reading: Reading, values: Values, blamed: Blamed): readonly Answered[] {
  const { ask, roster, member } = blamed;
  const answer = roster === null ? (name: string) => values.one(name) : values.members(roster)[member ?? 0]!;
  const who = roster === null ? "" : answer(reading.rosters[roster] ?? "") || String((member ?? 0) + 1);
  return ask.flatMap((name) => {
    const question = reading.questions[name];
    const given = answer(name);
    if (question === undefined || given === "") return [];
    const asked = inWords(question.label);
    const named = roster !== null && !asked.includes("{}") ? `${who}: ${asked}` : asked.replaceAll("{}", who);
    return [{ question: named, answer: inWords(question.choices[given]) || shown(given) }];
  });
}

function shown(given: string): string {
  return /^-?\d+(\.\d+)?$/.test(given) ? writeNumber(Number(given), language()) : given;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
