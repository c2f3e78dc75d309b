"""Figures of an area in words: the counts beside each other add up."""

import pytest
from django.utils import translation

from bahtera.results.api import Coverage
from bahtera.web.presenters.measured import apart_note, sum_line


def coverage(approved: int, scored: int, not_scored: int = 0, other: int = 0) -> Coverage:
    return Coverage(
        target=None,
        visited=approved,
        interviewed=approved,
        approved=approved,
        scored=scored,
        not_scored=not_scored,
        other_definition=other,
    )


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def test_the_approved_families_without_a_score_are_told_apart():
    assert sum_line(coverage(5111, 4996, 16)) == (
        "Disetujui 5.111 = dinilai 4.996 + tidak dinilai 16 (terlalu banyak belum terjawab)"
        " + tanpa wawancara 99 (menolak, pindah, tidak ditemukan, tidak ada responden)"
    )


def test_a_family_of_another_definition_is_counted_apart():
    assert sum_line(coverage(10, 7, 1, 2)).endswith("+ dinilai dengan versi definisi lain 2")


def test_nothing_is_said_when_every_approved_family_has_a_score():
    assert sum_line(coverage(12, 12)) == ""


def test_only_the_main_index_may_be_quoted_without_a_warning():
    assert apart_note("ikk") == ""
    assert "jangan dibandingkan dengan IKK" in apart_note("ibangga")
