"""A round of one regency, from its sample to a corrected estimate: planted faults found, figures reproduced."""

import contextlib
import csv
import io
import re
from datetime import date

import pytest
from tests.architecture.test_house import ROOT
from tests.fakes.blob_folders import blobs_in
from tests.fakes.places import add_places
from tests.field.app.world import compiled_form

from bahtera.access.api import SYSTEM, Actor
from bahtera.analysis import api as analysis
from bahtera.checks import api as checks
from bahtera.cli.demonstration.fieldwork import FAULTS, sending
from bahtera.config import registrations
from bahtera.foundation import events
from bahtera.publishing import api as publishing
from bahtera.questionnaires.models import Questionnaire
from bahtera.releases import api as releases
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

REGENCY = "63.05"
SIZES = {f"63.05.{1 + at // 4:02d}.20{1 + at % 4:02d}": 60 + 17 * at % 71 for at in range(12)}
SITI = Actor.over("user:1", "Siti (sintetis)", frozenset({"statistician"}), (REGENCY,))
RAHMAT = Actor.over("user:2", "Rahmat (sintetis)", frozenset({"supervisor"}), (REGENCY,))
TAKE, KADER = 20, 2
FRAME = "\n".join(["kode;keluarga", *(f"{code};{count}" for code, count in SIZES.items())])
TUTORIAL = ROOT / "docs" / "tutorial" / "survey-round.md"


@pytest.fixture
def row(tmp_path):
    registrations.register_all()
    with blobs_in(tmp_path / "blobs"):
        add_places({code: f"Desa Sintetis {code[-2:]}" for code in SIZES})
        add_places({REGENCY: "Contoh"} | {code[:8]: f"Kecamatan {code[6:8]}" for code in SIZES})
        Questionnaire.objects.create(**compiled_form(tmp_path / "form"))
        yield surveys.create_round(
            name="Sampel sintetis",
            year=2026,
            form_id="kunjungan_keluarga",
            opens=date(2026, 1, 1),
            area_code=REGENCY,
            design=surveys.Design.TWO_STAGE,
            actor=SYSTEM,
        )


def draw_sample(round_id):
    frame = samples.keep_frame(
        round_id,
        FRAME.encode(),
        strata=samples.Strata.NONE,
        leave_out=False,
        actor=SITI,
    )
    plan = samples.Plan({"": 6}, take=TAKE, reserves=5)
    drawn = samples.plan_draw(frame.id, plan, seed="undian-sintetis", actor=SITI)
    drawn = samples.draw(drawn.id, revision=drawn.revision, actor=SITI)
    return samples.confirm_draw(drawn.id, revision=drawn.revision, actor=SITI)


def visits_in(round_id, village, state):
    found, cursor = [], None
    while True:
        page = surveys.list_submissions(
            actor=RAHMAT, round_id=round_id, area=village, state=state, cursor=cursor, size=100
        )
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def approve_all(round_id, villages):
    """Release what a check held, with a note, and approve what counts; questions about it are answered first."""
    for village in villages:
        for state in (surveys.State.ACCEPTED, surveys.State.FLAGGED):
            for one in visits_in(round_id, village, state.value):
                if surveys.held_among([one.id]):
                    surveys.release_hold(one.id, note="Dicek ke keluarga (sintetis)", actor=RAHMAT)
                surveys.approve(one.id, actor=RAHMAT)
    while events.dispatch():
        pass


def drawn_by_hand(folder):
    """Run what the tutorial does in Python, and return what it draws."""
    (folder / "kerangka.csv").write_text(FRAME)
    space = {}
    with contextlib.chdir(folder):
        for block in re.findall(r"```python\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL):
            exec(block, space)
    return space


def test_a_round_from_its_sample_to_a_correction(row, tmp_path):
    draw = draw_sample(row.id)
    villages = [one.village_code for one in samples.villages_of(draw.id, actor=SITI)]
    assert len(villages) == 6
    by_hand = drawn_by_hand(tmp_path)
    assert sorted(unit.key for unit in by_hand["first"].units) == villages
    simulated = sending.send(row, villages, kader=KADER, families=0, seed=7, faults=True)
    sent = simulated.interviews
    assert (sent, len(simulated.kader)) == (len(villages) * TAKE, len(villages) * KADER)
    tied = [one for one in samples.design_of(row.id).families if one.family_id is not None]
    assert len(tied) == sent
    for village in villages:
        tasks = surveys.village_tasks(row.id, village, actor=RAHMAT).tasks
        assert [(one.families, one.visited) for one in tasks] == [(1, 1)] * TAKE
    here = samples.families_of(draw.id, by_hand["village"], actor=SITI)
    assert [one.reference for one in here if one.role is samples.Role.MAIN] == [
        by_hand["listed"][at] for at in by_hand["second"].main
    ]
    told = next(one for one in samples.design_of(row.id).families if one.village_code == by_hand["village"])
    assert told.weight == by_hand["weight"]

    # Every planted fault is asked about, and little is asked in vain.
    checks.run_round(row.id)
    scores, false = sending.found(row.id, simulated)
    missed = {name: one.planted - one.found for name, one in scores.items() if one.found < one.planted}
    assert missed == {}
    assert set(scores) == set(FAULTS)
    assert sum(map(len, false.values())) <= sent // 50

    approve_all(row.id, villages)
    surveys.move_round(row.id, surveys.RoundState.REVIEW, actor=SITI)
    left = releases.unsettled_in(row.id).total
    releases.freeze(row.id, releases.Kind.PROVISIONAL, actor=SITI)
    final = releases.freeze(row.id, releases.Kind.FINAL, actor=SITI, acknowledged=left)
    assert releases.reproduce(row.id, final.number).is_whole

    opened = analysis.open_round(row.id, actor=SITI)
    assert (opened.choices.basis, opened.choices.cites.number) == ("sample", final.number)
    (before,) = analysis.answer(opened, analysis.Question("indeks:ikk", "kabupaten")).lines
    assert before.low < before.value < before.high

    told = b"".join(publishing.export_metadata(row.id, actor=SITI, format="sdmx")).decode()
    (open_data,) = [one for one in csv.DictReader(io.StringIO(told)) if one["INDICATOR"] == "IKK"]
    assert open_data["COVERAGE"] == "estimate"
    assert float(open_data["OBS_VALUE"]) == pytest.approx(before.value, abs=0.006)

    # One family is corrected by two people; the figures that moved are listed, and the old version stays.
    visit = visits_in(row.id, villages[0], "approved")[0]
    asked = releases.ask_correction(
        visit.id, releases.Change.RETURN, reason="Pendapatan salah ketik (sintetis)", actor=RAHMAT
    )
    done = releases.agree_to_correction(asked.id, actor=SITI)
    assert done.version == final.number + 1
    moved = releases.affected(row.id, final.number, done.version, actor=RAHMAT)
    assert any(one.area_code == villages[0] for one in moved)
    assert all((one.old, one.old_n) != (one.new, one.new_n) for one in moved)
    assert releases.reproduce(row.id, done.version).is_whole
    now = analysis.open_round(row.id, actor=SITI)
    (after,) = analysis.answer(now, analysis.Question("indeks:ikk", "kabupaten")).lines
    assert after.n == before.n - 1
    old = analysis.open_round(row.id, actor=SITI, version=final.number)
    (again,) = analysis.answer(old, analysis.Question("indeks:ikk", "kabupaten")).lines
    assert again == before
