"""The family's result on the phone, as it is said at the door."""

from pathlib import Path

import pytest
from tests.field.barriers import assert_no_barrier
from tests.field.families import golden, interview
from tests.field.forms_to_fill import MEDIA, family_visit, open_form

pytestmark = pytest.mark.slow
FAMILIES = ("000 all yes (sintetis)", "019 all no (sintetis)", "111 just below 75 (sintetis)")


def reading():
    return Path("/tmp/hasil.json").read_text()


@pytest.mark.parametrize("name", FAMILIES)
def test_look(app, name):
    page = open_form(app(), family_visit(), **MEDIA, **{"hasil.json": reading()})

    def look(page):
        if page.locator(".result").count():
            page.screenshot(path=f"/tmp/shot_{name[:3]}.png", full_page=True)
            assert_no_barrier(page)

    interview(page, golden(name), look=look)
    page.screenshot(path=f"/tmp/shot_{name[:3]}_end.png", full_page=True)
