"""The whole loop of a kader: weeks without signal, a broken phone app, signal again, and what becomes of it all."""

import re

import pytest
from playwright.sync_api import expect
from tests.fakes.signing_in import entered
from tests.field.app.test_visiting import fill_visit, finish_visit, synced
from tests.field.app.world import FAMILIES as AT_FIRST
from tests.field.app.world import VILLAGE, add_family
from tests.field.families import golden

from bahtera.access import api as access
from bahtera.foundation import events
from bahtera.reports import api as reports
from bahtera.reports.models import Report
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = pytest.mark.slow

FAMILIES, LARGEST = 20, 9
NEEDED = {"persetujuan", "hasil_kunjungan"}
NAMES = ("Fatimah", "Gusti", "Hasan", "Intan", "Jamal", "Kartika", "Lukman", "Mariam", "Noor", "Oemar")
ORDINALS = ("Pertama", "Kedua", "Ketiga", "Keempat", "Kelima", "Keenam", "Ketujuh", "Kedelapan", "Kesembilan")
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


def answers_of(place: int, head_name: str, members: int) -> dict:
    """Answers of a family that has all it needs but for some things, others in each family."""
    ideal = golden("000 all yes (sintetis)")
    head, spouse, child, baby = ideal["anggota"]
    young = [child | {"tgl_lahir": f"20{8 + at:02d}-04-1{at}"} for at in range(members)]
    people = [head, spouse, baby, *young][:members]
    people = [one | {"nama": f"Anggota {ORDINALS[at]} (sintetis)"} for at, one in enumerate(people)]
    people[0]["nama"] = head_name
    yes_no = [name for name, said in ideal.items() if said == "ya" and name not in NEEDED]
    lacking = {name: "tidak" for at, name in enumerate(yes_no) if (at + place) % 5 == 0 and place % 4}
    return ideal | lacking | {"anggota": people}


@pytest.fixture
def sizes(world) -> dict[str, int]:
    """How many people live in each of the twenty families, by the name of its head."""
    many = [
        (f"{NAMES[at % len(NAMES)]} {ORDINALS[at // len(NAMES)]}", 1 + at % LARGEST)
        for at in range(FAMILIES - len(world.families))
    ]
    for at, (name, members) in enumerate(many):
        add_family(name, members, rt=str(6 + at))
    surveys.set_targets(world.round_id, {VILLAGE: FAMILIES}, actor=access.SYSTEM)
    events.dispatch()
    return {f"{name} Kepala (sintetis)": members for name, members in (*AT_FIRST, *many)}


@pytest.fixture
def kader(sizes, world, new_phone):
    made = new_phone()
    made.activate(world.code_for(world.hire()))
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
        fill_until(page, answers, screens=6)
        die(phone)
        page = phone.page
        phone.go("/keluarga")
        expect(page.get_by_role("link", name=re.compile(re.escape(name)))).to_contain_text("Draf")
        page.get_by_role("link", name=re.compile(re.escape(name))).click()
        page.get_by_role("button", name="Lanjutkan").click()
    shown = []
    fill_visit(
        page, answers, look=lambda p: shown.extend(p.locator(".result-value strong").all_inner_texts())
    )
    finish_visit(page)
    expect(page.locator("main")).to_contain_text("Tersimpan di HP ini")
    return shown


def fill_until(page, answers, screens):
    """Fill so many screens of the visit, and leave it there."""
    left = iter(range(screens))

    def stop(_page):
        if next(left, None) is None:
            raise Reached

    with pytest.raises(Reached):
        fill_visit(page, answers, look=stop)


class Reached(Exception):
    """The visit is where the app is to die."""


def die(phone):
    """The app's process is killed, as when the battery goes, and the app is opened anew."""
    dead, phone.page = phone.page, phone.context.new_page()
    with pytest.raises(Exception, match=r"crash|closed|detached"):
        dead.goto("chrome://crash")
    dead.close()
    phone.page.axe = dead.axe
    phone.open()
    phone.unlock()


def leaks(page, names) -> list[str]:
    """Names, parts of names and numbers of people that the browser keeps readable for this site."""
    kept = page.evaluate(EVERYTHING)
    assert len(kept) > 20_000, "the boxes were read"
    parts = {part for name in names for part in re.findall(r"[A-Za-z]{4,}", name)} - {"sintetis", "Kepala"}
    numbers = re.findall(r"(?<!\d)\d{16}(?!\d)", kept)
    return [part for part in sorted(parts) if part in kept] + numbers


def test_twenty_families_without_signal_and_what_becomes_of_them(kader, world, sizes):
    phone, page = kader, kader.page
    families = names_of(page)
    phone.offline()
    shown = {}
    for place, name in enumerate(families):
        answers = answers_of(place, name, sizes[name])
        shown[name] = visit(phone, name, answers, crash=place == FAMILIES // 2)
    page = phone.page
    phone.go("/kiriman")
    expect(page.locator("main")).to_contain_text(f"{FAMILIES} menunggu dikirim")
    assert leaks(page, families) == []

    phone.online()
    synced(phone)
    expect(page.locator("main")).to_contain_text("Jumlahnya cocok")
    rows = {row.family_name: row for row in Submission.objects.all()}
    assert set(rows) == set(families)
    assert scores(world.chief) == shown, "as the phone said, to the last digit"

    first = rows[families[0]]
    comment = surveys.CommentRow("luas_lantai", None, "Luasnya benar?")
    surveys.return_with_comments(first.pk, comments=[comment], actor=world.chief)
    correct(phone, families[0])
    for row in Submission.objects.filter(is_current=True):
        world.approve(row.pk)
    synced(phone)
    phone.go("/keluarga")
    expect(page.locator(".family-line", has_text="Disetujui")).to_have_count(FAMILIES)

    results.refresh_village(world.round_id, VILLAGE)
    office = entered("rahmat").get(f"/wilayah/{VILLAGE}/").content.decode()
    assert "20 dari 20" in office
    tell(phone)
    phone.go("/lainnya")
    assert leaks(page, families) == []


def correct(phone, name):
    """Correct what came back at the question that was marked, and send it again."""
    page = phone.page
    synced(phone)
    phone.go("/keluarga")
    line = page.get_by_role("link", name=re.compile(re.escape(name)))
    expect(line).to_contain_text("Dikembalikan")
    line.click()
    page.get_by_role("button", name="Perbaiki").click()
    question = page.locator(".question[data-name='luas_lantai']")
    expect(page.locator(".remark")).to_contain_text("Luasnya benar?")
    question.locator("input").fill("88")
    question.locator("input").blur()
    page.get_by_role("button", name=re.compile("Bagian")).click()
    page.get_by_role("button", name="Periksa dan selesaikan").click()
    finish_visit(page)
    expect(page.locator("main")).to_contain_text("Sudah sampai di server")


def tell(phone):
    """Report the village to the TPK2D, as far as its acceptance on the phone."""
    page = phone.page
    phone.go("/desa")
    page.get_by_role("button", name="Perbarui angka").click()
    expect(page.get_by_text("20 dari 20 keluarga sudah dikunjungi")).to_be_visible()
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    page.get_by_label("Sinyal atau listrik sering tidak ada").check()
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    expect(page.get_by_text("Dibuat, menunggu koordinator")).to_be_visible()
    made = Report.objects.get()
    reports.confirm_report(made.pk, actor=KOORDINATOR)
    reports.endorse_report(made.pk, actor=KADES)
    reports.accept_report(made.pk, actor=TPK2D)
    page.get_by_role("button", name="Perbarui angka").click()
    expect(page.locator(".notice-good").get_by_text("Diterima TPK2D")).to_be_visible()


def scores(actor) -> dict[str, list[str]]:
    """The values of each family's visit on the server, as the phone writes them."""
    listed = surveys.list_submissions(actor=actor, size=FAMILIES).items
    return {
        row.family_name: [f"{row.scores[index].value:.2f}".replace(".", ",") for index in ("ikk", "ibangga")]
        for row in listed
    }
