"""Reads of reports: what a kader may see of her villages, who has reported, one report."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from bahtera.access.api import Actor, check_may, covers, keys_behind, may, person_behind, reach
from bahtera.areas import api as areas
from bahtera.foundation.errors import NotFound
from bahtera.releases import api as releases
from bahtera.reports.errors import NoFigures, UnknownReport
from bahtera.reports.models import Report, ReportStep
from bahtera.reports.rules import MOVERS, number_of
from bahtera.reports.values import (
    Move,
    Recap,
    ReportPage,
    ReportReceipt,
    ReportRow,
    Standing,
    State,
    Step,
)
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID


_PLACES = 6


def recaps(*, actor: Actor) -> tuple[Recap, ...]:
    """Return what a kader may see of her villages in the open rounds, and their reports; by round and village."""
    check_may(actor, "report.make")
    person_id = person_behind(actor.key)
    senders = keys_behind(person_id) if person_id else frozenset({actor.key})
    return tuple(
        _recap(row, code, senders)
        for row in surveys.open_rounds()
        for code in sorted(villages_of(row.id, actor, "report.make"))
    )


def _recap(row: surveys.RoundRow, village_code: str, senders: frozenset[str]) -> Recap:
    pages = _pages(row, partial(results.team_result, row.id, village_code, senders=senders))
    known = tuple(reversed(rows_of(row.id, [village_code])))
    return Recap(row.id, row.name, village_code, figures_json(row, village_code, pages), known)


def public_figures(round_id: int, village_code: str) -> dict[str, Any]:
    """Return the figures of a village as they stand in a report; raises UnknownRound, NoFigures."""
    row = surveys.get_round(round_id)
    if not takes_part(row, village_code):
        raise NoFigures
    pages = _pages(row, partial(results.village_result, row.id, village_code, audience="public"))
    return {**figures_json(row, village_code, pages), **_cited(row.id, village_code)}


def _cited(round_id: int, village_code: str) -> dict[str, Any]:
    """Return which data version a report's figures come from; nothing while they are provisional."""
    cites = releases.cite_in_steps(round_id, village_code)
    if cites.number is None or cites.kind is None or cites.made_at is None:
        return {}
    return {
        "data_version": {
            "number": cites.number,
            "kind": cites.kind.value,
            "made_at": cites.made_at.isoformat(timespec="seconds"),
            "digest": cites.digest,
            **({"figures_from": list(cites.figures_from)} if cites.earlier else {}),
        }
    }


def village_standings(round_id: int, *, actor: Actor) -> tuple[Standing, ...]:
    """Return every village of a round in the reader's areas with its newest report, by code."""
    check_may(actor, "report.read")
    codes = sorted(villages_of(round_id, actor, "report.read"))
    newest = {row.village_code: row for row in rows_of(round_id, codes)}
    return tuple(Standing(code, newest.get(code)) for code in codes)


def waiting_by_round(*, actor: Actor) -> Mapping[int, int]:
    """Return how many reports wait for the reader's own move, by round; rounds without one are left out."""
    turns = {state: action for (state, move), action in MOVERS.items() if move is not Move.RETURN}
    wanted = {state.value: action for state, action in turns.items() if may(actor, action)}
    rows = Report.objects.filter(state__in=sorted(wanted)).order_by("pk")
    found = rows.values_list("round_id", "state", "village_code")
    return Counter(row for row, state, code in found if may(actor, wanted[state], area=code))


def get_report(report_id: UUID, *, actor: Actor) -> ReportPage:
    """Return a report with what it says and what the reader may do now; raises UnknownReport."""
    check_may(actor, "report.read")
    row = Report.objects.filter(pk=report_id).order_by("pk").first()
    if row is None or not may(actor, "report.read", area=row.village_code):
        raise UnknownReport
    state = State(row.state)
    moves = frozenset(
        move
        for (before, move), action in MOVERS.items()
        if before is state and may(actor, action, area=row.village_code)
    )
    same = [
        one
        for one in rows_of(row.round_id, [row.village_code])
        if one.number == number_of(row.village_code, row.round_id, row.sequence)
    ]
    this = next(one for one in same if one.id == row.pk)
    return ReportPage(this, row.content, moves, tuple(reversed(same)))


def villages_of(round_id: int, actor: Actor, action: str) -> set[str]:
    """Return the villages of a round in which somebody may do an action: its targets, and those that reported."""
    row = surveys.get_round(round_id)
    targets = {one.village_code for one in surveys.targets(round_id)}
    reported = (
        Report.objects.filter(round_id=round_id)
        .order_by("village_code")
        .values_list("village_code", flat=True)
    )
    own = {area for area in reach(actor, action) if areas.is_code(area) and areas.level_of(area) == "village"}
    named = {*targets, *reported, *(code for code in own if not targets and takes_part(row, code))}
    return {code for code in named if may(actor, action, area=code)}


def takes_part(row: surveys.RoundRow, village_code: str) -> bool:
    """Tell whether a village is part of a round: one of its targets, or inside its area when it names none."""
    targets = surveys.targets(row.id)
    if targets:
        return any(one.village_code == village_code for one in targets)
    return covers(row.area_code, village_code)


def rows_of(round_id: int, village_codes: Sequence[str]) -> list[ReportRow]:
    """Return the reports of villages in a round, the oldest first."""
    rows = Report.objects.filter(round_id=round_id, village_code__in=village_codes)
    found = list(rows.order_by("village_code", "sequence", "version", "pk"))
    steps: dict[UUID, list[ReportStep]] = {}
    for step in ReportStep.objects.filter(report__in=found).order_by("pk"):
        steps.setdefault(step.report_id, []).append(step)
    return [to_row(row, steps.get(row.pk, [])) for row in found]


def to_row(row: Report, steps: Iterable[ReportStep]) -> ReportRow:
    """Return a report as others see it."""
    number = number_of(row.village_code, row.round_id, row.sequence)
    return ReportRow(
        id=row.pk,
        number=number,
        version=row.version,
        round_id=row.round_id,
        village_code=row.village_code,
        state=State(row.state),
        made_at=row.made_at,
        sha256=row.sha256,
        steps=tuple(Step(Move(one.move), State(one.state), one.at, one.role, one.reason) for one in steps),
        receipt=ReportReceipt(number, row.version, row.sha256, row.received_at, row.signature)
        if row.received_at
        else None,
    )


def figures_json(
    row: surveys.RoundRow, village_code: str, pages: Sequence[results.VillageResult]
) -> dict[str, Any]:
    """Return figures as they stand in a report and lie on a phone: what is hidden has no value and no reason.

    On a phone alone ``held`` of an index says why less of it is shown than the public and the report show.
    """
    progress = surveys.progress(row.id, village_code)
    approved = pages[0].coverage.approved if pages else 0
    visited = max(progress.visited, approved)
    names = areas.find([village_code, *areas.ancestors_of(village_code)])
    return {
        "format": 1,
        "round": {"id": row.id, "name": row.name, "year": row.year, **_recommendation(row)},
        "village": {
            "code": village_code,
            "name": names[village_code].name if village_code in names else village_code,
            "inside": [
                names[code].name for code in reversed(areas.ancestors_of(village_code)) if code in names
            ],
        },
        "coverage": {
            "target": progress.target,
            "visited": visited,
            "over": results.beyond_target(visited, progress.target),
            "interviewed": progress.interviewed,
            "approved": approved,
        },
        "computed_at": max((one.refreshed_at.isoformat() for one in pages if one.refreshed_at), default=None),
        "data_state": pages[0].data_state if pages else results.DATA_STATE,
        "threshold": pages[0].threshold if pages else results.PUBLIC_THRESHOLD,
        "indices": [_index_json(one) for one in pages],
    }


def _recommendation(row: surveys.RoundRow) -> dict[str, dict[str, str]]:
    """Return BPS's recommendation as a report carries it; nothing for a round without one."""
    told = row.recommendation
    return {"recommendation": {"number": told.number, "on": told.on.isoformat()}} if told else {}


def _pages(
    row: surveys.RoundRow, work_out: Callable[..., results.VillageResult]
) -> list[results.VillageResult]:
    """Return the page of each index of a round that is known here; beside the first, only those with families."""
    found = []
    for index_id in row.index_ids:
        with suppress(NotFound):
            found.append(work_out(index_id=index_id))
    return [one for one in found if one is found[0] or one.coverage.scored + one.coverage.not_scored]


def _index_json(page: results.VillageResult) -> dict[str, Any]:
    main = page.main
    held = {} if page.held is None else {"held": page.held.value}
    return {
        "id": page.index.id,
        "version": page.index.version,
        "sha256": page.index.hash,
        "status": page.index.status,
        "title": dict(page.index.title),
        "method": main.figure.method.value,
        "value": _number(main.figure),
        "scored": page.coverage.scored,
        "category": main.category.id if main.category else None,
        "categories": [
            {"id": one.category.id, "title": dict(one.category.title), "count": one.count.count}
            for one in page.categories
        ],
        "below": [
            {
                "id": one.id,
                "label": dict(one.label),
                "dimension": one.dimension,
                "share": _number(one.share),
                "n": one.share.n,
            }
            for one in page.below_cut
        ],
        "cut": results.INDICATOR_CUT,
        "hidden": sum(one.share.hidden for one in page.indicators),
        **held,
    }


def _number(figure: results.Figure) -> str | None:
    """Return a value with so many places that rounding it once more for display changes nothing."""
    value = figure.rounded(_PLACES)
    return None if value is None else str(value)
