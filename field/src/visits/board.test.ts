import { describe, expect, it } from "vitest";
import { Board, type VisitLine } from "./board";

const ABOUT = { familyId: "f", corrects: null } as VisitLine["about"];

function line(id: string, standing: VisitLine["standing"], told: Partial<VisitLine> = {}): VisitLine {
  const isThere = standing !== "draft" && standing !== "here";
  return { id, standing, about: ABOUT, familyId: "f", onItsWay: null, sent: isThere ? ({} as VisitLine["sent"]) : null, ...told };
}

describe("a family of the board", () => {
  it("stays visited while a draft of another visit stands for it", () => {
    const board = new Board([line("1", "checked"), line("2", "draft")]);
    expect(board.standing("f")).toBe("draft");
    expect(board.isVisited("f")).toBe(true);
    expect(new Board([line("2", "draft")], new Set(["f"])).isVisited("f")).toBe(true);
  });

  it("is not visited by a draft alone, nor by a visit that gave way", () => {
    expect(new Board([line("1", "draft")]).isVisited("f")).toBe(false);
    expect(new Board([line("1", "superseded")]).isVisited("f")).toBe(false);
    expect(new Board([]).isVisited("f")).toBe(false);
  });
});

describe("the visits that arrived", () => {
  it("are all with a receipt of this phone, also those that gave way to another", () => {
    const board = new Board([line("1", "superseded"), line("2", "checked"), line("3", "returned"), line("4", "here"), line("5", "draft")]);
    expect(board.arrived).toBe(3);
    expect(new Board([line("1", "checked", { about: null })]).arrived).toBe(0);
  });
});
