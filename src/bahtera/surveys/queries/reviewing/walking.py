"""Lists of submissions that walk one index and stop after a page, wherever in it the rows lie.

Neither database finds that index alone: SQLite does not know how often values come, PostgreSQL not where they
lie (visits of a round long closed, or of a regency visited early, are all at one end).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from bahtera.foundation.paging import Page, keyset
from bahtera.surveys.models import Submission
from bahtera.surveys.queries.reviewing.carrying import carried
from bahtera.surveys.queries.rounds.figures import area_filter

_AREA_COLUMN = {2: "province_code", 5: "regency_code", 8: "regency_code", 13: "village_code"}
_PROVINCE_LENGTH = 2
_REGENCY_LENGTH = 5
_DISTRICT_LENGTH = 8
# So many rows are looked through in a few milliseconds.
_FEW = 20_000


@dataclass(frozen=True)
class Chosen:
    """What narrows a list besides its area.

    ``ahead``: names or a kader are searched, whose index is walked instead of any of these. ``doubtful``: only
    what has findings, which have their own indexes.
    """

    state: str | None = None
    round_id: int | None = None
    ahead: bool = False
    doubtful: bool = False


@dataclass(frozen=True)
class Part:
    """The rows of one area, and the field and value whose index is walked."""

    rows: QuerySet[Submission]
    lead: tuple[str, object] | None


def parts_of(rows: QuerySet[Submission], scopes: Sequence[str], chosen: Chosen) -> list[Part]:
    """Return the rows that are chosen, area by area."""
    walks_states = any(len(scope) <= _PROVINCE_LENGTH for scope in scopes) and _has_few(chosen)
    return [_part(rows, scope, chosen, walks_states=walks_states) for scope in scopes]


def _part(rows: QuerySet[Submission], scope: str, chosen: Chosen, *, walks_states: bool) -> Part:
    lead = None if chosen.ahead else _lead(scope, chosen, walks_states=walks_states)
    field = lead[0] if lead else ""
    if chosen.state and field != "state":
        equal = carried if chosen.ahead or chosen.doubtful else Q
        rows = rows.filter(equal(state=chosen.state))
    if chosen.round_id is not None and field != "round_id":
        rows = rows.filter(carried(round_id=chosen.round_id))
    if chosen.ahead or field in ("round_id", "state"):
        return Part(rows.filter(carried_area(scope)), lead)
    if field in _AREA_COLUMN.values():
        inside = Q(district_code=scope) if len(scope) == _DISTRICT_LENGTH else Q()
        return Part(rows.filter(inside), lead)
    return Part(rows.filter(area_filter(scope)), lead)


def page_of(
    parts: Sequence[Part], order: Sequence[str], *, cursor: str | None, size: int
) -> Page[Submission]:
    """Return a page over one or several areas.

    Several areas in one condition would make the database sort all of them; so each is walked by its own
    index for one page of keys, and the page is cut from these.
    """
    if len(parts) == 1:
        return keyset(parts[0].rows, order, cursor=cursor, size=size, led_by=parts[0].lead)
    columns = [name.removeprefix("-") for name in order]
    keys: list[UUID] = []
    for part in parts:
        rows = part.rows.only(*columns)
        page = keyset(rows, order, cursor=cursor, size=size + 1, led_by=part.lead)
        keys += [row.pk for row in page.items]
    return keyset(Submission.objects.filter(pk__in=keys), order, size=size)


def _has_few(chosen: Chosen) -> bool:
    """Tell whether a state has so few rows that its index is best: only SQLite must be told.

    PostgreSQL knows how many have a state, and sorts them when they are few.
    """
    if not chosen.state or chosen.ahead or chosen.doubtful or connection.vendor != "sqlite":
        return False
    return not Submission.objects.filter(state=chosen.state).order_by("id")[_FEW : _FEW + 1].exists()


def _lead(scope: str, chosen: Chosen, *, walks_states: bool) -> tuple[str, object] | None:
    """Return what the walked index begins with.

    In the country or a province that is a state which few rows have, else the round, since one long closed lies
    far down; else it is the area; else the state.
    """
    if walks_states and len(scope) <= _PROVINCE_LENGTH:
        return "state", chosen.state
    if chosen.round_id is not None and len(scope) <= _PROVINCE_LENGTH and not chosen.doubtful:
        return "round_id", chosen.round_id
    if column := _AREA_COLUMN.get(len(scope)):
        return column, scope[:_REGENCY_LENGTH] if column == "regency_code" else scope
    if chosen.state and not scope and not chosen.doubtful:
        return "state", chosen.state
    return None


def carried_area(area_code: str) -> Q:
    """Return what narrows a list to an area without walking it; a village has few enough to be sorted."""
    match len(area_code):
        case 2:
            return carried(province_code=area_code)
        case 5:
            return carried(regency_code=area_code)
        case 8:
            return carried(regency_code=area_code[:5]) & Q(district_code=area_code)
    return area_filter(area_code)
