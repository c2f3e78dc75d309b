"""The page of tasks on a narrow phone and on a desk."""

import os
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.web.province import REGENCY, VILLAGE

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.foundation.transactions import durable
from bahtera.surveys import api as surveys

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


@pytest.fixture
def supervisor(measured):
    rina = access.ensure_account(
        username="rina", password="pw", full_name="Rina (sintetis)", roles=["supervisor"], areas=[REGENCY]
    )
    for number in range(6):
        with durable():
            families.record_visit(
                village_code=VILLAGE,
                family_id=None,
                visited_on=date(2026, 11, 1),
                source=f"uji:{uuid4()}",
                actor_key="system",
                head_name=f"Kepala Sintetis {number}",
                rt=str(number % 3 + 1),
                rw="1",
            )
    people = []
    for name in ("Siti Aminah (sintetis)", "Dewi Lestari (sintetis)"):
        person = access.add_person(name, area=VILLAGE, actor=rina).id
        access.grant_role(
            person, role="kader", area=VILLAGE, valid_from=clock.today("Asia/Jakarta"), actor=rina
        )
        people.append(person)
    row = next(one for one in surveys.open_rounds() if surveys.targets(one.id))
    surveys.assign(round_id=row.id, village_code=VILLAGE, person_id=people[0], rw="1", rt="1", actor=rina)
    return entered("rina")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, DESK], ids=["phone", "desk"])
def test_tasks_fit_the_screen(supervisor, open_page, width):
    page = open_page(width, signed_in=supervisor)
    page.goto(f"{page.site}/penugasan/?desa={VILLAGE}&bagian=1-2")
    assert not page.evaluate(TOO_WIDE)
    assert page.get_by_text("kunjungan dalam tujuh hari terakhir").count() == 2
    assert page.get_by_text("RT 1 / RW 1").first.is_visible()
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"tugas-{width}.png", full_page=True)
