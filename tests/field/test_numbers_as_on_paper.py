"""A question has one number, on the phone and on paper: who types a sheet in finds it again."""

import pytest
from tests.field.families import golden, interview
from tests.field.forms_to_fill import MEDIA, every_question, family_visit, open_form
from tests.unit.questionnaires.forms import version_of

from bahtera.questionnaires.engine.assessment import compiled_form
from bahtera.questionnaires.engine.numbering import numbers

pytestmark = pytest.mark.slow
SHOWN = """() => [...document.querySelectorAll('.question')].map(question =>
    [question.dataset.name, +(question.querySelector('[data-number]')?.dataset.number ?? 0)])"""


def counted(xform):
    schema = compiled_form(version_of(xform).xform).schema
    return {path.rpartition("/")[2]: number for path, number in numbers(schema).items()}


def test_the_phone_shows_the_numbers_of_the_paper(app):
    page = open_form(app(), family_visit(), **MEDIA)
    shown = {}
    interview(page, golden("000 all yes (sintetis)"), look=lambda page: shown.update(page.evaluate(SHOWN)))
    expected = counted(family_visit())
    assert len([number for number in shown.values() if number]) > 50
    assert {name: number for name, number in shown.items() if number != expected.get(name, 0)} == {}


def test_every_kind_of_question_is_counted_alike(app):
    page = open_form(app(), every_question())
    expected, shown = counted(every_question()), {}
    page.get_by_role("button", name="Bagian").click()
    for place in range(page.locator(".contents button").count()):
        page.locator(".contents button").nth(place).click()
        shown.update(page.evaluate(SHOWN))
        page.get_by_role("button", name="Bagian").click()
    assert len(shown) > 10
    assert {name: number for name, number in shown.items() if number != expected.get(name, 0)} == {}
