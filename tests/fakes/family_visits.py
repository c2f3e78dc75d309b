"""The real questionnaire compiled without Java, and visits stored as receiving would have left them."""

import zlib
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
from pyxform.xls2xform import convert

import bahtera
from bahtera.foundation.sealing import parts
from bahtera.indices import api as indices
from bahtera.questionnaires.models import Questionnaire
from bahtera.surveys.models import Content, RoundVillage, Submission, SubmissionScore

FORM = "kunjungan_keluarga"
VERSION = "2026.1"
ROOT = Path(bahtera.__file__).resolve().parents[2]
IKK = indices.load("ikk").without_private()
SIZE = len(IKK.indicators)


@pytest.fixture(scope="session")
def xform():
    return convert(ROOT / "definitions" / "questionnaires" / FORM / f"{FORM}.xlsx", validate=False).xform


@pytest.fixture
def form(db, xform):
    return store_form(xform)


def store_form(xform):
    """Store the questionnaire as published."""
    return Questionnaire.objects.create(
        form_id=FORM,
        version=VERSION,
        title="Kunjungan keluarga",
        root="data",
        xform=xform,
        md5="0" * 32,
        indices=[["ikk", IKK.hash]],
        source_sha256="ab" * 32,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        published_by="system",
    )


def retarget(round_id, wanted):
    """Set the targets of a round that has visits already, which only a test does."""
    RoundVillage.objects.filter(round_id=round_id).delete()
    RoundVillage.objects.bulk_create(
        RoundVillage(round_id=round_id, village_code=code, target_families=count)
        for code, count in wanted.items()
    )


def store_visits(
    round_id, village, patterns, *, answers=None, definition=IKK, index_hash=None, state="approved", **fields
):
    """Store a visit for each pattern of states; ``fields`` are columns of the submission.

    Without answers a visit has no content, which is enough for figures.
    """
    columns = {
        "received_at": datetime(2026, 3, 2, 4, 30, tzinfo=UTC),
        "family_name": "",
        "province_code": village[:2],
        "regency_code": village[:5],
        "district_code": village[:8],
        "result_code": "selesai",
        **fields,
    }
    rows = [
        Submission(
            instance_id=f"uuid:{uuid4()}",
            form_id=FORM,
            form_version=VERSION,
            sha256="ab" * 32,
            size=1,
            actor_key="token:1",
            state=state,
            is_current=state != "superseded",
            round_id=round_id,
            family_id=uuid4(),
            village_code=village,
            search_name=columns["family_name"].casefold(),
            **columns,
        )
        for _ in patterns
    ]
    Submission.objects.bulk_create(rows)
    if answers is not None:
        body, packed = zlib.compress(b"<data/>"), zlib.compress(orjson.dumps(answers))
        contents = [Content(submission=row) for row in rows]
        for content in contents:
            parts.write(content, body=body, answers=packed)
        Content.objects.bulk_create(contents)
    SubmissionScore.objects.bulk_create(
        _score(row, definition, pattern, index_hash or definition.hash)
        for row, pattern in zip(rows, patterns, strict=True)
    )
    return rows


def _score(row, definition, pattern, index_hash):
    score = definition.score_states(pattern)
    return SubmissionScore(
        submission=row,
        index_id=definition.id,
        index_hash=index_hash,
        numerator=score.numerator,
        denominator=score.denominator,
        scored=score.scored,
        category=score.category,
        states=pattern,
    )
