"""Even shares: everybody as many to visit, as few RT divided as can be, nobody over what they can take."""

from uuid import UUID, uuid4

import pytest

from bahtera.families.api import FamilyPlace
from bahtera.surveys.queries.rounds.shares import Sharer, fill

VILLAGE = "63.02.01.2001"


def place(rt, number=0):
    return FamilyPlace(
        family_id=UUID(int=int(rt) * 1000 + number + 1),
        village_code=VILLAGE,
        head_name=f"K{number}",
        rw="1",
        rt=rt,
    )


def sharer(name, *, before=0, most=None, kin=()):
    return Sharer(uuid4(), name, frozenset(kin), before=before, most=most)


def shared(sharers, waiting):
    fill(sharers, waiting)
    return [len(one.got) for one in sharers]


@pytest.mark.parametrize(
    ("loads", "limits", "families", "expected"),
    [
        ((0, 0, 0), (None, None, None), 10, [4, 3, 3]),
        ((4, 0, 0), (None, None, None), 8, [0, 4, 4]),
        ((0, 0, 0), (2, None, None), 12, [2, 5, 5]),
        ((0, 0), (3, 4), 20, [3, 4]),
        ((5, 0), (3, None), 4, [0, 4]),
        ((0, 0), (0, None), 5, [0, 5]),
        ((0,), (None,), 0, [0]),
    ],
)
def test_everybody_has_as_many_to_visit_afterwards(loads, limits, families, expected):
    people = [
        sharer(str(n), before=load, most=most)
        for n, (load, most) in enumerate(zip(loads, limits, strict=True))
    ]
    assert shared(people, [place("1", number) for number in range(families)]) == expected


def test_neighbours_stay_together():
    people = [sharer("A"), sharer("B")]
    fill(people, [place(rt, number) for rt in "1234" for number in range(3)])
    assert [{one.rt for one in person.got} for person in people] == [{"1", "2"}, {"3", "4"}]


def test_a_relative_goes_to_somebody_else_even_when_shares_become_uneven():
    own = place("1", 0)
    people = [sharer("A", kin=[own.family_id]), sharer("B")]
    fill(people, [own, place("1", 1)])
    assert own in people[1].got
    alone = [sharer("A", kin=[own.family_id])]
    fill(alone, [own])
    assert alone[0].got == []
    full = [sharer("A", kin=[own.family_id]), sharer("B", most=0)]
    fill(full, [own])
    assert [one.got for one in full] == [[], []]
