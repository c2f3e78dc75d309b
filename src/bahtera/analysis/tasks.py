"""Work for the worker: families of two rounds of a whole province take more than a page should."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django_tasks import task

from bahtera.access.api import actor_behind
from bahtera.access.errors import NotAllowed
from bahtera.analysis.queries.families import ACTION
from bahtera.analysis.queries.impacts import impact
from bahtera.analysis.queries.pairs import open_pair
from bahtera.analysis.rules.impact import Caution, Flow, Impact, Side, Spread, Treatment, Verdict
from bahtera.analysis.values import Cited, Kind, Measure
from bahtera.foundation.errors import Refused


@task()
def impact_task(
    *,
    before: int,
    after: int,
    measure: str,
    villages: list[str],
    since: str,
    alike: list[str] | None,
    actor_key: str,
) -> dict[str, Any]:
    """Return what became of families where something was done, as plain JSON; or why it was refused.

    ``since``: the first day as ISO text, "" without one. A refusal has its code, message and details.
    """
    actor = actor_behind(actor_key)
    try:
        if actor is None:
            raise NotAllowed(ACTION)
        pair = open_pair(before, after, actor=actor)
        treatment = Treatment(frozenset(villages), since=date.fromisoformat(since) if since else None)
        return impact_json(impact(pair, measure, treatment, alike=alike))
    except Refused as refused:
        return {"refused": refused.code, "message": refused.message, "details": dict(refused.details)}


def worker_answers() -> bool:
    """Tell whether a worker makes what is ordered and its answer can be asked for later."""
    return bool(impact_task.get_backend().supports_get_result)


def impact_json(found: Impact) -> dict[str, Any]:
    """Return an answer as plain JSON."""
    plain: dict[str, Any] = _plain(asdict(found))
    return plain


def impact_of(kept: Mapping[str, Any]) -> Impact:
    """Return what `impact_json` wrote, also after it went through JSON."""
    treatment, measure = kept["treatment"], kept["measure"]
    return Impact(
        **{
            **kept,
            "measure": Measure(**{**measure, "kind": Kind(measure["kind"])}),
            "treatment": Treatment(
                frozenset(treatment["villages"]),
                frozenset(map(UUID, treatment["families"])),
                date.fromisoformat(treatment["since"]) if treatment["since"] else None,
            ),
            "treated": _side(kept["treated"]),
            "others": _side(kept["others"]),
            "verdict": Verdict(kept["verdict"]) if kept["verdict"] else None,
            "cautions": tuple(map(Caution, kept["cautions"])),
            "plain": Spread(**kept["plain"]) if kept["plain"] else None,
            "matched": Spread(**kept["matched"]) if kept["matched"] else None,
            "alone": (kept["alone"][0], kept["alone"][1]),
            "alike": tuple(kept["alike"]),
            "cites": (_cited(kept["cites"][0]), _cited(kept["cites"][1])),
            "left_out": tuple(kept["left_out"]),
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _side(kept: Mapping[str, Any]) -> Side:
    return Side(**{**kept, "villages": tuple(kept["villages"]), "flow": Flow(**kept["flow"])})


def _cited(kept: Mapping[str, Any]) -> Cited:
    made_at = datetime.fromisoformat(kept["made_at"]) if kept["made_at"] else None
    return Cited(**{**kept, "made_at": made_at})
