"""Documents of a round whose data are signed: they cite the version, and the paper of before says that it is older."""

import hashlib
import io

from tests.fakes import pdf
from tests.fakes.family_visits import SIZE, store_visits
from tests.integration.documents.conftest import REGENCY, VILLAGE
from tests.integration.documents.test_register import made

from bahtera.access.api import Actor
from bahtera.documents import api as documents
from bahtera.documents.api import Kind, State
from bahtera.publishing import api as publishing
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

ANSWERS = {"persetujuan": "ya"}
CHIEF = Actor.over("user:7", "Statistisi", frozenset({"statistician"}), ("",))


def closed(measured):
    """Take the round to its final version and return that."""
    surveys.move_round(measured.id, surveys.RoundState.REVIEW, actor=CHIEF)
    releases.freeze(measured.id, releases.Kind.PROVISIONAL, actor=CHIEF)
    return releases.freeze(measured.id, releases.Kind.FINAL, actor=CHIEF)


SECOND = Actor.over("user:8", "Pengawas", frozenset({"supervisor"}), (REGENCY,))


def with_answers(measured):
    """Let a visit come whose answers are there: what is corrected is read again."""
    store_visits(measured.id, VILLAGE, ["1" * SIZE], answers=ANSWERS)
    results.refresh_village(measured.id, VILLAGE)


def corrected(measured):
    """Take the visit out of the final round: one person asks, another agrees. Return the new version."""
    row = Submission.objects.filter(round_id=measured.id, content__isnull=False).get()
    wanted = releases.ask_correction(
        row.pk, releases.Change.RETURN, reason="Umur salah ketik", actor=SECOND, revision=row.revision
    )
    releases.agree_to_correction(wanted.id, actor=CHIEF)
    return releases.current(measured.id)


def text_of(row, actor):
    _, stored = publishing.export_document(row.id, actor=actor)
    with stored:
        return " ".join(pdf.text(stored.read()).split())


def test_a_paper_of_signed_data_cites_the_version_and_is_called_provisional_no_more(measured, tpk2d):
    final = closed(measured)
    for kind, area in ((Kind.MINUTES, REGENCY), (Kind.VILLAGE_SHEET, VILLAGE)):
        row = made(kind, measured, area, tpk2d)
        assert (row.made.data_version, row.made.data_digest) == (final.number, final.digest)
        assert not row.made.is_provisional
        text = text_of(row, tpk2d)
        assert "SEMENTARA" not in text
        assert f"ersi data {final.number} (final)" in text
        assert final.digest[:12] in text


def test_signing_makes_the_paper_of_before_the_older_one_even_where_no_figure_moved(measured, tpk2d):
    before = made(Kind.MINUTES, measured, REGENCY, tpk2d)
    assert before.made.is_provisional
    closed(measured)
    after = made(Kind.MINUTES, measured, REGENCY, tpk2d)
    again = made(Kind.MINUTES, measured, REGENCY, tpk2d)
    told = documents.public_document(before.token)
    assert (told.state, told.replaced_by[0]) == (State.REPLACED, after.number)
    assert documents.public_document(after.token).state is State.ISSUED
    assert (again.state, again.same_as) == (State.UNCHANGED, after.id)
    documents.withdraw(after.id, reason="salah kop", actor=tpk2d)
    assert documents.public_document(after.token).state is State.WITHDRAWN
    assert documents.public_document(before.token).state is State.REPLACED


def test_a_late_correction_makes_a_new_number_that_cites_the_corrected_version(measured, tpk2d):
    with_answers(measured)
    closed(measured)
    before = made(Kind.VILLAGE_SHEET, measured, VILLAGE, tpk2d)
    newest = corrected(measured)
    after = made(Kind.VILLAGE_SHEET, measured, VILLAGE, tpk2d)
    assert after.number.startswith("0002/LD/")
    assert documents.public_document(before.token).replaced_by[0] == after.number
    text = text_of(after, tpk2d)
    assert f"ersi data {newest.number} (final, diperbaiki)" in text
    # One family alone moves no figure that everybody reads: the paper names the version they are still from.
    assert "Angka desanya dari versi 2: sejak itu kurang dari 5 keluarga masuk atau keluar" in text
    assert "61 keluarga" in text


def test_the_scan_of_a_paper_that_was_corrected_since_still_verifies(measured, tpk2d):
    with_answers(measured)
    closed(measured)
    before = made(Kind.MINUTES, measured, REGENCY, tpk2d)
    scan = b"%PDF-1.7\nscan\n%%EOF\n"
    documents.attach_signed(before.id, file=io.BytesIO(scan), actor=tpk2d)
    corrected(measured)
    made(Kind.MINUTES, measured, REGENCY, tpk2d)
    row = documents.document(before.id, actor=tpk2d)
    assert row.state is State.REPLACED
    _, stored = publishing.export_document(before.id, actor=tpk2d, which="signed")
    with stored:
        assert stored.read() == scan
    assert row.signed[0].sha256 == hashlib.sha256(scan).hexdigest()
