"""The family visit, filled on a phone for families of the golden set: the phone says what the server says."""

from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from tests.field.barriers import assert_no_barrier
from tests.field.families import golden, interview
from tests.field.forms_to_fill import MEDIA, VILLAGE, family_visit, open_form
from tests.unit.questionnaires.forms import version_of

from bahtera.foundation import clock
from bahtera.indices import load
from bahtera.questionnaires.engine.assessment import assess

pytestmark = pytest.mark.slow

FAMILIES = ("000 all yes (sintetis)", "019 all no (sintetis)", "111 just below 75 (sintetis)")


def test_the_family_visit_has_no_barrier_on_a_small_phone(app):
    page = open_form(app(), family_visit(), **MEDIA)
    interview(page, golden(FAMILIES[0]), look=assert_no_barrier)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_phone_says_what_the_server_says(app, name):
    page = open_form(app(), family_visit(), **MEDIA)
    xml, said = interview(page, golden(name))
    kept = assess(
        version_of(family_visit()),
        xml.encode(),
        village_known=lambda code: code == VILLAGE,
        received_on=clock.today("Asia/Makassar"),
    )
    assert [(each.code, each.question) for each in kept.findings if each.severity == "error"] == []
    assert "calculate_differs" not in {each.code for each in kept.findings}
    for index in ("ikk", "ibangga"):
        definition = load(index).without_private()
        score = definition.score_one(kept.answers)
        assert kept.answers[f"{index}_states"] == score.states
        assert kept.answers[f"{index}_category"] == score.category
        assert Fraction(str(kept.answers[f"{index}_numerator"])) == score.numerator
        shown = ET.fromstring(xml).findtext(f"{index}_score")
        assert f"Nilai {shown} dari 100: {score.category}." in " ".join(said)
        assert abs(Fraction(shown) - score.value) <= Fraction(1, 200)
