import { describe, expect, it } from "vitest";
import { contentVersion, upgraded, type Steps } from "./contents";
import { shelfOf } from "./families";
import { unzipped, zipped } from "./outbox";
import { SaveQueue, type Saved } from "./queue";
import { plain, Search } from "./search";
import { utf8 } from "../vault";

/** A disk that is as slow, full or broken as a test wants it. */
function disk() {
  const state = {
    kept: [] as number[],
    full: 0,
    broken: 0,
    rooms: 0,
    said: [] as Saved[],
    held: null as (() => void) | null,
    slow: false,
    retries: [] as (() => void)[],
    waits: [] as number[],
  };
  const queue = new SaveQueue<number>(
    async (value) => {
      if (state.slow) await new Promise<void>((go) => (state.held = go));
      if (state.full-- > 0) throw new Error("full");
      if (state.broken-- > 0) throw new Error("broken");
      state.kept.push(value);
    },
    {
      stateOf: (error) => ((error as Error).message === "full" ? "full" : "failing"),
      makeRoom: async () => void (state.rooms += 1),
      onState: (now) => state.said.push(now),
      later: (run, ms) => {
        state.retries.push(run);
        state.waits.push(ms);
        return () => (state.retries = state.retries.filter((one) => one !== run));
      },
    },
  );
  return { state, queue };
}

const turns = async (count = 10) => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
};

describe("the queue of a draft", () => {
  it("writes what it is given and says so", async () => {
    const { state, queue } = disk();
    queue.push(1);
    await queue.settled();
    expect(state.kept).toEqual([1]);
    expect(state.said).toEqual(["saving", "saved"]);
  });

  it("leaves out what was overtaken and never the last", async () => {
    const { state, queue } = disk();
    state.slow = true;
    for (let value = 1; value <= 100; value += 1) queue.push(value);
    await turns();
    state.slow = false;
    state.held?.();
    await queue.settled();
    expect(state.kept).toEqual([1, 100]);
  });

  it("takes what comes while the last word is being said", async () => {
    const { state, queue } = disk();
    queue.push(1);
    const done = queue.settled().then(() => queue.push(2));
    await done;
    await queue.settled();
    expect(state.kept).toEqual([1, 2]);
  });

  it("keeps what finds no room, makes room, and tries again ever later", async () => {
    const { state, queue } = disk();
    state.full = 3;
    queue.push(7);
    await turns();
    expect(queue.state).toBe("full");
    expect(state.rooms).toBe(1);
    state.retries[0]?.();
    await turns();
    queue.retry();
    await turns();
    expect(state.waits).toEqual([1_000, 2_000, 4_000]);
    queue.retry();
    await queue.settled();
    expect(state.kept).toEqual([7]);
    expect(queue.state).toBe("saved");
  });

  it("writes the newest when there is room again, not what failed", async () => {
    const { state, queue } = disk();
    state.broken = 1;
    queue.push(1);
    await turns();
    expect(queue.state).toBe("failing");
    queue.push(2);
    await queue.settled();
    expect(state.kept).toEqual([2]);
  });

  it("lets nobody else write while it pauses, and forgets nothing", async () => {
    const { state, queue } = disk();
    state.full = 1;
    queue.push(1);
    await turns();
    await queue.pause();
    expect(state.retries).toEqual([]);
    queue.retry();
    await queue.settled();
    expect(state.kept).toEqual([1]);
  });

  it("hands back what was not written when it is stopped", async () => {
    const { state, queue } = disk();
    state.full = 1;
    queue.push(5);
    await turns();
    expect(queue.stop()).toBe(5);
    expect(queue.stop()).toBeNull();
    expect(state.kept).toEqual([]);
  });

  it("keeps order and the last under any mixture of luck", async () => {
    let seed = 20_261_122;
    const chance = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let run = 0; run < 200; run += 1) {
      const { state, queue } = disk();
      const count = 1 + Math.floor(chance() * 20);
      for (let value = 1; value <= count; value += 1) {
        if (chance() < 0.2) state.full = 1;
        if (chance() < 0.1) state.broken = 1;
        queue.push(value);
        if (chance() < 0.5) await turns(Math.floor(chance() * 8));
      }
      for (let again = 0; again < 5; again += 1) {
        await turns();
        queue.retry();
      }
      await queue.settled();
      expect(state.kept.at(-1)).toBe(count);
      expect(state.kept).toEqual([...state.kept].sort((one, other) => one - other));
    }
  });
});

describe("content of an earlier app", () => {
  const steps = {
    drafts: [(old: { a: number }) => ({ b: old.a }), (old: { b: number }) => ({ c: old.b + 1 })],
  } as unknown as Steps;

  it("is brought up to date from every version", () => {
    expect(contentVersion("drafts", steps)).toBe(3);
    expect(upgraded("drafts", { a: 1 }, 1, steps)).toEqual({ c: 2 });
    expect(upgraded("drafts", { b: 1 }, 2, steps)).toEqual({ c: 2 });
    expect(upgraded("drafts", { c: 2 }, 3, steps)).toEqual({ c: 2 });
  });
});

describe("finding a family", () => {
  const search = new Search();
  const family = (id: string, name: string, ...words: string[]) => search.put({ id, name, words });
  family("1", "Siti Aminah", "RT 03", "Nur Hasanah");
  family("2", "Nurhayati", "RT 04");
  family("3", "Élysé D'Cruz", "RT 03");
  const ids = (typed: string) => search.find(typed).entries.map(({ id }) => id);

  it.each([
    ["nur", ["2", "1"]],
    ["NUR has", ["1"]],
    ["elyse", ["3"]],
    ["d cruz", ["3"]],
    ["rt 03", ["3", "1"]],
    ["ah", []],
    ["", ["3", "2", "1"]],
    ["  ", ["3", "2", "1"]],
  ])("by %s", (typed, found) => expect(ids(typed)).toEqual(found));

  it("forgets who is gone, and keeps one of each", () => {
    family("2", "Nurjanah");
    expect(search.size).toBe(3);
    search.delete("2");
    search.delete("2");
    expect(ids("nur")).toEqual(["1"]);
    search.clear();
    expect(search.find("").total).toBe(0);
  });

  it("compares without marks and signs", () => expect(plain("  Syarifah-Al  Qadrî. ")).toBe("syarifah al qadri"));

  it("spreads whatever ids there are over the shelves", () => {
    const shelves = new Map<string, number>();
    for (let id = 0; id < 6_400; id += 1) {
      const shelf = shelfOf(`0192f0a0-7b3c-7000-8000-${id.toString(16).padStart(12, "0")}`);
      shelves.set(shelf, (shelves.get(shelf) ?? 0) + 1);
    }
    expect(shelves.size).toBe(64);
    expect(Math.max(...shelves.values())).toBeLessThan(200);
  });
});

describe("what is sealed", () => {
  it("is zipped and comes out again", async () => {
    const bytes = utf8("<jawaban/>".repeat(1_000));
    const small = await zipped(bytes);
    expect(small.length).toBeLessThan(bytes.length / 20);
    expect(await unzipped(small)).toEqual(bytes);
  });
});
