"""From a kader's sheets to visits: batches, typing, second typing, what stands, and families that meet."""

import io
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from tests.fakes.photos import jpeg
from tests.fakes.small_form import MEMBERS, OTHER_VILLAGE, VILLAGE, visit
from tests.integration.keying.conftest import person

from bahtera.access.api import Actor, NotAllowed
from bahtera.families import api as families
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.transactions import durable
from bahtera.keying import api as keying
from bahtera.keying.models import Draft, Sample, SecondTyping, Sheet
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = pytest.mark.django_db


def typed(sheet, who, xml=None, *, is_new=True):
    keying.begin(sheet, actor=who.actor)
    return keying.send(sheet, xml or visit(), is_new=is_new, actor=who.actor)


@pytest.fixture
def people(tuti, joko, rina):
    return tuti, joko, rina


@pytest.fixture
def all_again(round_one):
    """Everything falls into the sample."""
    Sample.objects.create(round_id=round_one.id, seed="uji", per_mille=1000)


# --- batches ----------------------------------------------------------------------------------------------


def test_a_batch_counts_what_was_handed_in(sheets, tuti, kader):
    batch, listed = sheets(3)
    typed(listed[0], tuti)
    keying.leave_out(listed[1], keying.Stage.MISSING, reason="tidak ada dalam map", actor=tuti.actor)
    row = keying.get_batch(batch, actor=tuti.actor).row
    assert (row.counted, row.listed, row.keyed, row.missing, row.void, row.waiting) == (3, 3, 1, 1, 0, 1)
    assert (row.interviewer, row.opened_by, row.may_close) == ("Siti", "Tuti", False)


def test_a_batch_closes_when_every_sheet_is_accounted_for(sheets, tuti):
    batch, listed = sheets(2)
    typed(listed[0], tuti)
    with pytest.raises(keying.NotAllDone):
        keying.close_batch(batch, actor=tuti.actor)
    with pytest.raises(keying.BadBatch):
        keying.leave_out(listed[1], keying.Stage.VOID, reason=" ", actor=tuti.actor)
    keying.leave_out(listed[1], keying.Stage.VOID, reason="basah, tidak terbaca", actor=tuti.actor)
    keying.close_batch(batch, actor=tuti.actor)
    assert keying.get_batch(batch, actor=tuti.actor).row.closed_by == "Tuti"
    with pytest.raises(keying.BadBatch):
        keying.leave_out(listed[1], keying.Stage.WAITING, reason="", actor=tuti.actor)


def test_a_batch_with_another_count_stays_open(sheets, tuti):
    batch, listed = sheets(1, counted=2)
    typed(listed[0], tuti)
    with pytest.raises(keying.NotAllDone):
        keying.close_batch(batch, actor=tuti.actor)
    keying.recount(batch, 1, actor=tuti.actor)
    keying.close_batch(batch, actor=tuti.actor)


def test_serials_that_are_not_of_this_village_are_refused(sheets, round_one, rahmat, tuti):
    (elsewhere,) = surveys.print_blank(
        round_id=round_one.id, village_code=OTHER_VILLAGE, language="", count=1, actor=rahmat
    )
    foreign = surveys.paper_forms_of(elsewhere.id)[0].serial
    for wrong in (["BHT-0000000001"], [foreign]):
        with pytest.raises(keying.BadSerials) as refused:
            sheets(1, serials=wrong)
        assert refused.value.code == "keying.serial_mistyped", "a foreign serial tells nothing more"
    batch, _ = sheets(1)
    serial = keying.get_batch(batch, actor=tuti.actor).sheets[0].serial
    with pytest.raises(keying.SerialTaken):
        sheets(1, serials=[serial])


@pytest.mark.parametrize(
    "wrong",
    [{"counted": 0}, {"received_on": date(2026, 11, 24)}, {"person_id": uuid4()}, {"round_id": 99}],
    ids=lambda one: next(iter(one)),
)
def test_a_batch_that_cannot_be_is_refused(sheets, wrong):
    with pytest.raises(keying.BadBatch):
        sheets(1, **wrong)


def test_nobody_types_outside_their_village(sheets, tuti, kader):
    batch, (sheet,) = sheets(1)
    stranger = person("Asing", "typist", "15.01")
    for attempt in (
        lambda: keying.get_batch(batch, actor=stranger.actor),
        lambda: keying.begin(sheet, actor=stranger.actor),
        lambda: keying.leave_out(sheet, keying.Stage.VOID, reason="x", actor=stranger.actor),
    ):
        with pytest.raises((keying.UnknownBatch, keying.UnknownSheet)):
            attempt()
    officer = Actor.over("user:77", "Pak Kades", frozenset({"desa_officer"}), (VILLAGE,))
    with pytest.raises(NotAllowed):
        keying.begin(sheet, actor=officer)
    assert keying.list_batches(actor=stranger.actor).items == []


# --- typing -----------------------------------------------------------------------------------------------


def test_a_typed_sheet_is_a_visit_of_the_kader(sheets, tuti, kader, rahmat):
    _, (sheet,) = sheets(1)
    sent = typed(sheet, tuti)
    detail = surveys.get_submission(sent.receipt.submission_id, actor=rahmat)
    assert detail.row.actor_name == "Siti"
    assert detail.device_id.startswith("kertas BHT-")
    assert detail.row.visited_on == date(2026, 11, 20)
    told = keying.on_paper([detail.row.id])
    assert (told.interviewer, told.typist, told.received_on) == ("Siti", "Tuti", date(2026, 11, 21))
    entry = AuditEntry.objects.get(action="keying.keyed")
    assert entry.actor == tuti.actor.key
    assert not Draft.objects.exists()


def test_the_same_sheet_is_typed_once(sheets, tuti):
    _, (sheet,) = sheets(1)
    typed(sheet, tuti)
    with pytest.raises(keying.NotToBeTyped):
        keying.begin(sheet, actor=tuti.actor)
    assert Submission.objects.count() == 1


def test_a_lost_reply_is_given_again(sheets, tuti, joko, all_again):
    _, (sheet,) = sheets(1)
    xml = visit()
    first = typed(sheet, tuti, xml)
    again = keying.send(sheet, xml, is_new=False, actor=tuti.actor)
    assert (again.receipt.repeated, again.receipt.sha256) == (True, first.receipt.sha256)
    other = visit()
    differing = typed(sheet, joko, other).differing
    assert keying.send(sheet, other, is_new=False, actor=joko.actor).differing == differing
    assert Submission.objects.count() == 1


def test_a_draft_is_sealed_and_nobody_elses(sheets, tuti, joko, rina):
    _, (sheet,) = sheets(1)
    assert keying.begin(sheet, actor=tuti.actor).begun is None
    keying.keep(sheet, '{"xml": "<data>Ibu Ani</data>"}', actor=tuti.actor)
    assert keying.begin(sheet, actor=tuti.actor).begun.draft == '{"xml": "<data>Ibu Ani</data>"}'
    assert b"Ibu Ani" not in bytes(Draft.objects.get().data)
    for attempt in (
        lambda: keying.begin(sheet, actor=joko.actor),
        lambda: keying.keep(sheet, "x", actor=joko.actor),
        lambda: keying.send(sheet, visit(), is_new=True, actor=joko.actor),
        lambda: keying.let_go(sheet, actor=joko.actor),
    ):
        with pytest.raises(keying.SomebodyTypes) as refused:
            attempt()
        assert refused.value.details["name"] == "Tuti"
    keying.let_go(sheet, actor=rina.actor)
    assert keying.begin(sheet, actor=joko.actor).begun is None


def test_what_belongs_to_another_form_or_village_is_refused(sheets, tuti):
    _, (sheet,) = sheets(1)
    keying.begin(sheet, actor=tuti.actor)
    for wrong in (visit(version="2"), visit(kode_desa=OTHER_VILLAGE)):
        with pytest.raises(keying.NotToBeTyped):
            keying.send(sheet, wrong, is_new=True, actor=tuti.actor)
    assert Sheet.objects.get().stage == "waiting"


def test_the_kaders_own_household_is_seen(sheets, tuti, kader, rahmat):
    from bahtera.access.models import Kin
    from bahtera.foundation import clock

    with durable():
        home = families.record_visit(
            village_code=VILLAGE,
            family_id=None,
            visited_on=date(2026, 11, 1),
            source="uji:1",
            actor_key="system",
            head_name="Kepala",
        ).family_id
    Kin.objects.create(
        person_id=kader.id, family_id=home, relation="own", declared_at=clock.now(), declared_by="system"
    )
    _, (sheet,) = sheets(1)
    sent = typed(sheet, tuti, visit(family_id=home))
    detail = surveys.get_submission(sent.receipt.submission_id, actor=rahmat)
    assert "own_household" in {one.code for one in detail.findings}
    assert not detail.row.is_current


# --- one family, on paper and on a phone ------------------------------------------------------------------


def test_a_family_like_one_on_record_is_looked_at_first(sheets, tuti, siti):
    known = surveys.receive(visit(), actor=siti)
    family = Submission.objects.get(pk=known.submission_id).family_id
    _, (sheet,) = sheets(1)
    keying.begin(sheet, actor=tuti.actor)
    with pytest.raises(keying.FamilyIsKnown) as found:
        keying.send(sheet, visit(), is_new=False, actor=tuti.actor)
    (candidate,) = found.value.candidates
    assert (candidate.family_id, candidate.head_name, candidate.why) == (family, "Ibu Ani", ("name",))
    assert AuditEntry.objects.filter(action="keying.candidates_shown").exists()
    assert Sheet.objects.get().stage == "waiting"


def test_paper_and_phone_of_one_family_meet_as_a_conflict(sheets, tuti, siti, rahmat):
    first = surveys.receive(visit(), actor=siti)
    family = Submission.objects.get(pk=first.submission_id).family_id
    _, (sheet,) = sheets(1)
    sent = typed(sheet, tuti, visit(family_id=family, alamat="RT 9"), is_new=False)
    second = surveys.get_submission(sent.receipt.submission_id, actor=rahmat)
    assert [one.submission_id for one in second.rivals] == [first.submission_id]
    assert "second_visit" in {one.code for one in second.findings}
    assert len(families.places_in([VILLAGE])) == 1


def test_nobody_fishes_for_families(sheets, tuti, siti):
    surveys.receive(visit(), actor=siti)
    _, (sheet,) = sheets(1)
    keying.begin(sheet, actor=tuti.actor)
    for _ in range(10):
        with pytest.raises(keying.FamilyIsKnown):
            keying.send(sheet, visit(), is_new=False, actor=tuti.actor)
    with pytest.raises(keying.NotToBeTyped) as refused:
        keying.send(sheet, visit(), is_new=False, actor=tuti.actor)
    assert refused.value.code == "keying.too_often"


def test_nobody_types_or_decides_about_their_own_kin(sheets, people, all_again):
    tuti, joko, rina = people
    _, (sheet,) = sheets(1)
    family = uuid4()
    number = typed(sheet, tuti, visit(family_id=family)).receipt.submission_id
    keying.begin(sheet, actor=joko.actor)
    keying.send(sheet, visit(), is_new=False, actor=joko.actor)
    known = Submission.objects.get(pk=number).family_id
    kin = replace(rina.actor, kin=frozenset({known}))
    second = SecondTyping.objects.get().pk
    for attempt in (
        lambda: keying.get_comparison(second, actor=kin),
        lambda: keying.decide(second, {"family_id": "first"}, actor=kin),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    Sheet.objects.update(family_id=known)
    _, (other,) = sheets(1)
    Sheet.objects.filter(pk=other).update(family_id=known)
    with pytest.raises(keying.NotToBeTyped):
        keying.begin(other, actor=replace(tuti.actor, kin=frozenset({known})))
    lists = keying.lists_of(other, actor=replace(tuti.actor, kin=frozenset({known})))
    assert "Ibu Ani" not in "".join(lists.values())


def test_somebody_else_is_not_a_candidate(sheets, tuti, siti):
    surveys.receive(visit(), actor=siti)
    _, (sheet,) = sheets(1)
    other = [{**MEMBERS[0], "nama": "Wati Lestari"}]
    assert typed(sheet, tuti, visit(members=other), is_new=False).receipt


NOT_FOUND = {"hasil_kunjungan": "tidak_ditemukan", "members": ()}


def test_a_visit_not_carried_out_says_whose_family_it_was(sheets, tuti, siti, round_one):
    known = surveys.receive(visit(), actor=siti)
    family = Submission.objects.get(pk=known.submission_id).family_id
    _, (sheet, other) = sheets(2)
    for is_new, named in ((False, ""), (True, ""), (True, " 12. ")):
        keying.begin(sheet, actor=tuti.actor)
        with pytest.raises(keying.WhoseFamily):
            keying.send(sheet, visit(**NOT_FOUND), is_new=is_new, named=named, actor=tuti.actor)
    assert surveys.progress(round_one.id, VILLAGE).visited == 1
    with pytest.raises(keying.FamilyIsKnown) as found:
        keying.send(sheet, visit(**NOT_FOUND), is_new=False, named="Ani", actor=tuti.actor)
    assert [one.family_id for one in found.value.candidates] == [family]
    keying.send(sheet, visit(**NOT_FOUND, family_id=family), is_new=False, named="Ani", actor=tuti.actor)
    keying.begin(other, actor=tuti.actor)
    sent = keying.send(other, visit(**NOT_FOUND), is_new=False, named="Wati  Lestari", actor=tuti.actor)
    assert Submission.objects.get(pk=sent.receipt.submission_id).family_name == "Wati Lestari"
    progress = surveys.progress(round_one.id, VILLAGE)
    assert (progress.visited, progress.not_found) == (2, 1), "the family of the list counts once"


def test_the_same_nik_makes_a_candidate_of_another_name(sheets, tuti, siti):
    nik = "6302054202800001"
    surveys.receive(visit(members=[{**MEMBERS[0], "nik": nik}]), actor=siti)
    _, (sheet,) = sheets(1)
    keying.begin(sheet, actor=tuti.actor)
    with pytest.raises(keying.FamilyIsKnown) as found:
        renamed = [{**MEMBERS[0], "nama": "Sumarni", "nik": nik}]
        keying.send(sheet, visit(members=renamed), is_new=False, actor=tuti.actor)
    assert found.value.candidates[0].why == ("nik",)


def test_lists_hold_the_one_family_and_no_other(sheets, tuti, siti):
    known = surveys.receive(visit(), actor=siti)
    family = Submission.objects.get(pk=known.submission_id).family_id
    _, (sheet,) = sheets(1)
    lists = keying.lists_of(sheet, actor=tuti.actor)
    assert "Ibu Ani" not in "".join(lists.values())
    assert VILLAGE in lists["villages.csv"]
    assert OTHER_VILLAGE not in lists["villages.csv"]
    chosen = keying.lists_of(sheet, chosen=family, actor=tuti.actor)
    assert "Ibu Ani" in chosen["families.csv"]
    assert "Budi" not in chosen["members.csv"], "who was only searched for tells no members"


# --- the second typing ------------------------------------------------------------------------------------


def test_the_second_typing_is_another_persons_and_sees_nothing_of_the_first(sheets, tuti, joko, all_again):
    batch, (sheet,) = sheets(1)
    typed(sheet, tuti)
    (row,) = keying.get_batch(batch, actor=joko.actor).sheets
    assert (row.again, row.may_type) == ("wanted", True)
    assert not keying.get_batch(batch, actor=tuti.actor).sheets[0].may_type
    with pytest.raises(keying.NotToBeTyped):
        keying.begin(sheet, actor=tuti.actor)
    begun = keying.begin(sheet, actor=joko.actor)
    assert begun.second
    assert begun.begun is None
    assert keying.send(sheet, visit(alamat="rt  1"), is_new=False, actor=joko.actor).differing == 1
    (told,) = keying.get_comparison(
        SecondTyping.objects.get().pk, actor=person("Ida", "coordinator").actor
    ).differences
    assert told.question == "family_id"
    assert Submission.objects.count() == 1


def test_a_third_person_decides_and_the_visit_is_corrected(sheets, people, rahmat, all_again):
    tuti, joko, rina = people
    _, (sheet,) = sheets(1)
    family = uuid4()
    sent = typed(sheet, tuti, visit(family_id=family, jumlah_penghuni=2))
    again = [MEMBERS[0], {**MEMBERS[1], "nama": "Budiman"}, {"nama": "Cici", "hubungan": "anak"}]
    keying.begin(sheet, actor=joko.actor)
    xml = visit(family_id=family, jumlah_penghuni=3, members=again)
    assert keying.send(sheet, xml, is_new=False, actor=joko.actor).differing == 3
    second = SecondTyping.objects.get().pk
    told = keying.get_comparison(second, actor=rina.actor)
    assert [one.where for one in told.differences] == ["jumlah_penghuni", "anggota[2]/nama", "anggota[3]"]
    with pytest.raises(NotAllowed):
        keying.decide(second, {}, actor=joko.actor)
    with pytest.raises(keying.NotDecided):
        keying.decide(second, {"jumlah_penghuni": "second"}, actor=rina.actor)
    chosen = {"jumlah_penghuni": "second", "anggota[2]/nama": "first", "anggota[3]": "second"}
    correction = keying.decide(second, chosen, actor=rina.actor)
    detail = surveys.get_submission(correction, actor=rahmat)
    assert detail.row.version_number == 2
    assert detail.row.is_current
    assert detail.answers["jumlah_penghuni"] == 3
    assert [one["nama"] for one in detail.answers["anggota"]] == ["Ibu Ani", "Budi", "Cici"]
    assert detail.versions[0].submission_id == sent.receipt.submission_id
    with pytest.raises(keying.NotDecided):
        keying.decide(second, chosen, actor=rina.actor)
    (rate,) = keying.rates(detail.row.round_id, actor=rina.actor).typists
    assert (rate.of, rate.sheets, rate.differing) == ("Tuti", 1, 3)


def test_when_the_first_stands_nothing_changes(sheets, tuti, joko, rina, all_again):
    _, (sheet,) = sheets(1)
    family = uuid4()
    typed(sheet, tuti, visit(family_id=family))
    keying.begin(sheet, actor=joko.actor)
    keying.send(sheet, visit(family_id=family, jumlah_penghuni=7), is_new=False, actor=joko.actor)
    assert (
        keying.decide(SecondTyping.objects.get().pk, {"jumlah_penghuni": "first"}, actor=rina.actor) is None
    )
    assert Submission.objects.count() == 1
    assert Sheet.objects.get().again == "settled"


def test_two_typings_that_agree_are_settled_at_once(sheets, tuti, joko, all_again):
    _, (sheet,) = sheets(1)
    family = uuid4()
    typed(sheet, tuti, visit(family_id=family))
    keying.begin(sheet, actor=joko.actor)
    assert keying.send(sheet, visit(family_id=family), is_new=False, actor=joko.actor).differing == 0
    assert Sheet.objects.get().again == "settled"


def test_the_share_is_set_by_who_manages_rounds(round_one, rina, chief):
    with pytest.raises(NotAllowed):
        keying.set_share(round_one.id, 10, actor=rina.actor)
    with pytest.raises(keying.BadBatch):
        keying.set_share(round_one.id, 101, actor=chief)
    keying.set_share(round_one.id, 7.5, actor=chief)
    assert Sample.objects.get().per_mille == 75


def test_what_was_typed_again_is_taken_away_after_its_time(sheets, tuti, joko, rina, all_again):
    _, (sheet,) = sheets(1)
    typed(sheet, tuti)
    keying.begin(sheet, actor=joko.actor)
    keying.send(sheet, visit(), is_new=False, actor=joko.actor)
    row = SecondTyping.objects.get()
    executor = next(one for one in keying.EXECUTORS if one.name == "keying.second_typings")
    with durable():
        assert executor.end([str(row.pk)], "umur") == 1
    with pytest.raises(surveys.Erased):
        keying.get_comparison(row.pk, actor=rina.actor)
    assert keying.list_comparisons(actor=rina.actor).items[0].differing == 1


# --- scans ------------------------------------------------------------------------------------------------


def test_a_scan_lies_with_the_visit_and_says_nothing_of_its_camera(sheets, tuti, rahmat):
    _, (sheet,) = sheets(1)
    number = typed(sheet, tuti).receipt.submission_id
    name = surveys.attach_scan(number, io.BytesIO(jpeg()), actor=tuti.actor)
    assert name == "pindaian-1.jpg"
    with pytest.raises(NotAllowed):
        surveys.open_attachment(number, name, actor=tuti.actor)
    with surveys.open_attachment(number, name, actor=rahmat) as kept:
        assert b"Exif" not in kept.read()


@pytest.mark.parametrize("data", [b"", b"MZ\x90", b"%PDF-1.4 cut off", b"<svg/>"])
def test_what_is_no_scan_is_refused(sheets, tuti, data):
    _, (sheet,) = sheets(1)
    number = typed(sheet, tuti).receipt.submission_id
    with pytest.raises(surveys.BadScan):
        surveys.attach_scan(number, io.BytesIO(data), actor=tuti.actor)


def test_a_scan_of_a_foreign_visit_is_refused(siti, round_one):
    number = surveys.receive(visit(), actor=siti).submission_id
    stranger = Actor.over("user:8", "Asing", frozenset({"typist"}), ("15.01",))
    with pytest.raises(surveys.UnknownSubmission):
        surveys.attach_scan(UUID(str(number)), io.BytesIO(jpeg()), actor=stranger)
