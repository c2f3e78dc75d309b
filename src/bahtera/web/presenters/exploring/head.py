"""The top and the foot that all pages of an area's figures wear: which round, which index, by which method."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor, covers, may
from bahtera.areas.api import Area
from bahtera.foundation.inputs import whole_number
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters import measured, visits
from bahtera.web.presenters.parts import Option, Place, Tab
from bahtera.web.presenters.releases import citation

TABS: Final = {
    "area": gettext_noop("Summary"),
    "area_profile": gettext_noop("Profile"),
    "area_places": gettext_noop("Side by side"),
    "area_change": gettext_noop("Change"),
    "area_groups": gettext_noop("Kinds of families"),
}


@dataclass(frozen=True)
class Asked:
    """What an address asks for: an area, one of its rounds, one of the round's indices."""

    area: Area
    rounds: tuple[surveys.RoundRow, ...]
    round: surveys.RoundRow
    index_id: str


@dataclass(frozen=True)
class Head:
    """The top of a page. ``facts``: label and words of method, data and definition, for screen and paper alike."""

    code: str
    name: str
    level: str
    places: tuple[Place, ...]
    tabs: tuple[Tab, ...]
    rounds: tuple[Option, ...]
    indices: tuple[Option, ...]
    round_name: str
    index_title: str
    speaks: str
    data_state: str
    apart_note: str
    part: str
    facts: tuple[tuple[str, str], ...]
    threshold: int
    synthetic: bool


def asked_of(area: Area, wanted_round: str, wanted_index: str) -> Asked:
    """Return the round and index asked for, or the newest round with figures and its first index.

    Raises UnknownRound for one that is not there or not of the area, or where none is, and IndexNotMeasured.
    """
    rounds = rounds_of(area.code)
    chosen = next((row for row in rounds if str(row.id) == wanted_round), None)
    if chosen is None and not wanted_round and rounds:
        chosen = rounds[0]
    if chosen is None:
        raise surveys.UnknownRound(whole_number(wanted_round) or 0)
    index_id = wanted_index or (chosen.index_ids[0] if chosen.index_ids else "")
    if index_id not in chosen.index_ids:
        raise results.IndexNotMeasured(chosen.id, index_id)
    return Asked(area, rounds, chosen, index_id)


def rounds_of(code: str) -> tuple[surveys.RoundRow, ...]:
    """Return the rounds that have begun and concern an area, the newest first."""
    return tuple(row for row in surveys.list_rounds() if row.has_begun and concerns(row, code))


def concerns(row: surveys.RoundRow, code: str) -> bool:
    """Tell whether a round has figures for an area; a sample has none for what is wider than its own."""
    if covers(row.area_code, code):
        return True
    return row.design is surveys.Design.ENUMERATION and covers(code, row.area_code)


def tabs_of(
    code: str, current: str, actor: Actor, *, query: str = "", is_village: bool = False
) -> tuple[Tab, ...]:
    """Return the pages of an area; a village has nothing inside to lay side by side, and not all read estimates."""
    estimates = may(actor, "estimates.read", area=code)
    return tuple(
        Tab(gettext(label), reverse(f"web:{name}", args=[code]) + query, name == current)
        for name, label in TABS.items()
        if not (is_village and name == "area_places") and (estimates or name != "area_groups")
    )


def whole_of(asked: Asked, actor: Actor) -> results.Result:
    """Return the result of the area itself, without the villages inside. Raises AreaNotInRound, NotAllowed."""
    area, row, index_id = asked.area, asked.round, asked.index_id
    if area.level == "village":
        return results.village_result(row.id, area.code, audience="internal", actor=actor, index_id=index_id)
    return results.area_result(
        row.id, area.code, audience="internal", actor=actor, index_id=index_id, most_villages=0
    )


def head_of(asked: Asked, found: results.Result, actor: Actor, current: str) -> Head:
    """Return the top of a page of an area, by the result its figures come from."""
    area, row = asked.area, asked.round
    query = "?" + urlencode({"putaran": row.id, "indeks": asked.index_id})
    return Head(
        code=area.code,
        name=places.full_name(area),
        level=wording.say(wording.LEVELS, area.level),
        places=places.crumbs(area.code, actor, last_linked=True),
        tabs=tabs_of(area.code, current, actor, query=query, is_village=area.level == "village"),
        rounds=tuple(Option(str(each.id), visits.round_title(each), each is row) for each in asked.rounds),
        indices=tuple(
            Option(name, index_title(name, found), name == asked.index_id) for name in row.index_ids
        ),
        round_name=visits.round_title(row),
        index_title=measured.words(found.index.title),
        speaks=wording.say(measured.SPEAKS, found.speaks.value) if found.speaks in measured.SPEAKS else "",
        data_state=wording.say(measured.DATA_STATES, found.data_state),
        apart_note=measured.apart_note(found.index.id),
        part=measured.part_line(row, found),
        facts=facts_of(found, area),
        threshold=found.threshold,
        synthetic=visits.is_synthetic(row),
    )


def facts_of(found: results.Result, area: Area) -> tuple[tuple[str, str], ...]:
    """Return what every view of figures says of itself."""
    index = found.index
    return (
        (gettext("Data"), data_of(found, area)),
        (gettext("Method"), _method(found)),
        (
            gettext("Definition of the index"),
            f"{index.id} {index.version} ({wording.say(wording.INDEX_STATUS, index.status)}) · {index.hash[:12]}",
        ),
        (
            gettext("Hidden"),
            gettext(
                "Figures of fewer than {n} families, and those from which such a figure could be worked out. Private "
                "questions are in none of these figures."
            ).format(n=found.threshold),
        ),
    )


def data_of(found: results.Result, area: Area) -> str:
    """Return from which data version figures come, or that they are provisional, and when they were worked out."""
    cites = releases.cite_in_steps(found.round_id, area.code) if found.step else releases.cite(found.round_id)
    if cites.number:
        return citation(cites, area.zone)
    told = gettext("provisional: what is approved at this moment, from no data version")
    if found.refreshed_at is None:
        return told
    return f"{told} · {numbers.moment(found.refreshed_at, area.zone)}"


def _method(found: results.Result) -> str:
    if found.speaks in (results.Speaks.SAMPLE_AVERAGE, results.Speaks.SAMPLED_VILLAGE):
        return gettext(
            "Plain averages over the families of a sample, without weights and without their error."
        )
    return gettext(
        "No sample was drawn: the plain mean or share of the families that were interviewed and have the answer. "
        "Nothing is scaled up to the others."
    )


def index_title(index_id: str, found: results.Result | results.Abreast) -> str:
    """Return the title of an index: of the one whose figures are shown in full, of another its short name."""
    known = {"ikk": "IKK", "ibangga": "iBangga"}
    return known.get(index_id, index_id) if index_id != found.index.id else measured.words(found.index.title)


def coverage_words(coverage: results.Coverage) -> str:
    """Say how complete figures are: approved of the target, or approved alone."""
    share = coverage.approved_of_target
    if share is None:
        return numbers.integer(coverage.approved)
    return gettext("{approved} of {target} ({share} %)").format(
        approved=numbers.integer(coverage.approved),
        target=numbers.integer(coverage.target),
        share=numbers.number(share, 1),
    )


def names_of(codes: Sequence[str]) -> dict[str, str]:
    """Return what places are called in a list; villages with their district."""
    known = places.names_of(codes)
    return {code: places.full_name(known[code]) if code in known else code for code in codes}
