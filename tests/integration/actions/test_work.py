"""What is told of a plan and shown for it: progress, evidence, families, files of plans, assessments."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import openpyxl
import pytest
from tests.integration.actions.conftest import KADES, STRANGER, SUPERVISOR, TPK2D, VILLAGE

from bahtera.access.api import NotAllowed
from bahtera.actions import api as actions
from bahtera.actions.models import Assessment, Plan, PlanFamily
from bahtera.actions.queries.ageing import old_names
from bahtera.families.models import Family, FamilyState
from bahtera.foundation import blobs, clock
from bahtera.foundation.kept_files import erase_unused
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.sheets import UnreadableSheet

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer\n%%EOF\n"
HEAD = (
    "desa;tahun;putaran;indikator;kegiatan;skpd;sumber_dana;jumlah_rupiah;mulai;tenggat"
    ";sasaran_keluarga;sasaran_persen"
)


@pytest.fixture
def spring():
    with clock.frozen(datetime(2027, 3, 1, 3, tzinfo=UTC)):
        yield


def add(plan_id, data=PDF, actor=TPK2D, **changes):
    given = {"file_name": "../Berita acara.PDF.exe", "about": "Penyerahan akta", "nameless": True} | changes
    return actions.add_evidence(plan_id, file=io.BytesIO(data), actor=actor, **given)


def test_progress_goes_forward(running, spring):
    plan_id = running()
    actions.tell_progress(plan_id, on=date(2027, 2, 1), percent=10, note="Rapat", actor=KADES)
    actions.tell_progress(plan_id, on=date(2027, 3, 1), reached=12, actor=TPK2D)
    page = actions.get_plan(plan_id, actor=TPK2D)
    assert (page.row.percent, page.row.reached, page.row.told_on) == (10, 12, date(2027, 3, 1))
    assert [(one.on, one.percent, one.reached) for one in page.progress] == [
        (date(2027, 3, 1), None, 12),
        (date(2027, 2, 1), 10, None),
    ]
    for told, code in (
        ({"on": date(2027, 3, 2), "percent": 20}, "actions.progress_ahead"),
        ({"on": date(2027, 2, 28), "percent": 20}, "actions.progress_backwards"),
        ({"on": date(2026, 12, 31), "percent": 20}, "actions.progress_before"),
        ({"on": date(2027, 3, 1), "percent": 101}, "actions.bad_percent"),
        ({"on": date(2027, 3, 1), "reached": -1}, "actions.bad_reached"),
        ({"on": date(2027, 3, 1)}, "actions.empty_progress"),
    ):
        with pytest.raises(actions.BadProgress) as refused:
            actions.tell_progress(plan_id, actor=TPK2D, **told)
        assert refused.value.code == code
    with pytest.raises(NotAllowed):
        actions.tell_progress(plan_id, on=date(2027, 3, 1), percent=1, actor=SUPERVISOR)
    with pytest.raises(actions.UnknownPlan):
        actions.tell_progress(plan_id, on=date(2027, 3, 1), percent=1, actor=STRANGER)


def test_a_draft_has_no_progress(plan_input, spring):
    plan_id = actions.make_plan(plan_input(), actor=TPK2D)
    with pytest.raises(actions.IllegalMove):
        actions.tell_progress(plan_id, on=date(2027, 3, 1), percent=1, actor=TPK2D)


def test_evidence_is_sealed_opened_and_taken_back(world, running):
    plan_id = running()
    evidence_id = add(plan_id, actor=world.officer)
    (row,) = actions.get_plan(plan_id, actor=TPK2D).evidence
    assert (row.name, row.kind, row.size) == ("Berita acara.PDF.pdf", "pdf", len(PDF))
    assert actions.open_evidence(evidence_id, actor=KADES) == (PDF, row.name, "pdf")
    for stranger in (STRANGER, SUPERVISOR, world.nurse):
        with pytest.raises(actions.UnknownEvidence):
            actions.open_evidence(evidence_id, actor=stranger)
    with pytest.raises(actions.BadEvidence, match="already"):
        add(plan_id)
    assert erase_unused([row.sha256]) == 0
    with pytest.raises(actions.BadEvidence, match="why"):
        actions.withdraw_evidence(evidence_id, reason=" ", actor=TPK2D)
    actions.withdraw_evidence(evidence_id, reason="Tampak wajah anak", actor=TPK2D)
    (gone,) = actions.get_plan(plan_id, actor=TPK2D).evidence
    assert (gone.name, gone.about, gone.reason, gone.sha256) == ("", "", "Tampak wajah anak", row.sha256)
    assert not blobs.exists(row.sha256)
    for again in (actions.UnknownEvidence,):
        with pytest.raises(again):
            actions.open_evidence(evidence_id, actor=TPK2D)
        with pytest.raises(again):
            actions.withdraw_evidence(evidence_id, reason="x", actor=TPK2D)
    add(plan_id)


def test_only_whole_files_that_run_nothing_are_evidence(running):
    plan_id = running()
    active = PDF.replace(b"/Type/Catalog", b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
    for data, code in (
        (b"", "actions.evidence_empty"),
        (b"MZ program", "actions.evidence_kind"),
        (PDF[:-6], "actions.evidence_kind"),
        (active, "actions.evidence_active"),
        (b"%PDF-" + b"0" * actions.LARGEST_EVIDENCE, "actions.evidence_large"),
    ):
        with pytest.raises(actions.BadEvidence) as refused:
            add(plan_id, data)
        assert refused.value.code == code
    with pytest.raises(actions.BadEvidence, match="names nobody"):
        add(plan_id, nameless=False)
    assert actions.get_plan(plan_id, actor=TPK2D).evidence == ()


def family():
    row = Family.objects.create(created_at=clock.now())
    FamilyState.objects.create(
        family=row,
        village_code=VILLAGE,
        status="present",
        head_name="Sari Contoh",
        valid_from=date(2026, 1, 1),
        recorded_at=clock.now(),
    )
    return row.pk


def test_families_are_named_by_who_keeps_the_register(running):
    plan_id, one = running(), family()
    assert actions.name_families(plan_id, [one], actor=SUPERVISOR) == 1
    assert actions.named_families(plan_id, actor=SUPERVISOR) == {one}
    assert actions.get_plan(plan_id, actor=SUPERVISOR).named == 1
    assert actions.get_plan(plan_id, actor=TPK2D).named is None
    told = AuditEntry.objects.get(action="actions.families_named")
    assert f"family:{one}" in str(told.about)
    for who in (TPK2D, KADES):
        with pytest.raises(NotAllowed):
            actions.named_families(plan_id, actor=who)
        with pytest.raises(NotAllowed):
            actions.name_families(plan_id, [], actor=who)
    with pytest.raises(actions.BadPlan, match="live in the village"):
        actions.name_families(plan_id, [uuid4()], actor=SUPERVISOR)
    assert actions.named_families(plan_id, actor=SUPERVISOR) == {one}
    assert actions.name_families(plan_id, [], actor=SUPERVISOR) == 0


def test_names_of_families_grow_old_with_the_deadline(running):
    plan_id = running()
    actions.name_families(plan_id, [family()], actor=SUPERVISOR)
    deadline = datetime(2027, 6, 30, tzinfo=UTC)
    assert old_names(deadline, "", 10) == []
    (old,) = old_names(deadline + timedelta(days=1), "", 10)
    (executor,) = (one for one in actions.EXECUTORS if one.name == "actions.families")
    assert executor.end([old.key], "") == 1
    assert not PlanFamily.objects.exists()


def line(world, **changes):
    cells = {
        "desa": VILLAGE,
        "tahun": "2027",
        "putaran": str(world.round.id),
        "indikator": "IKK-D1-02",
        "kegiatan": "Akta keliling",
        "skpd": "dukcapil",
        "sumber_dana": "APBD kabupaten/kota",
        "jumlah_rupiah": "25.000.000",
        "mulai": "10/01/2027",
        "tenggat": "2027-06-30",
        "sasaran_keluarga": "40",
        "sasaran_persen": "82,5",
    } | changes
    return ";".join(cells[name] for name in HEAD.split(";"))


def sheet(*lines):
    return "\n".join((HEAD, *lines)).encode()


def test_a_file_of_plans_becomes_drafts(world):
    made = actions.import_plans(
        sheet(line(world), "", line(world, kegiatan="Sidang isbat", indikator="Akta kelahiran anak")),
        actor=TPK2D,
    )
    rows = [actions.get_plan(one, actor=TPK2D).row for one in made]
    assert [one.number[-3:] for one in rows] == ["001", "002"]
    first = rows[0]
    assert (first.amount, first.share, first.families, first.starts_on) == (
        25_000_000,
        8250,
        40,
        date(2027, 1, 10),
    )
    assert {one.state for one in rows} == {actions.State.DRAFT}


def test_a_workbook_is_read_too(world):
    book = openpyxl.Workbook()
    book.active.append(HEAD.split(";"))
    cells = line(world).split(";")
    cells[1], cells[8], cells[9] = 2027.0, datetime(2027, 1, 10), date(2027, 6, 30)  # noqa: DTZ001
    book.active.append(cells)
    content = io.BytesIO()
    book.save(content)
    assert len(actions.import_plans(content.getvalue(), actor=TPK2D)) == 1


def test_one_wrong_line_and_nothing_is_taken(world):
    wrong = (
        (line(world, kegiatan="Lain", tenggat="2026-01-01"), "actions.deadline_before_start"),
        (line(world, desa="Pulau"), "desa"),
        (line(world, desa="15.01.01.2001"), ""),
        (line(world, jumlah_rupiah="1.500,50"), "jumlah_rupiah"),
        (line(world, mulai="31/02/2027"), "mulai"),
        (line(world, skpd="warung"), "skpd"),
        (line(world, sasaran_persen="seratus"), "sasaran_persen"),
        (line(world, kegiatan=""), "kegiatan"),
        (line(world), "kegiatan"),
    )
    with pytest.raises(actions.BadPlanFile) as refused:
        actions.import_plans(sheet(line(world), *(one for one, _ in wrong)), actor=TPK2D)
    assert [one.line for one in refused.value.problems] == list(range(3, 12))
    fields = [one.column for one in refused.value.problems]
    assert fields[1:] == [field for _, field in wrong][1:]
    assert fields[0] == "deadline"
    assert not Plan.objects.exists()


def test_files_without_plans_are_refused(world):
    with pytest.raises(actions.BadPlan, match="lacks"):
        actions.import_plans(b"desa;tahun\n", actor=TPK2D)
    with pytest.raises(actions.BadPlan, match="no line"):
        actions.import_plans(sheet(), actor=TPK2D)
    with pytest.raises(UnreadableSheet):
        actions.import_plans(b"\xff\xfe\x00", actor=TPK2D)
    with pytest.raises(NotAllowed):
        actions.import_plans(sheet(line(world)), actor=SUPERVISOR)


def test_an_assessment_is_kept_added_up_and_finished_once(world):
    form = actions.assessment_form()
    written = actions.AssessmentInput(
        village_code=VILLAGE,
        round_id=world.round.id,
        visited_on=date(2026, 10, 12),
        team="DP3A provinsi, Bappeda",
        marks={"cakupan": actions.Mark(4, "Daftar lengkap")},
    )
    made = actions.make_assessment(written, actor=TPK2D)
    row, its_form = actions.get_assessment(made, actor=KADES)
    assert (row.total, row.open_criteria, row.hash) == (None, len(form.criteria) - 1, form.hash)
    assert its_form == form
    with pytest.raises(actions.BadAssessment, match="no points"):
        actions.finish_assessment(made, actor=TPK2D, revision=1)
    full = replace(written, marks={one.id: actions.Mark(3) for one in form.criteria})
    actions.change_assessment(made, full, actor=TPK2D, revision=1)
    with pytest.raises(actions.PlanChanged):
        actions.change_assessment(made, written, actor=TPK2D, revision=1)
    actions.finish_assessment(made, actor=TPK2D, revision=2)
    row, _ = actions.get_assessment(made, actor=TPK2D)
    assert (row.total, row.is_final) == (75, True)
    with pytest.raises(actions.BadAssessment, match="stays"):
        actions.change_assessment(made, written, actor=TPK2D, revision=3)
    for changes, refused in (
        ({"visited_on": date(2026, 11, 23)}, actions.BadAssessment),
        ({"team": " "}, actions.BadAssessment),
        ({"marks": {"cakupan": actions.Mark(5)}}, actions.BadAssessment),
        ({"marks": {"lain": actions.Mark(1)}}, actions.BadAssessment),
        ({"village_code": "63.10"}, actions.BadAssessment),
        ({"village_code": "63.10.05.2005"}, actions.BadAssessment),
    ):
        with pytest.raises(refused):
            actions.make_assessment(replace(written, **changes), actor=TPK2D)
    with pytest.raises(NotAllowed):
        actions.make_assessment(written, actor=STRANGER)
    with pytest.raises(actions.UnknownAssessment):
        actions.get_assessment(made, actor=STRANGER)
    assert len(actions.list_assessments(actor=KADES).items) == Assessment.objects.count() == 1
