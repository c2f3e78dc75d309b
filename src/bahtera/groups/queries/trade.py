"""Businesses, trainings and stages of a UPPKA group."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bahtera.groups.models import Business, StageRecord, Training, Turnover
from bahtera.groups.queries.months import ledger_of
from bahtera.groups.queries.scope import group_row, today_at
from bahtera.groups.rules.months import MINE, first_of, months_back
from bahtera.groups.rules.stages import YEAR, Records, facts_of, judged_in, propose
from bahtera.groups.rules.writing import business_in
from bahtera.groups.values import BusinessRow, StageRow, TrainingRow

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.groups.models import Group
    from bahtera.groups.values import Proposal

_LAST_YEAR: Final = timedelta(days=365)


def businesses_of(group_id: UUID, *, actor: Actor) -> tuple[BusinessRow, ...]:
    """Return the businesses of a group with their turnover, those that ended last. Raises NotAllowed, UnknownGroup."""
    row = group_row(group_id, actor)
    turnover: dict[UUID, dict[date, int]] = defaultdict(dict)
    for one in Turnover.objects.filter(business__group=row).order_by("month", "pk"):
        turnover[one.business_id][one.month] = one.amount
    found = Business.objects.filter(group=row).order_by("since", "pk")
    rows = [business_row(one, turnover[one.pk]) for one in found]
    return tuple(sorted(rows, key=lambda one: one.ended_on is not None))


def trainings_of(group_id: UUID, *, actor: Actor) -> tuple[TrainingRow, ...]:
    """Return the trainings of a group, the latest first. Raises NotAllowed, UnknownGroup."""
    rows = Training.objects.filter(group=group_row(group_id, actor)).order_by("-held_on", "pk")
    return tuple(TrainingRow(one.pk, one.held_on, one.topic, one.giver, one.people) for one in rows)


def stage_proposal(group_id: UUID, *, actor: Actor) -> Proposal:
    """Return what a group's records say of every criterion, as they stand today. Raises NotAllowed, UnknownGroup."""
    return proposal_of(group_row(group_id, actor))


def stages_of(group_id: UUID, *, actor: Actor) -> tuple[StageRow, ...]:
    """Return the stages that were decided for a group, the latest first. Raises NotAllowed, UnknownGroup."""
    rows = StageRecord.objects.filter(group=group_row(group_id, actor)).order_by("-since", "-pk")
    return tuple(stage_row(one) for one in rows)


def proposal_of(row: Group) -> Proposal:
    """Return what a group's records say of every criterion today: twelve whole months before this one."""
    today = today_at(row.village_code)
    ledger = ledger_of(row)
    *window, _ = months_back(first_of(today), YEAR + 1)
    working = [one for one in ledger.businesses if one.ended_on is None or one.ended_on > today]
    capital: Counter[str] = Counter()
    turnover: Counter[date] = Counter()
    for one in working:
        capital.update(one.content["capital"])
    for (_, month), amount in ledger.turnovers.items():
        turnover[month] += amount
    now = [one for one in ledger.people if one.is_member(today)]
    held = [one for one in ledger.trainings if today - _LAST_YEAR < one.held_on <= today]
    facts = facts_of(
        Records(
            decree=bool(row.content["decree"]),
            offices=frozenset(one.office for one in now if one.office != MINE),
            women=sum(one.sex == "p" for one in now),
            members=len(now),
            month=window[-1],
            months={one: ledger.month(one) for one in window if not ledger.is_empty(one)},
            trainings=len(held),
            markets=[one.content["market"] for one in working],
            capital=capital,
            turnover=turnover,
        )
    )
    return propose(facts)


def business_row(row: Business, turnover: dict[date, int]) -> BusinessRow:
    """Return a business as a value."""
    told = business_in(row.content, name=row.name, owner_id=row.owner_id, since=row.since)
    return BusinessRow(row.pk, row.version, told, row.ended_on, turnover)


def stage_row(row: StageRecord) -> StageRow:
    """Return a decided stage as a value."""
    return StageRow(
        row.stage, row.proposed, row.since, row.reason, row.decided_by, row.definition, judged_in(row.content)
    )
