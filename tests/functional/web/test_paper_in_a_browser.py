"""The page of forms on paper on a narrow phone, on a desk and on paper itself."""

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
from bahtera.publishing import api as publishing
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
    siti = access.add_person("Siti Aminah (sintetis)", area=VILLAGE, actor=rina).id
    access.grant_role(siti, role="kader", area=VILLAGE, valid_from=clock.today("Asia/Jakarta"), actor=rina)
    row = next(one for one in surveys.open_rounds() if surveys.targets(one.id))
    shared = {"round_id": row.id, "village_code": VILLAGE, "language": "id", "actor": rina}
    (first,) = surveys.print_blank(count=3, spare=1, **shared)
    publishing.make_print(first.id)
    lines = surveys.families_to_print(row.id, VILLAGE, actor=rina)
    surveys.print_prefilled(family_ids=[one.family_id for one in lines], person_id=siti, **shared)
    surveys.cancel_paper(surveys.paper_forms_of(first.id)[0].serial, why="spoiled", actor=rina)
    return entered("rina")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("part", ["", "&bagian=1-2"], ids=["village", "rt"])
def test_forms_fit_the_screen(supervisor, open_page, width, part):
    page = open_page(width, signed_in=supervisor)
    page.goto(f"{page.site}/kertas/?desa={VILLAGE}{part}")
    assert not page.evaluate(TOO_WIDE)
    assert page.get_by_text("Nomor yang sudah keluar").is_visible()
    page.evaluate(page.axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    if PICTURES:
        name = f"kertas-{width}{'-rt' if part else ''}"
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
        page.emulate_media(media="print")
        page.screenshot(path=Path(PICTURES) / f"{name}-print.png", full_page=True)
