"""Publishing for real: pyxform, ODK Validate on Java, the database, the audit entry."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from tests.unit.questionnaires.forms import YES_NO, Row, workbook
from tests.unit.questionnaires.test_family_visit import family

from bahtera.foundation import blobs, clock
from bahtera.foundation.models import AuditEntry
from bahtera.questionnaires import api
from bahtera.questionnaires.engine import compilation, examination, validation
from bahtera.questionnaires.engine.workbooks import compile_workbook, read_workbook
from bahtera.questionnaires.models import Questionnaire

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SURVEY: list[Row] = [
    {"type": "start", "name": "start"},
    {"type": "text", "name": "nama", "label": "Nama", "required": "yes"},
    {"type": "select_one yt", "name": "setuju", "label": "Setuju ${nama}?"},
    {"type": "image", "name": "foto", "label": "Foto"},
    {
        "type": "note",
        "name": "peringatan_nama",
        "label": "Nama aneh",
        "relevant": "string-length(${nama}) > 20",
    },
    {"type": "begin repeat", "name": "anggota", "label": "Anggota"},
    {"type": "text", "name": "nama_anggota", "label": "Nama"},
    {"type": "date", "name": "lahir", "label": "Lahir"},
    {"type": "integer", "name": "anak", "label": "Anak"},
    {"type": "select_multiple yt", "name": "beberapa", "label": "Beberapa"},
    {"type": "end repeat"},
    {"type": "calculate", "name": "banyak", "calculation": "count(${anggota})"},
    {"type": "decimal", "name": "luas", "label": "Luas"},
]


@pytest.fixture(autouse=True)
def _places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(blobs, "_folder", tmp_path)
    with clock.frozen(AT):
        yield


def publish(survey: list[Row] | None = None, **settings: str) -> api.FormVersion:
    return api.publish(
        workbook(survey or SURVEY, YES_NO, settings=dict(settings)), actor_key="user:1", indices=()
    )


@pytest.mark.django_db
def test_a_published_version_is_stored_with_its_source_and_audit_entry() -> None:
    form = publish()
    assert (form.form_id, form.version, form.title, form.root) == ("uji", "1", "Uji", "data")
    assert form.md5 == hashlib.md5(form.xform).hexdigest()
    assert form.published_at == AT
    assert blobs.exists(form.source_sha256)
    entry = AuditEntry.objects.get(action="questionnaires.published")
    assert (entry.actor, entry.subject) == ("user:1", "questionnaire:uji:1")
    assert api.get_form("uji", "1") == form
    assert api.get_form("uji", "2") is None
    assert api.current_forms() == [form]


@pytest.mark.django_db
def test_the_same_workbook_again_changes_nothing() -> None:
    first = publish()
    assert publish() == first
    resaved = workbook(SURVEY, YES_NO, sheets={"catatan": [{"kolom": "disimpan ulang"}]})
    assert api.publish(resaved, actor_key="user:1", indices=()) == first
    assert Questionnaire.objects.count() == 1
    assert AuditEntry.objects.filter(action="questionnaires.published").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("item", ["konflik_kdrt", "konflik_pergi_rumah"])
def test_no_form_for_phones_asks_a_private_item_whatever_indices_it_carries(item: str) -> None:
    with pytest.raises(api.InvalidForm):
        publish([*SURVEY, {"type": "text", "name": item, "label": "?"}])
    assert api.current_forms() == []


@pytest.mark.django_db
def test_a_version_never_changes() -> None:
    publish()
    with pytest.raises(api.VersionTaken):
        publish([*SURVEY, {"type": "text", "name": "baru", "label": "Baru"}])
    assert Questionnaire.objects.count() == 1


@pytest.mark.django_db
def test_the_newest_version_is_current_and_the_older_stays() -> None:
    first = publish()
    second = publish([*SURVEY, {"type": "text", "name": "baru", "label": "Baru"}], version="2")
    assert api.current_forms() == [second]
    assert api.list_versions("uji") == [second, first]
    (change,) = api.diff(first, second)
    assert (change.kind, change.question) == ("added", "baru")
    assert set(change.consequence) == {"id", "en"}


@pytest.mark.django_db
def test_columns_carry_types_and_the_repeat_as_structs() -> None:
    publish()
    schema = api.column_schema("uji", "1")
    assert schema.names == ["nama", "setuju", "foto", "banyak", "luas", "anggota"]
    member = schema.field("anggota").type.value_type
    assert [(field.name, field.type) for field in member] == [
        ("nama_anggota", pa.string()),
        ("lahir", pa.date32()),
        ("anak", pa.int32()),
        ("beberapa", pa.list_(pa.string())),
    ]
    with pytest.raises(api.UnknownForm):
        api.column_schema("uji", "9")


@pytest.mark.django_db
def test_labels_and_outline_serve_the_pages() -> None:
    form = publish()
    labels = api.labels("uji", "1")
    assert labels["setuju"].labels == {"id": "Setuju …?", "en": "Setuju …?"}
    assert labels["setuju"].choices["ya"]["id"] == "Ya"
    lines = {item.name: item for item in api.outline(form)}
    assert "start" not in lines
    assert (lines["anggota"].kind, lines["anggota"].depth) == ("repeat", 0)
    assert (lines["lahir"].type, lines["lahir"].depth) == ("date", 1)
    assert (lines["peringatan_nama"].type, lines["setuju"].type) == ("note", "select_one")
    assert lines["banyak"].calculated


@pytest.mark.django_db
def test_a_written_submission_is_complete_and_draws_no_finding() -> None:
    form = publish()
    answers = {
        "instanceID": "uuid:1",
        "nama": "Ani",
        "foto": "rumah.jpg",
        "anggota": [{"nama_anggota": "Budi", "anak": 2, "beberapa": ("ya", "tidak")}],
        "luas": "7.25",
    }
    xml = api.writer(form).write(answers, on=AT.date())
    assert api.read_submission(xml).instance_id == "uuid:1"
    assessment = api.assess(form, xml, village_known=lambda _: True, received_on=AT.date())
    assert assessment.findings == ()
    assert assessment.answers["banyak"] == "1"
    assert assessment.answers["anggota"] == [{"nama_anggota": "Budi", "anak": 2, "beberapa": ("ya", "tidak")}]
    assert assessment.meta.attachments == ("rumah.jpg",)
    pa.Table.from_pylist([dict(assessment.answers) | {"luas": 7.25}], schema=api.column_schema("uji", "1"))


@pytest.mark.django_db
def test_a_long_name_shows_its_warning_to_the_supervisor_too() -> None:
    form = publish()
    xml = api.writer(form).write({"instanceID": "uuid:1", "nama": "A" * 30}, on=AT.date())
    (finding,) = api.assess(form, xml, village_known=lambda _: True, received_on=AT.date()).findings
    assert (finding.code, finding.severity, finding.messages["id"]) == (
        "warning_shown",
        "warning",
        "Nama aneh",
    )


@pytest.mark.django_db
def test_what_only_odk_validate_refuses_is_placed_too() -> None:
    survey: list[Row] = [*SURVEY, {"type": "calculate", "name": "aneh", "calculation": "position(..)"}]
    book = read_workbook(workbook(survey, YES_NO))
    xform = compile_workbook(book).replace("position(..)", "tidak-dikenal(1)")
    with pytest.raises(api.InvalidForm) as refused:
        validation.validate(xform, book)
    (problem,) = refused.value.problems
    assert (problem.sheet, problem.row, problem.column) == ("survey", 15, "calculation")
    assert "tidak-dikenal" in problem.message
    assert "\tat " not in problem.message


@pytest.mark.django_db
def test_the_family_visit_is_published_with_both_indices() -> None:
    source = Path("definitions/questionnaires/kunjungan_keluarga/kunjungan_keluarga.xlsx").read_bytes()
    form = api.publish(source, actor_key="system")
    assert form.form_id == "kunjungan_keluarga"
    assert [index for index, _ in form.indices] == ["ikk", "ibangga"]
    assert form.media == ("villages.csv", "families.csv", "members.csv")
    assert b"/data/ikk_category" in form.xform
    xml = api.writer(form).write(family(), on=AT.date())
    assessment = api.assess(form, xml, village_known=lambda _: True, received_on=AT.date())
    assert assessment.findings == ()
    assert assessment.answers["ikk_category"] != "belum"


def test_what_only_odk_validate_refuses_is_told_whole_and_in_both_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Blind this server to functions it does not know, as if ODK Validate alone could see them."""
    monkeypatch.setattr(examination, "form_problems", lambda *_: ())
    monkeypatch.setattr(compilation, "form_problems", lambda *_: ())
    survey: list[Row] = [
        *SURVEY,
        {"type": "calculate", "name": "aneh", "calculation": "tidak-dikenal(1)"},
        {"type": "calculate", "name": "ganjil", "calculation": "if(1, 2)"},
        {"type": "integer", "name": "kurung", "label": "K", "relevant": "(1 + 2"},
    ]
    with pytest.raises(api.InvalidForm) as refused:
        compilation.compile_form(workbook(survey, YES_NO))
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [
        (15, "calculation"),
        (16, "calculation"),
        (17, "relevant"),
    ]
    assert [problem.messages["id"] for problem in refused.value.problems] == [
        "fungsi tidak-dikenal() tidak dikenal oleh HP, atau isiannya salah",
        "fungsi if() memerlukan 3 isian, tetapi diberi 2",
        "kurung dalam rumus tidak berpasangan",
    ]
    assert all("/" not in problem.message for problem in refused.value.problems)


def test_a_check_that_takes_too_long_is_given_up() -> None:
    book = read_workbook(workbook(SURVEY, YES_NO))
    with pytest.raises(api.InvalidForm) as refused:
        validation.validate(compile_workbook(book), book, seconds=0)
    assert "longer than" in refused.value.problems[0].message


@pytest.mark.django_db
def test_the_worker_reports_problems_as_data() -> None:
    broken = blobs.put(workbook([{"type": "audit", "name": "audit"}, *SURVEY], YES_NO))
    assert api.publish_task.func(broken, "user:1", []) == {
        "problems": [
            {
                "sheet": "survey",
                "row": 2,
                "column": "type",
                "messages": {
                    "id": "audit tidak didukung: catatan HP memuat lokasi kader",
                    "en": "audit is not supported: the phone's log holds locations of the volunteer",
                },
            }
        ]
    }
    good = blobs.put(workbook(SURVEY, YES_NO))
    assert api.publish_task.func(good, "user:1", []) == {"form_id": "uji", "version": "1"}
    assert AuditEntry.objects.filter(action="questionnaires.published").count() == 1
