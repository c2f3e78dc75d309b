"""Plans come in as a file: all of its lines, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.access import api as access
from bahtera.actions.errors import BadPlan, BadPlanFile
from bahtera.actions.operations.planning import judged, store_plan
from bahtera.actions.queries.baselines import public_indicators
from bahtera.actions.rules.reading import (
    COLUMNS,
    NEEDED,
    choice_of,
    columns_in,
    day_of,
    rupiah_of,
    share_of,
    text_of,
    whole_of,
)
from bahtera.actions.rules.settings import plan_settings
from bahtera.actions.values.plans import LineProblem, PlanInput
from bahtera.areas import api as areas
from bahtera.foundation import audit
from bahtera.foundation.errors import Refused
from bahtera.foundation.sheets import Limits, read_lines
from bahtera.foundation.transactions import durable
from bahtera.indices import api as indices
from bahtera.needs import api as needs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from bahtera.actions.values.plans import Baseline
    from bahtera.foundation.sheets import Cell

LIMITS: Final = Limits(megabytes=4, lines=2_001, cells=60)
_MOST_PROBLEMS: Final = 200
_MAIN_INDEX: Final = "ikk"


def import_plans(content: bytes, *, actor: access.Actor) -> tuple[UUID, ...]:
    """Take the plans of a CSV file or workbook over as drafts, each line as `make_plan` would; return their ids.

    Every line is judged first. With one problem nothing is taken: BadPlanFile lists them all, at most 200. A line
    that repeats another of the file (village, year, indicator, activity) is a problem too.

    Raises BadPlanFile, BadPlan for a head without the needed columns or a file without lines, UnreadableSheet,
    SheetTooLarge.
    """
    access.check_may(actor, "plan.propose")
    problems: list[LineProblem] = []
    ready: list[tuple[PlanInput, str, Baseline]] = []
    seen: dict[tuple[str, int, str, str], int] = {}
    lines = iter(read_lines(content, LIMITS))
    head = next(lines, (1, []))[1]
    places = columns_in(head)
    for number, cells in lines:
        line = {name: cells[at] if at < len(cells) else None for name, at in places.items()}
        if not any(text_of(cell) for cell in line.values()):
            continue
        try:
            written = _read(line)
            _check_repeated(written, seen, number)
            ready.append(judged(written, actor))
        except Refused as refused:
            problems.append(
                LineProblem(number, getattr(refused, "field", ""), refused.message, dict(refused.details))
            )
            if len(problems) >= _MOST_PROBLEMS:
                break
    if problems:
        raise BadPlanFile(tuple(problems))
    if not ready:
        raise BadPlan("actions.empty_file", "The file has no line with a plan.", field="")
    with durable():
        made = tuple(
            store_plan(clean, baseline, actor=actor, role=role).pk for clean, role, baseline in ready
        )
        audit.record(
            "actions.plans_imported",
            actor=actor.key,
            subject=f"plan:{made[0]}",
            about=[f"plan:{one}" for one in made[:_MOST_PROBLEMS]],
            details={"plans": len(made)},
        )
    return made


def _read(line: Mapping[str, Cell]) -> PlanInput:
    empty = sorted(name for name in NEEDED if not text_of(line.get(name)))
    if empty:
        raise BadPlan(
            "actions.cells_empty",
            "These cells are empty: {columns}.",
            field=empty[0],
            columns=", ".join(empty),
        )
    text = text_of(line["desa"])
    village = areas.code_in(text)
    if village is None:
        raise BadPlan(
            "actions.no_village_code",
            "“{text}” is no code of a village. Write it as 63.10.11.2011.",
            field="desa",
            text=text[:40],
        )
    index = choice_of(
        line.get("indeks") or _MAIN_INDEX, "indeks", {one: one for one in indices.list_indices()}
    )
    known = {code: words["id"] for code, words in public_indicators(index).items()}
    agency = choice_of(line["skpd"], "skpd", known_agencies())
    return PlanInput(
        village_code=village,
        year=_needed(line, "tahun"),
        round_id=_needed(line, "putaran"),
        index_id=index,
        indicator=choice_of(line["indikator"], "indikator", known),
        activity=text_of(line["kegiatan"]),
        details=text_of(line.get("rincian")),
        agency=agency,
        unit_id=_unit(line, village),
        position=text_of(line.get("jabatan")),
        source=choice_of(
            line["sumber_dana"],
            "sumber_dana",
            {code: one.label["id"] for code, one in plan_settings().sources.items()},
        ),
        amount=rupiah_of(line.get("jumlah_rupiah"), "jumlah_rupiah"),
        starts_on=day_of(line["mulai"], "mulai"),
        deadline=day_of(line["tenggat"], "tenggat"),
        families=whole_of(line.get("sasaran_keluarga"), "sasaran_keluarga"),
        share=share_of(line.get("sasaran_persen"), "sasaran_persen"),
    )


def known_agencies() -> dict[str, str]:
    """Return the agencies that can answer for a plan: code -> Indonesian words."""
    return {one.id: one.label["id"] for one in needs.load_book().agencies.values()}


def _needed(line: Mapping[str, Cell], column: str) -> int:
    found = whole_of(line[column], column)
    assert found is not None
    return found


def _unit(line: Mapping[str, Cell], village: str) -> UUID | None:
    if not text_of(line.get("unit")):
        return None
    serving = {str(one.id): one.name for one in access.units_of_regency(village)}
    chosen = choice_of(line["unit"], "unit", serving)
    return next(one.id for one in access.units_of_regency(village) if str(one.id) == chosen)


def _check_repeated(written: PlanInput, seen: dict[tuple[str, int, str, str], int], number: int) -> None:
    key = (written.village_code, written.year, written.indicator, written.activity.casefold())
    if key in seen:
        raise BadPlan(
            "actions.line_repeated", "This line repeats line {first}.", field="kegiatan", first=seen[key]
        )
    seen[key] = number


__all__ = ["COLUMNS", "LIMITS", "import_plans"]
