"""Periods, days and an index that stays, as a reader meets them."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.utils import translation

from bahtera.web.presenters.context import period_words
from bahtera.web.presenters.exploring.head import index_title
from bahtera.web.presenters.needs_whatif import _then
from bahtera.web.presenters.yearly_calendar import Entry


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022", "2022"),
        ("2022-03", "Maret 2022"),
        ("2023-01/2023-02", "Januari 2023 – Februari 2023"),
    ],
)
def test_months_are_words(text, words):
    assert period_words(text) == words


def test_an_index_that_stays_is_written_as_it_was_and_one_that_moves_in_its_steps():
    before = Fraction("82.51")
    assert (_then(before, before), _then(Fraction(83), before)) == ("82,51", "83,0")


def test_days_of_the_calendar_are_written_in_one_way():
    days = Entry.days.fget(SimpleNamespace(usual=False, starts=date(2026, 8, 14), ends=date(2026, 8, 20)))
    assert days == "14 Agustus 2026 sampai 20 Agustus 2026"


def test_an_index_beside_the_one_shown_has_its_name_and_no_machine_name():
    shown = SimpleNamespace(
        index=SimpleNamespace(id="ikk", title={"id": "Indeks Kualitas Keluarga", "en": "x"})
    )
    assert index_title("ibangga", shown) == "iBangga"
