"""The shapes of needs and plans in ``/api/v1``: aggregates, their small counts hidden or blurred as on the pages."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from ninja import Field, Schema

from bahtera.actions.api import State
from bahtera.foundation.inputs import LARGEST_NUMBER
from bahtera.http.schemas import Paging
from bahtera.needs.api import Order

_LARGEST_LIST = 500


class NeedFilter(Schema):
    """Of which area, round and index; how the list is sorted and narrowed; which part of it."""

    area: str = Field(min_length=2, max_length=13)
    round_id: int = Field(ge=1, le=LARGEST_NUMBER)
    index_id: str | None = Field(None, max_length=40)
    order: Order = Order.FAMILIES
    indicator: str = Field("", max_length=40)
    agency: str = Field("", max_length=40)
    below_cut: bool = False
    first: int = Field(0, ge=0, le=LARGEST_NUMBER)
    size: int = Field(100, ge=1, le=_LARGEST_LIST)


class NeedOut(Schema):
    """One village and indicator that families lack, who answers for it, and what one round of work takes.

    ``share`` and ``depth`` in per cent and points to four places; ``reach`` in per cent of those who lack it; rupiah.
    """

    SENSITIVITY: ClassVar = {
        "village_code": "L1",
        "indicator": "L1",
        "label": "L1",
        "lacking": "L1",
        "answered": "L1",
        "share": "L1",
        "depth": "L1",
        "services": "L1",
        "agency": "L1",
        "helpers": "L1",
        "reach": "L1",
        "reached": "L1",
        "cost": "L1",
        "basis": "L1",
    }

    village_code: str
    indicator: str
    label: dict[str, str]
    lacking: int
    answered: int
    share: float
    depth: float
    services: list[str]
    agency: str
    helpers: list[str]
    reach: int
    reached: int
    cost: int
    basis: str


class UnansweredOut(Schema):
    """An indicator that no service answers, and why: it is in no list of needs."""

    SENSITIVITY: ClassVar = {"indicator": "L1", "reason": "L1"}

    indicator: str
    reason: dict[str, str]


class NeedsOut(Schema):
    """A part of an area's needs, and what they rest on.

    ``threshold``: counts of fewer families are not told, nor those that would give them away; ``hidden``: so many
    pairs of village and indicator are left out for that. ``next_first`` goes into the next request as ``first``.
    """

    SENSITIVITY: ClassVar = {
        "area": "L1",
        "round_id": "L1",
        "index_id": "L1",
        "index_version": "L1",
        "index_hash": "L1",
        "services_version": "L1",
        "services_hash": "L1",
        "data_state": "L1",
        "threshold": "L1",
        "hidden": "L1",
        "total": "L1",
        "items": "L1",
        "next_first": "L1",
        "unanswered": "L1",
    }

    area: str
    round_id: int
    index_id: str
    index_version: str
    index_hash: str
    services_version: str
    services_hash: str
    data_state: str
    threshold: int
    hidden: int
    total: int
    items: list[NeedOut]
    next_first: int | None
    unanswered: list[UnansweredOut]


class PlanFilter(Paging):
    """Which plans to list, the nearest deadline first."""

    area: str = Field("", max_length=13)
    agency: str = Field("", max_length=40)
    indicator: str = Field("", max_length=40)
    year: int | None = Field(None, ge=2000, le=2200)
    source: str = Field("", max_length=40)
    state: State | None = None


class CountOut(Schema):
    """Families: exactly, or where that would point at somebody only that they are fewer or more than so many."""

    SENSITIVITY: ClassVar = {"sign": "L1", "value": "L1"}

    sign: Literal["exactly", "fewer_than", "more_than"]
    value: int


class PlanOut(Schema):
    """A plan of action. Baseline as everybody saw it when the plan was written; names of persons stand nowhere.

    ``late``: days past the deadline of a plan that is not done; ``over``: days after it that a done one was done;
    ``slipped``: days the deadline was moved. Shares in per cent.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "number": "L1",
        "village_code": "L1",
        "year": "L1",
        "state": "L1",
        "round_id": "L1",
        "index_id": "L1",
        "index_hash": "L1",
        "indicator": "L1",
        "baseline_share": "L1",
        "data_version": "L1",
        "activity": "L1",
        "agency": "L1",
        "unit": "L1",
        "position": "L1",
        "source": "L1",
        "amount": "L1",
        "starts_on": "L1",
        "deadline": "L1",
        "first_deadline": "L1",
        "ended_on": "L1",
        "families": "L1",
        "reached": "L1",
        "share": "L1",
        "percent": "L1",
        "late": "L1",
        "over": "L1",
        "slipped": "L1",
    }

    id: UUID
    number: str
    village_code: str
    year: int
    state: State
    round_id: int
    index_id: str
    index_hash: str
    indicator: str
    baseline_share: str | None
    data_version: int | None
    activity: str
    agency: str
    unit: str
    position: str
    source: str
    amount: int | None
    starts_on: date
    deadline: date
    first_deadline: date | None
    ended_on: date | None
    families: CountOut | None
    reached: CountOut | None
    share: float | None
    percent: int | None
    late: int
    over: int
    slipped: int


class PlanPage(Schema):
    """A page of plans; ``next_cursor`` goes into the next request, null on the last page."""

    SENSITIVITY: ClassVar = {"items": "L1", "next_cursor": "L1"}

    items: list[PlanOut]
    next_cursor: str | None
