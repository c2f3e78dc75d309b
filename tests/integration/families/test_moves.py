"""Families on their way to another village, houses that several share, and the BKKBN's code."""

from dataclasses import replace
from datetime import date

import pytest

from bahtera.access.api import Actor
from bahtera.families import api
from bahtera.families.models import FamilyMove, FamilyState
from bahtera.families.operations.expiring import forget_families

from .conftest import NEXT_VILLAGE, VILLAGE

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


def supervisor(*areas, role="supervisor"):
    return Actor.over(f"user:{areas[0]}", "Penyelia", frozenset({role}), areas)


HERE, THERE = supervisor(VILLAGE), supervisor(NEXT_VILLAGE)


def leave(known, **more):
    return api.move_out(known.family_id, on=JUNE, actor=HERE, seen=api.revision_of(known.family_id), **more)


def agreed(known, who=1, **more):
    given = {"manner": api.Manner.SPOKEN, "witness": "Ketua RT (sintetis)", **more}
    return api.MoveConsent(NEXT_VILLAGE, known.member_ids[who], **given)


def test_without_consent_only_the_move_remains(known):
    row = leave(known)
    assert api.get_family(known.family_id).status == "away"
    assert api.events_of(known.family_id) == [row]
    assert not FamilyMove.objects.exists()
    assert not FamilyState.objects.filter(village_code=NEXT_VILLAGE).exists()
    assert api.moves_for(THERE) == []


def test_a_family_that_agreed_is_taken_up_by_the_new_village(known):
    leave(known, consent=agreed(known))
    assert list(api.known_families([NEXT_VILLAGE])) == []
    [waiting] = api.moves_for(THERE)
    assert (waiting.head_name, waiting.people, waiting.from_village) == ("Adam Rahman", 4, VILLAGE)
    assert api.moves_for(HERE) == api.moves_for(supervisor(NEXT_VILLAGE, role="coordinator")) == []
    for actor in (
        HERE,
        supervisor(NEXT_VILLAGE, role="coordinator"),
        replace(THERE, kin=frozenset({known.family_id})),
    ):
        with pytest.raises(api.UnknownFamily):
            api.accept_move(waiting.id, actor=actor)
    api.accept_move(waiting.id, actor=THERE, place=api.Place(rt="7"))
    family = api.get_family(known.family_id)
    assert (family.status, family.village_code, family.place.rt) == ("present", NEXT_VILLAGE, "7")
    assert [one["name"] for one in api.known_families([NEXT_VILLAGE])] == [str(known.family_id)]
    with pytest.raises(api.FamilyRefused) as refused:
        api.decline_move(waiting.id, actor=THERE, reason="tidak ada")
    assert refused.value.code == "families.move_decided"
    with pytest.raises(api.UnknownFamily):
        api.check_family(known.family_id, HERE)


def test_a_move_is_declined_withdrawn_or_taken_back(known):
    out = leave(known, consent=agreed(known))
    [waiting] = api.moves_for(THERE)
    with pytest.raises(api.FamilyRefused):
        api.decline_move(waiting.id, actor=THERE, reason=" ")
    api.take_event_back(out.id, actor=HERE)
    assert (api.get_family(known.family_id).status, api.moves_for(THERE)) == ("present", [])
    leave(known, consent=agreed(known))
    api.withdraw_move(known.family_id, actor=HERE)
    assert api.moves_for(THERE) == []
    assert api.move_of(known.family_id).state is api.MoveState.WITHDRAWN


def test_a_consent_that_is_none_is_refused_and_nothing_moves(known):
    for consent, code in (
        (agreed(known, who=2), "consent_of_adult"),
        (agreed(known, witness=" "), "witness_missing"),
        (replace(agreed(known), to_village=VILLAGE), "same_village"),
    ):
        with pytest.raises(api.FamilyRefused) as refused:
            leave(known, consent=consent)
        assert refused.value.code == f"families.{code}"
    assert api.get_family(known.family_id).status == "present"


def test_families_share_a_house_until_one_moves(known, visit):
    other = visit([api.MemberInput("Ema Hasan", sex="p", relation="kepala")], address="Jl. Melati 5")
    far = visit([api.MemberInput("Gita", sex="p", relation="kepala")], village=NEXT_VILLAGE)
    both = supervisor("63.02")
    api.share_house(other.family_id, with_family=known.family_id, on=JUNE, actor=both)
    assert set(api.house_of(known.family_id).families) == {known.family_id, other.family_id}
    for wrong in (known.family_id, far.family_id, other.family_id):
        with pytest.raises(api.FamilyRefused):
            api.share_house(other.family_id, with_family=wrong, on=JUNE, actor=both)
    leave(known)
    assert api.house_of(known.family_id) is None
    assert api.house_of(other.family_id).families == (other.family_id,)


def test_a_kki_is_sealed_found_exactly_and_doubles_are_told(known, visit):
    other = visit([api.MemberInput("Ema Hasan", sex="p", relation="kepala")])
    assert api.set_kki(known.family_id, "kki-63 02.00017", actor=HERE) == ()
    assert api.set_kki(other.family_id, "KKI630200017", actor=HERE) == (known.family_id,)
    assert set(api.families_with_kki("kki 630200017")) == {known.family_id, other.family_id}
    assert [set(one) for one in api.repeated_kki([VILLAGE])] == [{known.family_id, other.family_id}]
    with pytest.raises(api.FamilyRefused):
        api.set_kki(known.family_id, "111111", actor=HERE)
    raw = (
        FamilyState.objects.filter(family_id=known.family_id).extra(select={"raw": "kki"}).values_list("raw")
    )
    assert all(b"630200017" not in bytes(one[0] or b"") for one in raw)


def test_forgetting_takes_the_day_the_note_and_the_witness(known):
    leave(known, consent=agreed(known), note="ikut suami")
    api.set_kki(known.family_id, "KKI630200017", actor=HERE)
    forget_families([str(known.family_id)], "")
    [event] = api.events_of(known.family_id)
    assert (event.on, event.precision, event.note) == (date(2026, 1, 1), "year", "")
    assert FamilyMove.objects.get().consent_witness == ""
    assert api.families_with_kki("KKI630200017") == []
