"""An app of today opens what every earlier one left on a phone, and one of yesterday spoils nothing of today's."""

import json
from pathlib import Path

import pytest
from tests.field.phone.conftest import prepare

pytestmark = pytest.mark.slow

DUMPS = Path(__file__).parent / "dumps"
DATA = sorted(DUMPS.glob("data-*.json"))
KEYS = sorted(DUMPS.glob("keys-*.json"))


def dump(file):
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("keys", KEYS, ids=lambda file: file.stem)
@pytest.mark.parametrize("data", DATA, ids=lambda file: file.stem)
def test_everything_of_an_earlier_version_is_there(phone, keys, data):
    page = phone()
    page.evaluate("(told) => bahtera.putDump(told)", dump(keys))
    page.evaluate("(told) => bahtera.putDump(told)", dump(data))
    page.evaluate("reopened()")
    told = page.evaluate(
        """async () => {
          const [draft] = await store.everyDraft(); const [sent] = await store.outbox.sent();
          const [visit] = await store.outbox.all();
          const photo = await (await store.files.get(draft.content.files[0])).text();
          const found = store.families.search.find("rt 03 kel").entries;
          const family = await store.families.get(found[0].id);
          return {
            name: profile.details.name, draft: draft.content.body.answer, photo,
            receipt: sent.content.receipt.signature,
            left: visit.content.about.n !== sent.content.about.n,
            sealed: (await store.outbox.sealed()).length,
            family: family.content.anggota, cursor: await store.families.cursor(),
            note: await store.notes.get("kemajuan") }; }"""
    )
    assert told == {
        "name": "Kader Sintetis",
        "draft": "draf sintetis",
        "photo": "foto sintetis",
        "receipt": "tanda tangan",
        "left": True,
        "sealed": 1,
        "family": 3,
        "cursor": "kursor",
        "note": {"selesai": 1},
    }
    # It goes on: what it writes is read by itself, after a reload.
    page.evaluate(
        """async () => { const [d] = await store.everyDraft(); const desk = await store.resume(d.id);
          desk.save({ answer: "baru" }); await desk.settled(); }"""
    )
    page.reload()
    prepare(page)
    page.evaluate("reopened()")
    assert page.evaluate("store.everyDraft().then(([d]) => d.content.body.answer)") == "baru"


def test_the_version_of_today_has_its_dump(phone):
    page = phone()
    page.evaluate("async () => { await enrolled(); window.store = await bahtera.Store.open(profile); }")
    versions = page.evaluate(
        "indexedDB.databases().then((all) => all.map((one) => [one.name.length, one.version]))"
    )
    assert sorted(versions) == [[len("bahtera-keys"), len(KEYS)], [len("bahtera-") + 36, len(DATA)]]
    assert [dump(file)["version"] for file in DATA] == list(range(1, len(DATA) + 1))
    assert [dump(file)["version"] for file in KEYS] == list(range(1, len(KEYS) + 1))


def test_an_older_app_says_so_and_leaves_a_newer_database_alone(phone):
    page = phone()
    newer = dump(DATA[-1]) | {"version": 1000}
    page.evaluate("(told) => bahtera.putDump(told)", dump(KEYS[-1]))
    page.evaluate("(told) => bahtera.putDump(told)", newer)
    page.evaluate("async () => { window.told = await problem(() => reopened()); }")
    assert page.evaluate("told")["code"] == "newer"
    left = page.evaluate("(name) => bahtera.dumpOf(name)", newer["name"])
    assert (left["version"], len(left["stores"]["outbox"]["rows"])) == (1000, 1)


def test_an_older_app_does_not_touch_a_box_of_a_newer_one(phone):
    page = phone()
    page.evaluate(
        """async () => { await enrolled(); window.store = await bahtera.Store.open(profile);
          await store.notes.put("n", 1); await bahtera.markNewer("bahtera-" + profile.id, "notes", "n"); }"""
    )
    assert page.evaluate("problem(() => store.notes.get('n'))")["code"] == "newer"
    assert page.evaluate("store.notes.bringUpToDate()") == 0
