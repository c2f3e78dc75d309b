"""What the phone's own store takes, in Chromium slowed six times: opening, searching and saving.

Needs the app's packages (``npm ci`` in field/) and Chromium. The app's parts are built and served as in tests/field.
"""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.fakes.chromium import CHROMIUM, QUIET
from tests.field.phone.conftest import build_harness, prepare, serving

SLOWED = 6
FAMILIES = 5_000
CONDITIONS = f"Chromium, processor slowed {SLOWED} times, 360x640"

FILL = """async (count) => { await enrolled({ slow: true }); window.store = await bahtera.Store.open(profile);
  const given = ["Siti", "Nur", "Abdul", "Rahma", "Yusuf", "Hamidah", "Jumiati", "Saleh"];
  const last = ["Aminah", "Hayati", "Gafur", "Wati", "Maulana", "Effendi", "Rahman", "Zahra", "Anwar"];
  const name = (i) => `${given[i % 8]} ${last[i % 9]}`;
  const members = (i) => Array.from({ length: 1 + i % 7 }, (_, m) => name(i + m));
  const family = (i) => ({
    entry: { id: crypto.randomUUID(), name: name(i), words: [`RT ${i % 12}`, `RW ${i % 4}`, ...members(i)] },
    content: { anggota: members(i).map((nama) => ({ nama, lahir: "1990-01-01" })), jawaban: "x".repeat(1500) } });
  const all = Array.from({ length: count }, (_, i) => family(i));
  await store.families.apply({ put: all, remove: [], cursor: "1", whole: true });
  await store.close(); profile.lock(); }"""
UNLOCK = """async () => { const [v, p] = await opened(); const from = performance.now();
  window.profile = await v.unlock(p.id, "482915"); return performance.now() - from; }"""
OPEN = """async () => { const from = performance.now(); window.store = await bahtera.Store.open(profile);
  return [performance.now() - from, store.families.search.size]; }"""
SEARCH = """() => {
  const typed = ["s", "si", "siti", "siti am", "nur h", "rt 3", "rw 2 abd", "zahra", "saleh anwar rt 1", "zzz"];
  return typed.map((text) => { const from = performance.now(); store.families.search.find(text);
    return performance.now() - from; }); }"""
SAVE = """async () => { const xml = "<jawaban>ya</jawaban>".repeat(1500); const times = [];
  const desk = await store.begin({ xml });
  for (let i = 0; i < 30; i++) { const from = performance.now(); desk.save({ xml, i }); const typed = performance.now();
    await desk.settled(); times.push([typed - from, performance.now() - from]); }
  return times; }"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            f"{folder}/profile", executable_path=CHROMIUM, args=QUIET, viewport={"width": 360, "height": 640}
        )
        with serving(build_harness(Path(folder) / "built")) as site:
            page = context.new_page()
            page.goto(site.app)
            prepare(page)
            page.evaluate(FILL, FAMILIES)
            page.reload()
            prepare(page)
            session = context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            told(page)
        context.close()


def told(page) -> None:
    row(
        "PIN to open profile", "<= 5 s", page.evaluate(UNLOCK), 5_000, "rounds chosen on the unslowed machine"
    )
    opened, size = page.evaluate(OPEN)
    row("store open with its index of families", "<= 1.5 s", opened, 1_500, f"{size:,} families, 64 boxes")
    first, *later = page.evaluate(SEARCH)
    row(f"first search in {size:,} families", "<= 200 ms", first, 200, "sorts the list once")
    row(f"slowest of {len(later)} more searches", "<= 200 ms", max(later), 200, f"{size:,} families")
    saves = page.evaluate(SAVE)
    row(
        "an answer's hold on the screen while its draft is saved",
        "<= 10 ms, p95",
        p95(held for held, _ in saves),
        10,
        "draft of 31 KB",
    )
    row(
        "an answer on the disk",
        "<= 300 ms, p95",
        p95(kept for _, kept in saves),
        300,
        "draft of 31 KB, flushed",
    )


def p95(times) -> float:
    return statistics.quantiles(times, n=20)[-1]


def row(what: str, reach: str, took: float, limit: float, conditions: str) -> None:
    met = "yes" if took <= limit else "no"
    print(f"ROW | {what} | {reach} | {took:,.1f} ms | {met} | {conditions}; {CONDITIONS}")


if __name__ == "__main__":
    main()
