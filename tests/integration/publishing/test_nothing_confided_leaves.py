"""Files of families and villages are the same bytes with and without what was confided at their visits."""

from datetime import UTC, datetime

import pytest
from tests.fakes.private_boxes import CALL, answers_box, help_box

from bahtera.access.api import SYSTEM
from bahtera.confided import api as confided
from bahtera.foundation import clock
from bahtera.publishing import api as publishing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["csv", "zip", "parquet"])
def test_a_file_does_not_change_when_somebody_confided(approve, supervisor, kind):
    rows = approve(6)

    def written():
        with clock.frozen(datetime(2026, 11, 22, 3, tzinfo=UTC)):
            return b"".join(publishing.export_submissions(actor=supervisor, format=kind, mark=False))

    before = written()
    for row in rows:
        sent = confided.SentPrivate(
            confided.Asked.ASKED, answers_box(konflik_kdrt="ya", konflik_tegur_sapa="ya"), help_box(CALL)
        )
        confided.keep_private(
            row.pk, sent, village_code=row.village_code, regency_code=row.regency_code, actor=SYSTEM
        )
    assert written() == before
    assert b"konflik" not in before
