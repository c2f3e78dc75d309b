import { expect, test } from "vitest";
import type { Block, Interview, Question } from "../forms";
import { holdsRoster, ownPart, sectionNames, signedPart } from "./joint";

const JOINT = {
  task: "t1",
  other: "Dewi (sintetis)",
  mine: ["rumah", "ekonomi"],
  theirs: ["anggota", "masyarakat"],
  labels: { rumah: { id: "Rumah", en: "House" }, ekonomi: { id: "Ekonomi" } },
};

const question = (name: string, told: Readonly<Record<string, unknown>> = {}): Question =>
  ({ id: name, name, path: `/data/${name}`, kind: "text", relevant: true, ...told }) as unknown as Question;
const block = (key: string, ...questions: Question[]): Block =>
  ({ kind: "questions", key, title: `${key} (1/2)`, sections: [{ heading: null, questions }] }) as Block;

const BLOCKS = [
  block("tempat", question("kode_desa")),
  block("anggota:1", question("nama"), question("nik"), question("tgl_lahir")),
  block("anggota:1+1", question("pekerjaan")),
  { kind: "roster", key: "anggota", title: "", members: [] } as unknown as Block,
  block("rumah", question("kamar")),
  block("masyarakat", question("ibadah")),
  block("hasil", question("pengantar", { kind: "note" })),
];
const FORM = {
  blocks: BLOCKS,
  problems: ["nik", "tgl_lahir", "kamar", "ibadah"].map((name) => ({
    block: BLOCKS.find((each) => each.kind === "questions" && each.sections[0]!.questions.some((one) => one.name === name))!,
    question: question(name),
    problem: { kind: "required", message: null },
  })),
  value: (name: string) => `value of ${name}`,
} as unknown as Interview;

test("a kader is asked what both are asked, their own sections, and of the other's roster only who lives there", () => {
  const part = ownPart(FORM, JOINT);
  const asked = part.blocks.map((each) => [each.key, each.kind === "questions" ? each.sections.flatMap(({ questions }) => questions.map(({ name }) => name)) : []]);
  expect(asked).toEqual([
    ["tempat", ["kode_desa"]],
    ["anggota:1", ["nama", "tgl_lahir"]],
    ["anggota", []],
    ["rumah", ["kamar"]],
  ]);
  expect(part.blocks[1]!.title).toBe("anggota:1");
  expect(part.blocks[1]).toBe(part.blocks[1]); // the same while it is open, so that the screen stays
  expect(part.blockOf("/data/nik")).toBeNull();
  expect(part.value("nama")).toBe("value of nama");
});

test("what is open in the other's sections hinders nobody", () => {
  const open = ownPart(FORM, JOINT).problems;
  expect(open.map(({ block, question }) => [block.key, question.name])).toEqual([
    ["anggota:1", "tgl_lahir"],
    ["rumah", "kamar"],
  ]);
});

test("who holds the roster asks what may not be overheard", () => {
  expect(holdsRoster(JOINT)).toBe(false);
  expect(holdsRoster({ ...JOINT, mine: JOINT.theirs })).toBe(true);
  expect(holdsRoster(null)).toBe(true);
  expect(sectionNames(JOINT, "mine", "en")).toBe("House, Ekonomi");
});

test("the signature stands under task, instance, bytes, sections and moment", async () => {
  const xml = "<data><meta><instanceID>uuid:v1</instanceID></meta></data>";
  const texts: string[] = [];
  const sign = async (text: string) => (texts.push(text), "signature");
  const extra = await signedPart(xml, JOINT, sign, new Date("2026-11-22T02:00:00Z"));
  expect(extra).toEqual({ part: { task: "t1", sections: ["ekonomi", "rumah"], signed_at: "2026-11-22T02:00:00.000Z", signature: "signature" } });
  expect(texts).toEqual(["t1|uuid:v1|c53bf81ef6408fd6b11bf182c22fe11fc066461de029a85881905d45e7f241d2|ekonomi,rumah|2026-11-22T02:00:00.000Z"]);
});
