"""Receiving: kept once, kept whole, kept with everything computed from it."""

import hashlib
import uuid
from datetime import date

import pytest
from tests.fakes.small_form import MEMBERS, OTHER_VILLAGE, VILLAGE, new_instance_id, visit

from bahtera.access.api import SYSTEM, Actor
from bahtera.families import api as families
from bahtera.foundation import events, keys
from bahtera.foundation.models import AuditEntry, EventDelivery
from bahtera.questionnaires.api import RefusedSubmission
from bahtera.surveys import api as surveys
from bahtera.surveys.models import (
    Attachment,
    Content,
    RefusedAttempt,
    RepeatedUpload,
    Submission,
    SubmissionFinding,
)
from bahtera.surveys.operations.receiving import assessing, storing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]


def codes(submission_id):
    return set(SubmissionFinding.objects.filter(submission_id=submission_id).values_list("code", flat=True))


def standing():
    return {row.pk: (row.state, row.is_current) for row in Submission.objects.all()}


def test_the_bytes_come_back_as_they_were(siti, rahmat):
    xml = visit()
    receipt = surveys.receive(xml, actor=siti)
    assert surveys.get_body(receipt.submission_id, actor=rahmat) == xml
    assert receipt.sha256 == hashlib.sha256(xml).hexdigest()
    assert receipt.state == "accepted"


def test_the_receipt_is_signed_and_can_be_checked_offline(siti):
    receipt = surveys.receive(visit(), actor=siti)
    assert keys.verify_with(keys.public_key(), receipt.signed_text.encode(), receipt.signature)
    assert not keys.verify_with(keys.public_key(), receipt.signed_text.encode() + b"x", receipt.signature)


def test_the_row_says_where_who_and_when(siti, round_one):
    receipt = surveys.receive(visit(), actor=siti, device_id="collect:1")
    row = Submission.objects.get()
    assert row.pk == receipt.submission_id
    assert (row.province_code, row.regency_code, row.district_code) == ("63", "63.02", "63.02.05")
    assert (row.village_code, row.round_id, row.actor_key) == (VILLAGE, round_one.id, "token:1")
    assert (row.family_name, row.visited_on, row.device_id) == ("Ibu Ani", date(2026, 11, 20), "collect:1")
    assert row.is_current


def test_what_was_done_is_audited_and_told(siti, round_one):
    events.register("surveys.received", assessing.on_assess_wanted)
    try:
        receipt = surveys.receive(visit(), actor=siti)
    finally:
        events._handlers["surveys.received"].pop(
            f"{assessing.on_assess_wanted.__module__}.{assessing.on_assess_wanted.__qualname__}"
        )
    assert AuditEntry.objects.filter(subject=f"submission:{receipt.submission_id}").count() == 1
    keys_told = set(EventDelivery.objects.filter(name="surveys.received").values_list("key", flat=True))
    assert keys_told == {f"{round_one.id}:{VILLAGE}"}


def test_the_family_register_hears_of_it(siti):
    receipt = surveys.receive(visit(), actor=siti)
    row = Submission.objects.get(pk=receipt.submission_id)
    family = families.get_family(row.family_id)
    assert [member.name for member in family.members] == ["Ibu Ani", "Budi"]


def test_the_same_bytes_again_change_nothing(siti, dewi):
    xml = visit()
    first = surveys.receive(xml, actor=siti)
    again = surveys.receive(xml, actor=dewi)
    assert (again.repeated, again.submission_id, again.signature) == (
        True,
        first.submission_id,
        first.signature,
    )
    assert Submission.objects.count() == 1
    assert RepeatedUpload.objects.get().actor_key == "token:2"


def test_the_same_id_with_other_bytes_is_refused(siti, chief):
    instance_id = new_instance_id()
    first = visit(instance_id=instance_id)
    receipt = surveys.receive(first, actor=siti)
    with pytest.raises(surveys.InstanceReused):
        surveys.receive(visit(instance_id=instance_id, alamat="RT 9"), actor=siti)
    assert surveys.get_body(receipt.submission_id, actor=chief) == first
    refused = surveys.list_refused(actor=chief).items
    assert [(row.code, row.instance_id) for row in refused] == [("surveys.instance_reused", instance_id)]


def test_an_unknown_form_or_version_is_refused_and_seen(siti, chief):
    for _ in range(2):
        with pytest.raises(surveys.UnknownForm):
            surveys.receive(visit(version="99", instance_id="uuid:a"), actor=siti)
    with pytest.raises(surveys.UnknownForm):
        surveys.receive(visit(form_id="lain"), actor=siti)
    # family ids differ, so the two attempts with version 99 have different bytes
    assert {row.code for row in surveys.list_refused(actor=chief).items} == {"surveys.unknown_form"}
    assert Submission.objects.count() == 0


def test_a_refused_body_is_counted_per_sender(siti, chief):
    for _ in range(3):
        with pytest.raises(RefusedSubmission):
            surveys.receive(b"<not xml", actor=siti)
    [row] = surveys.list_refused(actor=chief).items
    assert row.times == 3
    assert RefusedAttempt.objects.get().sha256 == hashlib.sha256(b"<not xml").hexdigest()


def test_refused_bodies_are_seen_in_ones_own_area_only(siti, rahmat):
    with pytest.raises(RefusedSubmission):
        surveys.receive(b"<", actor=siti)
    assert len(surveys.list_refused(actor=rahmat).items) == 1
    elsewhere = surveys.list_refused(actor=type(rahmat).over("user:3", "Tono", rahmat.roles, ("63.1", "15")))
    assert elsewhere.items == []


def test_two_phones_visit_the_same_family(siti, dewi, rahmat):
    family = uuid.uuid4()
    first = surveys.receive(visit(family_id=family), actor=siti)
    second = surveys.receive(visit(family_id=family, alamat="RT 2"), actor=dewi)
    assert (first.state, second.state) == ("accepted", "flagged")
    assert codes(second.submission_id) == {"second_visit"}
    detail = surveys.get_submission(second.submission_id, actor=rahmat)
    assert not detail.row.is_current
    assert [rival.submission_id for rival in detail.rivals] == [first.submission_id]
    assert "set_aside" in detail.moves
    stored = Submission.objects.get(pk=first.submission_id)
    assert families.get_family(stored.family_id).place.address == "RT 1", "the register waits for a decision"


def test_a_second_visit_is_found_under_the_registers_id_too(siti, dewi):
    family = uuid.uuid4()
    first = surveys.receive(visit(family_id=family), actor=siti)
    known = Submission.objects.get(pk=first.submission_id).family_id
    second = surveys.receive(visit(family_id=known), actor=dewi)
    assert codes(second.submission_id) >= {"second_visit"}


def test_a_family_the_register_knows_otherwise_is_found_before_it_is_told(siti, dewi, round_one):
    """In an earlier round the register learned the phone's id; in this one two phones use two ids."""
    family = uuid.uuid4()
    first = surveys.receive(visit(family_id=family), actor=siti)
    row = Submission.objects.get(pk=first.submission_id)
    Submission.objects.filter(pk=row.pk).update(claimed_family_id=row.family_id)
    second = surveys.receive(visit(family_id=family), actor=dewi)
    assert codes(second.submission_id) >= {"second_visit"}
    assert Submission.objects.get(pk=second.submission_id).family_id == row.family_id


def test_a_visit_that_found_nobody_gives_way(siti, dewi):
    family = uuid.uuid4()
    first = surveys.receive(
        visit(family_id=family, hasil_kunjungan="tidak_ditemukan", members=()), actor=siti
    )
    second = surveys.receive(visit(family_id=family), actor=dewi)
    assert second.state == "accepted"
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {first.submission_id: "superseded", second.submission_id: "accepted"}


def test_a_correction_takes_the_place_of_its_version(siti, rahmat):
    family, old_id = uuid.uuid4(), new_instance_id()
    old = surveys.receive(visit(instance_id=old_id, family_id=family), actor=siti)
    new = surveys.receive(visit(deprecated_id=old_id, family_id=family, alamat="RT 3"), actor=siti)
    assert new.state == "accepted"
    detail = surveys.get_submission(new.submission_id, actor=rahmat)
    assert [(v.version_number, v.state) for v in detail.versions] == [(1, "superseded"), (2, "accepted")]
    assert surveys.get_submission(old.submission_id, actor=rahmat).row.state == "superseded"


def test_a_correction_of_an_approved_visit_is_looked_at_again(siti, rahmat):
    family, old_id = uuid.uuid4(), new_instance_id()
    old = surveys.receive(visit(instance_id=old_id, family_id=family), actor=siti)
    surveys.approve(old.submission_id, actor=rahmat)
    new = surveys.receive(visit(deprecated_id=old_id, family_id=family), actor=siti)
    assert codes(new.submission_id) == {"replaces_approved"}
    assert new.state == "flagged"
    assert standing() == {old.submission_id: ("approved", True), new.submission_id: ("flagged", False)}
    surveys.approve(new.submission_id, actor=rahmat)
    assert standing() == {old.submission_id: ("superseded", False), new.submission_id: ("approved", True)}
    versions = surveys.get_submission(new.submission_id, actor=rahmat).versions
    assert [one.submission_id for one in versions] == [old.submission_id, new.submission_id]


def test_a_correction_of_a_replaced_version_waits_for_a_person(siti):
    family, old_id = uuid.uuid4(), new_instance_id()
    surveys.receive(visit(instance_id=old_id, family_id=family), actor=siti)
    surveys.receive(visit(deprecated_id=old_id, family_id=family), actor=siti)
    late = surveys.receive(visit(deprecated_id=old_id, family_id=family), actor=siti)
    assert codes(late.submission_id) == {"replaces_old_version", "second_visit"}
    assert Submission.objects.filter(is_current=True).count() == 1


def test_a_correction_into_another_round_leaves_the_counters_of_the_first(siti, dewi, round_one, form):
    later = surveys.create_round(
        name="Putaran dua", year=2027, form_id=form.form_id, opens=date(2026, 11, 1), actor=SYSTEM
    )
    family, old_id = uuid.uuid4(), new_instance_id()
    surveys.receive(visit(family_id=family, tanggal_kunjungan="2026-10-01"), actor=siti)
    old = visit(instance_id=old_id, family_id=family, tanggal_kunjungan="2026-10-01")
    surveys.receive(old, actor=dewi)
    EventDelivery.objects.all().delete()
    surveys.receive(visit(deprecated_id=old_id, family_id=family, tanggal_kunjungan="2026-11-20"), actor=dewi)
    told = set(EventDelivery.objects.filter(name="surveys.received").values_list("key", flat=True))
    assert told == {f"{one.id}:{VILLAGE}" for one in (round_one, later)}
    assert surveys.progress(round_one.id, VILLAGE).standing == {"accepted": 1}


def test_nobody_corrects_a_visit_of_another_area(siti):
    other_id = new_instance_id()
    stranger = type(siti).over("token:9", "Orang lain", frozenset({"kader"}), (OTHER_VILLAGE,))
    surveys.receive(visit(instance_id=other_id, kode_desa=OTHER_VILLAGE), actor=stranger)
    mine = surveys.receive(visit(deprecated_id=other_id), actor=siti)
    assert codes(mine.submission_id) >= {"replaces_not_yours"}
    assert Submission.objects.get(instance_id=other_id).state == "accepted"
    assert not Submission.objects.get(pk=mine.submission_id).is_current


def test_a_visit_outside_ones_area_is_kept_and_waits(siti):
    receipt = surveys.receive(visit(kode_desa=OTHER_VILLAGE), actor=siti)
    row = Submission.objects.get(pk=receipt.submission_id)
    assert codes(receipt.submission_id) == {"outside_area"}
    assert (row.is_current, row.village_code) == (False, OTHER_VILLAGE)
    with pytest.raises(families.UnknownFamily):
        families.get_family(row.family_id)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2025, 12, 31), {"outside_round"}),
        (date(2026, 1, 1), set()),
        (date(2026, 11, 22), set()),
        (date(1999, 5, 1), {"outside_round"}),
    ],
)
def test_a_day_outside_the_round_is_said(siti, round_one, day, found):
    receipt = surveys.receive(visit(tanggal_kunjungan=day, members=MEMBERS[:1]), actor=siti)
    assert codes(receipt.submission_id) & {"outside_round"} == found
    assert Submission.objects.get().round_id == round_one.id
    if found:
        finding = SubmissionFinding.objects.get(code="outside_round")
        assert (finding.severity, finding.question) == ("warning", "tanggal_kunjungan")
        assert "Putaran satu, 2026-01-01" in finding.messages["id"]


def test_an_unknown_village_is_kept_where_its_sender_is(siti):
    receipt = surveys.receive(visit(kode_desa="desa lama"), actor=siti)
    row = Submission.objects.get(pk=receipt.submission_id)
    assert "village_unknown" in codes(receipt.submission_id)
    assert row.village_code == VILLAGE


@pytest.mark.parametrize("scope", [VILLAGE, "63.02", "63"])
def test_a_village_nobody_has_is_seen_by_who_supervises_the_sender(scope, rahmat, round_one):
    kader = Actor.over("token:9", "Nana", frozenset({"kader"}), (scope,))
    receipt = surveys.receive(visit(kode_desa="99.99.99.9999"), actor=kader)
    assert {"village_unknown", "outside_area"} <= codes(receipt.submission_id)
    row = Submission.objects.get(pk=receipt.submission_id)
    assert (row.province_code, row.is_current, row.round_id) == ("63", False, round_one.id)
    above = Actor.over("user:5", "Ratna", frozenset({"supervisor"}), (scope,))
    assert [found.id for found in surveys.list_submissions(actor=above).items] == [row.pk]
    assert surveys.get_submission(row.pk, actor=above).answers["kode_desa"] == "99.99.99.9999"
    stranger = Actor.over("user:6", "Tono", frozenset({"supervisor"}), ("15",))
    assert surveys.list_submissions(actor=stranger).items == []


def test_a_village_not_yet_on_the_list_keeps_its_codes_within_the_senders_area():
    kader = Actor.over("token:9", "Nana", frozenset({"kader"}), ("63.02",))
    receipt = surveys.receive(visit(kode_desa="63.02.05.2999"), actor=kader)
    assert "village_unknown" in codes(receipt.submission_id)
    assert Submission.objects.get().village_code == "63.02.05.2999"


def test_a_file_that_comes_again_as_another_is_refused(siti, rahmat):
    xml = visit(foto_rumah="rumah.jpg", foto_kartu="kartu.jpg")
    first = surveys.receive(xml, actor=siti, attachments=[("rumah.jpg", "a" * 64)], complete=False)
    with pytest.raises(surveys.AttachmentReused) as refused:
        surveys.receive(xml, actor=siti, attachments=[("kartu.jpg", "c" * 64), ("rumah.jpg", "b" * 64)])
    assert (refused.value.code, refused.value.details) == (
        "surveys.attachment_reused",
        {"name": "rumah.jpg"},
    )
    detail = surveys.get_submission(first.submission_id, actor=rahmat)
    assert (detail.attachments, detail.row.is_complete) == (("rumah.jpg",), False)
    assert Attachment.objects.get().sha256 == "a" * 64
    assert surveys.receive(xml, actor=siti, attachments=[("rumah.jpg", "a" * 64)]).repeated
    assert surveys.receive(xml, actor=siti, attachments=[("rumah.jpg", "")]).repeated


def test_a_file_of_a_visit_not_yet_assessed_is_not_replaced_either(siti, monkeypatch):
    monkeypatch.setattr(storing, "HEAVY_BYTES", 100)
    xml = visit(foto_rumah="rumah.jpg")
    surveys.receive(xml, actor=siti, attachments=[("rumah.jpg", "a" * 64)], complete=False)
    with pytest.raises(surveys.AttachmentReused):
        surveys.receive(xml, actor=siti, attachments=[("rumah.jpg", "b" * 64)])
    assert Attachment.objects.get().sha256 == "a" * 64


def test_files_that_are_declared_are_kept_and_others_named(siti, rahmat):
    files = [("rumah.jpg", "a" * 64), ("lain.jpg", "b" * 64)]
    xml = visit(foto_rumah="rumah.jpg", foto_kartu="kartu.jpg")
    receipt = surveys.receive(xml, actor=siti, attachments=files)
    assert codes(receipt.submission_id) == {"attachment_not_declared", "attachment_missing"}
    detail = surveys.get_submission(receipt.submission_id, actor=rahmat)
    assert detail.attachments == ("rumah.jpg",)


def test_an_upload_in_parts_is_complete_at_its_last(siti, rahmat):
    xml = visit(foto_rumah="rumah.jpg", foto_kartu="kartu.jpg")
    first = surveys.receive(xml, actor=siti, attachments=[("rumah.jpg", "a" * 64)], complete=False)
    assert not surveys.get_submission(first.submission_id, actor=rahmat).row.is_complete
    assert codes(first.submission_id) == set()
    surveys.receive(xml, actor=siti, attachments=[("kartu.jpg", "b" * 64)])
    detail = surveys.get_submission(first.submission_id, actor=rahmat)
    assert (detail.row.is_complete, detail.attachments) == (True, ("kartu.jpg", "rumah.jpg"))


def test_a_last_part_without_all_files_says_which_is_missing(siti):
    xml = visit(foto_rumah="rumah.jpg", foto_kartu="kartu.jpg")
    first = surveys.receive(xml, actor=siti, attachments=[("rumah.jpg", "a" * 64)], complete=False)
    surveys.receive(xml, actor=siti)
    assert codes(first.submission_id) == {"attachment_missing"}
    surveys.receive(xml, actor=siti, attachments=[("kartu.jpg", "b" * 64)])
    assert codes(first.submission_id) == set()
    assert Submission.objects.get().warning_count == 0


def test_a_heavy_body_is_kept_at_once_and_assessed_later(siti, rahmat, monkeypatch):
    monkeypatch.setattr(storing, "HEAVY_BYTES", 100)
    xml = visit(foto_rumah="rumah.jpg")
    receipt = surveys.receive(xml, actor=siti, attachments=[("rumah.jpg", "a" * 64), ("x.jpg", "b" * 64)])
    assert receipt.state == "received"
    pending = surveys.get_submission(receipt.submission_id, actor=rahmat)
    assert (pending.moves, pending.answers) == ((), {})
    assert surveys.assess_received(receipt.submission_id)
    detail = surveys.get_submission(receipt.submission_id, actor=rahmat)
    assert detail.row.state == "accepted"
    assert detail.row.is_current
    assert detail.answers["alamat"] == "RT 1"
    assert detail.attachments == ("rumah.jpg",)
    assert not surveys.assess_received(receipt.submission_id), "once is enough"
    assert surveys.get_body(receipt.submission_id, actor=rahmat) == xml


def test_a_bug_of_ours_loses_nothing(siti, rahmat, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(storing, "assess_body", broken)
    monkeypatch.setattr(assessing, "assess_body", broken)
    xml = visit()
    receipt = surveys.receive(xml, actor=siti)
    assert receipt.state == "received"
    assert not surveys.assess_received(receipt.submission_id)
    assert Submission.objects.get().assess_problem.startswith("ZeroDivisionError")
    monkeypatch.undo()
    assert surveys.assess_received(receipt.submission_id)
    row = Submission.objects.get()
    assert (row.state, row.assess_problem) == ("accepted", "")


def test_a_version_replaced_before_it_was_assessed_is_left_alone(siti, monkeypatch):
    old_id, family = new_instance_id(), uuid.uuid4()
    monkeypatch.setattr(storing, "HEAVY_BYTES", 100)
    old = surveys.receive(visit(instance_id=old_id, family_id=family), actor=siti)
    monkeypatch.undo()
    surveys.receive(visit(deprecated_id=old_id, family_id=family), actor=siti)
    assert not surveys.assess_received(old.submission_id)
    assert Submission.objects.get(pk=old.submission_id).state == "superseded"


def test_a_failure_in_the_transaction_leaves_nothing(siti, monkeypatch):
    def fail(*_args, **_kwargs):
        raise OSError("no space left on device")

    monkeypatch.setattr("bahtera.surveys.operations.receiving.inserting.insert_all", fail)
    with pytest.raises(OSError, match="no space"):
        surveys.receive(visit(), actor=siti)
    assert (Submission.objects.count(), Content.objects.count()) == (0, 0)
    assert not AuditEntry.objects.filter(action="surveys.received").exists()


def test_no_consent_means_no_family_and_no_score(siti):
    receipt = surveys.receive(visit(persetujuan="tidak", hasil_kunjungan=None, members=()), actor=siti)
    row = Submission.objects.get(pk=receipt.submission_id)
    with pytest.raises(families.UnknownFamily):
        families.get_family(row.family_id)


def test_only_kader_send(rahmat):
    with pytest.raises(Exception, match="may not"):
        surveys.receive(visit(), actor=rahmat)


@pytest.mark.parametrize("count", [0, 1, 8])
def test_the_statements_of_an_ordinary_visit_are_few(siti, django_assert_max_num_queries, count):
    surveys.receive(visit(), actor=siti)
    members = [{"nama": f"Warga {n}", "hubungan": "kepala" if n == 0 else "anak"} for n in range(count)]
    with django_assert_max_num_queries(30):
        surveys.receive(visit(members=members), actor=siti)
