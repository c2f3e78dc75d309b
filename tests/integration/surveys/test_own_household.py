"""Nobody measures, reads or decides about their own household or a declared relative's."""

import csv
import io
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.small_form import MEMBERS, VILLAGE, visit

from bahtera.access import api as access
from bahtera.access.models import KaderToken, Kin, Person
from bahtera.config import registrations
from bahtera.families import api as families
from bahtera.families.models import Family
from bahtera.foundation import clock
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission
from bahtera.surveys.operations.receiving import storing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]
NIK = "6302054102800001"


def with_nik(name="Ibu Ani"):
    return ({**MEMBERS[0], "nama": name, "nik": NIK}, MEMBERS[1])


@pytest.fixture
def family(dewi):
    """A family on record, visited by another kader."""
    receipt = surveys.receive(visit(members=with_nik()), actor=dewi)
    return Submission.objects.get(pk=receipt.submission_id).family_id


@pytest.fixture
def related(siti, family):
    """Siti, who declared that family as her own; her card is on record."""
    person = Person.objects.create(name="Siti", created_at=clock.now())
    KaderToken.objects.create(
        id=1,
        person=person,
        name="Siti",
        secret_sha256="1" * 64,
        areas=[VILLAGE],
        issued_at=clock.now(),
        issued_by="user:1",
    )
    Kin.objects.create(
        person=person, family_id=family, relation="own", declared_at=clock.now(), declared_by="user:1"
    )
    return replace(siti, kin=frozenset({family}))


def codes(submission_id):
    return {one.code for one in Submission.objects.get(pk=submission_id).findings.order_by("pk")}


def names(content):
    return {row["name"] for row in csv.DictReader(io.StringIO(content.decode()))}


def test_the_phone_never_gets_the_own_household(related, dewi, family):
    assert str(family) in names(surveys.families_csv(dewi))
    assert str(family) not in names(surveys.families_csv(related))
    members = list(csv.DictReader(io.StringIO(surveys.members_csv(related).decode())))
    assert all(row["family_id"] != str(family) for row in members)


def test_a_visit_to_the_own_household_is_kept_and_never_counts(related, family, rahmat):
    before = Submission.objects.get(is_current=True).pk
    receipt = surveys.receive(visit(family_id=family), actor=related)
    row = Submission.objects.get(pk=receipt.submission_id)
    assert (row.is_current, row.state) == (False, "flagged")
    assert "own_household" in codes(row.pk)
    assert Submission.objects.get(is_current=True).pk == before
    with pytest.raises(surveys.OwnHousehold):
        surveys.approve(row.pk, actor=rahmat, replace_approved=True)
    surveys.set_aside(row.pk, actor=rahmat)


def test_a_first_visit_to_the_own_household_counts_nowhere(siti, rahmat, round_one):
    family = uuid4()
    receipt = surveys.receive(visit(family_id=family), actor=replace(siti, kin=frozenset({family})))
    assert "own_household" in codes(receipt.submission_id)
    assert not Submission.objects.filter(is_current=True).exists()
    assert not Family.objects.exists(), "the register is not told"
    assert surveys.progress(round_one.id, VILLAGE).visited == 0


def test_typing_the_family_in_as_new_is_seen_by_its_nik(related, rahmat):
    receipt = surveys.receive(visit(members=with_nik("Ani")), actor=related)
    assert "own_household" in codes(receipt.submission_id)
    assert not Submission.objects.get(pk=receipt.submission_id).is_current
    with pytest.raises(surveys.OwnHousehold):
        surveys.approve(receipt.submission_id, actor=rahmat)


def test_a_visit_assessed_later_is_judged_alike(related, family, monkeypatch):
    monkeypatch.setattr(storing, "HEAVY_BYTES", 10)
    receipt = surveys.receive(visit(family_id=family), actor=related)
    assert receipt.state == "received"
    surveys.assess_received(receipt.submission_id)
    assert "own_household" in codes(receipt.submission_id)
    assert not Submission.objects.get(pk=receipt.submission_id).is_current


def test_another_kader_of_the_village_visits_the_family(related, siti, rahmat):
    family = uuid4()
    surveys.receive(visit(family_id=family), actor=replace(siti, kin=frozenset({family})))
    other = access.Actor.over("token:3", "Wati", frozenset({"kader"}), (VILLAGE,))
    receipt = surveys.receive(visit(family_id=family), actor=other)
    row = Submission.objects.get(pk=receipt.submission_id)
    assert row.is_current
    assert "own_household" not in codes(row.pk)


def test_once_the_mistake_is_struck_off_the_visit_may_count(related, family, rahmat):
    receipt = surveys.receive(visit(family_id=family), actor=related)
    Kin.objects.all().delete()
    surveys.approve(receipt.submission_id, actor=rahmat, replace_approved=True)


def test_a_supervisor_neither_reads_nor_decides_about_kin(dewi, family, rahmat):
    row = Submission.objects.get(is_current=True)
    kin = replace(rahmat, kin=frozenset({family}))
    assert surveys.list_submissions(actor=kin).items == []
    assert len(surveys.list_submissions(actor=rahmat).items) == 1
    for attempt in (
        lambda: surveys.get_submission(row.pk, actor=kin),
        lambda: surveys.get_body(row.pk, actor=kin),
        lambda: surveys.open_attachment(row.pk, "foto.jpg", actor=kin),
        lambda: surveys.approve(row.pk, actor=kin),
        lambda: surveys.set_aside(row.pk, actor=kin),
        lambda: surveys.return_with_comments(row.pk, comments=[("", "Ulangi.")], actor=kin),
    ):
        with pytest.raises(access.NotAllowed):
            attempt()
    assert Submission.objects.get(pk=row.pk).state == row.state


@pytest.fixture
def merged(dewi, family):
    """The family on record, after it was merged into one that was there twice."""
    other = surveys.receive(visit(members=({**MEMBERS[1], "hubungan": "kepala"},)), actor=dewi)
    keep = Submission.objects.get(pk=other.submission_id).family_id
    families.merge_families(keep_id=keep, absorbed_id=family, on=date(2026, 11, 22), actor_key="user:1")
    return keep


@pytest.mark.parametrize("declared", ["absorbed", "kept"])
def test_kin_are_followed_through_a_merge(related, family, merged, declared, rahmat):
    registrations.register_all()
    if declared == "kept":
        Kin.objects.update(family_id=merged)
    person = Person.objects.get()
    both = {family, merged}
    assert access.kin_of("token:1") >= both
    person.user = get_user_model().objects.create_user("siti")
    person.save()
    actor = access.actor_of(person.user)
    assert actor.kin >= both
    assert str(merged) not in names(surveys.families_csv(replace(related, kin=actor.kin)))
    receipt = surveys.receive(visit(family_id=merged), actor=replace(related, kin=actor.kin))
    assert "own_household" in codes(receipt.submission_id)
    with pytest.raises(access.NotAllowed):
        first = Submission.objects.filter(family_id=family).order_by("id")[0]
        surveys.get_submission(first.pk, actor=replace(rahmat, kin=actor.kin))


def test_a_family_that_a_phone_named_is_kin_under_both_numbers(siti, dewi):
    registrations.register_all()
    phone = uuid4()
    receipt = surveys.receive(visit(family_id=phone), actor=dewi)
    ours = Submission.objects.get(pk=receipt.submission_id).family_id
    assert families.same_families([phone]) == families.same_families([ours]) == {phone, ours}


def test_families_are_found_by_name_for_whoever_may_read_them(family, rahmat, dewi):
    (found,) = surveys.find_families("  ani ", area="63.02", actor=rahmat)
    assert (found.family_id, found.village_code) == (family, VILLAGE)
    assert surveys.find_families("", area="63.02", actor=rahmat) == []
    assert surveys.find_families("ani", area="63.10", actor=rahmat) == []
    with pytest.raises(access.NotAllowed):
        surveys.find_families("ani", area="63.02", actor=dewi)


def test_an_id_of_nobody_harms_nothing(siti):
    receipt = surveys.receive(visit(family_id=uuid4()), actor=replace(siti, kin=frozenset({UUID(int=1)})))
    assert "own_household" not in codes(receipt.submission_id)
