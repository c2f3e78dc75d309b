import { expect, test } from "vitest";
import { divided } from "./engine/divided";
import { fitted } from "./photo";
import type { Question, Section } from "./types";

const asked = (name: string, kind = "text") => ({ name, kind }) as unknown as Question;
const names = (parts: Section[][]) => parts.map((part) => part.flatMap((section) => section.questions.map((each) => each.name)));

test("a group that fits stays one", () => {
  const sections = [{ heading: null, questions: [asked("a"), asked("b"), asked("n", "note")] }];
  expect(divided(sections, 2)).toEqual([sections]);
});

test("a long group is divided evenly, notes stay with what stands before them", () => {
  const sections = [
    { heading: null, questions: [asked("n0", "note"), asked("a"), asked("b"), asked("n1", "note"), asked("c")] },
    { heading: null, questions: [asked("d"), asked("e")] },
  ];
  expect(names(divided(sections, 3))).toEqual([
    ["n0", "a", "b", "n1", "c"],
    ["d", "e"],
  ]);
  expect(divided(sections, 3)[1]).toHaveLength(1);
  expect(names(divided(sections, 2))).toEqual([["n0", "a", "b", "n1"], ["c", "d"], ["e"]]);
  expect(divided(sections, 2)[1]).toHaveLength(2);
});

test("a photo shrinks to its longest side and never grows", () => {
  expect(fitted(4000, 3000, 1280)).toEqual([1280, 960]);
  expect(fitted(900, 1600, 1280)).toEqual([720, 1280]);
  expect(fitted(640, 480, 1280)).toEqual([640, 480]);
  expect(fitted(5000, 1, 1280)).toEqual([1280, 1]);
});
