import { expect, test } from "vitest";
import type { Choice, ChoiceQuestion } from "../forms";
import { codesOf, dateIn, read, shown } from "./codes";

const choice = (value: string, code: string | null = null): Choice => ({ value, code, label: { text: value, pieces: [], audio: null, image: null } });

function question(kind: "one" | "many", choices: readonly Choice[]): ChoiceQuestion {
  const held: { chosen: readonly string[] } = { chosen: [] };
  return {
    kind,
    choices,
    get chosen() {
      return held.chosen;
    },
    choose: (values: readonly string[]) => void (held.chosen = values),
  } as unknown as ChoiceQuestion;
}

function typed(of: ChoiceQuestion, text: string): boolean {
  const found = read(of, text);
  if ("why" in found) return false;
  found.give();
  return true;
}

test("a code stands for a choice, counted from one or as the form numbers it", () => {
  expect(codesOf([choice("ya"), choice("tidak")])).toEqual(["1", "2"]);
  expect(codesOf([choice("10", "10"), choice("20", "20")])).toEqual(["10", "20"]);
  const of = question("one", [choice("ya"), choice("tidak")]);
  expect(typed(of, "02")).toBe(true);
  expect(of.chosen).toEqual(["tidak"]);
  expect(shown(of)).toBe("2");
});

test("no code is no answer, a wrong one is said", () => {
  const of = question("one", [choice("ya"), choice("tidak")]);
  expect(typed(of, "1")).toBe(true);
  expect(typed(of, "")).toBe(true);
  expect(of.chosen).toEqual([]);
  for (const wrong of ["3", "0", "x", "1 2"]) expect(typed(of, wrong)).toBe(false);
});

test("several codes stand side by side, each once", () => {
  const of = question("many", [choice("a"), choice("b"), choice("c")]);
  expect(typed(of, "3, 1 3")).toBe(true);
  expect(of.chosen).toEqual(["c", "a"]);
});

test("dates are read as typists write them", () => {
  for (const text of ["12031987", "12-3-1987", "12/03/1987", "12 3 1987", "12.03.1987"]) expect(dateIn(text)).toEqual({ iso: "1987-03-12" });
  expect(dateIn("")).toEqual({ iso: "" });
  expect(dateIn("31022026")).toEqual({ problem: "noSuchDay" });
  expect(dateIn("1203198")).toHaveProperty("problem");
  expect(dateIn("1 2 2026 4")).toEqual({ problem: "unfinished" });
});
