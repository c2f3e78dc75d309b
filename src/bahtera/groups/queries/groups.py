"""Groups in lists and counts, and one with its card."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.groups.models import CardRecord, Group, Member, MonthRecord, StageRecord
from bahtera.groups.queries.scope import KEEP, READ, group_row, today_at, within
from bahtera.groups.rules.months import MINE
from bahtera.groups.rules.telling import counted, tellable
from bahtera.groups.rules.writing import card_in
from bahtera.groups.values import GroupRow, GroupView, Handed, Kind, People

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from bahtera.groups.values import AreaCount, Card

MOST_LISTED: Final = 500
"""How many groups one list holds; a larger area is read as counts, or narrowed."""


def get_group(group_id: UUID, *, actor: access.Actor) -> GroupView:
    """Return a group with its card; raises NotAllowed, UnknownGroup."""
    return group_view(group_row(group_id, actor))


def list_groups(
    area: str,
    *,
    month: date,
    actor: access.Actor,
    kind: Kind | None = None,
    closed: bool = False,
) -> tuple[GroupRow, ...]:
    """Return the groups of an area by village, kind and number, at most `MOST_LISTED`, with whether each reported.

    Members are told of groups that the actor keeps, and of others when no small count is among them.
    ``closed``: also those that were deactivated. Raises NotAllowed.
    """
    access.check_may(actor, READ, area=area)
    rows = _inside(area)
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if not closed:
        rows = rows.filter(closed_on=None)
    return tuple(_rows(rows[:MOST_LISTED], month, actor))


def count_groups(
    area: str, *, month: date, actor: access.Actor
) -> tuple[tuple[AreaCount, ...], Mapping[str, tuple[AreaCount, ...]]]:
    """Return the counts of an area by kind, and those of each area one level below by its code.

    Every total is the sum of what may be told of its groups. Raises NotAllowed.
    """
    access.check_may(actor, READ, area=area)
    rows = tuple(_rows(_inside(area), month, actor))
    below: dict[str, list[GroupRow]] = defaultdict(list)
    for one in rows:
        below[_below(area, one.village_code)].append(one)
    return counted(rows), {code: counted(found) for code, found in sorted(below.items())}


def cards_of(group_id: UUID, *, actor: access.Actor) -> Mapping[int, tuple[Handed, ...]]:
    """Return the cards (K/0) that were filed by year, the latest version of each first."""
    row = group_row(group_id, actor)
    found: dict[int, list[Handed]] = defaultdict(list)
    for one in CardRecord.objects.filter(group=row).order_by("-year", "-version", "pk"):
        found[one.year].append(Handed(one.version, one.filed_at, one.filed_by, one.reason, one.late))
    return {year: tuple(cards) for year, cards in found.items()}


def group_view(row: Group) -> GroupView:
    """Return a group as a value."""
    return GroupView(
        row.pk, row.version, card_of(row), _stages([row.pk]).get(row.pk, ""), row.closed_on, row.closed_why
    )


def card_of(row: Group) -> Card:
    """Return a group's card."""
    return card_in(
        row.content,
        kind=row.kind,
        name=row.title,
        village_code=row.village_code,
        number=row.number,
        started_on=row.started_on,
    )


def people_of(group_ids: Collection[UUID], on: date) -> dict[UUID, People]:
    """Return members of groups by sex on a day; who only helps a group is none."""
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Member.objects.filter(Q(left_on=None) | Q(left_on__gt=on), group__in=group_ids, joined_on__lte=on)
    told = rows.exclude(office=MINE).values_list("group_id", "sex").annotate(n=Count("pk"))
    for group_id, sex, count in told.order_by("group_id", "sex"):
        counts[group_id][sex] += count
    return {one: People(counts[one]["p"], counts[one]["l"], counts[one][""]) for one in group_ids}


def _rows(rows: Iterable[Group], month: date, actor: access.Actor) -> Iterable[GroupRow]:
    found = list(rows)
    ids = [row.pk for row in found]
    today = today_at(found[0].village_code) if found else month
    people = people_of(ids, today)
    reported = _ids(MonthRecord.objects.filter(group__in=ids, month=month).order_by("pk"))
    carded = _ids(CardRecord.objects.filter(group__in=ids, year=today.year).order_by("pk"))
    stages = _stages(ids)
    for row in found:
        told = people[row.pk]
        exact = access.may(actor, KEEP, area=row.village_code)
        yield GroupRow(
            id=row.pk,
            kind=Kind(row.kind),
            number=row.number,
            name=row.title,
            village_code=row.village_code,
            stage=stages.get(row.pk, ""),
            closed_on=row.closed_on,
            people=told if exact or tellable(told) else None,
            reported=row.pk in reported,
            carded=row.pk in carded,
        )


def _inside(area: str) -> QuerySet[Group]:
    rows = Group.objects.filter(within("village_code", area))
    return rows.order_by("village_code", "kind", "number", "pk")


def _ids(rows: QuerySet[MonthRecord] | QuerySet[CardRecord]) -> frozenset[UUID]:
    return frozenset(rows.values_list("group_id", flat=True))


def _stages(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = StageRecord.objects.filter(group__in=ids).order_by("since", "pk")
    return dict(rows.values_list("group_id", "stage"))


def _below(area: str, village: str) -> str:
    lengths = sorted(areas.CODE_LENGTHS.values())
    length = next((one for one in lengths if one > len(area)), lengths[-1])
    return village[:length]
