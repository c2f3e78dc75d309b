"""What plans of action say beside a comparison: where one was done between the rounds, and what was done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.analysis import api as analysis
from bahtera.web import numbers
from bahtera.web.presenters.plans.lists import PlanLine, lines_of


@dataclass(frozen=True)
class PlansBeside:
    """Done plans for what is measured.

    ``offer``: in how many villages, in words, and ``offer_url`` to compare these; both empty where nothing can be
    offered. ``lines``: the plans of the villages compared; ``without``: how many of these villages have none.
    """

    offer: str
    offer_url: str
    lines: tuple[PlanLine, ...]
    without: str


def plans_beside(
    pair: analysis.Pair | analysis.Offer,
    measure: str,
    chosen: Collection[str],
    *,
    keep: Sequence[tuple[str, str]],
    actor: access.Actor,
) -> PlansBeside | None:
    """Return what done plans say of a measure, or None for one that is no indicator or a reader who may read no plan.

    A plan counts that began after the earlier round opened, was done before the later one did, and lies in a village
    that both rounds visited. ``keep``: what else the address asks for.
    """
    asked = pair.measures.get(measure)
    if asked is None or asked.kind is not analysis.Kind.INDICATOR or not access.may(actor, "plan.read"):
        return None
    rounds = pair.rounds
    rows = actions.done_between(asked.index_id, asked.part, rounds[0].opens, rounds[1].opens, actor=actor)
    rows = tuple(row for row in rows if row.village_code in pair.villages)
    there = sorted({row.village_code for row in rows})
    compared = tuple(row for row in rows if row.village_code in chosen)
    empty = len(set(chosen) - {row.village_code for row in compared}) if chosen else 0
    offered = bool(there) and set(there) != set(chosen) and set(there) < set(pair.villages)
    first = min((row.starts_on for row in rows), default=rounds[1].opens)
    query = [*keep, ("ukuran", measure), ("mulai", first.isoformat()), *(("desa", code) for code in there)]
    return PlansBeside(
        offer=_offer(len(there)) if offered else "",
        offer_url=f"{reverse('web:impact')}?{urlencode(query)}" if offered else "",
        lines=lines_of(compared, actor),
        without=_without(empty) if compared and empty else "",
    )


def _offer(villages: int) -> str:
    text = ngettext(
        "In {n} village a plan for this indicator was begun and done between the two rounds.",
        "In {n} villages a plan for this indicator was begun and done between the two rounds.",
        villages,
    )
    return text.format(n=numbers.integer(villages))


def _without(villages: int) -> str:
    text = ngettext(
        "{n} village where something was done, as you chose, has no done plan for this indicator here.",
        "{n} villages where something was done, as you chose, have no done plan for this indicator here.",
        villages,
    )
    return text.format(n=numbers.integer(villages))
