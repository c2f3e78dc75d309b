"""No visit takes another out of the figures that its sender, or its supervisor, has no say in."""

import uuid

import pytest
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE, new_instance_id, visit

from bahtera.access.api import Actor
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission, SubmissionFinding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]

FAR_VILLAGE = "63.10.01.2001"


@pytest.fixture
def tuti():
    """A kader in another regency."""
    return Actor.over("token:7", "Tuti Sintetis", frozenset({"kader"}), (FAR_VILLAGE,))


@pytest.fixture
def udin():
    """A supervisor of that regency."""
    return Actor.over("user:7", "Udin Sintetis", frozenset({"supervisor"}), ("63.10",))


def row_of(receipt):
    return Submission.objects.get(pk=receipt.submission_id)


def codes(receipt):
    rows = SubmissionFinding.objects.filter(submission_id=receipt.submission_id)
    return set(rows.values_list("code", flat=True))


@pytest.mark.parametrize("answers", [{}, {"persetujuan": "tidak", "hasil_kunjungan": None, "members": ()}])
def test_an_approved_visit_of_another_family_stays(siti, dewi, rahmat, answers):
    old_id = new_instance_id()
    old = surveys.receive(visit(instance_id=old_id), actor=siti)
    surveys.approve(old.submission_id, actor=rahmat)
    new = surveys.receive(visit(deprecated_id=old_id, **answers), actor=dewi)
    assert codes(new) >= {"replaces_not_yours"}
    assert (row_of(old).state, row_of(old).is_current) == ("approved", True)
    assert (row_of(new).is_current, row_of(new).previous) == (False, None)
    surveys.approve(new.submission_id, actor=rahmat)
    assert row_of(old).is_current, "another family is another family"


def test_a_refusal_said_to_correct_an_approved_visit_waits(siti, dewi, rahmat):
    old_id, family = new_instance_id(), uuid.uuid4()
    old = surveys.receive(visit(instance_id=old_id, family_id=family), actor=siti)
    surveys.approve(old.submission_id, actor=rahmat)
    refused = visit(
        deprecated_id=old_id, family_id=family, persetujuan="tidak", hasil_kunjungan=None, members=()
    )
    new = surveys.receive(refused, actor=dewi)
    assert (row_of(old).state, row_of(old).is_current) == ("approved", True)
    assert (row_of(new).is_current, row_of(new).previous_id) == (False, old.submission_id)


def test_an_approved_visit_elsewhere_stays(siti, tuti, rahmat):
    old_id, family = new_instance_id(), uuid.uuid4()
    old = surveys.receive(visit(instance_id=old_id, family_id=family), actor=siti)
    surveys.approve(old.submission_id, actor=rahmat)
    new = surveys.receive(visit(deprecated_id=old_id, family_id=family, kode_desa=FAR_VILLAGE), actor=tuti)
    assert (row_of(old).state, row_of(old).is_current) == ("approved", True)
    assert not row_of(new).is_current


def test_two_corrections_of_one_approved_visit_both_wait(siti, rahmat):
    old_id, family = new_instance_id(), uuid.uuid4()
    old = surveys.receive(visit(instance_id=old_id, family_id=family), actor=siti)
    surveys.approve(old.submission_id, actor=rahmat)
    first = surveys.receive(visit(deprecated_id=old_id, family_id=family), actor=siti)
    second = surveys.receive(visit(deprecated_id=old_id, family_id=family, alamat="RT 7"), actor=siti)
    assert (row_of(first).is_current, row_of(second).is_current) == (False, False)
    surveys.approve(second.submission_id, actor=rahmat, replace_approved=True)
    assert [row_of(one).is_current for one in (old, first, second)] == [False, False, True]


def test_a_correction_of_a_waiting_correction_waits_in_its_place(siti, rahmat):
    old_id, middle_id, family = new_instance_id(), new_instance_id(), uuid.uuid4()
    old = surveys.receive(visit(instance_id=old_id, family_id=family), actor=siti)
    surveys.approve(old.submission_id, actor=rahmat)
    middle = surveys.receive(visit(instance_id=middle_id, deprecated_id=old_id, family_id=family), actor=siti)
    last = surveys.receive(visit(deprecated_id=middle_id, family_id=family), actor=siti)
    assert [row_of(one).state for one in (old, middle, last)] == ["approved", "superseded", "flagged"]
    surveys.approve(last.submission_id, actor=rahmat)
    assert [row_of(one).is_current for one in (old, middle, last)] == [False, False, True]


def test_a_visit_corrects_not_itself(siti):
    own = new_instance_id()
    receipt = surveys.receive(visit(instance_id=own, deprecated_id=own), actor=siti)
    assert row_of(receipt).is_current


@pytest.mark.parametrize("answers", [{}, {"hasil_kunjungan": "tidak_ditemukan", "members": ()}])
def test_a_foreign_family_id_takes_nobody_out(siti, tuti, rahmat, udin, answers):
    family = uuid.uuid4()
    far = surveys.receive(visit(family_id=family, kode_desa=FAR_VILLAGE, **answers), actor=tuti)
    mine = surveys.receive(visit(family_id=family), actor=siti)
    assert (row_of(far).is_current, row_of(mine).is_current) == (True, False)
    [told] = SubmissionFinding.objects.filter(submission_id=mine.submission_id, code="second_visit")
    assert "Tuti" not in f"{told.value} {told.messages}"
    assert surveys.get_submission(mine.submission_id, actor=rahmat).rivals == ()
    assert surveys.get_submission(far.submission_id, actor=udin).rivals == ()


def test_a_visit_of_a_village_nearby_does_not_give_way_either(siti):
    other = Actor.over("token:8", "Wati", frozenset({"kader"}), ("63.02.05",))
    family = uuid.uuid4()
    empty = {"hasil_kunjungan": "tidak_ditemukan", "members": ()}
    first = surveys.receive(visit(family_id=family, kode_desa=OTHER_VILLAGE, **empty), actor=other)
    second = surveys.receive(visit(family_id=family, kode_desa=VILLAGE), actor=other)
    assert (row_of(first).is_current, row_of(second).is_current) == (True, False)


def test_a_family_on_record_in_another_village_waits_for_a_person(siti, tuti):
    """In another round, so that there is no rival: the far family's own visit must find its place free."""
    family = uuid.uuid4()
    far = surveys.receive(visit(family_id=family, kode_desa=FAR_VILLAGE), actor=tuti)
    Submission.objects.filter(pk=far.submission_id).update(round_id=None)
    mine = surveys.receive(visit(family_id=family), actor=siti)
    assert codes(mine) == {"families.village_differs"}
    assert not row_of(mine).is_current
    again = surveys.receive(visit(family_id=family, kode_desa=FAR_VILLAGE), actor=tuti)
    assert row_of(again).is_current


def test_a_supervisor_takes_no_visit_of_another_regency_out(siti, tuti, rahmat, udin, chief):
    family = uuid.uuid4()
    far = surveys.receive(visit(family_id=family, kode_desa=FAR_VILLAGE), actor=tuti)
    surveys.approve(far.submission_id, actor=udin)
    mine = surveys.receive(visit(family_id=family), actor=siti)
    with pytest.raises(surveys.RivalElsewhere):
        surveys.approve(mine.submission_id, actor=rahmat)
    assert (row_of(far).state, row_of(far).is_current) == ("approved", True)
    assert row_of(mine).state == "flagged"
    surveys.approve(mine.submission_id, actor=chief, replace_approved=True)
    assert (row_of(far).is_current, row_of(mine).is_current) == (False, True)


@pytest.mark.parametrize("village", [f"{VILLAGE}.x", "63.02.05.2999"])
def test_a_village_nobody_knows_is_outside(siti, village):
    receipt = surveys.receive(visit(kode_desa=village), actor=siti)
    assert codes(receipt) >= {"outside_area", "village_unknown"}
    assert not row_of(receipt).is_current
