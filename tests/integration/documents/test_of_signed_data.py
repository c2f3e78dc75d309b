"""Documents of a round whose data are signed: they cite the version, and the paper of before says that it is older."""

from tests.fakes import pdf
from tests.integration.documents.conftest import REGENCY, VILLAGE
from tests.integration.documents.test_register import made

from bahtera.access.api import Actor
from bahtera.documents import api as documents
from bahtera.documents.api import Kind, State
from bahtera.publishing import api as publishing
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys

CHIEF = Actor.over("user:7", "Statistisi", frozenset({"statistician"}), ("",))


def closed(measured):
    """Take the round to its final version and return that."""
    surveys.move_round(measured.id, surveys.RoundState.REVIEW, actor=CHIEF)
    releases.freeze(measured.id, releases.Kind.PROVISIONAL, actor=CHIEF)
    return releases.freeze(measured.id, releases.Kind.FINAL, actor=CHIEF)


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
