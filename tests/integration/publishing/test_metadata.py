"""Metadata of a round: filled from its definitions, completed by a person, right for archives, without any family."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace

import openpyxl
import pytest
from lxml import etree
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import store_visits

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.foundation.models import AuditEntry
from bahtera.publishing import api as publishing
from bahtera.publishing.metadata.sdmx import COLUMNS
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys

from .codebook_rules import faults_of
from .conftest import MEMBER_SECRETS, SECRETS, VILLAGE

DDI = "{ddi:codebook:2_5}"


@pytest.fixture
def take(measured, supervisor):
    return lambda kind: b"".join(publishing.export_metadata(measured.id, actor=supervisor, format=kind))


@pytest.fixture
def archive(take):
    return etree.fromstring(take("xml"))


def test_what_nobody_wrote_is_named_and_what_is_known_is_filled(measured):
    study = publishing.study_of(measured.id)
    text = {one.entry.id: one.text["id"] for one in study.entries}
    assert text["judul"].startswith("Contoh sintetis")
    assert text["cara"] == "pencacahan lengkap di desa lokus"
    assert {one.id for one in study.missing} >= publishing.asked_entries()
    surveys.describe_round(
        measured.id, {"penyelenggara": " DP3A  (sintetis) ", "sektor": "sosial"}, actor=SYSTEM, revision=0
    )
    study = publishing.study_of(measured.id)
    assert "penyelenggara" not in {one.id for one in study.missing}
    assert (
        next(one.text["id"] for one in study.entries if one.entry.id == "penyelenggara") == "DP3A (sintetis)"
    )
    with pytest.raises(surveys.StaleRound):
        surveys.describe_round(measured.id, {"sektor": "lain"}, actor=SYSTEM, revision=0)
    surveys.describe_round(measured.id, {"sektor": ""}, actor=SYSTEM)
    assert surveys.description_of(measured.id) == {"penyelenggara": "DP3A (sintetis)"}


def test_only_who_keeps_rounds_writes(measured, supervisor):
    with pytest.raises(NotAllowed):
        surveys.describe_round(measured.id, {"sektor": "sosial"}, actor=supervisor)
    nobody = Actor.over("user:9", "Kader (sintetis)", frozenset({"kader"}), ("63.10.05.2003",))
    with pytest.raises((NotAllowed, surveys.UnknownRound)):
        publishing.export_metadata(measured.id, actor=nobody, format="json")


def test_the_workbook_has_the_three_forms(take):
    book = openpyxl.load_workbook(io.BytesIO(take("xlsx")), read_only=True)
    assert book.sheetnames == ["MS-Keg", "MS-Var", "MS-Ind", "kolom", "keterangan"]
    variables = list(book["MS-Var"].values)
    floor = next(dict(zip(variables[0], row, strict=True)) for row in variables if row[0] == "jenis_lantai")
    assert "semen = " in floor["klasifikasi"]
    assert floor["akses_umum"] == "ya, tanpa identitas"
    name = next(dict(zip(variables[0], row, strict=True)) for row in variables if row[0] == "no_kk")
    assert name["akses_umum"] == "tidak"
    assert any(row[variables[0].index("aturan_validasi")] for row in variables[1:])
    indicators = list(book["MS-Ind"].values)
    assert sum(row[8] == "ya" for row in indicators) == 2
    assert sum(str(row[9]).startswith("IKK-D") and row[8] == "tidak" for row in indicators) == 29


def test_json_and_dictionary_say_the_same(take):
    told = json.loads(take("json"))
    assert told["keterangan"]["belum_resmi"]
    rows = list(csv.DictReader(io.StringIO(take("csv").decode("utf-8-sig"))))
    assert [row["nama"] for row in rows] == [row["nama"] for row in told["MS-Var"]]
    assert len({row["nama"] for row in rows}) == len(rows)


def test_the_archive_finds_every_question_with_its_codes(archive, measured):
    study = publishing.study_of(measured.id)
    variables = archive.findall(f"{DDI}dataDscr/{DDI}var")
    assert [one.get("name") for one in variables] == [one.item.name for one in study.variables]
    assert len({one.get("ID") for one in variables}) == len(variables)
    for one, declared in zip(variables, study.variables, strict=True):
        codes = [part.findtext(f"{DDI}catValu") for part in one.findall(f"{DDI}catgry")]
        assert codes == list(declared.item.choices)
        assert bool(one.findall(f"{DDI}security")) is not declared.leaves
    missing = [part for part in archive.iter(f"{DDI}catgry") if part.get("missing") == "Y"]
    assert {part.findtext(f"{DDI}catValu") for part in missing} == {"tidak_tahu", "menolak"}
    assert archive.findtext(f"{DDI}stdyDscr/{DDI}citation/{DDI}verStmt/{DDI}version") == "sementara"


def test_the_codebook_is_built_as_its_standard_says(take):
    document = take("xml")
    assert faults_of(document) == []
    for here, there, said in (
        (b"<titlStmt>", b"<titlStmt><IDNo>x</IDNo>", "another order"),
        (b' name="', b' nama="', "lacks {'name'}"),
        (b'files="F1"', b'files="F2"', "points at {'F2'}"),
        (b"<dataKind>", b"<dataKinds/><dataKind>", "may not hold ['dataKinds']"),
        (b'otherSchema="XLSForm"', b"", "which other schema"),
        (b'intrvl="discrete"', b'intrvl="satu"', "intrvl=satu"),
    ):
        assert any(said in one for one in faults_of(document.replace(here, there, 1)))


def test_sdmx_hides_what_the_pages_hide_and_adds_up(take, measured):
    states = ["1" * 29] * 9 + ["0" + "1" * 28] * 3
    store_visits(measured.id, VILLAGE, states)
    results.refresh_village(measured.id, VILLAGE)
    rows = list(csv.DictReader(io.StringIO(take("sdmx").decode())))
    assert list(rows[0]) == [column.name for column in COLUMNS]
    assert {row["STRUCTURE"] for row in rows} == {"dataflow"}
    keys = Counter(
        (row["REF_AREA"], row["INDICATOR"], row["METHOD"], row["UNIT_MEASURE"], row["COVERAGE"])
        for row in rows
    )
    assert set(keys.values()) == {1}
    shown = results.village_result(measured.id, VILLAGE, audience="public")
    here = {(row["INDICATOR"], row["METHOD"]): row for row in rows if row["REF_AREA"] == VILLAGE}
    for one in shown.indicators:
        row = here[one.id, one.share.method.value]
        value = one.share.rounded(2)
        assert row["OBS_VALUE"] == ("" if value is None else str(value))
        assert row["OBS_STATUS"] == ("Q" if one.share.hidden else "M" if value is None else "P")
    assert {row["OBS_STATUS"] for row in here.values()} >= {"P", "Q"}


def test_figures_that_nobody_signed_are_for_whoever_may_read_them_there(take, measured, approve, tmp_path):
    other = "63.10.05.2004"
    for village in (VILLAGE, other):
        approve(6, village=village)

    def areas_for(role, *places):
        reader = Actor.over("user:8", "Pembaca (sintetis)", frozenset({role}), places)
        data = b"".join(publishing.export_metadata(measured.id, actor=reader, format="sdmx"))
        rows = list(csv.DictReader(io.StringIO(data.decode())))
        assert any(row["OBS_VALUE"] for row in rows)
        assert {row["OBS_STATUS"] for row in rows if row["OBS_VALUE"]} == {status}
        return {row["REF_AREA"] for row in rows}

    status = "P"
    assert areas_for("desa_officer", VILLAGE) == {VILLAGE}
    assert areas_for("tpk2d", "63.10") == {VILLAGE, other}
    assert areas_for("tpk2d", "") == {VILLAGE, other, measured.area_code}
    with pytest.raises(NotAllowed):
        areas_for("tpk2d", "15.01")

    def offered(place):
        reader = Actor.over("user:8", "Pembaca (sintetis)", frozenset({"tpk2d"}), (place,))
        regency = replace(surveys.get_round(measured.id), area_code="63.10")
        return publishing.reads_results(regency, reader)

    assert [offered(place) for place in ("63.10", "", VILLAGE, "15.01")] == [True, True, True, False]
    with blobs_in(tmp_path / "blobs"):
        surveys.move_round(measured.id, surveys.RoundState.REVIEW, actor=SYSTEM)
        releases.freeze(measured.id, releases.Kind.PROVISIONAL, actor=SYSTEM)
        assert areas_for("desa_officer", VILLAGE) == {VILLAGE}
        releases.freeze(measured.id, releases.Kind.FINAL, actor=SYSTEM)
        status = "A"
        assert areas_for("desa_officer", VILLAGE) == {VILLAGE, other, measured.area_code}


def test_figures_that_go_on_changing_name_no_version(take, measured, approve, tmp_path):
    approve(6)

    def cited():
        return {row["DATA_VERSION"] for row in csv.DictReader(io.StringIO(take("sdmx").decode()))}

    with blobs_in(tmp_path / "blobs"):
        surveys.move_round(measured.id, surveys.RoundState.REVIEW, actor=SYSTEM)
        releases.freeze(measured.id, releases.Kind.PROVISIONAL, actor=SYSTEM)
        assert cited() == {"sementara"}
        final = releases.freeze(measured.id, releases.Kind.FINAL, actor=SYSTEM)
        assert cited() == {f"versi data 2, {final.digest}"}


def test_no_file_holds_anything_of_a_family(take, approve):
    approve(6)
    for kind in ("xlsx", "json", "csv", "xml", "sdmx"):
        data = take(kind)
        for secret in (*SECRETS.values(), *MEMBER_SECRETS.values()):
            assert secret.encode() not in data
    assert AuditEntry.objects.filter(action="publishing.metadata_exported").count() == 5


def test_formats_that_there_are_not_are_refused(take):
    with pytest.raises(publishing.UnknownTableFormat):
        take("pdf")
