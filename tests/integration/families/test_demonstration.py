"""The events of the demonstration fit families as they are, and are told once."""

from dataclasses import replace
from datetime import date

import pytest

from bahtera.access.api import Actor
from bahtera.cli.demonstration.happenings import tell_happenings
from bahtera.cli.demonstration.villages import VILLAGES
from bahtera.families import api

from .conftest import FOUR, NEXT_VILLAGE, VILLAGE

pytestmark = pytest.mark.django_db
_GROWN = 2


def test_the_events_of_the_demonstration_are_told_once(visit):
    for number in range(5):
        named = [replace(one, nik="", name=f"{one.name} {number}") for one in FOUR]
        if number == _GROWN:
            named = [
                replace(one, birth_date=date(2001, 2, 3)) if one.relation == "anak" else one for one in named
            ]
        visit(named, on=date(2026, 3, 1 + number))
    home, other = replace(VILLAGES[0], code=VILLAGE), replace(VILLAGES[1], code=NEXT_VILLAGE)
    supervisor = Actor.over("user:1", "Penyelia", frozenset({"supervisor"}), ("63",))
    assert tell_happenings(home, other, supervisor) == 4
    [move] = api.moves_for(supervisor)
    assert move.to_village == NEXT_VILLAGE
    assert len(api.left_from(VILLAGE, actor=supervisor)) == 1
    kinds = {
        row.kind for one in api.families_in(VILLAGE, actor=supervisor) for row in api.events_of(one.family_id)
    }
    assert kinds == {api.Kind.BIRTH, api.Kind.DEATH, api.Kind.SPLIT}
    assert tell_happenings(home, other, supervisor) == 0
