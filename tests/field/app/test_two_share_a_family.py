"""Two kader share a family: each fills and signs her sections on her own phone, and one visit is made of both."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.field.app.test_visiting import fill_visit, synced
from tests.field.app.world import VILLAGE
from tests.field.barriers import assert_no_barrier
from tests.field.families import golden

from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
THEIRS = ("ekonomi", "masyarakat")


def look(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"berdua-hp-{name}.png", full_page=True)


def test_two_phones_without_signal_make_one_visit(new_phone, world):
    siti, dewi = world.hire(), world.hire("Dewi Lestari")
    with world.at_rest:
        task = surveys.share_family(
            round_id=world.round_id,
            village_code=VILLAGE,
            family_id=world.families[1],
            first_id=siti,
            second_id=dewi,
            second_sections=THEIRS,
            actor=world.chief,
        )
    world.work()
    answers, titles = golden("000 all yes (sintetis)"), {}
    answers = answers | {"anggota": [answers["anggota"][0] | {"nama": "Budi Kepala (sintetis)"}]}
    for person, name, other in ((siti, "siti", "Dewi Lestari"), (dewi, "dewi", "Siti Aminah")):
        phone = new_phone()
        phone.activate(world.code_for(person))
        page = phone.page
        page.get_by_role("link", name=re.compile("Budi")).click()
        expect(page.locator("main")).to_contain_text(f"Keluarga ini Anda bagi dengan {other} (sintetis)")
        assert_no_barrier(page)
        look(page, f"{name}-keluarga")
        phone.offline()
        page.get_by_role("button", name="Mulai kunjungan").click()
        seen = titles.setdefault(name, [])
        fill_visit(page, answers, look=lambda p, seen=seen: seen.append(p.locator("h1").inner_text()))
        expect(page.locator("main")).to_contain_text("menandatangani bagian Anda")
        look(page, f"{name}-akhir")
        page.get_by_role("button", name="Tanda tangani bagian saya").click()
        if name == "siti":
            expect(page.get_by_role("heading", level=1)).to_have_text("Bagian pribadi")
            page.get_by_role("button", name="Ya, ada").click()
            page.get_by_role("button", name="Selesaikan tanpa bagian ini").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Kunjungan selesai")
        expect(page.locator("main")).to_contain_text("Bagian Anda sudah ditandatangani")
        look(page, f"{name}-selesai")
        phone.online()
        synced(phone)
        synced(phone)
        with world.at_rest:
            state = surveys.joint_detail(task, actor=world.chief).row.state
        assert state == ("waiting" if name == "siti" else "joined")
        phone.go("/keluarga")
        page.get_by_role("link", name=re.compile("Budi")).click()
        told = "menunggu bagian Dewi" if name == "siti" else "sudah menjadi satu kunjungan"
        expect(page.locator("main")).to_contain_text(told)
        look(page, f"{name}-sesudah")
    assert not {"Ekonomi keluarga", "Hasil"} & set(titles["siti"])
    assert len(titles["dewi"]) < len(titles["siti"])
    with world.at_rest:
        made = Submission.objects.get(is_current=True)
        found = surveys.get_submission(made.pk, actor=world.chief).answers
    assert (made.state, found["tabungan"], found["makan_beragam"]) == ("accepted", "ya", "ya")
    assert made.scores.exists()
