"""What visits say of changes since the visit before: recorded where sure, asked about where not."""

from dataclasses import replace
from datetime import date

import pytest

from bahtera.access.api import Actor
from bahtera.families import api
from bahtera.families.models import EventProposal

from .conftest import ADAM, BETA, CITA, DODI, FOUR

pytestmark = pytest.mark.django_db
SUPERVISOR = Actor.over("user:alice", "Alice", frozenset({"supervisor"}), ("63.02",))
SEPTEMBER = date(2026, 9, 1)


def roster(known, *given):
    """Return the members as a form that knows them sends them."""
    return [
        replace(one, member_id=known.member_ids[FOUR.index(one)]) if one in FOUR else one for one in given
    ]


def kinds(family_id):
    return [(one.kind.value, one.on, one.source_kind.value) for one in api.events_of(family_id)]


def asked(family_id):
    return [(one.kind, one.member_id) for one in api.proposals_for([family_id])]


def test_a_child_born_since_is_recorded_and_a_bride_is_asked_about(known, visit):
    baby = api.MemberInput("Fitri Rahman", sex="p", birth_date=date(2026, 8, 8), relation="anak")
    bride = api.MemberInput("Gita", sex="p", birth_date=date(2004, 8, 8), relation="menantu")
    second = visit(roster(known, *FOUR, baby, bride), family_id=known.family_id, on=SEPTEMBER)
    assert kinds(known.family_id) == [("birth", date(2026, 8, 8), "visit")]
    [row] = api.proposals_for([known.family_id])
    assert (row.kind, row.member_id) == ("arrived", second.member_ids[5])
    with pytest.raises(api.FamilyRefused):
        api.explain_arrival(row.id, kind=api.Kind.MARRIAGE_IN, on=date(2004, 1, 1), actor=SUPERVISOR)
    api.explain_arrival(row.id, kind=api.Kind.MARRIAGE_IN, on=date(2026, 5, 1), actor=SUPERVISOR)
    assert asked(known.family_id) == []
    assert kinds(known.family_id)[1] == ("marriage_in", date(2026, 5, 1), "officer")
    with pytest.raises(api.FamilyRefused):  # pressed twice
        api.dismiss_proposal(row.id, actor=SUPERVISOR)


def test_who_is_missing_is_asked_about_until_told_or_met_again(known, visit):
    visit(roster(known, ADAM, BETA), family_id=known.family_id, on=SEPTEMBER)
    cita, dodi = known.member_ids[2:]
    assert asked(known.family_id) == [("missing", cita), ("missing", dodi)]
    first = api.proposals_for([known.family_id])[0]
    told = api.Told(
        api.Kind.MARRIAGE_OUT,
        known.family_id,
        SEPTEMBER,
        member_ids=(cita,),
        starts_family=True,
        new_head=cita,
    )
    seen = api.revision_of(known.family_id)
    stranger = Actor.over("user:bob", "Bob", frozenset({"supervisor"}), ("63.03",))
    for actor in (stranger, replace(SUPERVISOR, kin=frozenset({known.family_id}))):
        with pytest.raises(api.UnknownFamily):
            api.confirm_missing(first.id, told, actor=actor, seen=seen)
    event = api.confirm_missing(first.id, told, actor=SUPERVISOR, seen=seen)
    assert EventProposal.objects.get(pk=first.id).event_id == event.id
    assert asked(known.family_id) == [("missing", dodi)]
    visit(roster(known, ADAM, BETA, DODI), family_id=known.family_id, on=date(2026, 10, 1))
    assert asked(known.family_id) == []
    visit(roster(known, ADAM, BETA), family_id=known.family_id, on=date(2026, 11, 1))
    assert asked(known.family_id) == [("missing", dodi)]


def test_another_head_with_both_there_is_recorded_and_a_late_visit_asks_nothing(known, visit):
    swapped = roster(known, replace(ADAM, relation="kepala"), BETA, CITA, DODI)
    swapped[0], swapped[1] = (
        replace(swapped[0], member_id=known.member_ids[0], relation="pasangan"),
        replace(swapped[1], relation="kepala"),
    )
    visit(swapped, family_id=known.family_id, on=SEPTEMBER)
    assert kinds(known.family_id) == [("head", SEPTEMBER, "visit")]
    visit(roster(known, ADAM), family_id=known.family_id, on=date(2026, 4, 1))
    assert asked(known.family_id) == []
    api.take_event_back(api.events_of(known.family_id)[0].id, actor=SUPERVISOR)
    assert len(kinds(known.family_id)) == 2


def test_a_corrected_visit_says_nothing_new(known, visit):
    visit(roster(known, ADAM, BETA), family_id=known.family_id, on=SEPTEMBER, source="submission:a")
    visit(
        roster(known, ADAM),
        family_id=known.family_id,
        on=SEPTEMBER,
        source="submission:b",
        replaces="submission:a",
    )
    assert EventProposal.objects.count() == 2
