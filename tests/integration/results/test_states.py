"""After a change only what changed is read again, and what may be shown is decided once for the same numbers."""

from datetime import date

import pytest
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM
from bahtera.results import api as results
from bahtera.results.queries import forget, round_figures, states, villages
from bahtera.results.rules.definitions import known_definitions
from bahtera.results.rules.sums import added, zero
from bahtera.surveys import api as surveys

FIRST, SECOND = "63.10.05.2003", "63.10.06.2004"


@pytest.fixture
def row(db):
    forget()
    add_places(dict.fromkeys((FIRST, SECOND), "Contoh"))
    made = surveys.create_round(
        name="Contoh sintetis", year=2026, form_id="kunjungan_keluarga", opens=date(2026, 1, 1), actor=SYSTEM
    )
    for village in (FIRST, SECOND):
        store_visits(made.id, village, ["1" * SIZE] * 8)
        results.refresh_village(made.id, village)
    return surveys.get_round(made.id)


def test_a_village_is_read_again_only_when_its_row_has_changed(row):
    read = []
    known = {"ikk": known_definitions("ikk")}

    def state_of(kept, nothing):
        read.append(kept.village_code)
        return villages._live(kept, nothing)

    before = states.states_of(row, state_of, known)
    assert set(read) == {FIRST, SECOND}
    read.clear()
    assert states.states_of(row, state_of, known) == before
    assert read == []
    store_visits(row.id, SECOND, ["0" * SIZE])
    results.refresh_village(row.id, SECOND)
    after = {each.village_code: each.state.sums.families for each in states.states_of(row, state_of, known)}
    assert set(read) == {SECOND}
    assert after == {FIRST: 8, SECOND: 9}


def test_what_may_be_shown_is_decided_again_only_when_a_released_number_moves(row):
    first = round_figures(row.id, "public")
    store_visits(row.id, SECOND, ["0" * SIZE])
    results.refresh_village(row.id, SECOND)
    within = round_figures(row.id, "public")
    assert within is not first
    assert within.shown is first.shown
    store_visits(row.id, SECOND, ["0" * SIZE] * 5)
    results.refresh_village(row.id, SECOND)
    stepped = round_figures(row.id, "public")
    assert stepped.shown is not first.shown
    assert stepped.villages[SECOND].sums.families == 14


def test_sums_added_column_by_column_are_the_sums_added_in_turns(row):
    found = round_figures(row.id, "public")
    nothing = zero(found.definition)
    each = [state.sums for state in found.villages.values()]
    assert added(each, nothing) == sum(each, nothing) != nothing
    assert added([], nothing) == nothing
