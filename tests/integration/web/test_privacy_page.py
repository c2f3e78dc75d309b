"""The page of data protection: purposes, and breaches with their clocks."""

import csv
import io
from datetime import timedelta

import pytest
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.foundation import clock
from bahtera.privacy import api

from .province import PASSWORD, PROVINCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def dian(areas):
    access.ensure_account(
        username="dian",
        password=PASSWORD,
        full_name="Dian (sintetis)",
        roles=["data_protection_officer"],
        areas=[PROVINCE],
    )
    return entered("dian")


@pytest.fixture
def breach():
    return api.open_breach(
        kind="perangkat_hilang",
        what_happened="Telepon <b>kader</b> hilang",
        found_at=clock.now(),
        zone="Asia/Makassar",
        actor=access.Actor.over("user:9", "Dian", frozenset({"data_protection_officer"}), ("63",)),
    )


def test_purposes_are_told_in_indonesian(dian):
    answer = dian.get("/privasi/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Pendataan keluarga" in text
    assert "tugas pelayanan publik" in text
    assert "families.MemberState" in text
    assert "Belum ada yang dicatat." in text


@pytest.mark.usefixtures("breach")
def test_a_breach_is_shown_with_its_clock_and_without_what_was_written(dian):
    text = dian.get("/privasi/").content.decode()
    assert "Perangkat hilang" in text
    assert "kader</b> hilang" not in text
    assert 'role="alert"' not in text


def test_an_overdue_breach_calls(dian):
    api.open_breach(
        kind="lainnya",
        what_happened="Uji",
        found_at=clock.now() - timedelta(hours=73),
        zone="Asia/Jakarta",
        actor=access.Actor.over("user:9", "Dian", frozenset({"data_protection_officer"}), ("63",)),
    )
    text = dian.get("/privasi/").content.decode()
    assert 'role="alert"' in text
    assert "lewat 1 jam" in text


def test_the_table_is_a_file(dian):
    answer = dian.get("/privasi/catatan.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert {"families.MemberState.nik", "submission.read"} <= {row["nama"] for row in rows}
