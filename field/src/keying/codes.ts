import type { Choice, Question } from "../forms";
import { readDate, readDecimal, readWhole, writeNumber, language, type DateProblem, type NumberProblem, say, type Word } from "../text";
import { tell } from "./words";

/** What a typist typed, read for a question: how to answer with it, or why it cannot be read. */
export type Read = { readonly give: () => void } | { readonly why: () => string };

const NUMBERS = {
  notWhole: "number.notWhole",
  notNumber: "number.notNumber",
  unclear: "number.unclear",
  tooBig: "number.tooBig",
} as const satisfies Record<NumberProblem, Word>;
const DATES = {
  unfinished: "date.unfinished",
  yearShort: "date.yearShort",
  noSuchMonth: "date.noSuchMonth",
  noSuchDay: "date.noSuchDay",
} as const satisfies Record<DateProblem, Word>;

/** Codes of a question's choices, as printed: those of the form, else counted from one. */
export function codesOf(choices: readonly Choice[]): readonly string[] {
  return choices.map((choice, place) => choice.code ?? String(place + 1));
}

/** Read what was typed for a question. Nothing typed is no answer. */
export function read(question: Question, typed: string): Read {
  const text = typed.trim();
  switch (question.kind) {
    case "text":
      return { give: () => question.set(text) };
    case "whole":
    case "decimal": {
      const found = question.kind === "whole" ? readWhole(text) : readDecimal(text);
      return "problem" in found ? { why: () => say(NUMBERS[found.problem]) } : { give: () => question.set(found.plain) };
    }
    case "date": {
      const found = dateIn(text);
      return "problem" in found ? { why: () => say(DATES[found.problem]) } : { give: () => question.set(found.iso) };
    }
    case "one":
    case "many":
    case "rank":
      return coded(question, text);
    case "trigger":
      if (text !== "" && text !== "1") return { why: () => tell("noCode", { code: text }) };
      return { give: () => question.set(text === "1") };
    case "range": {
      const found = readDecimal(text);
      if ("problem" in found) return { why: () => say(NUMBERS[found.problem]) };
      const value = Number(found.plain);
      const { start, end } = question;
      if (found.plain !== "" && (value < start || value > end)) return { why: () => tell("outside", { start, end }) };
      return { give: () => question.set(found.plain === "" ? null : value) };
    }
    default:
      return { give: () => undefined };
  }
}

/** A question's answer as a typist types it. */
export function shown(question: Question): string {
  switch (question.kind) {
    case "text":
      return question.value;
    case "whole":
      return question.value;
    case "decimal":
      return question.value.replace(".", ",");
    case "date":
      return question.value === "" ? "" : question.value.split("-").reverse().join("-");
    case "one":
    case "many":
      return typedOf(question.choices, question.chosen);
    case "rank":
      return typedOf(question.choices, question.order);
    case "trigger":
      return question.done ? "1" : "";
    case "range":
      return question.value === null ? "" : writeNumber(question.value, language());
    default:
      return "";
  }
}

/** Whether a question is typed at all: what a machine takes is not on paper. */
export function isTyped(question: Question): boolean {
  if ("choices" in question && question.choices.length === 0) return false;
  return question.kind !== "note" && question.kind !== "place" && question.kind !== "photo";
}

/** Read a date as typists write it: 12031987, 12-3-1987, 12/03/1987 or 12 3 1987. */
export function dateIn(text: string): ReturnType<typeof readDate> {
  const run = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  if (run !== null) return readDate({ day: run[1]!, month: run[2]!, year: run[3]! });
  const [day = "", month = "", year = "", more] = text.split(/[\s./-]+/);
  return more === undefined ? readDate({ day, month, year }) : { problem: "unfinished" };
}

type Coded = Extract<Question, { kind: "one" | "many" | "rank" }>;

function coded(question: Coded, text: string): Read {
  const codes = codesOf(question.choices);
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const unknown = words.find((word) => !codes.includes(plain(word)));
  if (unknown !== undefined) return { why: () => tell("noCode", { code: unknown }) };
  if (question.kind === "one" && words.length > 1) return { why: () => tell("oneCode") };
  const values = [...new Set(words.map((word) => question.choices[codes.indexOf(plain(word))]!.value))];
  return { give: () => (question.kind === "rank" ? question.rank(values) : question.choose(values)) };
}

function plain(code: string): string {
  return code.replace(/^0+(?=\d)/, "");
}

function typedOf(choices: readonly Choice[], values: readonly string[]): string {
  const codes = codesOf(choices);
  return values.map((value) => codes[choices.findIndex((choice) => choice.value === value)] ?? "").filter(Boolean).join(" ");
}
