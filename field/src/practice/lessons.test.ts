import { describe, expect, it } from "vitest";
import { Watch, type Watched } from "./lessons";

const END = "";

function form(open: string[] = [], members = 1): Watched {
  const blocks = [
    { key: "a", kind: "questions" },
    { key: "roster", kind: "roster", members: Array.from({ length: members }) },
    { key: "b", kind: "questions" },
  ];
  const problems = open.map((key) => ({ block: { key } }));
  return { blocks, problems } as unknown as Watched;
}
const at = (block: string) => ({ block, seen: [], pace: {} });

describe("what was tried in practice", () => {
  it("is forward, back and the end", () => {
    const watch = new Watch();
    expect(watch.moved(form(), at("a"))).toEqual([]);
    expect(watch.moved(form(), at("roster"))).toEqual(["next"]);
    expect(watch.moved(form(), at("a"))).toEqual(["back"]);
    expect(watch.moved(form(), at(END))).toEqual(["next", "end"]);
    expect(watch.moved(form(), at("b"))).toEqual(["back"]);
  });

  it("is skipping only when something was open", () => {
    const watch = new Watch();
    watch.moved(form(["a"]), at("a"));
    expect(watch.moved(form(["a"]), at("roster"))).toEqual(["next", "stop"]);
    expect(watch.moved(form(["a"]), at("b"))).toEqual(["next"]);
  });

  it("is no move when a visit goes on where it was put away", () => {
    const watch = new Watch();
    watch.moved(form(), at("b"));
    watch.left();
    expect(watch.moved(form(), at("a"))).toEqual([]);
  });

  it("is a second member once there are two", () => {
    expect(new Watch().answered(form())).toEqual(["answer"]);
    expect(new Watch().answered(form([], 2))).toEqual(["answer", "member"]);
  });
});
