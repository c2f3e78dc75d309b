"""Writes a phone's database as it is made today into ``dumps``: once for each version, before the next one is made.

Run as ``python -m tests.field.phone.dumping`` with the app's packages installed. It begins with what the last version
left, so that any keys open any data. What is in it is synthetic, and its PIN stands in the tests, so that its boxes
can be opened for ever.
"""

import json
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tests.fakes.chromium import CHROMIUM, QUIET
from tests.field.phone.conftest import build_harness, prepare, serving

DUMPS = Path(__file__).parent / "dumps"

FIRST = """async () => {
  await enrolled(); window.store = await bahtera.Store.open(profile);
  const photo = await store.files.put(new Blob(["foto sintetis"], { type: "image/jpeg" }), "rumah.jpg");
  const desk = await store.begin({ answer: "draf sintetis" }); desk.save({ answer: "draf sintetis" }, [photo]);
  await desk.settled();
  for (const n of [1, 2]) await store.finish(await store.begin({}), `<v>sintetis ${n}</v>`, { n });
  const [first] = await store.outbox.all();
  await store.outbox.settle(first.id, { sha256: first.content.sha256, signature: "tanda tangan" });
  const entry = { id: "8a8a1f5e-0000-4000-8000-000000000001", name: "Keluarga Sintetis", words: ["RT 03"] };
  await store.families.apply({ put: [{ entry, content: { anggota: 3 } }], remove: [], cursor: "kursor" });
  await store.notes.put("kemajuan", { selesai: 1 }); }"""

# A phone that is being enrolled besides, since version 2 of the keys.
ARRIVE = "() => vault.prepare('G9230VQVSM')"


def fill(page: Page) -> None:
    """Put on the page's phone what the last version left; with none before it, everything anew."""
    page.evaluate("bahtera.makeKeysReadable()")
    latest = {kind: sorted(DUMPS.glob(f"{kind}-*.json"))[-1:] for kind in ("keys", "data")}
    if not all(latest.values()):
        page.evaluate(FIRST)
        return
    for [file] in latest.values():
        page.evaluate("(told) => bahtera.putDump(told)", json.loads(file.read_text(encoding="utf-8")))
    page.evaluate("reopened()")


def main() -> None:
    """Write the dumps of the versions there are now, but for those that were written before."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        with serving(build_harness(Path(folder))) as site:
            page = browser.new_page()
            page.goto(site.app)
            prepare(page)
            fill(page)
            page.evaluate(ARRIVE)
            page.evaluate("async () => { await store.close(); vault.close(); }")
            keys = page.evaluate("bahtera.dumpOf('bahtera-keys')")
            data = page.evaluate("bahtera.dumpOf('bahtera-' + profile.id)")
        browser.close()
    for kind, dump in (("keys", keys), ("data", data)):
        file = DUMPS / f"{kind}-{dump['version']}.json"
        if file.exists():
            continue
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(dump, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(file.name)  # noqa: T201 - a command


if __name__ == "__main__":
    main()
