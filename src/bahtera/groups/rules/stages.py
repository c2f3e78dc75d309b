"""What a group's records say of each criterion of a stage, and which stage they speak for. A person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bahtera.groups.rules.months import months_back
from bahtera.groups.rules.words import stages
from bahtera.groups.values import Judged, Proposal, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bahtera.groups.values import Month

YEAR: Final = 12
_HALF: Final = 6
_ALL: Final = 100


@dataclass(frozen=True, slots=True)
class Records:
    """What stages are judged by.

    ``months``: the registers of twelve months by their first day, those without any record left out. ``capital``:
    rupiah by source over the businesses at work; ``markets``: of each such business. ``turnover``: rupiah by month.
    """

    decree: bool
    offices: frozenset[str]
    women: int
    members: int
    month: date
    months: Mapping[date, Month]
    trainings: int
    markets: Sequence[str]
    capital: Mapping[str, int]
    turnover: Mapping[date, int]


def facts_of(records: Records) -> dict[str, int | None]:
    """Return the numbers that criteria ask for, None where the records tell nothing.

    Shares are whole per cent, rounded down; the change of turnover compares six months with the six before, and is
    told only when all twelve have one.
    """
    window = months_back(records.month, YEAR)
    held = [records.months[one] for one in window if one in records.months]
    could = sum(one.meetings * one.members.total for one in held)
    capital = sum(records.capital.values())
    own = sum(amount for source, amount in records.capital.items() if source in stages().own_sources)
    wide = sum(one in stages().wide_markets for one in records.markets)
    return {
        "decree": int(records.decree),
        "officers": len(records.offices & {"ketua", "sekretaris", "bendahara"}),
        "members": records.members,
        "women_percent": _percent(records.women, records.members),
        "months_met": sum(one.meetings > 0 for one in held),
        "attendance_percent": _percent(sum(one.attendances.total for one in held), could),
        "businesses": len(records.markets),
        "turnover_months": sum(one in records.turnover for one in window),
        "turnover_change_percent": _change([records.turnover.get(one) for one in window]),
        "trainings": records.trainings,
        "own_capital_percent": _percent(own, capital),
        "wide_market_percent": _percent(wide, len(records.markets)),
    }


def propose(facts: Mapping[str, int | None]) -> Proposal:
    """Return every criterion with what was found, and the highest stage whose own criteria and those below are met."""
    declared = stages()
    judged = tuple(
        Judged(
            one.id,
            one.stage,
            one.fact,
            one.label,
            one.at_least,
            facts[one.fact],
            _state(facts[one.fact], one.at_least),
        )
        for one in declared.criteria
    )
    reached = ""
    for stage in declared.order:
        if any(one.state is not State.MET for one in judged if one.stage == stage):
            break
        reached = stage
    return Proposal(reached, judged, declared.version, declared.sha256)


def judged_json(judged: Iterable[Judged]) -> Any:
    """Return criteria as they are kept beside a decision."""
    return [
        {
            "id": one.id,
            "stage": one.stage,
            "fact": one.fact,
            "label": dict(one.label),
            "needed": one.needed,
            "found": one.found,
            "state": one.state.value,
        }
        for one in judged
    ]


def judged_in(told: Iterable[Mapping[str, Any]]) -> tuple[Judged, ...]:
    """Return criteria out of what was kept."""
    return tuple(Judged(**{**one, "state": State(one["state"])}) for one in told)


def _state(found: int | None, needed: int) -> State:
    if found is None:
        return State.UNKNOWN
    return State.MET if found >= needed else State.NOT_MET


def _percent(part: int, whole: int) -> int | None:
    return part * _ALL // whole if whole else None


def _change(turnovers: Sequence[int | None]) -> int | None:
    told = [one for one in turnovers if one is not None]
    before, after = sum(told[:_HALF]), sum(told[_HALF:])
    if len(told) < YEAR or not before:
        return None
    return (after - before) * _ALL // before
