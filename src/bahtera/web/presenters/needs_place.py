"""Where and when a page of needs looks: the area, the rounds that have figures there, the index."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, check_may, covers, may, reach
from bahtera.areas import api as areas
from bahtera.foundation.inputs import whole_number
from bahtera.indices import api as indices
from bahtera.needs import api as needs
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.presenters import measured, visits
from bahtera.web.presenters.parts import Option, Place, Tab

READ: Final = "results.read"
COUNTRY: Final = ""


@dataclass(frozen=True)
class Where:
    """What a page of needs is about; ``round`` None where nothing was measured."""

    code: str
    name: str
    level: str
    round: surveys.RoundRow | None
    rounds: tuple[Option, ...]
    index_id: str
    indices: tuple[Option, ...]
    crumbs: tuple[Place, ...]
    inside: tuple[Option, ...]
    tabs: tuple[Tab, ...]
    zone: str

    @property
    def round_name(self) -> str:
        return visits.round_title(self.round) if self.round else ""

    @property
    def synthetic(self) -> bool:
        return visits.is_synthetic(self.round)

    @property
    def is_sample(self) -> bool:
        return self.round is not None and self.round.design is surveys.Design.TWO_STAGE

    @property
    def is_village(self) -> bool:
        return self.level == "village"

    @property
    def query(self) -> str:
        """Return the address part that leads to the same place and time."""
        return urlencode(self.asked)

    @property
    def asked(self) -> dict[str, str]:
        found = {"wilayah": self.code, "indeks": self.index_id}
        return {**found, "putaran": str(self.round.id)} if self.round else found


PAGES: Final = (
    ("needs", "web:needs"),
    ("whatif", "web:whatif"),
    ("budget", "web:budget"),
    ("mapping", "web:needs_mapping"),
)


def where(asked: Mapping[str, str], actor: Actor, page: str) -> Where:
    """Return what an address asks about, or the reader's own area in the newest round that concerns it.

    Raises UnknownArea, UnknownRound, NotAllowed.
    """
    rounds = surveys.list_rounds()
    wanted = asked.get("wilayah", "")
    area = areas.get(wanted) if wanted else _own(actor, rounds)
    code = area.code if area else COUNTRY
    check_may(actor, READ, area=code)
    concerned = [row for row in rounds if _concerns(row, code)]
    chosen = _round(asked.get("putaran", ""), concerned)
    index_ids = chosen.index_ids if chosen else ()
    index_id = asked.get("indeks", "")
    if index_id not in index_ids:
        index_id = index_ids[0] if index_ids else ""
    keep = {"wilayah": code, "putaran": str(chosen.id) if chosen else "", "indeks": index_id}
    return Where(
        code=code,
        name=places.full_name(area) if area else gettext("All of Indonesia"),
        level=area.level if area else "",
        round=chosen,
        rounds=tuple(Option(str(row.id), visits.round_title(row), row is chosen) for row in concerned),
        index_id=index_id,
        indices=tuple(
            Option(name, indices.load(name).plain_title.id, name == index_id) for name in index_ids
        ),
        crumbs=_crumbs(code, actor, keep),
        inside=_inside(code, chosen, actor),
        tabs=tabs(page, keep),
        zone=area.zone if area else places.own_zone(actor),
    )


def tabs(current: str, keep: Mapping[str, str]) -> tuple[Tab, ...]:
    """Return the pages of needs, each of the same place and time."""
    kept = urlencode({name: text for name, text in keep.items() if text})
    words = {
        "needs": gettext("Needs"),
        "whatif": gettext("What if"),
        "budget": gettext("Budget"),
        "mapping": gettext("Services"),
    }
    return tuple(
        Tab(words[key], f"{reverse(name)}?{kept}" if kept else reverse(name), key == current)
        for key, name in PAGES
    )


def label(words: Mapping[str, str]) -> str:
    """Return a text of a definition in the reader's language."""
    return measured.words(words)


def plan_url(place: Where, village: str, indicator: str, actor: Actor) -> str:
    """Return where a plan for a need of a village is begun; "" for who may not write one there."""
    if place.round is None or not may(actor, "plan.propose", area=village):
        return ""
    asked = {
        "wilayah": village,
        "indikator": indicator,
        "indeks": place.index_id,
        "putaran": str(place.round.id),
    }
    return f"{reverse('web:new_plan')}?{urlencode(asked)}"


def families_url(place: Where, village: str, indicator: str, actor: Actor) -> str:
    """Return where the families behind a need of a village stand; "" for who may not see who they are."""
    if indicator in needs.not_simulated(place.index_id) or not may(actor, "family.read", area=village):
        return ""
    asked = {**place.asked, "wilayah": village, "butir": indicator}
    return f"{reverse('web:families_behind')}?{urlencode(asked)}"


def _own(actor: Actor, rounds: list[surveys.RoundRow]) -> areas.Area | None:
    """Return the reader's first area that is registered; whoever reads everywhere begins with the newest round's."""
    scopes = reach(actor, READ)
    codes = scopes if scopes and scopes[0] else [row.area_code for row in rounds]
    known = areas.find([code for code in codes if code])
    return next((known[code] for code in codes if code in known), None)


def _round(asked: str, rounds: list[surveys.RoundRow]) -> surveys.RoundRow | None:
    if not asked:
        return rounds[0] if rounds else None
    found = next((row for row in rounds if str(row.id) == asked), None)
    if found is None:
        raise surveys.UnknownRound(whole_number(asked) or 0)
    return found


def _concerns(row: surveys.RoundRow, code: str) -> bool:
    """Tell whether a round has figures for an area; a sample has none for what is wider than its own."""
    if covers(row.area_code, code):
        return True
    return row.design is surveys.Design.ENUMERATION and covers(code, row.area_code)


def _crumbs(code: str, actor: Actor, keep: Mapping[str, str]) -> tuple[Place, ...]:
    """Return the way from the province down, each step a page of needs."""
    steps = places.crumbs(code, actor, last_linked=True) if code else ()
    known = places.names_of([code])
    codes = [up for up in (*areas.ancestors_of(code), code) if up in known] if steps else []
    return tuple(
        Place(
            step.name,
            f"{reverse('web:needs')}?{urlencode({**keep, 'wilayah': up})}"
            if step.url and up != code
            else None,
        )
        for step, up in zip(steps, codes, strict=True)
    )


def _inside(code: str, row: surveys.RoundRow | None, actor: Actor) -> tuple[Option, ...]:
    """Return the areas one level down that have villages of the round."""
    if row is None or len(code) == areas.CODE_LENGTHS["village"]:
        return ()
    length = next(size for size in areas.CODE_LENGTHS.values() if size > len(code))
    below = {
        each.village_code[:length] for each in surveys.targets(row.id) if covers(code, each.village_code)
    }
    known = areas.find(below)
    return tuple(
        Option(each, places.full_name(known[each]), chosen=False)
        for each in sorted(below & set(known), key=lambda one: known[one].name)
        if may(actor, READ, area=each)
    )


def needs_of(place: Where, actor: Actor) -> needs.Needs | None:
    """Return the needs of a place; None where the round has no figures for it."""
    if place.round is None or not place.index_id:
        return None
    try:
        return needs.area_needs(place.round.id, place.code, actor=actor, index_id=place.index_id)
    except (results.AreaNotInRound, results.IndexNotMeasured):
        return None
