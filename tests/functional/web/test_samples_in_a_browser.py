"""The pages of a sample on a narrow phone and on a desk."""

import os
from pathlib import Path

import pytest
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.samples.conftest import CODES, add_families, frame_file, round_id

from bahtera.access import api as access
from bahtera.samples import api as samples

__all__ = ["open_page", "round_id"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


@pytest.fixture
def drawn(round_id):
    for name, role in (("siti", "statistician"), ("rina", "supervisor")):
        access.ensure_account(
            username=name, password="pw", full_name=f"{name} (sintetis)", roles=[role], areas=["63.05"]
        )
    frame = samples.keep_frame(
        round_id, frame_file(), strata=samples.Strata.DISTRICT, leave_out=False, actor=access.SYSTEM
    )
    numbers = samples.share_villages(frame.id, 5, rule="proportional", actor=access.SYSTEM)
    plan = samples.Plan(numbers, take=4, reserves=3, replace_for=samples.USUAL)
    row = samples.plan_draw(frame.id, plan, seed="undian 4711", actor=access.SYSTEM)
    samples.set_aside_draw(row.id, why="Kerangka diperbarui", revision=row.revision, actor=access.SYSTEM)
    row = samples.plan_draw(frame.id, plan, actor=access.SYSTEM)
    row = samples.draw(row.id, revision=row.revision, actor=access.SYSTEM)
    samples.confirm_draw(row.id, revision=row.revision, actor=access.SYSTEM)
    village = samples.villages_of(row.id, actor=access.SYSTEM)[0].village_code
    add_families(village, 14)
    samples.draw_from_register(row.id, village, actor=access.SYSTEM)
    boss = access.Actor.over("user:9", "Rina", frozenset({"supervisor"}), ("63.05",))
    first = samples.families_of(row.id, village, actor=boss)[0]
    samples.call_reserve(first.id, why="pindah", actor=boss)
    return f"/putaran/{round_id}/sampel/", f"{row.id}/", f"desa/{village}/"


@pytest.mark.django_db(transaction=True)
def test_samples_fit_the_screen(drawn, open_page):
    base, draw, village = drawn
    pages = {
        "siti": (base, f"{base}ukuran/?desa=40&wilayah=3", base + draw, base + draw + village),
        "rina": (f"{base}{draw}{village}keluarga/",),
    }
    for who, addresses in pages.items():
        signed_in = entered(who)
        for width in (360, DESK):
            page = open_page(width, signed_in=signed_in)
            for number, address in enumerate(addresses):
                page.goto(page.site + address)
                assert not page.evaluate(TOO_WIDE), address
                if PICTURES:
                    page.screenshot(
                        path=Path(PICTURES) / f"sampel-{who}-{number}-{width}.png", full_page=True
                    )
    page.get_by_text("Cadangan menurut urutan").wait_for()


@pytest.mark.django_db(transaction=True)
def test_a_file_is_looked_at_on_a_phone(drawn, round_id, open_page, tmp_path):
    (tmp_path / "kerangka.csv").write_bytes(frame_file() + f"\n{CODES[0]};3\n6305012001;9".encode())
    page = open_page(360, signed_in=entered("siti"))
    page.goto(page.site + drawn[0])
    page.get_by_label("Berkas desa dan jumlah keluarga").set_input_files(tmp_path / "kerangka.csv")
    page.get_by_role("button", name="Lihat berkasnya").click()
    page.get_by_text("Sepuluh angka tanpa titik").wait_for()
    assert not page.evaluate(TOO_WIDE)
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / "sampel-lihat-360.png", full_page=True)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Simpan sebagai kerangka").click()
    page.get_by_text("Kerangka sampel disimpan.").wait_for()
    assert len(samples.frames_of(round_id, actor=access.SYSTEM)) == 2
