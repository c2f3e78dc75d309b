import { beforeEach, describe, expect, it } from "vitest";
import { fetchRecaps, keptRecaps, queued, queueReport, sendReports, withdraw, keptDraft, type QueuedReport, type Shelf } from "./keeping";
import { tallyOf } from "./own";
import { coverageLine, heldBack, noValue, proofOf, textToTell } from "./telling";
import type { Courier, Recap, Report } from "./types";

class Refusal extends Error {
  readonly code = "refused";
  readonly told = { code: "reports.underway", message: "Laporan masih berjalan.", details: {} };
}

function shelf(): Shelf {
  const kept = new Map<string, string>();
  return {
    notes: {
      get: async (id: string) => JSON.parse(kept.get(id) ?? "null") as unknown,
      put: async (id: string, content: unknown) => void kept.set(id, JSON.stringify(content)),
      delete: async (id: string) => void kept.delete(id),
    },
  };
}

const REPORT: QueuedReport = {
  id: "0190a0a0-0000-4000-8000-000000000001",
  round_id: 1,
  village: "63.02.05.2001",
  problems: ["signal"],
  proposals: [],
  other_problems: [],
  other_proposals: [],
};

function courier(answer: (path: string, body?: unknown) => unknown): Courier & { readonly sent: unknown[] } {
  const sent: unknown[] = [];
  const ask = async (path: string, body?: unknown) => {
    if (body !== undefined) sent.push(body);
    return answer(path, body) as never;
  };
  return { sent, get: (path) => ask(path), post: (path, body) => ask(path, body) };
}

function recap(counts: readonly (number | null)[]): Recap {
  const both = (text: string) => ({ id: text, en: text });
  return {
    round_id: 1,
    round: "Putaran satu",
    village: "63.02.05.2001",
    reports: [],
    figures: {
      village: { code: "63.02.05.2001", name: "Sungai Contoh", inside: ["Muara"] },
      coverage: { target: 90, visited: 61, approved: 60 },
      computed_at: "2026-11-22T03:00:00+00:00",
      data_state: "sementara",
      threshold: 5,
      indices: [
        {
          id: "ikk",
          version: "1",
          title: both("IKK"),
          value: null,
          scored: 60,
          category: null,
          categories: counts.map((count, at) => ({ id: `c${at}`, title: both(`kategori ${"abc"[at]}`), count })),
          below: [{ id: "x", label: both("Akta"), share: "58.33", n: 60 }],
          hidden: 2,
        },
      ],
    },
  };
}

describe("a report on its way", () => {
  let store: Shelf;
  beforeEach(() => (store = shelf()));

  it("goes with one id however often it is tried, and stays until the server has it", async () => {
    await queueReport(store, REPORT);
    let fails = 2;
    const link = courier(() => {
      if (fails-- > 0) throw Object.assign(new Error("offline"), { code: "offline" });
      return {};
    });
    await expect(sendReports(store, link)).rejects.toThrow("offline");
    await expect(sendReports(store, link)).rejects.toThrow("offline");
    expect(await queued(store)).toHaveLength(1);
    expect(await sendReports(store, link)).toBe(1);
    expect(await queued(store)).toEqual([]);
    expect(link.sent).toEqual([REPORT, REPORT, REPORT]);
  });

  it("that was refused says why, is not sent again, and can be mended", async () => {
    await queueReport(store, REPORT);
    const link = courier(() => {
      throw new Refusal();
    });
    expect(await sendReports(store, link)).toBe(0);
    expect(await sendReports(store, link)).toBe(0);
    expect(link.sent).toHaveLength(1);
    expect((await queued(store))[0]).toMatchObject({ id: REPORT.id, refused: "Laporan masih berjalan." });
    await withdraw(store, REPORT.id);
    expect(await queued(store)).toEqual([]);
    expect(await keptDraft(store, 1, REPORT.village)).toMatchObject({ problems: ["signal"] });
  });

  it("is not lost when another is queued meanwhile", async () => {
    await queueReport(store, REPORT);
    const other = { ...REPORT, id: "0190a0a0-0000-4000-8000-000000000002", village: "63.02.05.2002" };
    const link = courier(() => queueReport(store, other));
    await sendReports(store, link);
    expect(await queued(store)).toEqual([other]);
  });
});

describe("figures that were downloaded", () => {
  it("stay when nothing changed, and when nothing can be fetched", async () => {
    const store = shelf();
    const items = [recap([10, 20, 30])];
    await fetchRecaps(store, courier(() => ({ changed: true, cursor: "a", items })), () => "one");
    const link = courier((path) => (expect(path).toBe("village?since=a"), { changed: false, cursor: "a", items: [] }));
    expect(await fetchRecaps(store, link, () => "two")).toEqual({ cursor: "a", at: "two", items });
    const broken = courier(() => {
      throw new Error("offline");
    });
    await expect(fetchRecaps(store, broken)).rejects.toThrow();
    expect((await keptRecaps(store))?.at).toBe("two");
  });
});

describe("one's own visits", () => {
  const both = (text: string) => ({ id: text, en: text });
  const counting = {
    title: both("IKK"),
    categories: ["rendah", "sedang", "tinggi"].map((id) => ({ id, title: both(id) })),
    indicators: [
      { id: "A", label: both("A"), sensitive: false },
      { id: "B", label: both("B"), sensitive: true },
    ],
  };
  const visits = (...groups: readonly (readonly [count: number, category: string | null, states: string])[]) =>
    groups.flatMap(([count, category, states]) => Array.from({ length: count }, () => ({ category, states })));

  it("show no category while one of them is small, nor any that would give it away", () => {
    expect(tallyOf(counting, visits([20, "tinggi", "11"], [3, "rendah", "11"]), 5).categories).toBeNull();
    expect(tallyOf(counting, visits([20, "tinggi", "11"], [5, "rendah", "11"]), 5).categories?.map(({ count }) => count)).toEqual([5, 0, 20]);
    expect(tallyOf(counting, visits([4, "tinggi", "11"]), 5).categories).toBeNull();
  });

  it("show no indicator that rests on few, and of a sensitive one neither all nor none", () => {
    expect(tallyOf(counting, visits([3, "tinggi", "11"], [9, "tinggi", "01"]), 5).below).toEqual([]);
    expect(tallyOf(counting, visits([5, "tinggi", "1-"], [9, "tinggi", "0-"]), 5).below).toMatchObject([{ id: "A", n: 14 }]);
    expect(tallyOf(counting, visits([9, "tinggi", "10"]), 5).below).toEqual([]);
    expect(tallyOf(counting, visits([6, "tinggi", "10"], [6, "tinggi", "11"]), 5).below).toMatchObject([{ id: "B", share: 50 }]);
  });
});

describe("what is told on", () => {
  it("says what is hidden as hidden, and no number that was not given", () => {
    const text = textToTell(recap([null, null, 41]));
    expect(text.match(/disembunyikan/g)?.length).toBe(3); // the index and two categories
    const given = new Set(["61", "90", "75", "60", "58", "3", "41", "5", "22", "2026", "1"]);
    const clock = text.split("\n").filter((line) => !line.startsWith("Angka per"));
    for (const found of clock.join("\n").match(/\d+/g) ?? []) expect(given).toContain(found);
    expect(text).not.toContain("19");
  });

  it("says that figures are being worked out anew where nobody can tell yet, and not that families are few", () => {
    const one = recap([null, null, null]);
    const indices = one.figures.indices.map((index) => ({ ...index, scored: 205, below: [], held: "unsettled" as const }));
    const text = textToTell({ ...one, figures: { ...one.figures, indices } });
    expect(text).toContain("IKK: Angka sedang dihitung ulang");
    expect(text).toContain("Angka di halaman desa pada situs dan di laporan tetap berlaku.");
    expect(text).not.toContain("disembunyikan");
    expect(text).not.toContain("masih sedikit");
    expect(noValue(indices[0]!)).toBe("Angka sedang dihitung ulang");
  });

  it("says where the public sees more, and why a value is missing", () => {
    const index = recap([null, null, 41]).figures.indices[0]!;
    expect([noValue(index), heldBack(index)]).toEqual(["Nilai disembunyikan: keluarganya masih sedikit", null]);
    const held = { ...index, held: "own" as const };
    expect(noValue(held)).toBe("Nilai disembunyikan di HP kader");
    const one = recap([null, null, 41]);
    expect(textToTell({ ...one, figures: { ...one.figures, indices: [held] } })).toContain("Halaman desa pada situs dan laporan memuatnya.");
    expect(noValue({ ...index, scored: 0 })).toContain("Belum ada angka");
  });

  it("says families beyond the target as such", () => {
    const { figures } = recap([10, 20, 30]);
    const line = (coverage: typeof figures.coverage) => coverageLine({ ...figures, coverage });
    expect(line({ target: 212, visited: 213, approved: 0, over: 1 })).toBe("212 dari 212 keluarga sasaran sudah dikunjungi, 1 di luar sasaran");
    expect(line({ target: 212, visited: 212, approved: 0, over: 0 })).toBe("212 dari 212 keluarga sudah dikunjungi");
  });
});

describe("the receipt of a report", () => {
  const own = { number: "63.02.05.2001/P1/001", version: 2, sha256: "ab".repeat(32) };
  const report: Report = { ...own, id: REPORT.id, state: "accepted", steps: [], receipt: { ...own, received_at: "2026-11-22", signature: "x" } };

  it("proves nothing for another version, and what is received must have one", async () => {
    const yes = async () => "yes" as const;
    expect(await proofOf(report, yes)).toBe("yes");
    expect(await proofOf(report, async () => "no" as const)).toBe("no");
    expect(await proofOf({ ...report, version: 3 }, yes)).toBe("no");
    expect(await proofOf({ ...report, sha256: "cd".repeat(32) }, yes)).toBe("no");
    expect(await proofOf({ ...report, receipt: null }, yes)).toBe("no");
    expect(await proofOf({ ...report, state: "made", receipt: null }, yes)).toBeNull();
  });
});
