"""No export has a sealed column, whatever columns later packages seal, and no sealed or digested value."""

import csv
import io

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.apps import apps
from django.db import connection

from bahtera.foundation import sealing
from bahtera.foundation.sealing.fields import DigestField, PartKeyField, SealedField, SealedPartField
from bahtera.publishing import api as publishing
from bahtera.surveys.values import ExportRow

from .conftest import MEMBER_SECRETS, SECRETS

FORMATS = ["csv", "zip", "xlsx", "parquet"]


def sealed_columns():
    """The names of all sealed columns and indexes of them, in every package."""
    kinds = (DigestField, PartKeyField, SealedField, SealedPartField)
    models = [one for one in apps.get_models() if one.__module__.startswith("bahtera.")]
    return {field.column for one in models for field in one._meta.concrete_fields if isinstance(field, kinds)}


def headers(data, file_format):
    if file_format == "parquet":
        return set(pq.read_schema(io.BytesIO(data)).names)
    if file_format == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return {str(cell.value) for sheet in book for cell in sheet[1]}
    if file_format == "zip":
        import zipfile

        archive = zipfile.ZipFile(io.BytesIO(data))
        return {
            name
            for inside in archive.namelist()
            if inside.endswith(".csv")
            for name in next(csv.reader(io.StringIO(archive.read(inside).decode("utf-8-sig"))))
        }
    return set(next(csv.reader(io.StringIO(data.decode("utf-8-sig")))))


@pytest.fixture
def export(approve, measured, supervisor):
    approve(2)

    def run(file_format):
        return b"".join(
            publishing.export_submissions(
                actor=supervisor, format=file_format, round_id=measured.id, area="63.10"
            )
        )

    return run


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", FORMATS)
def test_no_header_names_a_sealed_column(export, file_format):
    forbidden = sealed_columns()
    assert {"nik", "no_kk", "nik_digest", "body", "answers", "address"} <= forbidden
    assert headers(export(file_format), file_format) & forbidden == set()


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_neither_a_sealed_value_nor_its_digest_stands_in_a_file(export, file_format):
    data = export(file_format)
    text = str(pq.read_table(io.BytesIO(data)).to_pylist()).encode() if file_format == "parquet" else data
    for secret in (*SECRETS.values(), MEMBER_SECRETS["nik"], MEMBER_SECRETS["nama"]):
        assert secret.encode() not in text
    for number, purpose in ((MEMBER_SECRETS["nik"], "families.nik"), (SECRETS["no_kk"], "families.no_kk")):
        assert sealing.digest(number, purpose=purpose).encode() not in text
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, answers FROM surveys_content")
        stored = [bytes(value) for row in cursor.fetchall() for value in row]
    assert stored
    assert not any(piece[20:40] in data for piece in stored)


def test_a_row_on_its_way_out_carries_opened_answers_and_no_other_sealed_column():
    assert set(ExportRow._fields) & sealed_columns() == {"answers"}
