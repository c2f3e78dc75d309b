from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bahtera.areas.api import UnknownArea
from bahtera.families import api
from bahtera.families.models import Family, FamilyLink, FamilyState, Member, MemberState
from bahtera.foundation import clock
from bahtera.foundation.ids import new_id
from bahtera.foundation.models import AuditEntry

from .conftest import ADAM, BETA, CITA, DODI, FOUR, NEXT_VILLAGE, VILLAGE, codes

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
ALICE = "user:alice"


def audited(action):
    return AuditEntry.objects.filter(action=action, actor=ALICE).exists()


def names(family):
    return [member.name for member in family.members]


def test_a_family_moves(known, visit):
    moved = api.move_family(
        known.family_id, village_code=NEXT_VILLAGE, on=JUNE, actor_key=ALICE, place=api.Place(rt="11")
    )
    assert (moved.village_code, moved.place.rt, moved.place.address) == (NEXT_VILLAGE, "11", "")
    assert api.get_family(known.family_id, on=date(2026, 5, 31)).village_code == VILLAGE
    assert audited("families.moved")
    late = visit((), family_id=known.family_id, on=date(2026, 5, 1), village=VILLAGE)
    assert codes(late) == []
    assert api.get_family(known.family_id).village_code == NEXT_VILLAGE


def test_a_family_that_left_may_be_found_again(known, visit):
    away = api.move_family(known.family_id, village_code=None, on=JUNE, actor_key=ALICE)
    assert (away.status, away.village_code) == ("away", "")
    assert list(api.known_families([VILLAGE])) == []
    back = visit((), family_id=known.family_id, village=NEXT_VILLAGE, on=date(2026, 9, 1))
    assert codes(back) == ["returned"]
    assert api.get_family(known.family_id).village_code == NEXT_VILLAGE


def test_moves_that_are_refused(known):
    with pytest.raises(UnknownArea):
        api.move_family(known.family_id, village_code="63.02.12.9999", on=JUNE, actor_key=ALICE)
    with pytest.raises(api.UnknownFamily):
        api.move_family(new_id(), village_code=NEXT_VILLAGE, on=JUNE, actor_key=ALICE)
    here = api.get_family(known.family_id).place
    for day, code in [(date(2026, 11, 23), "date_in_future"), (date(2026, 2, 28), "date_before_last_change")]:
        with pytest.raises(api.FamilyRefused) as refused:
            api.move_family(known.family_id, village_code=NEXT_VILLAGE, on=day, actor_key=ALICE)
        assert refused.value.code == f"families.{code}"
    with pytest.raises(api.FamilyRefused) as refused:
        api.move_family(known.family_id, village_code=VILLAGE, on=JUNE, actor_key=ALICE, place=here)
    assert refused.value.code == "families.nothing_changes"
    assert FamilyState.objects.count() == 1
    assert not audited("families.moved")


def test_a_family_splits_and_its_people_keep_their_ids(known):
    cita = known.member_ids[2]
    new = api.split_family(
        known.family_id, member_ids=[cita], on=JUNE, actor_key=ALICE, no_kk="6302 1201 0626 0007"
    )
    assert (new.village_code, new.head_name, new.no_kk) == (VILLAGE, "Cita Rahman", "6302120106260007")
    assert [m.id for m in new.members] == [cita]
    assert names(api.get_family(known.family_id)) == ["Adam Rahman", "Siti Beta", "Dodi Rahman"]
    assert len(api.get_family(known.family_id, on=date(2026, 5, 31)).members) == 4
    link = FamilyLink.objects.get()
    assert (link.kind, link.from_family_id, link.to_family_id) == ("split", known.family_id, new.id)
    assert audited("families.split")
    entries = [e for e in api.history(known.family_id) if e.member_id == cita]
    assert [(e.reason, e.changed) for e in entries] == [("opened", ()), ("split", ("family",))]


def test_a_split_takes_some_of_those_present(known):
    api.record_death(known.member_ids[3], on=JUNE, actor_key=ALICE)
    for chosen in ([], known.member_ids[:3], [known.member_ids[3]], [new_id()]):
        with pytest.raises(api.FamilyRefused):
            api.split_family(known.family_id, member_ids=chosen, on=JUNE, actor_key=ALICE)
    assert Family.objects.count() == 1


def test_two_families_merge_and_doubles_are_paired(known, visit):
    other = visit((ADAM, replace(CITA, name="Cita R."), api.MemberInput("Eka Rahman")), village=NEXT_VILLAGE)
    merged = api.merge_families(
        keep_id=known.family_id, absorbed_id=other.family_id, on=JUNE, actor_key=ALICE,
        same_members={other.member_ids[0]: known.member_ids[0], other.member_ids[1]: known.member_ids[2]},
    )  # fmt: skip
    present = [m.name for m in merged.members if m.status == "present"]
    assert present == ["Adam Rahman", "Siti Beta", "Cita Rahman", "Dodi Rahman", "Eka Rahman"]
    double = api.get_member(other.member_ids[0])
    assert (double.status, double.same_as) == ("duplicate", known.member_ids[0])
    gone = api.get_family(other.family_id)
    assert (gone.status, gone.merged_into, gone.members) == ("merged", known.family_id, ())
    assert len(api.get_family(other.family_id, on=date(2026, 5, 31)).members) == 3
    assert audited("families.merged")

    # A phone with an old list still sends the absorbed family's ids.
    stale = (
        replace(ADAM, member_id=other.member_ids[0]),
        api.MemberInput("Eka Rahman", member_id=other.member_ids[2]),
    )
    outcome = visit(stale, family_id=other.family_id, on=date(2026, 7, 1))
    assert outcome.family_id == known.family_id
    assert outcome.member_ids == (known.member_ids[0], other.member_ids[2])
    assert codes(outcome) == ["member_missing"] * 3 + ["merged_before"]


def test_merges_that_are_refused(known, visit):
    other = visit((api.MemberInput("Fani"),))
    cases = [
        ({"absorbed_id": known.family_id}, "merge_with_itself"),
        ({"same_members": {other.member_ids[0]: new_id()}}, "doubles_not_members"),
        ({"same_members": {new_id(): known.member_ids[0]}}, "doubles_not_members"),
        ({"on": date(2026, 1, 1)}, "date_before_last_change"),
    ]
    for changes, code in cases:
        arguments = {
            "keep_id": known.family_id,
            "absorbed_id": other.family_id,
            "on": JUNE,
            "actor_key": ALICE,
        }
        with pytest.raises(api.FamilyRefused) as refused:
            api.merge_families(**{**arguments, **changes})
        assert refused.value.code == f"families.{code}"
    api.merge_families(keep_id=known.family_id, absorbed_id=other.family_id, on=JUNE, actor_key=ALICE)
    with pytest.raises(api.FamilyRefused) as refused:
        api.merge_families(keep_id=known.family_id, absorbed_id=other.family_id, on=JUNE, actor_key=ALICE)
    assert refused.value.code == "families.is_merged"
    with pytest.raises(api.FamilyRefused):
        api.move_family(other.family_id, village_code=NEXT_VILLAGE, on=JUNE, actor_key=ALICE)


def test_a_death_is_recorded_and_no_visit_undoes_it(known, visit):
    adam = known.member_ids[0]
    assert api.record_death(adam, on=JUNE, actor_key=ALICE).status == "dead"
    assert api.get_member(adam, on=date(2026, 5, 31)).status == "present"
    assert audited("families.death_recorded")
    members = tuple(replace(m, member_id=i) for m, i in zip(FOUR, known.member_ids, strict=True))
    outcome = visit(members, family_id=known.family_id, on=date(2026, 7, 1))
    assert codes(outcome) == ["member_gone"]
    assert api.get_member(adam).status == "dead"
    with pytest.raises(api.FamilyRefused):
        api.record_death(adam, on=JUNE, actor_key=ALICE)
    with pytest.raises(api.UnknownMember):
        api.record_death(new_id(), on=JUNE, actor_key=ALICE)


def test_a_family_ends_with_its_last_member(visit):
    alone = visit((ADAM,))
    api.record_death(alone.member_ids[0], on=JUNE, actor_key=ALICE)
    assert api.get_family(alone.family_id).status == "ended"
    assert list(api.known_families([VILLAGE])) == []


def test_a_member_joins_another_family_and_leaves(known, visit):
    other = visit((api.MemberInput("Gilang", relation="kepala"),))
    cita = known.member_ids[2]
    joined = api.move_member(cita, to_family=other.family_id, on=JUNE, actor_key=ALICE, relation="pasangan")
    assert (joined.family_id, joined.relation) == (other.family_id, "pasangan")
    assert "Cita Rahman" not in names(api.get_family(known.family_id))
    with pytest.raises(api.FamilyRefused):
        api.move_member(cita, to_family=other.family_id, on=JUNE, actor_key=ALICE)

    stale = visit((replace(CITA, member_id=cita),), family_id=known.family_id, on=date(2026, 7, 1))
    assert "member_gone" in codes(stale)
    assert api.get_member(cita).family_id == other.family_id

    left = api.move_member(cita, to_family=None, on=date(2026, 8, 1), actor_key=ALICE)
    assert left.status == "away"
    with pytest.raises(api.FamilyRefused):
        api.move_member(cita, to_family=None, on=date(2026, 8, 1), actor_key=ALICE)
    back = api.move_member(cita, to_family=other.family_id, on=date(2026, 9, 1), actor_key=ALICE)
    assert back.status == "present"
    assert audited("families.member_moved")


def test_a_member_entered_by_mistake_is_withdrawn(known):
    withdrawn = api.withdraw_member(known.member_ids[3], actor_key=ALICE)
    assert withdrawn.status == "withdrawn"
    assert audited("families.member_withdrawn")
    assert MemberState.objects.filter(member_id=known.member_ids[3]).count() == 2
    with pytest.raises(api.FamilyRefused):
        api.withdraw_member(known.member_ids[3], actor_key=ALICE)
    assert str(known.member_ids[3]) not in {row["name"] for row in api.known_members([VILLAGE])}


def test_a_mistaken_death_is_undone_and_stays_in_the_history(visit):
    alone = visit((ADAM,))
    api.record_death(alone.member_ids[0], on=JUNE, actor_key=ALICE)
    assert api.restore_member(alone.member_ids[0], actor_key=ALICE).status == "present"
    assert api.get_family(alone.family_id).status == "present"
    assert api.get_member(alone.member_ids[0], on=JUNE).status == "present"
    reasons = [e.reason for e in api.history(alone.family_id) if e.member_id]
    assert reasons == ["opened", "death", "restored"]
    assert audited("families.member_restored")
    with pytest.raises(api.FamilyRefused) as refused:
        api.restore_member(alone.member_ids[0], actor_key=ALICE)
    assert refused.value.code == "families.member_is_present"


def test_every_operation_is_audited(known):
    """One transaction, one entry: nothing in the door of changes writes without a trace."""
    from bahtera.families.operations import changes

    own = {
        name for name, thing in vars(changes).items() if getattr(thing, "__module__", "") == changes.__name__
    }
    public = {name for name in own if not name.startswith("_")}
    assert public <= set(api.__all__)
    assert public == {
        "move_family",
        "split_family",
        "merge_families",
        "record_death",
        "move_member",
        "withdraw_member",
        "restore_member",
    }


def test_the_history_tells_who_and_when(known, visit):
    api.move_family(known.family_id, village_code=NEXT_VILLAGE, on=JUNE, actor_key=ALICE)
    entries = [e for e in api.history(known.family_id) if e.member_id is None]
    assert [(e.reason, e.actor_key) for e in entries] == [("opened", "token:kader"), ("moved", ALICE)]
    assert entries[0].valid_to == entries[1].valid_from == JUNE
    assert entries[1].recorded_at == clock.now()
    assert set(entries[1].changed) == {"village_code", "address", "dusun", "rw", "rt"}
    with pytest.raises(api.UnknownFamily):
        api.history(new_id())


# --- what the database itself refuses ---------------------------------------------------------------------


def version(**fields):
    own = {"reason": "visit", "source": "x", "actor_key": "x", "recorded_at": clock.now()}
    return {**own, "valid_from": JUNE, **fields}


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": JUNE},
        {"valid_from": JUNE, "valid_to": date(2026, 5, 1)},
        {"valid_from": JUNE, "valid_to": JUNE, "status": "lost"},
        {"valid_from": JUNE, "valid_to": JUNE, "status": "merged"},
    ],
)
def test_impossible_family_versions(known, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        FamilyState.objects.create(family_id=known.family_id, village_code=VILLAGE, **version(**wrong))


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": JUNE},
        {"valid_from": JUNE, "valid_to": date(2026, 5, 1)},
        {"valid_from": JUNE, "valid_to": JUNE, "status": "asleep"},
        {"valid_from": JUNE, "valid_to": JUNE, "status": "duplicate"},
    ],
)
def test_impossible_member_versions(known, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        MemberState.objects.create(
            family_id=known.family_id, member_id=known.member_ids[0], **version(**wrong)
        )


def test_impossible_links_and_double_ids(known):
    family = Family.objects.get()
    for kind, other in [("divorce", family.pk), ("merge", family.pk)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            FamilyLink.objects.create(
                kind=kind,
                from_family=family,
                to_family_id=other,
                on=JUNE,
                actor_key="x",
                recorded_at=clock.now(),
            )
    phone = new_id()
    Member.objects.create(client_id=phone, opened_source="x", created_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(client_id=phone, opened_source="x", created_at=clock.now())


def test_every_column_has_a_level():
    public = {"id", "created_at", "recorded_at"}
    for model in (Family, Member, FamilyState, MemberState, FamilyLink):
        for field in model._meta.concrete_fields:
            if field.name not in public and not field.is_relation:
                assert model.SENSITIVITY[field.name] in {"L1", "L2", "L3"}, (model, field.name)
    assert FamilyState.SENSITIVITY["no_kk"] == MemberState.SENSITIVITY["nik"] == "L3"
    assert {BETA.sex, DODI.sex} == {"p", "l"}
