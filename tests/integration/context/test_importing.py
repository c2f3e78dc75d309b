"""The door of context: a whole file or nothing, conflicts side by side, an import taken back and not forgotten."""

import io

import pytest
from django.db import IntegrityError, transaction
from openpyxl import Workbook
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor, Grant, NotAllowed
from bahtera.context import api as context
from bahtera.context.models import Import, QuotedFigure
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.sheets import SheetTooLarge, UnreadableSheet
from bahtera.foundation.shipped import definitions

HEAD = "seri;wilayah;periode;nilai;satuan;sumber;dikutip;mutu_tanggal\n"
SHIPPED = ("quoted-figures.csv", "quoted-opinions.csv")
TPK2D = Actor("user:7", "bima", (Grant("tpk2d", "63.10"),))
READER = Actor("user:8", "cita", (Grant("supervisor", "63"),))


@pytest.fixture
def places(db):
    add_places({"63": "Kalimantan Selatan", "63.10": "Tanah Bumbu", "15": "Jambi", "36": "Banten"})


@pytest.fixture
def shipped(places):
    return [
        context.import_figures(
            (definitions("context/values") / name).read_bytes(), file_name=name, actor=SYSTEM
        )
        for name in SHIPPED
    ]


def file(*lines):
    return (HEAD + "".join(f"{line}\n" for line in lines)).encode()


def line(area="63.10", year="2020", value="16,24", source="BPS"):
    return f"child-marriage-before-18;{area};{year};{value};persen;{source};;tidak_diketahui"


def test_the_shipped_figures_tell_the_sourced_story(shipped):
    assert [(one.figures > 25, one.opinions) for one in shipped] == [(True, 0), (False, 1)]
    rows = context.quoted("child-marriage-before-18", "63")
    assert [[one.value for one in row.figures] for row in rows] == [
        ["23.12"], ["17.63"], ["21.18"], ["16.24"], ["15.30"], ["10.33", "10.53"],
    ]  # fmt: skip
    assert [row.conflicting for row in rows] == [False] * 5 + [True]
    assert {one.quoted_on for one in rows[-1].figures} == {"2023-03", "2023-03-07"}
    series = context.get_series("child-marriage-before-18")
    assert context.compare((series, series), rows[0], rows[1]).trend is context.Trend.FELL
    assert context.compare((series, series), rows[4], rows[5]).missing == ("publisher", "conflict")
    poverty = context.get_series("poverty-share")
    before, after = context.last_pair(context.quoted("poverty-share", "63"))
    fell = context.compare((poverty, poverty), before, after)
    assert (before.period.text, after.period.text) == ("2022-03", "2024-03")
    assert (fell.trend, fell.difference, fell.publisher) == (context.Trend.FELL, "0.38", "BPS")
    assert [row.figures[0].value for row in context.quoted("stunting-risk-families", "63")] == ["190707"]
    cases, victims = (context.quoted(name, "63")[-1] for name in ("simfoni-cases", "simfoni-victims"))
    assert [cases.figures[0].value, victims.figures[0].value] == ["69", "76"]
    said = context.opinions("simfoni-cases", "63")
    assert said[0].speaker.startswith("Pejabat")
    assert list(context.quoted_in("15")) == ["child-marriage-before-18"]
    assert context.areas_of("child-marriage-before-18") == ("15", "63", "ID")


def test_a_file_with_one_fault_keeps_nothing_and_tells_all(places):
    bad = file(line(), line("63.1", "2021"), line(year="2022", value="101"))
    found = context.preview_import(bad, actor=SYSTEM)
    assert [(one.line, one.column) for one in found.content.faults] == [(3, 2), (4, 4)]
    with pytest.raises(context.BadFigures) as refused:
        context.import_figures(bad, file_name="x.csv", actor=SYSTEM)
    assert len(refused.value.faults) == 2
    assert not Import.objects.exists()
    assert not QuotedFigure.objects.exists()


def test_a_preview_shows_conflicts_with_what_is_kept_and_keeps_nothing(places):
    context.import_figures(file(line()), file_name="a.csv", actor=SYSTEM)
    other = file(line(value="17,00", source="Pers"), line(year="2021", source="Pers"))
    found = context.preview_import(other, actor=SYSTEM)
    assert found.fits
    assert [(one.value, other.value) for one, other in found.conflicts] == [("16.24", "17.00")]
    assert QuotedFigure.objects.count() == 1


def test_a_source_gives_one_value_a_period_until_its_import_is_taken_back(places):
    first = context.import_figures(file(line()), file_name="a.csv", actor=SYSTEM)
    again = file(line(value="9", source="bps"))
    faults = context.preview_import(again, actor=SYSTEM).content.faults
    assert [(one.line, one.column, one.code) for one in faults] == [(2, 4, "context.kept_before")]
    with pytest.raises(context.NoReason):
        context.take_back(first.id, reason=" ", actor=SYSTEM)
    ended = context.take_back(first.id, reason="Salah tahun", actor=SYSTEM)
    assert (ended.reason, ended.figures) == ("Salah tahun", 1)
    assert context.quoted("child-marriage-before-18", "63.10") == ()
    assert [one.value for one in context.figures_of(first.id)] == ["16.24"]
    context.import_figures(again, file_name="b.csv", actor=SYSTEM)
    with pytest.raises(context.AlreadyTakenBack):
        context.take_back(first.id, reason="Salah tahun", actor=SYSTEM)
    with pytest.raises(context.UnknownBatch):
        context.take_back(0, reason="Salah tahun", actor=SYSTEM)
    assert [one.taken_back_at is None for one in context.batches()] == [True, False]
    actions = AuditEntry.objects.filter(action__startswith="context.").values_list("action", flat=True)
    assert sorted(actions) == ["context.imported", "context.imported", "context.taken_back"]


def test_nobody_imports_beyond_their_area(places):
    found = context.preview_import(file(line(), line("63"), line("ID")), actor=TPK2D)
    assert [(one.line, one.column, one.code) for one in found.content.faults] == [
        (3, 2, "context.out_of_reach"),
        (4, 2, "context.out_of_reach"),
    ]
    kept = context.import_figures(file(line("63")), file_name="a.csv", actor=SYSTEM)
    with pytest.raises(NotAllowed):
        context.take_back(kept.id, reason="Bukan wilayah saya", actor=TPK2D)
    with pytest.raises(NotAllowed):
        context.preview_import(file(line()), actor=READER)


def test_workbooks_are_read_with_their_numbers_and_formulas_told(places):
    book = Workbook()
    sheet = book.active
    sheet.append(HEAD.strip().split(";"))
    sheet.append(["child-marriage-before-18", "63.10", 2020, 16.24, "persen", "BPS", "", "tidak_diketahui"])
    sheet.append(["child-marriage-before-18", 63.1, 2021, "=15+1", "persen", "BPS", "", "tidak_diketahui"])
    held = io.BytesIO()
    book.save(held)
    found = context.preview_import(held.getvalue(), actor=SYSTEM)
    assert [(one.line, one.column, one.code) for one in found.content.faults] == [
        (3, 2, "context.lost_zero"),
        (3, 4, "context.formula"),
    ]
    assert [one.value for one in found.content.figures] == ["16.24"]
    marked = b"\xef\xbb\xbf" + file(line()).replace(b";", b",").replace(b"16,24", b"16.24")
    assert context.preview_import(marked, actor=SYSTEM).fits


def test_signs_that_no_database_keeps_are_refused_or_left_out(places):
    wrong = file(line(source="BPS\0"), line(year="2099"))
    with pytest.raises(context.BadFigures) as refused:
        context.import_figures(wrong, file_name="a.csv", actor=SYSTEM)
    assert [(one.line, one.column, one.code) for one in refused.value.faults] == [
        (2, 6, "context.control_sign"),
        (3, 3, "context.to_come"),
    ]
    kept = context.import_figures(file(line()), file_name="a\0\x1b.csv", actor=SYSTEM)
    assert kept.file_name == "a .csv"
    assert context.take_back(kept.id, reason="Salah\0tahun", actor=SYSTEM).reason == "Salah tahun"


def test_a_later_definition_of_a_series_makes_no_trend(places):
    context.import_figures(file(line()), file_name="a.csv", actor=SYSTEM)
    QuotedFigure.objects.update(definition_sha256="0" * 64)
    context.import_figures(file(line(year="2021", value="15,3")), file_name="b.csv", actor=SYSTEM)
    series = context.get_series("child-marriage-before-18")
    rows = context.quoted("child-marriage-before-18", "63.10")
    assert context.compare((series, series), *context.last_pair(rows)).missing == ("definition",)


def test_what_is_no_table_is_refused(places):
    for content, error in ((b"\xff\xfe\x00", UnreadableSheet), (b"a" * (5 * 2**20), SheetTooLarge)):
        with pytest.raises(error):
            context.preview_import(content, actor=SYSTEM)
    assert context.preview_import(b"", actor=SYSTEM).content.faults[0].code == "context.no_lines"


def test_the_tables_refuse_what_the_rules_refuse(places):
    kept = context.import_figures(file(line()), file_name="a.csv", actor=SYSTEM)
    row = QuotedFigure.objects.get(imported_id=kept.id)
    row.pk = None
    with pytest.raises(IntegrityError, match=r"context_figure_once_a_source|UNIQUE"), transaction.atomic():
        row.save(force_insert=True)
    row.counts, row.starts, row.ends = False, row.ends, row.starts
    with pytest.raises(IntegrityError, match="context_period_runs_forward"), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError, match="context_taken_back_with_reason"), transaction.atomic():
        Import.objects.filter(pk=kept.id).update(reason="Tanpa waktu")
