import { expect, test } from "vitest";
import type { Block, Question } from "../forms";
import { answeredBlocks, emptyOptional } from "./filled";

const question = (name: string, told: Readonly<Record<string, unknown>> = {}): Question =>
  ({ id: name, name, kind: "text", required: false, readonly: false, relevant: true, said: "", ...told }) as unknown as Question;
const block = (key: string, ...questions: Question[]): Block =>
  ({ kind: "questions", key, title: key, sections: [{ heading: null, questions }] }) as Block;

test("what may stay empty and is, is listed", () => {
  const blocks = [
    block(
      "a",
      question("required", { required: true }),
      question("answered", { said: "ya" }),
      question("hidden", { relevant: false }),
      question("read", { kind: "note" }),
      question("fixed", { readonly: true }),
      question("income"),
      question("shown", { kind: "photo", photo: {} }),
    ),
    block("b", question("photo", { kind: "photo", photo: null })),
  ];
  expect(emptyOptional(blocks).map(({ block: { key }, question: { name } }) => [key, name])).toEqual([
    ["a", "income"],
    ["b", "photo"],
  ]);
});

test("a part is answered when somebody answered in it, and a list when one of its members is", () => {
  const roster = { kind: "roster", key: "members", title: "", members: [{ block: "m1" }, { block: "m2" }] } as unknown as Block;
  const other = { ...roster, key: "others", members: [{ block: "known" }] } as unknown as Block;
  const blocks = [
    block("empty", question("q1")),
    block("m1", question("q2")),
    block("m2", question("q3", { said: "Siti" })),
    block("known", question("q4", { said: "Budi" })),
    block("hidden", question("q5", { said: "x", relevant: false })),
    roster,
    other,
  ];
  const form = { blocks, isKnown: ({ name }: Question) => name === "q4" };
  expect([...answeredBlocks(form)].sort()).toEqual(["m2", "members"]);
});
