"""The register: numbers, what replaces what, the page behind the QR code, scans, and the monthly schedule."""

import io
from datetime import UTC, date, datetime

import pytest
from tests.integration.documents.conftest import NAMES, REGENCY, SMALL, VILLAGE, fill

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.documents import api as documents
from bahtera.documents.api import Kind, State
from bahtera.documents.models import Document
from bahtera.foundation import blobs, clock
from bahtera.foundation.models import AuditEntry
from bahtera.publishing import api as publishing
from bahtera.publishing.issued import issuing
from bahtera.results import api as results
from bahtera.surveys import api as surveys

PDF = b"%PDF-1.7\nscan\n%%EOF\n"
NOON = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)


def made(kind, measured, area, actor):
    row = documents.order_document(kind, round_id=measured.id, area=area, actor=actor)
    publishing.make_document(row.id)
    return documents.document(row.id, actor=actor)


def more_families(measured, seed=9):
    """Let enough families come that the public sees another figure."""
    fill(measured.id, VILLAGE, 12, seed, share=0.3)


def test_numbers_count_by_kind_area_and_year_and_the_next_replaces_the_one_before(measured, tpk2d):
    with clock.frozen(NOON):
        first = made(Kind.MINUTES, measured, REGENCY, tpk2d)
    assert (first.number, first.state) == ("0001/BA/63.10/XI/2026", State.ISSUED)
    more_families(measured)
    with clock.frozen(NOON):
        second = made(Kind.MINUTES, measured, REGENCY, tpk2d)
    assert second.number == "0002/BA/63.10/XI/2026"
    first = documents.document(first.id, actor=tpk2d)
    assert (first.state, first.replaced_by) == (State.REPLACED, second.number)
    assert documents.latest(Kind.MINUTES, REGENCY, measured.id, "ikk").id == second.id


def test_what_would_say_the_same_gets_no_new_number(measured, tpk2d):
    first = made(Kind.PRESS, measured, REGENCY, tpk2d)
    again = made(Kind.PRESS, measured, REGENCY, tpk2d)
    assert (again.state, again.same_as, again.number) == (State.UNCHANGED, first.id, "")
    shown = documents.documents(documents.Wanted(), actor=tpk2d).items
    assert [one.id for one in shown] == [first.id]


def test_another_look_is_another_document(measured, tpk2d, monkeypatch):
    made(Kind.PRESS, measured, REGENCY, tpk2d)
    monkeypatch.setattr(issuing, "template_digest", lambda template: f"another {template}")
    assert made(Kind.PRESS, measured, REGENCY, tpk2d).number.startswith("0002/")


def test_the_page_behind_the_code_says_whether_it_is_the_newest_and_nothing_of_figures(measured, tpk2d):
    first = made(Kind.MINUTES, measured, REGENCY, tpk2d)
    told = documents.public_document(first.token)
    assert (told.state, told.number, told.sha256) == (State.ISSUED, first.number, first.made.sha256)
    more_families(measured)
    second = made(Kind.MINUTES, measured, REGENCY, tpk2d)
    assert documents.public_document(first.token).replaced_by[0] == second.number
    documents.withdraw(second.id, reason="salah kop", actor=tpk2d)
    assert documents.public_document(second.token).state is State.WITHDRAWN
    for token in ("", "x" * 22, str(first.id)):
        with pytest.raises(documents.UnknownDocument):
            documents.public_document(token)


def test_a_document_of_a_later_round_is_told(measured, tpk2d):
    first = made(Kind.MINUTES, measured, REGENCY, tpk2d)
    later = surveys.create_round(
        name="Kedua sintetis", year=2027, form_id="kunjungan_keluarga", opens=date(2027, 1, 1), actor=SYSTEM
    )
    surveys.set_targets(later.id, {VILLAGE: 80}, actor=SYSTEM)
    fill(later.id, VILLAGE, 30, 5)
    made(Kind.MINUTES, later, REGENCY, tpk2d)
    told = documents.public_document(first.token)
    assert (told.state, told.newer_round) == (State.ISSUED, True)


def test_who_may_not_is_refused_and_nothing_is_written(measured, stranger, kades):
    for actor, kind, area in ((stranger, Kind.MINUTES, REGENCY), (kades, Kind.MINUTES, REGENCY)):
        with pytest.raises(NotAllowed):
            documents.order_document(kind, round_id=measured.id, area=area, actor=actor)
    with pytest.raises(documents.BadKind):
        documents.order_document(Kind.REGENCY_BOOK, round_id=measured.id, area=VILLAGE, actor=kades)
    with pytest.raises(results.IndexNotMeasured):
        documents.order_document(
            Kind.VILLAGE_SHEET, round_id=measured.id, area=VILLAGE, index_id="lain", actor=kades
        )
    assert not Document.objects.exists()
    row = made(Kind.VILLAGE_SHEET, measured, VILLAGE, kades)
    for refused in (
        lambda: documents.document(row.id, actor=stranger),
        lambda: documents.open_file(row.id, actor=stranger),
        lambda: documents.withdraw(row.id, reason="x", actor=stranger),
        lambda: documents.attach_signed(row.id, file=io.BytesIO(PDF), actor=stranger),
    ):
        with pytest.raises(documents.UnknownDocument):
            refused()
    assert documents.documents(documents.Wanted(), actor=stranger).items == []


def test_two_orders_at_once_make_one(measured, tpk2d):
    row = documents.order_document(Kind.MINUTES, round_id=measured.id, area=REGENCY, actor=tpk2d)
    with pytest.raises(documents.AlreadyBeingMade):
        documents.order_document(Kind.MINUTES, round_id=measured.id, area=REGENCY, actor=tpk2d)
    publishing.make_document(row.id)
    publishing.make_document(row.id)
    assert Document.objects.filter(state="issued").count() == 1


def test_what_cannot_be_made_says_why_and_is_made_again_under_no_second_row(measured, tpk2d):
    other = Actor.over("user:9", "Lain", frozenset({"tpk2d"}), ("63",))
    row = documents.order_document(Kind.MINUTES, round_id=measured.id, area="63.71", actor=other)
    publishing.make_document(row.id)
    failed = documents.document(row.id, actor=other)
    assert (failed.state, failed.refusal["code"]) == (State.FAILED, "results.area_not_in_round")
    assert documents.order_again(row.id, actor=other).state is State.MAKING


def test_a_signed_scan_is_kept_sealed_and_told_by_its_content(measured, tpk2d):
    row = made(Kind.MINUTES, measured, REGENCY, tpk2d)
    with pytest.raises(documents.BadScan):
        documents.attach_signed(row.id, file=io.BytesIO(b"MZ"), actor=tpk2d)
    documents.attach_signed(row.id, file=io.BytesIO(PDF), actor=tpk2d)
    documents.attach_signed(row.id, file=io.BytesIO(PDF), actor=tpk2d)
    name, stored = publishing.export_document(row.id, actor=tpk2d, which="signed")
    with stored:
        assert (stored.read(), name.endswith("-bertanda-tangan.pdf")) == (PDF, True)
    kept = documents.document(row.id, actor=tpk2d)
    assert len(kept.signed) == 1
    wanted = {kept.made.sha256, kept.made.twin, kept.signed[0].sha256}
    assert documents.needed_files([*wanted, "0" * 64]) == wanted
    assert all(blobs.exists(one) for one in wanted)


def test_every_step_stands_in_the_audit(measured, tpk2d):
    row = made(Kind.MINUTES, measured, REGENCY, tpk2d)
    documents.attach_signed(row.id, file=io.BytesIO(PDF), actor=tpk2d)
    documents.withdraw(row.id, reason="salah kop", actor=tpk2d)
    found = AuditEntry.objects.filter(subject=f"document:{row.id}").order_by("pk")
    assert [one.action for one in found] == [
        f"documents.{one}" for one in ("ordered", "issued", "signed", "withdrawn")
    ]


def test_the_schedule_orders_each_village_once_a_month(measured, tpk2d):
    entry = documents.add_schedule(Kind.VILLAGE_SHEET, area=REGENCY, day=10, actor=tpk2d)
    with pytest.raises(documents.AlreadyScheduled):
        documents.add_schedule(Kind.VILLAGE_SHEET, area=REGENCY, day=11, actor=tpk2d)
    with clock.frozen(NOON.replace(day=9)):
        assert documents.order_due() == []
    with clock.frozen(NOON):
        ordered = documents.order_due()
        assert {one.area_code for one in ordered} == {code for code in NAMES if code.count(".") == 3}
        assert documents.order_due() == []
        for one in ordered:
            publishing.make_document(one.id)
    with clock.frozen(NOON.replace(month=12)):
        for one in documents.order_due():
            publishing.make_document(one.id)
    assert Document.objects.filter(state="issued").count() == 4
    assert Document.objects.filter(state="unchanged").count() == 4
    documents.end_schedule(entry.id, actor=tpk2d)
    assert documents.schedules(actor=tpk2d) == []


def test_making_that_broke_off_is_begun_again_and_given_up_in_the_end(measured, tpk2d):
    row = documents.order_document(Kind.MINUTES, round_id=measured.id, area=REGENCY, actor=tpk2d)
    for hour in (5, 6, 7):
        documents.begin_making(row.id)
        Document.objects.update(beat_at=NOON)
        with clock.frozen(NOON.replace(hour=hour)):
            woken = documents.wake_documents()
            assert [one.id for one in woken] == ([row.id] if hour < 7 else [])
    assert documents.document(row.id, actor=tpk2d).state is State.FAILED


def test_filters_and_pages_of_the_list(measured, tpk2d):
    sheet = made(Kind.VILLAGE_SHEET, measured, VILLAGE, SYSTEM)
    small = made(Kind.VILLAGE_SHEET, measured, SMALL, SYSTEM)
    book = made(Kind.MINUTES, measured, REGENCY, SYSTEM)

    def found(**wanted):
        return [one.id for one in documents.documents(documents.Wanted(**wanted), actor=tpk2d).items]

    assert found(kind=Kind.VILLAGE_SHEET) == [small.id, sheet.id]
    assert found(area=SMALL) == [small.id]
    assert found(state=State.WITHDRAWN) == []
    page = documents.documents(documents.Wanted(), actor=tpk2d, size=2)
    rest = documents.documents(documents.Wanted(), actor=tpk2d, size=2, cursor=page.next_cursor)
    assert [one.id for one in (*page.items, *rest.items)] == [book.id, small.id, sheet.id]
