import { describe, expect, it } from "vitest";
import { Board, wantsAnother, type VisitLine } from "./board";

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

  it("is to be visited again when its visit was not accepted", () => {
    const board = new Board([line("1", "rejected")]);
    expect(board.standing("f")).toBe("none");
    expect(board.isVisited("f")).toBe(false);
    expect(board.of("f")[0]?.standing).toBe("rejected");
    expect(new Board([line("1", "rejected"), line("2", "sent")]).standing("f")).toBe("sent");
  });
});

describe("the visits that arrived", () => {
  it("are all with a receipt of this phone, also those that gave way to another", () => {
    const board = new Board([line("1", "superseded"), line("2", "checked"), line("3", "returned"), line("4", "here"), line("5", "draft")]);
    expect(board.arrived).toBe(3);
    expect(new Board([line("1", "checked", { about: null })]).arrived).toBe(0);
  });
});

describe("a visit that met nobody", () => {
  const ended = (result: string, standing: VisitLine["standing"] = "checked") => wantsAnother(line("1", standing, { about: { ...ABOUT, result } as VisitLine["about"] }));

  it("wants another visit once it was sent, unless it was decided about", () => {
    expect(ended("tidak_ada_responden")).toBe(true);
    expect(ended("tidak_ditemukan", "sent")).toBe(true);
    expect(ended("tidak_ditemukan", "here")).toBe(false);
    expect(ended("tidak_ditemukan", "approved")).toBe(false);
    expect(ended("tidak_ditemukan", "returned")).toBe(false);
  });

  it("is no visit where somebody answered, declined or has moved", () => {
    for (const result of ["selesai", "selesai_sebagian", "menolak", "pindah", ""]) expect(ended(result)).toBe(false);
    expect(wantsAnother(undefined)).toBe(false);
  });
});
