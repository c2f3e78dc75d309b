import { describe, expect, it } from "vitest";
import { LESSONS, learnt, nextOf, NOTHING_LEARNT, Watch, type Watched } from "./lessons";

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
    expect(watch.moved(form(), at("a")).tried).toEqual([]);
    expect(watch.moved(form(), at("roster")).tried).toEqual(["next"]);
    expect(watch.moved(form(), at("a")).tried).toEqual(["back"]);
    expect(watch.moved(form(), at(END)).tried).toEqual(["next", "end"]);
    expect(watch.moved(form(), at("b")).tried).toEqual(["back"]);
  });

  it("is skipping only when something was open", () => {
    const watch = new Watch();
    watch.moved(form(["a"]), at("a"));
    expect(watch.moved(form(["a"]), at("roster")).tried).toEqual(["next", "stop"]);
    expect(watch.moved(form(["a"]), at("b")).tried).toEqual(["next"]);
  });

  it("is no move when a visit goes on where it was put away", () => {
    const watch = new Watch();
    watch.moved(form(), at("b"));
    watch.left();
    expect(watch.moved(form(), at("a")).tried).toEqual([]);
  });

  it("is a second member once there are two", () => {
    expect(new Watch().answered(form()).tried).toEqual(["answer"]);
    expect(new Watch().answered(form([], 2)).tried).toEqual(["answer", "member"]);
  });
});

/** What the guide shows after each of these steps: blocks gone to, or "!" for an answer. */
function shown(steps: readonly string[], open: string[] = []): readonly (string | undefined)[] {
  const watch = new Watch();
  watch.moved(form(open), at("a"));
  let far = NOTHING_LEARNT;
  return steps.map((step) => {
    far = learnt(far, step === "!" ? watch.answered(form(open)) : watch.moved(form(open), at(step)));
    return nextOf(far)?.id;
  });
}

describe("what to try next", () => {
  it("comes in order where each is tried", () => {
    expect(shown(["!", "roster", "a"], ["a"])).toEqual(["next", "back", "member"]);
  });

  it("goes on where nothing was left to skip", () => {
    expect(shown(["!", "roster", "b", END])).toEqual(["next", "stop", "back", "member"]);
  });

  it("goes on when a later thing is tried first", () => {
    expect(shown(["!", "roster", "a"])).toEqual(["next", "stop", "member"]);
  });

  it("waits with a second member until the list of members is behind", () => {
    const far = { tried: new Set(["answer", "next", "stop", "back"] as const), passed: new Set<never>() };
    const watch = new Watch();
    watch.moved(form(), at("a"));
    const inList = learnt(far, watch.moved(form(), at("roster")));
    expect(nextOf(inList)?.id).toBe("member");
    expect(nextOf(learnt(inList, watch.moved(form(), at("b"))))?.id).toBe("later");
  });

  it("never calls done what was passed over", () => {
    const all = LESSONS.map(({ id }) => id);
    const after = learnt({ tried: new Set(all.slice(0, 2)), passed: new Set() }, { tried: ["next"], left: ["stop"] });
    expect([...after.tried]).toEqual(["answer", "next"]);
    expect([...after.passed]).toEqual(["stop"]);
  });
});
