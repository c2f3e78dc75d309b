"""The whole loop of a kader: weeks without signal, a broken phone app, signal again, and what becomes of it all."""

import base64
import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from tests.fakes.signing_in import entered
from tests.field.app.test_visiting import finish_visit, fill_visit, synced
from tests.field.app.world import VILLAGE, add_family
from tests.field.families import CASES

from bahtera.access import api as access
from bahtera.foundation import events
from bahtera.reports import api as reports
from bahtera.reports.models import Report
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Score, Submission

pytestmark = pytest.mark.slow

FAMILIES, LARGEST = 20, 9
NAMES = ("Fatimah", "Gusti", "Hasan", "Intan", "Jamal", "Kartika", "Lukman", "Mariam", "Noor", "Oemar")
KOORDINATOR = access.Actor.over("user:91", "Koordinator", frozenset({"coordinator"}), (VILLAGE,))
KADES = access.Actor.over("user:92", "Kepala desa", frozenset({"desa_officer"}), (VILLAGE,))
TPK2D = access.Actor.over("user:93", "TPK2D", frozenset({"tpk2d"}), ("63.02",))
# Every byte that the browser keeps for this site, as text and as the bytes of text.
EVERYTHING = """async () => {
  const said = [], plain = value => {
    if (typeof value === 'string') said.push(value)
    else if (value instanceof ArrayBuffer) said.push(new TextDecoder('latin1').decode(value))
    else if (ArrayBuffer.isView(value)) said.push(new TextDecoder('latin1').decode(value))
    else if (value && typeof value === 'object' && !(value instanceof CryptoKey) && !(value instanceof Blob))
      for (const [name, inner] of Object.entries(value)) { said.push(name); plain(inner) }
    else said.push(String(value))
  }
  for (const { name } of await indexedDB.databases()) {
    if (name === 'bahtera-forms') continue
    said.push(name)
    const db = await new Promise(done => { const a = indexedDB.open(name); a.onsuccess = () => done(a.result) })
    for (const store of db.objectStoreNames) {
      const rows = await new Promise(done => {
        const asked = db.transaction(store).objectStore(store).getAll()
        asked.onsuccess = () => done(asked.result)
      })
      rows.forEach(plain)
    }
    db.close()
  }
  for (const kept of [localStorage, sessionStorage]) plain({ ...kept })
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) said.push(request.url)
  return said.join('\\n')
}"""


def cases(smallest: int) -> Iterator[dict]:
    """Golden families that have so many members or more, again and again."""
    read = [json.loads(line)["answers"] for line in CASES.read_text(encoding="utf-8").splitlines()]
    fitting = [one for one in read if len(one.get("anggota", [])) >= 1]
    while True:
        for one in fitting:
            people = one["anggota"]
            yield one | {"anggota": [people[at % len(people)] for at in range(smallest)]}


@pytest.fixture
def large_world(world):
    sizes = [1 + at % LARGEST for at in range(FAMILIES - len(world.families))]
    for at, members in enumerate(sizes):
        add_family(f"{NAMES[at % len(NAMES)]} {at}", members, rt=str(6 + at))
    surveys.set_targets(world.round_id, {VILLAGE: FAMILIES}, actor=access.SYSTEM)
    events.dispatch()
    return world


@pytest.fixture
def kader(large_world, new_phone):
    made = new_phone()
    made.activate(large_world.code_for(large_world.hire()))
    made.kept()
    expect(made.page.locator(".family-line")).to_have_count(FAMILIES)
    return made


def names_of(page) -> list[str]:
    return page.locator(".family-name").all_inner_texts()


def visit(phone, name, answers, *, crash=False):
    """Visit one family without signal; in the middle of one the app dies and is opened again."""
    page = phone.page
    phone.go("/keluarga")
    page.get_by_role("link", name=re.compile(re.escape(name))).click()
    page.get_by_role("button", name="Mulai kunjungan").click()
    if crash:
        fill_until(page, answers, "Rumah")
        die(phone)
        page = phone.page
        phone.go("/keluarga")
        expect(page.get_by_role("link", name=re.compile(re.escape(name)))).to_contain_text("Draf")
        page.get_by_role("link", name=re.compile(re.escape(name))).click()
        page.get_by_role("button", name="Lanjutkan").click()
    shown = []
    fill_visit(page, answers, look=lambda p: shown.extend(p.locator(".score-value").all_inner_texts()))
    finish_visit(page)
    expect(page.locator("main")).to_contain_text("Tersimpan di HP ini")
    return shown
