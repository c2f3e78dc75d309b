"""Events as they are told, judged, written, and taken back."""

from datetime import date

import pytest

from bahtera.access.api import Actor
from bahtera.families import api
from bahtera.families.models import FamilyEvent, FamilyState, MemberState

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
SUPERVISOR = Actor.over("user:alice", "Alice", frozenset({"supervisor"}), ("63.02",))


@pytest.fixture
def second(visit):
    """A widow on record since 1 March 2026."""
    return visit(
        [api.MemberInput("Ema Hasan", sex="p", birth_date=date(1990, 2, 2), relation="kepala")],
        rt="4",
    )


def tell(kind, outcome, *members, actor=SUPERVISOR, on=JUNE, **more):
    told = api.Told(
        kind=api.Kind(kind),
        family_id=outcome.family_id,
        on=on,
        member_ids=tuple(outcome.member_ids[n] for n in members),
        **more,
    )
    return api.record_event(told, actor=actor, seen=api.revision_of(outcome.family_id))


def living(family_id):
    return {m.name: m.relation for m in api.get_family(family_id).members if m.status == "present"}


def test_a_life_of_events(known, second):
    born = tell("birth", known, newcomer=api.Newcomer("Fitri Rahman", "p", JUNE), on=JUNE)
    assert living(known.family_id)["Fitri Rahman"] == "anak"
    assert api.get_member(born.persons[0]).birth_date == JUNE
    tell("death", known, 0, head=known.member_ids[1], on=date(2026, 7, 1))
    now = api.get_family(known.family_id)
    assert (now.head_name, living(known.family_id)["Siti Beta"]) == ("Siti Beta", "kepala")
    assert api.get_family(known.family_id, on=JUNE).head_name == "Adam Rahman"
    out = tell("split", known, 2, starts_family=True, new_head=known.member_ids[2], on=date(2026, 8, 1))
    new = next(one for one in out.after if one != known.family_id)
    assert living(new) == {"Cita Rahman": "kepala"}
    tell("join", known, to_family=second.family_id, on=date(2026, 9, 1))
    assert api.get_family(known.family_id).merged_into == second.family_id
    assert sorted(living(second.family_id)) == ["Dodi Rahman", "Ema Hasan", "Fitri Rahman", "Siti Beta"]
    assert [one.kind.value for one in api.events_of(known.family_id)] == ["join", "split", "death", "birth"]
    found = api.followed(
        {known.family_id, second.family_id},
        {second.family_id, new},
        since=date(2026, 5, 1),
        until=date(2026, 10, 1),
    )
    assert found.matched == {second.family_id}
    assert found.split == {new: (known.family_id,)}
    assert set(found.joined[known.family_id]) == {second.family_id, new}
    assert (found.new, found.gone) == (frozenset(), frozenset())


def test_an_event_names_whom_it_is_about_and_not_the_widow(known, second):
    tell("head", known, head=known.member_ids[1], on=JUNE)
    tell("death", known, 1, head=known.member_ids[0], on=date(2026, 7, 1))
    tell("move_out", known, 0, head=known.member_ids[2], on=date(2026, 8, 1))
    tell("join", known, to_family=second.family_id, on=date(2026, 9, 1))
    rows = api.events_of(known.family_id)
    found = api.about_whom(rows)
    joined, left, died, headed = (found[one.id] for one in rows)
    adam, siti, cita, dodi = known.member_ids
    assert (headed, died, left) == ((siti,), (siti,), (adam,))
    assert {cita, dodi} <= set(joined)


def test_an_event_is_taken_back_and_stays_in_the_history(known, second):
    split = tell("split", known, 2, starts_family=True, new_head=known.member_ids[2])
    new = next(one for one in split.after if one != known.family_id)
    api.take_event_back(split.id, actor=SUPERVISOR)
    assert len(living(known.family_id)) == 4
    assert api.get_family(new).status == "ended"
    joined = tell("join", known, to_family=second.family_id)
    assert api.same_families([known.family_id]) == {known.family_id, second.family_id}
    api.take_event_back(joined.id, actor=SUPERVISOR)
    assert api.same_families([known.family_id]) == {known.family_id}
    assert (len(living(known.family_id)), len(living(second.family_id))) == (4, 1)
    kinds = [one.kind.value for one in api.events_of(known.family_id)]
    assert sorted(kinds) == ["correction", "correction", "join", "split"]
    for one in (split.id, api.events_of(known.family_id)[0].id):
        with pytest.raises(api.FamilyRefused) as refused:
            api.take_event_back(one, actor=SUPERVISOR)
        assert refused.value.code == "families.taken_back"
    death = tell("death", known, 3)
    tell("death", known, 2)
    api.take_event_back(death.id, actor=SUPERVISOR)
    assert sorted(living(known.family_id)) == ["Adam Rahman", "Dodi Rahman", "Siti Beta"]


def test_what_is_refused_writes_nothing(known, second, visit):
    versions = (FamilyState.objects.count(), MemberState.objects.count())
    stale = api.revision_of(known.family_id)
    told = api.Told(api.Kind.DEATH, known.family_id, JUNE, member_ids=(known.member_ids[3],))
    for actor in (
        Actor.over("user:bob", "Bob", frozenset({"supervisor"}), ("63.03",)),
        Actor("user:cee", "Cee", SUPERVISOR.grants, kin=frozenset({known.family_id})),
        Actor.over("user:dan", "Dan", frozenset({"kader", "desa_officer"}), ("63.02",)),
    ):
        with pytest.raises(api.UnknownFamily):
            api.record_event(told, actor=actor, seen=stale)
    with pytest.raises(api.FamilyRefused) as refused:
        api.record_event(told, actor=SUPERVISOR, seen="older")
    assert refused.value.code == "families.changed_meanwhile"
    with pytest.raises(api.FamilyRefused):
        tell("death", known, 3, on=date(2027, 1, 1))
    assert versions == (FamilyState.objects.count(), MemberState.objects.count())
    assert not FamilyEvent.objects.exists()
    api.record_event(told, actor=SUPERVISOR, seen=stale)
    with pytest.raises(api.FamilyRefused) as refused:  # pressed twice
        api.record_event(told, actor=SUPERVISOR, seen=stale)
    assert refused.value.code == "families.changed_meanwhile"
    assert FamilyEvent.objects.count() == 1


def test_a_day_known_by_its_month_counts_after_the_visit_of_that_month(visit):
    known = visit(on=date(2026, 3, 10))
    told = api.Told(
        api.Kind.DEATH, known.family_id, date(2026, 3, 20), api.Precision.MONTH, (known.member_ids[3],)
    )
    row = api.record_event(told, actor=SUPERVISOR, seen=api.revision_of(known.family_id))
    assert (row.on, row.precision) == (date(2026, 3, 10), api.Precision.MONTH)


def test_a_husband_with_two_wives_is_one_person(known, second):
    row = tell(
        "shared",
        known,
        0,
        to_family=second.family_id,
        sharing=api.Sharing.POLYGAMY,
        newcomer_relation="famili_lain",
    )
    twin = next(one for one in row.persons if one != known.member_ids[0])
    assert api.get_member(twin).name == "Adam Rahman"
    assert api.persons_counted([known.family_id, second.family_id]) == (6, 5)
    assert [one.id for one in api.events_of(known.family_id)] == [
        row.id
    ]  # told there, and so listed there too
    [there] = api.shared_of(second.family_id)
    assert (there.elsewhere_family_id, there.reason) == (known.family_id, api.Sharing.POLYGAMY)
    tell("death", known, 0, head=known.member_ids[1], on=date(2026, 7, 1))
    assert api.get_member(twin).status == "dead"
