/** The words of the app, and numbers and dates as the reader writes them. */
import { createSignal } from "solid-js";
import { words, type Word } from "./words";

export type Language = "id" | "en";
export type { Word } from "./words";
export { dayMonthYear, daysIn, ageOn, readDate, type DateParts, type DateProblem } from "./dates";
export { readDecimal, readWhole, writeNumber, type NumberProblem, type ReadNumber } from "./numbers";

const [language, setLanguage] = createSignal<Language>("id");
export { language };

/** Change the language of the app's own words; everything on screen follows at once. */
export function speak(next: Language): void {
  setLanguage(next);
  document.documentElement.lang = next;
}

/** A language's own name: "Indonesia", "English", "Banjar"; as the questionnaire calls it where nobody knows. */
export function nameOf(code: string, otherwise: string): string {
  if (code === "id") return "Indonesia";
  const plain = otherwise.replace(/\s*\([a-z-]+\)\s*$/i, "");
  if (code === "") return plain;
  const known = new Intl.DisplayNames([code === "en" ? "en" : "id"], { type: "language", fallback: "none" }).of(code);
  return known ?? plain;
}

/** Say a word or sentence in the reader's language, with its {places} filled; {places#} without zeros in front. */
export function say(word: Word, filling: Readonly<Record<string, string | number>> = {}): string {
  const sentence = words[word][language() === "id" ? 0 : 1];
  return sentence.replace(/\{(\w+)(#?)\}/g, (place, name: string, isNumber: string) => {
    const filled = String(filling[name] ?? place);
    return isNumber === "" ? filled : filled.replace(/^0+(?=\d)/, "");
  });
}
