"""Plans of action made of last year's round of the demonstration, led through their courses, and a field visit."""

import io
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

from rich.console import Console

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.cli.demonstration.action_plans import PlanLine, Step, plans_of
from bahtera.cli.demonstration.evidence_sheet import sheet
from bahtera.cli.demonstration.villages import DemoVillage
from bahtera.foundation import clock
from bahtera.foundation.transactions import durable
from bahtera.needs import api as needs
from bahtera.surveys import api as surveys

_INDEX: Final = "ikk"
_PRICES: Final = 100_000
"""A budget is written in whole hundred thousands of rupiah."""
_MORNING: Final = time(2, 0, tzinfo=UTC)
_VISITED: Final = date(2025, 10, 21)
_FINISHED: Final = date(2025, 10, 28)
_OFFICER: Final = "kades"
_TEAM: Final = "pengamat"
_WORKERS: Final = frozenset({actions.Move.PROPOSE, actions.Move.BEGIN, actions.Move.FINISH})
_POINTS: Final = (4, 3, 2, 3, 1, 2, 2, 3, 2, 3, 4, 2)
_SEEN: Final = {
    "cakupan": "Semua rumah didatangi; tiga keluarga sedang di luar daerah",
    "rkpdes": "Baru satu kegiatan tercantum",
    "perlindungan": "Poster ada di balai desa, belum di langgar",
}
_SUMMARY: Final = (
    "Contoh sintetis. Hasil sudah dibahas warga; kegiatan akta kelahiran siap jalan, jamban dan tabungan perlu masuk"
    " RKPDes tahun depan."
)


def ensure_plans(
    console: Console,
    round_row: surveys.RoundRow,
    villages: Sequence[DemoVillage],
    actors: Mapping[str, access.Actor],
) -> int:
    """Make the plans of some villages and the field visit of one, those that are not there; return how many plans.

    What of a course lies ahead of the clock has not happened yet. A plan is made with its whole course or not at all.
    """
    known = {
        (row.village_code, row.year, row.activity)
        for row in actions.every_plan(actions.Filters(), actor=actors[_TEAM])
    }
    missing = [
        line
        for village in villages
        for line in plans_of(village)
        if (line.village, line.starts_on.year, line.activity) not in known
        and _at(line.written) <= clock.now()
    ]
    for line in missing:
        with durable():
            _lead(line, round_row.id, actors)
    _visit_one(round_row.id, villages, actors[_TEAM])
    console.print(f"✓ rencana aksi · plans of action: {len(known) + len(missing)}")
    return len(missing)


def _lead(line: PlanLine, round_id: int, actors: Mapping[str, access.Actor]) -> None:
    """Make a plan and do to it, each on its day, what its course says."""
    with clock.frozen(_at(line.written)):
        written = _written(line, round_id)
        plan = actions.make_plan(written, actor=_writer(line.village, actors))
    for step in line.steps:
        if _at(step.on) > clock.now():
            break
        with clock.frozen(_at(step.on)):
            _take(step, plan, written, actors)


def _written(line: PlanLine, round_id: int) -> actions.PlanInput:
    """Return what is written into a plan: agency, families and money by the mapping of the village's regency."""
    duty = needs.lines_of(line.village)[_INDEX, line.indicator]
    lacking = actions.baseline_of(round_id, line.village, _INDEX, line.indicator).unmet
    units = needs.units_for(line.village).get(duty.agency, ())
    free = actions.plan_settings().sources[line.source].free
    return actions.PlanInput(
        village_code=line.village,
        year=line.starts_on.year,
        round_id=round_id,
        index_id=_INDEX,
        indicator=line.indicator,
        activity=line.activity,
        details="Contoh sintetis.",
        agency=duty.agency,
        unit_id=units[0].id if len(units) == 1 else None,
        position=line.position,
        source=line.source,
        amount=None if lacking is None or free else -(-duty.cost_of(lacking) // _PRICES) * _PRICES,
        starts_on=line.starts_on,
        deadline=line.deadline,
        families=duty.reached_of(lacking) or None if lacking else None,
    )


def _take(step: Step, plan: UUID, written: actions.PlanInput, actors: Mapping[str, access.Actor]) -> None:
    worker = _writer(written.village_code, actors)
    if step.paper:
        page = sheet("Berita acara (contoh sintetis)", (written.activity, written.village_code, step.paper))
        actions.add_evidence(
            plan,
            file=io.BytesIO(page),
            file_name="Berita acara.pdf",
            about=step.paper,
            nameless=True,
            actor=worker,
        )
    elif step.move is None:
        families = written.families
        actions.tell_progress(
            plan,
            on=step.on,
            percent=step.part if families is None else None,
            reached=None if families is None or step.part is None else families * step.part // 100,
            note=step.note,
            actor=worker,
        )
    else:
        by = worker if step.move in _WORKERS else actors[_TEAM]
        actions.move_plan(plan, step.move, reason=step.note, deadline=step.deadline, actor=by)
        if step.move is actions.Move.BEGIN and written.unit_id is not None:
            _give(plan, written.unit_id, actors["admin"])


def _give(plan: UUID, unit_id: UUID, administrator: access.Actor) -> None:
    """Give a plan that begins to who works in its unit, where somebody does."""
    people = access.people_of_unit(unit_id, administrator)
    if people:
        actions.give_plan(plan, people[0][0], actor=administrator)


def _visit_one(round_id: int, villages: Collection[DemoVillage], team: access.Actor) -> None:
    """Write down the field visit of the last village that was asked as a whole, once."""
    chosen = [one for one in villages if one.whole_before]
    if not chosen or actions.list_assessments(actor=team, size=1).items or _at(_FINISHED) > clock.now():
        return
    form = actions.assessment_form()
    marks = {
        one.id: actions.Mark(min(points, form.most), _SEEN.get(one.id, ""))
        for one, points in zip(form.criteria, _POINTS, strict=True)
    }
    with durable():
        with clock.frozen(_at(_VISITED)):
            made = actions.make_assessment(
                actions.AssessmentInput(
                    village_code=chosen[-1].code,
                    round_id=round_id,
                    visited_on=_VISITED,
                    team="DP3A provinsi, Bappeda kabupaten, TP PKK (contoh)",
                    marks=marks,
                    summary=_SUMMARY,
                ),
                actor=team,
            )
        with clock.frozen(_at(_FINISHED)):
            actions.finish_assessment(made, actor=team, revision=1)


def _writer(village: str, actors: Mapping[str, access.Actor]) -> access.Actor:
    """Return who writes and works on a village's plans: its officer where there is one, else the TPK2D."""
    officer = actors[_OFFICER]
    return officer if access.may(officer, "plan.work", area=village) else actors[_TEAM]


def _at(day: date) -> datetime:
    return datetime.combine(day, _MORNING)
