"""What the forms for planning a round show: what it is, its targets and its calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

from bahtera.access.api import Actor
from bahtera.foundation.errors import Refused
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.presenters import administration, visits
from bahtera.web.presenters import rounds as shown
from bahtera.web.presenters.parts import Option

FIELDS: Final = (
    "nama",
    "tujuan",
    "wilayah",
    "mulai",
    "sampai",
    "kuesioner",
    "rancangan",
    "rekomendasi",
    "tanggal_rekomendasi",
)
_MOST_LINES: Final = 5000


class Typed(TypedDict):
    """What a person wrote of a round."""

    name: str
    form_id: str
    opens: date
    closes: date | None
    area_code: str
    purpose: str
    design: surveys.Design
    recommendation: surveys.Recommendation | None


@dataclass(frozen=True)
class PlanForm:
    """The form of a round; ``visits`` have come in, after which part of it stays as it is."""

    head: shown.RoundHead | None
    typed: Mapping[str, str]
    forms: tuple[Option, ...]
    designs: tuple[Option, ...]
    areas: tuple[Option, ...]
    visits: int
    revision: int
    problem: str


@dataclass(frozen=True)
class StageField:
    """A stage of the calendar with what is written in its fields."""

    key: str
    label: str
    starts: str
    ends: str
    keeper: str
    done_on: str


@dataclass(frozen=True)
class CalendarForm:
    """The form of a round's calendar."""

    head: shown.RoundHead
    stages: tuple[StageField, ...]
    revision: int
    problem: str


@dataclass(frozen=True)
class TargetLine:
    """A village of a round with how many families it is to visit."""

    code: str
    name: str
    families: int


@dataclass(frozen=True)
class FileProblem:
    """A line of a file that does not fit, and why."""

    line: int
    why: str


@dataclass(frozen=True)
class TargetsForm:
    """The form of a round's targets."""

    head: shown.RoundHead
    lines: tuple[TargetLine, ...]
    families: int
    text: str
    problems: tuple[FileProblem, ...]
    visits: int
    revision: int
    problem: str


def plan_form(row: surveys.RoundRow | None, actor: Actor, typed: Mapping[str, str], problem: str) -> PlanForm:
    """Return the form of a round, empty for a new one, with what was typed when it comes back."""
    held = typed or (_held(row) if row else {"rancangan": surveys.Design.ENUMERATION.value})
    published = questionnaires.current_forms()
    return PlanForm(
        head=shown.head_of(row, actor, "round") if row else None,
        typed=held,
        forms=tuple(
            Option(one.form_id, f"{one.title} ({one.version})", one.form_id == held.get("kuesioner"))
            for one in published
        ),
        designs=tuple(
            Option(one.value, wording.say(shown.DESIGNS, one.value), one.value == held.get("rancangan"))
            for one in surveys.Design
        ),
        areas=administration.area_options(actor, "round.manage"),
        visits=surveys.visits_in(row.id) if row else 0,
        revision=row.revision if row else 0,
        problem=problem,
    )


def calendar_form(
    row: surveys.RoundRow, actor: Actor, typed: Mapping[str, str], problem: str
) -> CalendarForm:
    """Return the form of a round's calendar, with what was typed when it comes back."""
    known = {one.stage: one for one in surveys.calendar_of(row.id)}
    return CalendarForm(
        head=shown.head_of(row, actor, "round"),
        stages=tuple(_stage(one, known.get(one), typed if problem else {}) for one in surveys.Stage),
        revision=row.revision,
        problem=problem,
    )


def targets_form(
    row: surveys.RoundRow, actor: Actor, problems: Sequence[tuple[int, Refused]], problem: str, text: str
) -> TargetsForm:
    """Return the form of a round's targets; ``problems`` are of the file just sent."""
    lines = target_lines(row, actor)
    return TargetsForm(
        head=shown.head_of(row, actor, "targets"),
        lines=lines,
        families=sum(one.families for one in lines),
        text=text or "\n".join(f"{one.code} {one.families}" for one in lines[:_MOST_LINES]),
        problems=tuple(FileProblem(number, wording.refusal(why)) for number, why in problems),
        visits=surveys.visits_in(row.id),
        revision=row.revision,
        problem=problem,
    )


def target_lines(row: surveys.RoundRow, actor: Actor) -> tuple[TargetLine, ...]:
    """Return the targets of a round in the reader's areas, by code."""
    found = visits.own_targets(row.id, actor, "round.read")
    known = places.names_of(one.village_code for one in found)
    return tuple(
        TargetLine(one.village_code, places.village_line(one.village_code, known), one.target_families)
        for one in found
    )


def _held(row: surveys.RoundRow) -> dict[str, str]:
    told = row.recommendation
    return {
        "nama": row.name,
        "tujuan": row.purpose,
        "wilayah": _area(row.area_code),
        "mulai": row.opens.isoformat(),
        "sampai": row.closes.isoformat() if row.closes else "",
        "kuesioner": row.form_id,
        "rancangan": row.design.value,
        "rekomendasi": told.number if told else "",
        "tanggal_rekomendasi": told.on.isoformat() if told else "",
    }


def _area(code: str) -> str:
    if not code:
        return administration.COUNTRY
    return f"{code}{administration.LINE_DOT}{places.village_line(code, places.names_of([code]))}"


def _stage(stage: surveys.Stage, row: surveys.StageRow | None, typed: Mapping[str, str]) -> StageField:
    held = {
        "mulai": row.starts.isoformat() if row else "",
        "sampai": row.ends.isoformat() if row else "",
        "penanggung": row.keeper if row else "",
        "selesai": row.done_on.isoformat() if row and row.done_on else "",
    }
    told = {name: typed.get(f"{name}-{stage.value}", value) for name, value in held.items()}
    return StageField(
        stage.value,
        wording.say(shown.STAGES, stage.value),
        told["mulai"],
        told["sampai"],
        told["penanggung"],
        told["selesai"],
    )
