"""Estimates of a round: the figures of the pages with their coverage, small groups hidden, each in the own areas."""

from datetime import date

import pytest
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.analysis import api as analysis
from bahtera.analysis.queries import remembered
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys

NEAR, NEXT, FAR = "63.10.05.2003", "63.10.05.2004", "63.02.05.2001"
STATISTICIAN = Actor.over("user:1", "Bu Chelsea", frozenset({"statistician"}), ("63",))
OF_REGENCY = Actor.over("user:2", "Pak Darma", frozenset({"statistician"}), ("63.10",))
TEAM = Actor.over("user:3", "Bu Endah", frozenset({"tpk2d"}), ("63.10",))
KADER = Actor.over("user:4", "Bu Fitri", frozenset({"kader"}), (NEAR,))
IKK = "indeks:ikk"


def states(met):
    return "1" * met + "0" * (SIZE - met)


def answers(sex):
    return {
        "persetujuan": "ya",
        "anggota": [
            {"nama": "Contoh", "hubungan": "kepala", "jenis_kelamin": sex, "tgl_lahir": "1980-05-01"}
        ],
    }


def visits(round_id, village, met, sex, *, turn=5, **fields):
    # Each begins elsewhere, so that of every question some have it and some lack it: else what is small hides the rest.
    begins = [at * turn % SIZE for at in range(len(met))]
    patterns = [states(each)[at:] + states(each)[:at] for at, each in zip(begins, met, strict=True)]
    return store_visits(
        round_id, village, patterns, answers=answers(sex), visited_on=date(2026, 3, 2), **fields
    )


@pytest.fixture
def measured(db):
    add_places({NEAR: "Pulau Contoh", NEXT: "Sungai Contoh", FAR: "Teluk Contoh"})
    found = surveys.create_round(
        name="Contoh sintetis", year=2026, form_id="kunjungan_keluarga", opens=date(2026, 1, 1), actor=SYSTEM
    )
    surveys.set_targets(found.id, {NEAR: 20, NEXT: 10}, actor=SYSTEM)
    visits(found.id, NEAR, range(10, 18), "l")
    visits(found.id, NEAR, (5, 6, 7, 8), "p")
    visits(found.id, NEXT, (20, 21, 22, 23, 24, 25), "l")
    visits(found.id, NEXT, (9, 29), "p")
    visits(found.id, FAR, (14,) * 6, "l", turn=15)
    return found


def ask(found, *, actor=STATISTICIAN, **question):
    asked = analysis.Question(**{"measure": IKK, "level": "desa"} | question)
    return analysis.estimate(found.id, asked, actor=actor)


def line(answer, area, group="", category=""):
    (found,) = [
        each for each in answer.lines if (each.area, each.group, each.category) == (area, group, category)
    ]
    return found


def test_a_village_has_its_value_with_coverage_in_place_of_an_interval(measured):
    answer = ask(measured)
    here = line(answer, NEAR)
    results.refresh_round(measured.id)
    page = results.village_result(measured.id, NEAR, audience="internal", actor=STATISTICIAN)
    assert here.value == pytest.approx(float(page.main.figure.value))
    assert (here.n, here.listed, here.coverage) == (12, 20, 0.6)
    assert (here.se, here.low, here.df) == (None, None, None)
    assert (answer.basis, answer.label, answer.families) == ("enumeration", None, 26)
    assert (answer.index_hash, answer.cites.is_provisional) == (page.index.hash, True)


def test_several_villages_chosen_on_purpose_are_called_so(measured):
    answer = ask(measured, level="kecamatan")
    assert answer.label == "rata-rata desa lokus"
    assert line(answer, "63.10.05").n == 20


def test_a_group_of_two_is_hidden_and_so_is_what_would_give_it_away(measured):
    answer = ask(measured, group="head_sex")
    assert [line(answer, NEXT, sex).why for sex in "lp"] == [analysis.Why.FEW] * 2
    assert line(answer, NEXT, "p").n is None
    # With the district's women and the other village's the two could be worked out.
    district = ask(measured, level="kecamatan", group="head_sex")
    known = [line(answer, NEAR, "p"), line(district, "63.10.05", "p")]
    assert analysis.Why.FEW in {each.why for each in known}
    assert line(answer, FAR, "l").n == 6


def test_category_shares_of_a_village_add_up_or_are_hidden_together(measured):
    answer = ask(measured, measure="kategori:ikk")
    shares = [each for each in answer.lines if each.area == FAR]
    assert {each.category for each in shares} <= set(answer.measure.categories)
    assert sum(each.value for each in shares) == pytest.approx(100)
    assert {each.n for each in shares} == {6}


def test_a_reader_gets_the_own_areas_alone(measured):
    answer = ask(measured, actor=OF_REGENCY)
    assert {each.area for each in answer.lines} == {NEAR, NEXT}
    assert answer.families == 20
    assert ask(measured, actor=OF_REGENCY, level="provinsi").lines == ()
    whole = ask(measured, level="desa", group="head_sex")
    mine = ask(measured, actor=OF_REGENCY, group="head_sex")
    assert set(mine.lines) <= set(whole.lines)


def test_whoever_sees_no_families_waits_for_a_version(measured):
    with pytest.raises(analysis.OnlyVersions):
        ask(measured, actor=TEAM)
    with pytest.raises(NotAllowed):
        ask(measured, actor=KADER)


@pytest.mark.parametrize(
    "wrong",
    [{"measure": "indeks:x"}, {"level": "dusun"}, {"group": "nama"}, {"cells": "x"}, {"model": "x"}],
)
def test_refuses_what_there_is_not(measured, wrong):
    with pytest.raises(analysis.UnknownChoice):
        ask(measured, **wrong)


def test_refuses_a_model_without_sampling_errors_and_a_round_without_families(measured, db):
    with pytest.raises(analysis.NoModel):
        ask(measured, model="tetap")
    empty = surveys.create_round(
        name="Kosong sintetis", year=2027, form_id="kunjungan_keluarga", opens=date(2027, 1, 1), actor=SYSTEM
    )
    with pytest.raises(analysis.NothingToEstimate):
        ask(empty)


def test_only_villages_in_which_something_happened_are_read_again(measured, monkeypatch):
    read = []
    micro_rows = releases.micro_rows

    def seen(round_id, *, actor, area="", version=None):
        read.append(area)
        return micro_rows(round_id, actor=actor, area=area, version=version)

    monkeypatch.setattr(releases, "micro_rows", seen)
    before = ask(measured)
    assert ask(measured) == before
    assert read == [FAR, NEAR, NEXT]
    visits(measured.id, NEXT, (12, 13, 14), "p")
    after = ask(measured)
    assert read[3:] == [NEXT]
    assert line(after, NEXT).n == line(before, NEXT).n + 3
    assert line(after, NEAR) == line(before, NEAR)
    remembered._now.clear()
    assert ask(measured) == after


def test_families_not_visited_yet_count_in_how_complete_figures_are_and_nowhere_else(measured):
    for level, area, listed, answered in (
        ("desa", NEAR, 20, 12),
        ("desa", NEXT, 10, 8),
        ("kabupaten", "63.10", 30, 20),
    ):
        found = line(ask(measured, level=level), area)
        assert (found.listed, found.n) == (listed, answered)
        assert found.coverage == pytest.approx(answered / listed)
