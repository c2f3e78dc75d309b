"""Work for the worker: a budget over a whole province takes more than a page should."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django_tasks import task

from bahtera.access.api import actor_behind
from bahtera.access.errors import NotAllowed
from bahtera.foundation.errors import Refused
from bahtera.needs.queries.budget import spend_budget
from bahtera.needs.values import BudgetPlan, Chosen, Definition, MappingRef


@task()
def budget_task(round_id: int, area_code: str, index_id: str, budget: int, actor_key: str) -> dict[str, Any]:
    """Return a budget spent, as plain JSON; or why it was refused: code, message and details."""
    actor = actor_behind(actor_key)
    try:
        if actor is None:
            raise NotAllowed("results.read")
        return plan_json(spend_budget(round_id, area_code, budget, actor=actor, index_id=index_id))
    except Refused as refused:
        return {"refused": refused.code, "message": refused.message, "details": dict(refused.details)}


def plan_json(plan: BudgetPlan) -> dict[str, Any]:
    """Return a plan as plain JSON."""
    return asdict(plan)


def plan_of(kept: dict[str, Any]) -> BudgetPlan:
    """Return what `plan_json` wrote, also after it went through JSON.

    Of a plan kept from before other budgets were proved, only the row of its own budget is told; of one from before
    the sets tried were counted, no number of them.
    """
    kept = {"tried": 0, "every": False, **kept}
    if "unproved" not in kept:
        own = [row for row in kept["curve"] if row[0] == kept["budget"]]
        unproved = len(kept["curve"]) - len(own)
        kept = {**kept, "curve": own, "curve_gap": kept["gap"], "unproved": unproved}
    return BudgetPlan(
        **{
            **kept,
            "index": Definition(**kept["index"]),
            "mapping": MappingRef(**kept["mapping"]),
            "chosen": tuple(_chosen(each) for each in kept["chosen"]),
            "next_best": tuple(_chosen(each) for each in kept["next_best"]),
            "curve": tuple((rupiah, families) for rupiah, families in kept["curve"]),
        }
    )


def _chosen(kept: dict[str, Any]) -> Chosen:
    work = tuple((indicator, reached, cost) for indicator, reached, cost in kept["work"])
    return Chosen(kept["village_code"], work, kept["cost"], kept["lifted"])
