"""The pages of data protection on a narrow phone, on a desk and on paper."""

import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import (
    DESK,
    LONG,
    PHONE,
    SMALL,
    TOO_WIDE,
    WIDER_PHONE,
    WIDER_THAN_ITSELF,
    open_page,
)
from tests.integration.web import rights

from bahtera.config import registrations
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.privacy import api

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
PAPER = (297 - 32) * 96 / 25.4  # A4 less its margins, in CSS pixels
TWICE = """() => [...document.querySelectorAll('[id]')].map(e => e.id)
    .filter((id, place, all) => all.indexOf(id) !== place)"""
DONE = {"cause": "Alamat surel keliru", "prevention": "Dua orang memeriksa alamat"}


def breach(actor, hours, kind="salah_kirim", steps=0):
    now = clock.now()
    row = api.open_breach(
        kind=kind,
        what_happened="Daftar kunjungan satu desa terkirim ke alamat surel yang salah.",
        found_at=now - timedelta(hours=hours),
        zone="Asia/Makassar",
        actor=actor,
    )
    impact = api.Impact(1250, "Nama dan alamat", "Waspadai telepon dan surat yang tidak dikenal.")
    taken = [
        lambda: api.contain_breach(row.id, handling="Penerima menghapus surel.", actor=actor),
        lambda: api.assess_breach(row.id, impact, actor=actor),
        *(
            lambda whom=whom: api.record_notice(
                row.id, whom, letter="Kepada Bapak/Ibu,\n\nkami mohon maaf.", sent_at=now, actor=actor
            )
            for whom in api.Audience
        ),
        lambda: api.close_breach(row.id, actor=actor, **DONE),
    ]
    for step in taken[:steps]:
        step()
    return row.id


@pytest.fixture
def office(measured, tmp_path):
    """A synthetic office with requests, consents and failures at every stage."""
    registrations.register_all()
    for role, name in (
        ("data_protection_officer", "dian"),
        ("supervisor", "rahmat"),
        ("counsellor", "citra"),
        ("auditor", "ali"),
    ):
        rights.client(role, name)
    actor = rights.officer()
    with blobs_in(tmp_path / "blobs"):
        home = rights.household()
        (long,) = vars(
            rights.household(
                source="submission:1",
                people=(families.MemberInput(LONG, sex="p", relation="kepala"),),
                no_kk="",
            )
        ).values()
        guardian = api.Guardian(nik=rights.FATHER_NIK, name="Adam Rahman (sintetis)", relation="ayah")
        spoken = {"manner": api.Manner.SPOKEN, "evidence": api.Evidence(witness="Pak RT (sintetis)")}
        given = {"text_version": "1", "actor": actor, **spoken}
        api.give_consent(home.mother, purpose="service", **given)
        ended = api.give_consent(home.mother, purpose="survey", **given)
        api.withdraw_consent(ended.id, actor=actor)
        api.bar_guardian(home.girl, guardian, actor=actor)

        def ask(member_id, hours, shown=True, **asked):
            when = clock.now() - timedelta(hours=hours)
            row = api.open_request(member_id, asked_at=when, actor=actor, **asked)
            if shown:
                api.show_identity(row.id, how=api.Identity.KTP, actor=actor)
            return row.id

        copy = ask(home.mother, 80, kind=api.Kind.ACCESS)
        answered = ask(home.mother, 20, kind=api.Kind.ACCESS)
        api.answer_access(answered, actor=actor)
        barred = ask(home.girl, 50, kind=api.Kind.ACCESS, guardian=guardian)
        new = ask(long, 1, shown=False, kind=api.Kind.ACCESS)
        task = ask(
            home.mother, 60, kind=api.Kind.CORRECTION, fact="birth_date", wanted="12 Maret 1983, lihat KTP"
        )
        api.assign_correction(task, actor=actor)
        objection = ask(home.father, 5, kind=api.Kind.OBJECTION, wanted="Jangan kunjungi rumah kami lagi.")
        refused = ask(home.father, 5, kind=api.Kind.CORRECTION, fact="nik", wanted="6310")
        api.refuse_request(refused, reason="elsewhere", actor=actor)
        stages = [breach(actor, hours, steps=steps) for hours, steps in ((80, 0), (30, 1), (20, 2), (9, 4))]
        closed = breach(actor, 60, kind="perangkat_hilang", steps=5)
        yield {
            "home": "/",
            "register": "/privasi/",
            "requests": "/privasi/permohonan/",
            "search": "/privasi/permohonan/cari/",
            "new request": f"/privasi/permohonan/baru/{home.mother}/",
            "request copy": f"/privasi/permohonan/{copy}/",
            "request answered": f"/privasi/permohonan/{answered}/",
            "request barred": f"/privasi/permohonan/{barred}/",
            "request received": f"/privasi/permohonan/{new}/",
            "request assigned": f"/privasi/permohonan/{task}/",
            "request objection": f"/privasi/permohonan/{objection}/",
            "letter answered": f"/privasi/permohonan/{answered}/surat/",
            "letter refused": f"/privasi/permohonan/{refused}/surat/",
            "consents": f"/privasi/persetujuan/{home.mother}/",
            "consents of a child": f"/privasi/persetujuan/{home.girl}/",
            "sheet": "/privasi/persetujuan/formulir/service/1/",
            "failures": "/privasi/insiden/",
            "new failure": "/privasi/insiden/baru/",
            **{f"failure {place}": f"/privasi/insiden/{one}/" for place, one in enumerate(stages)},
            "failure closed": f"/privasi/insiden/{closed}/",
            "notice": f"/privasi/insiden/{stages[2]}/surat/person/",
            "report": f"/privasi/insiden/{closed}/laporan/",
        }


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [PHONE, WIDER_PHONE, DESK])
def test_every_page_fits_can_be_touched_and_has_no_barrier(open_page, office, width, language):
    page = open_page(width, signed_in=entered("dian"))
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": page.site}])
    for name, address in office.items():
        look(page, name, address, f"{width}-{language}", language)


@pytest.mark.parametrize("who", ["rahmat", "citra", "ali"])
def test_the_others_pages_fit_too(open_page, office, who):
    theirs = {"rahmat": ("home",), "citra": ("home", "consents of a child"), "ali": ("register", "failures")}
    page = open_page(PHONE, signed_in=entered(who))
    for name in theirs[who]:
        look(page, f"{who} {name}", office[name], str(PHONE), "id")
    if who == "rahmat":
        look(page, "corrections", "/privasi/perbaikan/", str(PHONE), "id")


def look(page, name, address, at, language):
    assert page.goto(address).status == 200, name
    keep_picture(page, f"{name}-{at}")
    for fold in page.locator("main details").all():
        fold.evaluate("fold => { fold.open = true }")
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate(WIDER_THAN_ITSELF) <= 0, (name, page.evaluate(TOO_WIDE))
    assert page.evaluate(TOO_WIDE) == [], name
    assert page.evaluate(SMALL) == [], name
    assert page.evaluate(TWICE) == [], name
    page.evaluate(page.axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], name


@pytest.mark.parametrize("name", ["letter answered", "letter refused", "sheet", "notice", "report"])
def test_what_is_handed_out_fits_on_one_sheet(open_page, office, name):
    page = open_page(signed_in=entered("dian"))
    page.goto(office[name])
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    page.emulate_media(media="print")
    for hidden in (".nav", ".tabs", ".links"):
        assert not page.locator(hidden).first.is_visible()
    assert page.evaluate("document.body.scrollHeight") <= PAPER
    if PICTURES:
        Path(PICTURES, f"{name.replace(' ', '-')}.pdf").write_bytes(paper)
        keep_picture(page, f"{name}-print")


def test_a_request_is_taken_in_and_answered_on_a_phone(open_page, office):
    page = open_page(PHONE, signed_in=entered("dian"))
    page.goto("/privasi/permohonan/")
    page.get_by_role("link", name="Permohonan baru").click()
    page.get_by_label("Nomor atau nama").fill(rights.MOTHER_NIK)
    page.get_by_role("button", name="Cari").click()
    assert rights.MOTHER_NIK not in page.url
    keep_picture(page, "found-360")
    page.get_by_role("link", name="Siti").click()
    page.get_by_label("Cara menunjukkan identitas").select_option(label="KTP")
    page.get_by_role("button", name="Terima permohonan").click()
    assert "Nenek" not in page.locator("main").inner_text()
    page.get_by_role("button", name="Jawab dengan salinan ini").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Ambil salinan (ZIP)").click()
    with zipfile.ZipFile(io.BytesIO(Path(taken.value.path()).read_bytes())) as packed:
        assert "data-anda.html" in packed.namelist()
    page.get_by_role("link", name="Surat jawaban").click()
    assert "Siti" in page.locator("article").inner_text()


def test_a_consent_is_recorded_on_a_phone(open_page, office):
    page = open_page(PHONE, signed_in=entered("citra"))
    page.goto(office["consents"])
    page.get_by_label("Pendataan keluarga, versi 1").check()
    page.get_by_label("Caranya").select_option(label="Lisan, dengan saksi")
    page.get_by_label("Saksi, untuk persetujuan lisan").fill("Bu RW (sintetis)")
    page.get_by_role("button", name="Catat persetujuan ini").click()
    assert "Persetujuan sudah dicatat." in page.locator("main").inner_text()
    assert "Bu RW (sintetis)" in page.locator("main").inner_text()
    keep_picture(page, "recorded-360")


def keep_picture(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES, f"{name.replace(' ', '-')}.png")), full_page=True)
