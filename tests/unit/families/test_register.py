"""Whatever legal events follow each other: one family each unless declared, one head each, and the counts add up."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bahtera.families.errors import FamilyRefused
from bahtera.families.rules.people import Home, Register, Somebody
from bahtera.families.rules.register import happen, take_back
from bahtera.families.values.register import Happening, Kind, Sharing

START = date(2025, 1, 1)
DAY = date(2025, 6, 1)
A, B = UUID(int=1), UUID(int=2)
ADI, BUNGA, CITRA, DEDI, EKA, FAJAR = (UUID(int=100 + n) for n in range(6))


def somebody(key, family, relation, born=date(1980, 1, 1), sex="l"):
    return Somebody(key, family, "present", relation, START, key, sex, born)


def village():
    """A couple with two children, and a widow with a grown son; nobody is real (sintetis)."""
    people = [
        somebody(ADI, A, "kepala"),
        somebody(BUNGA, A, "pasangan", sex="p"),
        somebody(CITRA, A, "anak", date(2003, 1, 1), "p"),
        somebody(DEDI, A, "anak", date(2015, 1, 1)),
        somebody(EKA, B, "kepala", date(1950, 1, 1), "p"),
        somebody(FAJAR, B, "anak", date(1999, 1, 1)),
    ]
    homes = {key: Home(key, "present", START) for key in (A, B)}
    return Register(homes, {one.id: one for one in people})


def tell(kind, family=A, *persons, on=DAY, **more):
    return happen(village(), Happening(kind, on, family, persons, **more))


def refused(kind, family=A, *persons, **more):
    with pytest.raises(FamilyRefused) as problem:
        tell(kind, family, *persons, **more)
    return problem.value.code.removeprefix("families.")


def test_a_death_asks_for_a_head_and_the_widow_becomes_it():
    assert refused(Kind.DEATH, A, ADI) == "head_missing"
    after = tell(Kind.DEATH, A, ADI, head=BUNGA)
    assert after.people[ADI].status == "dead"
    assert [after.people[one].relation for one in (BUNGA, CITRA, DEDI)] == ["kepala", "anak", "anak"]


def test_a_family_without_anybody_closes():
    first = tell(Kind.DEATH, B, EKA)
    assert first.people[FAJAR].relation == "kepala"
    last = happen(first, Happening(Kind.DEATH, DAY, B, (FAJAR,)))
    assert last.homes[B].status == "ended"


def test_what_is_impossible_is_refused_with_its_reason():
    new = UUID(int=9)
    assert refused(Kind.DEATH, A, DEDI, on=date(2014, 1, 1)) == "date_before_last_change"
    assert refused(Kind.MARRIAGE_IN, A, FAJAR) == "two_spouses"
    assert refused(Kind.MARRIAGE_IN, A, EKA, relations={EKA: "kepala"}, head=FAJAR) == "two_heads"
    assert refused(Kind.SPLIT, A, ADI, BUNGA, CITRA, DEDI, new_family=new, new_head=ADI) == "all_leave"
    assert refused(Kind.SPLIT, A, FAJAR, new_family=new, new_head=FAJAR) == "not_living_there"
    assert refused(Kind.DIVORCE, B, FAJAR, new_family=new) == "no_couple"
    assert refused(Kind.DIVORCE, A, CITRA, new_family=new) == "one_of_the_couple"
    assert refused(Kind.ADOPTION, A, FAJAR) == "no_child"
    assert refused(Kind.HEAD, A, head=ADI) == "head_already"
    assert refused(Kind.JOIN, A, to_family=A) == "merge_with_itself"
    born_later = {"newcomer": UUID(int=8), "newcomer_born": date(2025, 7, 1)}
    assert refused(Kind.BIRTH, A, **born_later) == "before_birth"
    assert refused(Kind.SHARED, A, BUNGA, to_family=B, newcomer=new, sharing=Sharing.POLYGAMY) == "no_husband"


def test_nobody_is_made_what_they_are_too_young_for():
    new, baby = UUID(int=9), {"newcomer": UUID(int=8), "newcomer_born": DAY}
    for relation in ("pasangan", "orang_tua", "menantu"):
        assert refused(Kind.BIRTH, B, relations={UUID(int=8): relation}, **baby) == "too_young"
    assert refused(Kind.MARRIAGE_IN, B, **baby) == "too_young"
    assert refused(Kind.HEAD, A, head=DEDI) == "adult_lives_there"
    assert refused(Kind.DEATH, A, ADI, head=DEDI) == "adult_lives_there"
    with_baby = tell(Kind.BIRTH, B, **baby)
    split = Happening(Kind.SPLIT, DAY, B, (UUID(int=8),), new_family=new, new_head=UUID(int=8))
    for told in (Happening(Kind.HEAD, DAY, B, head=UUID(int=8)), split):
        with pytest.raises(FamilyRefused, match="10"):
            happen(with_baby, told)


def test_a_child_bride_and_orphans_stay_recordable():
    married = tell(Kind.MARRIAGE_OUT, A, DEDI, new_family=UUID(int=9), new_head=DEDI)
    assert married.people[DEDI].relation == "kepala"
    orphans = tell(Kind.DEATH, A, ADI, head=BUNGA)
    for told in (
        Happening(Kind.MOVE_OUT, DAY, A, (CITRA,)),
        Happening(Kind.DEATH, DAY, A, (BUNGA,)),
    ):
        orphans = happen(orphans, told)
    assert orphans.people[DEDI].relation == "kepala"


def test_a_husband_of_two_wives_counts_once_and_dies_in_both_families():
    twin = UUID(int=77)
    both = tell(
        Kind.SHARED,
        A,
        ADI,
        to_family=B,
        newcomer=twin,
        sharing=Sharing.POLYGAMY,
        relations={twin: "famili_lain"},
    )
    assert len(both.present(B)) == 3
    assert len({one.same for one in both.people.values() if one.status == "present"}) == 6
    after = happen(both, Happening(Kind.DEATH, DAY, A, (ADI,), head=BUNGA))
    assert {after.people[ADI].status, after.people[twin].status} == {"dead"}


def test_an_event_is_taken_back_unless_something_stands_on_it():
    before = village()
    after = tell(Kind.SPLIT, A, CITRA, new_family=UUID(int=9), new_head=CITRA)
    back = take_back(after, before, after)
    assert (back.people[CITRA].family, back.homes[UUID(int=9)].status) == (A, "ended")
    later = happen(after, Happening(Kind.DEATH, DAY, UUID(int=9), (CITRA,)))
    with pytest.raises(FamilyRefused) as problem:
        take_back(later, before, after)
    assert problem.value.code == "families.later_changes"


index = st.integers(0, 40)
relations = st.sampled_from(["", "kepala", "pasangan", "anak", "famili_lain"])
steps = st.lists(
    st.tuples(
        st.sampled_from([one for one in Kind if one is not Kind.CORRECTION]),
        st.lists(index, min_size=6, max_size=6),
        st.integers(0, 3),
        relations,
    ),
    max_size=12,
)


def told(step, register, on, number):
    kind, picks, days, relation = step
    people, homes = sorted(register.people), sorted(register.homes)
    family = homes[picks[0] % len(homes)]
    inside = sorted(one.id for one in register.present(family)) or people
    chosen = tuple(
        {
            (inside if n % 3 else people)[n % len(inside if n % 3 else people)]
            for n in picks[1 : 2 + picks[5] % 3]
        }
    )
    fresh, person = UUID(int=10_000 + number), UUID(int=20_000 + number)
    newcomer = kind in {Kind.BIRTH, Kind.SHARED} or (
        picks[4] % 2 and kind in {Kind.MARRIAGE_IN, Kind.MOVE_IN, Kind.ADOPTION}
    )
    return Happening(
        kind,
        on + timedelta(days=days),
        family,
        () if newcomer and kind is not Kind.SHARED else chosen[: 1 if kind is Kind.SHARED else 9],
        to_family=homes[picks[3] % len(homes)]
        if picks[4] % 3 == 0 or kind in {Kind.JOIN, Kind.SHARED}
        else None,
        new_family=fresh if picks[4] % 3 == 1 and kind is not Kind.JOIN else None,
        head=inside[picks[2] % len(inside)],
        new_head=chosen[0] if chosen else None,
        newcomer=person if newcomer else None,
        newcomer_born=on if newcomer else None,
        relations={person: relation, **dict.fromkeys(chosen[:1], relation)} if relation else {},
        sharing=Sharing.POLYGAMY if picks[5] % 2 else Sharing.CUSTODY,
    )


@settings(max_examples=150, deadline=None)
@given(steps)
def test_legal_events_keep_the_register_whole(script):
    register, on, declared, legal = village(), DAY, set(), 0
    for number, step in enumerate(script):
        event, kind = told(step, register, on, number), step[0]
        try:
            after = happen(register, event)
        except FamilyRefused:
            continue
        legal, on = legal + 1, event.on
        assert take_back(after, register, after).people.keys() == after.people.keys()
        # Nobody is lost, and nobody rises from the dead.
        assert register.people.keys() <= after.people.keys()
        assert all(
            after.people[k].status == "dead" for k, one in register.people.items() if one.status == "dead"
        )
        if kind is Kind.SHARED:
            declared.add(after.people[event.newcomer].same)
        present = [one for one in after.people.values() if one.status == "present"]
        twice = {key for key, count in Counter(one.same for one in present).items() if count > 1}
        assert twice <= declared
        assert sum(len(after.present(key)) for key in after.homes) == len(present)
        for key, home in after.homes.items():
            people = after.present(key)
            assert bool(people) == (home.status in {"present", "away"}), (event, home)
            assert len(after.heads(key)) == (1 if people else 0), (event, people)
        register = after
