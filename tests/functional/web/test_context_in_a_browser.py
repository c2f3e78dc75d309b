"""Quoted figures on a narrow phone and on a desk: they fit, and nothing stands against the rules of access."""

import os
from pathlib import Path

import pytest
from tests.fakes.places import add_places
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.web.province import enter
from tests.integration.web.test_context_pages import Silent

from bahtera.areas.models import Area
from bahtera.cli.demonstration.context import ensure_figures

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
ADDRESSES = (
    "",
    "child-marriage-before-18/?wilayah=63",
    "simfoni-cases/?wilayah=63",
    "impor/",
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, DESK])
def test_pages_fit_and_break_no_rule(open_page, width, axe):
    known = set(Area.objects.order_by("code").values_list("code", flat=True))
    names = {"63": "Kalimantan Selatan", "15": "Jambi", "36": "Banten"}
    add_places({code: name for code, name in names.items() if code not in known})
    ensure_figures(Silent())
    page = open_page(width, signed_in=enter("bima", "tpk2d", ["63"]))
    for number, address in enumerate(ADDRESSES):
        page.goto(f"{page.site}/konteks/{address}")
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"konteks-{number}-{width}.png"), full_page=True)
        assert not page.evaluate(TOO_WIDE), address
        page.evaluate(axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], address
