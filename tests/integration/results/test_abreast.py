"""One figure of many areas side by side says what each area's own page says, and hides what that hides."""

import random
from datetime import date

import pytest
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.results import api as results
from bahtera.results.queries import forget
from bahtera.surveys import api as surveys

BIG, SMALL, FAR = "63.10.05.2003", "63.10.06.2004", "63.02.05.2001"
TEAM = Actor.over("user:2", "Pak Bob", frozenset({"supervisor"}), ("63",))
OTHER = Actor.over("user:3", "Bu Dina", frozenset({"supervisor"}), ("63.10",))


@pytest.fixture
def round_id(db):
    forget()
    add_places(dict.fromkeys((BIG, SMALL, FAR), "Contoh"))
    made = surveys.create_round(
        name="Contoh sintetis", year=2026, form_id="kunjungan_keluarga", opens=date(2026, 1, 1), actor=SYSTEM
    )
    chooser = random.Random(7)
    for village, count in ((BIG, 40), (SMALL, 2), (FAR, 30)):
        patterns = ["".join(chooser.choice("1110") for _ in range(SIZE)) for _ in range(count)]
        store_visits(made.id, village, patterns)
        results.refresh_village(made.id, village)
    return made.id


@pytest.mark.parametrize("level", ["regency", "district", "village"])
def test_every_row_is_the_figure_of_the_areas_own_page(round_id, level):
    said = {"audience": "internal", "actor": TEAM}
    found = results.abreast(round_id, "63", level=level, **said)
    assert [row.code for row in found.rows] == sorted(row.code for row in found.rows)
    assert len(found.rows) == {"regency": 2}.get(level, 3)
    parts = ["", next(iter(found.dimensions)), next(iter(found.indicators))]
    for part in parts:
        for row in results.abreast(round_id, "63", level=level, part=part, **said).rows:
            work_out = results.village_result if level == "village" else results.area_result
            page = work_out(round_id, row.code, **said)
            own = {
                "": page.main.figure,
                **{each.id: each.family_mean for each in page.dimensions},
                **{each.id: each.share for each in page.indicators},
            }
            assert row.figure == own[part]
            assert (row.coverage, row.speaks) == (page.coverage, page.speaks)
            assert row.category == (None if part else page.main.category)


def test_two_families_are_hidden(round_id):
    rows = results.abreast(round_id, "63.10", level="village", audience="public").rows
    small = next(row for row in rows if row.code == SMALL)
    assert (small.figure.value, small.category) == (None, None)


def test_what_cannot_be_answered_is_refused(round_id):
    said = {"audience": "internal", "actor": TEAM, "level": "village"}
    with pytest.raises(results.UnknownPart):
        results.abreast(round_id, "63", part="X9", **said)
    with pytest.raises(results.AreaNotInRound):
        results.abreast(round_id, "63.71", **said)
    with pytest.raises(NotAllowed):
        results.abreast(round_id, "63", level="village", audience="internal", actor=OTHER)
