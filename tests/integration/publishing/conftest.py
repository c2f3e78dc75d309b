"""The real questionnaire compiled without Java, and families with everything a file must not hold."""

import zlib
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
from pyxform.xls2xform import convert

import bahtera
from bahtera.access.api import SYSTEM, Actor
from bahtera.indices import api as indices
from bahtera.questionnaires.models import Questionnaire
from bahtera.results import api as results
from bahtera.results.queries import forget
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Content, Submission, SubmissionScore

FORM = "kunjungan_keluarga"
VILLAGE = "63.10.05.2003"
ROOT = Path(bahtera.__file__).resolve().parents[2]
IKK = indices.load("ikk").without_private()
SECRETS = {
    "no_kk": "6310050101010001",
    "alamat": "Jalan Rahasia 7",
    "lokasi": "-3.4512345 115.5512345 0 5",
    "catatan": "Catatan rahasia tentang Ibu Ani",
}
MEMBER_SECRETS = {"nama": "Ani Rahasia", "nik": "6310054101800001", "tgl_lahir": "1986-04-17"}
ANSWERS = {
    "kode_desa": VILLAGE,
    "dusun": "=1+1",
    "hasil_kunjungan": "selesai",
    "tanggal_kunjungan": "2026-03-02",
    "tabungan": "ya",
    "jenis_lantai": "semen",
    "luas_lantai": "36.5",
    "pendapatan_bulan": 2500000,
    **SECRETS,
    "anggota": [
        {**MEMBER_SECRETS, "jenis_kelamin": "p", "hubungan": "kepala", "status_kawin": "cerai_mati"},
        {**MEMBER_SECRETS, "tgl_lahir": "2024-12-31", "jenis_kelamin": "l", "hubungan": "anak"},
    ],
}


@pytest.fixture(scope="session")
def xform():
    source = ROOT / "definitions" / "questionnaires" / FORM / f"{FORM}.xlsx"
    return convert(source, validate=False).xform


@pytest.fixture
def form(db, xform):
    return Questionnaire.objects.create(
        form_id=FORM,
        version="2026.1",
        title="Kunjungan keluarga",
        root="data",
        xform=xform,
        md5="0" * 32,
        indices=[["ikk", IKK.hash]],
        source_sha256="0" * 64,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        published_by="system",
    )


@pytest.fixture
def measured(form):
    forget()
    return surveys.create_round(
        name="Contoh sintetis", year=2026, form_id=FORM, opens=date(2026, 1, 1), actor=SYSTEM
    )


@pytest.fixture
def supervisor():
    return Actor.over("user:1", "Bu Chelsea", frozenset({"supervisor"}), ("63.10",))


@pytest.fixture
def approve(measured):
    def approve_families(count, *, village=VILLAGE, answers=ANSWERS, state="approved"):
        rows = [
            Submission(
                instance_id=f"uuid:{uuid4()}",
                form_id=FORM,
                form_version="2026.1",
                sha256="0" * 64,
                size=1,
                actor_key="token:1",
                received_at=datetime(2026, 3, 2, 4, 30, tzinfo=UTC),
                state=state,
                is_current=True,
                round_id=measured.id,
                family_id=uuid4(),
                family_name="Ani Rahasia",
                province_code=village[:2],
                regency_code=village[:5],
                district_code=village[:8],
                village_code=village,
                result_code="selesai",
                visited_on=date(2026, 3, 2),
            )
            for _ in range(count)
        ]
        Submission.objects.bulk_create(rows)
        packed = zlib.compress(orjson.dumps(answers))
        Content.objects.bulk_create(Content(submission=row, body=b"", answers=packed) for row in rows)
        states = "10" + "1" * (len(IKK.indicators) - 4) + "-?"
        score = IKK.score_states(states)
        SubmissionScore.objects.bulk_create(
            SubmissionScore(
                submission=row,
                index_id="ikk",
                index_hash=IKK.hash,
                numerator=score.numerator,
                denominator=score.denominator,
                scored=score.scored,
                category=score.category,
                states=states,
            )
            for row in rows
        )
        results.refresh_village(measured.id, village)
        return rows

    return approve_families
