"""The page of the families behind a need: who lacks an indicator in a village, and what may be done for them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from bahtera.access.api import Actor
from bahtera.families import api as families
from bahtera.indices import api as indices
from bahtera.web.presenters import register
from bahtera.web.presenters.needs_place import Where, label, plan_url

PAGE_LENGTH: Final = 60


@dataclass(frozen=True)
class FamiliesPage:
    """The families of a village that lack an indicator; ``total`` of them, those from ``first`` on shown."""

    place: Where
    code: str
    label: str
    rows: tuple[register.FamilyLine, ...]
    total: int
    first: int
    back_url: str
    plan_url: str
    previous_url: str
    next_url: str


def page_of(
    place: Where, indicator: str, lacking: Collection[UUID], actor: Actor, *, first: int
) -> tuple[FamiliesPage, tuple[UUID, ...]]:
    """Return the page, and the families on it.

    Only those who live in the village now and are on its register; never the reader's own household and relatives.
    """
    known = families.same_families(lacking) if lacking else frozenset()
    rows = [row for row in families.families_in(place.code, actor=actor) if row.family_id in known]
    start = min(first, len(rows))
    part = rows[start : start + PAGE_LENGTH]
    waiting = families.families_asked_about(place.code, [row.family_id for row in part])
    definition = indices.load(place.index_id).without_private()
    named = next(each for each in definition.indicators if each.id == indicator)
    asked = {**place.asked, "butir": indicator}
    page = FamiliesPage(
        place=place,
        code=indicator,
        label=label({"id": named.label.id, "en": named.label.en}),
        rows=register.lines_of(part, waiting, {}),
        total=len(rows),
        first=start,
        back_url=f"{reverse('web:needs')}?{urlencode(asked)}#daftar",
        plan_url=plan_url(place, place.code, indicator, actor),
        previous_url=_turned(asked, start - PAGE_LENGTH) if start else "",
        next_url=_turned(asked, start + PAGE_LENGTH) if start + PAGE_LENGTH < len(rows) else "",
    )
    return page, tuple(row.family_id for row in part)


def _turned(asked: dict[str, str], first: int) -> str:
    query = {**asked, "mulai": str(first)} if first > 0 else asked
    return f"{reverse('web:families_behind')}?{urlencode(query)}"
