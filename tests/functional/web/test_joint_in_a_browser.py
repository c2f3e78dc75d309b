"""A family that two kader share, on a narrow phone, on a desk and on paper."""

import os
from pathlib import Path

import pytest
from tests.fakes.family_visits import form, xform
from tests.fakes.joint_visits import CHILD, HEAD, send_part
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.web.province import VILLAGE, areas
from tests.integration.web.test_assignment_pages import _site, dewi, family, rina, siti
from tests.integration.web.test_joint_pages import round_id

from bahtera.foundation import events
from bahtera.surveys import api as surveys

__all__ = ["_site", "areas", "dewi", "family", "form", "open_page", "rina", "round_id", "siti", "xform"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


@pytest.fixture
def shared(rina, round_id, siti, dewi, family):
    """Share a family whose two parts disagree about a child."""
    task = surveys.share_family(
        round_id=round_id,
        village_code=VILLAGE,
        family_id=family,
        first_id=siti,
        second_id=dewi,
        second_sections=("ekonomi", "masyarakat"),
        actor=rina,
    )
    send_part(task, siti, village=VILLAGE, family_id=family)
    other = {**CHILD, "tgl_lahir": "2014-07-09"}
    send_part(task, dewi, village=VILLAGE, family_id=family, members=(HEAD, other))
    events.dispatch()
    return f"/penugasan/berdua/{task}/", f"/penugasan/?putaran={round_id}&desa={VILLAGE}&bagian=1-3"


def test_a_shared_family_fits_the_screen(shared, open_page):
    for width in (360, 390, DESK):
        page = open_page(width, signed_in=entered("rina"))
        for number, address in enumerate(shared):
            page.goto(page.site + address)
            if number:
                page.locator("summary", has_text="Bagi satu keluarga").click()
            assert not page.evaluate(TOO_WIDE), address
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"berdua-{number}-{width}.png", full_page=True)
    page.goto(page.site + shared[0])
    if PICTURES:
        page.emulate_media(media="print")
        page.screenshot(path=Path(PICTURES) / "berdua-cetak.png", full_page=True)
        page.emulate_media(media="screen")
    page.get_by_role("radio", name="Siti Aminah (sintetis)").check()
    page.get_by_role("button", name="Jadikan satu kunjungan").click()
    page.get_by_text("Sudah dicatat daftar anggota siapa yang dipakai").wait_for()
