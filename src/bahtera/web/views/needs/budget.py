"""What a budget would buy: at once for a regency, by the worker for a province."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django_tasks import TaskResult
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch

from bahtera.access.api import Actor
from bahtera.areas import api as areas
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.foundation.inputs import rupiah_in
from bahtera.needs import api as needs
from bahtera.surveys import api as surveys
from bahtera.web import wording
from bahtera.web.door import page
from bahtera.web.presenters import needs_budget as shown
from bahtera.web.presenters.needs_place import READ, Where, where

AT_ONCE: Final = 60
"""So many villages are worked out while the reader waits; more go to the worker."""


class UnknownPlan(NotFound):
    """There is no such plan, or somebody else asked for it."""

    def __init__(self) -> None:
        super().__init__("web.unknown_plan", "There is no such plan among yours.")


@page(READ)
def budget(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the form, and for an area of few villages what the budget of the address would buy."""
    place = where(request.GET, actor, "budget")
    typed = request.GET.get("anggaran", "").strip()[:25]
    plan, refusal, in_worker = None, "", False
    if typed and place.round is not None:
        in_worker = _villages(place) > AT_ONCE
        if not in_worker:
            try:
                plan = needs.spend_budget(
                    place.round.id, place.code, _rupiah(typed), actor=actor, index_id=place.index_id
                )
            except (NotFound, NotPermitted):
                raise
            except Refused as refused:
                refusal = wording.refusal(refused)
    view = shown.page_of(place, typed, plan, refusal=refusal, in_worker=in_worker)
    return render(request, "web/needs/budget.html", {"page": view}, status=400 if refusal else 200)


@page(READ, methods=("POST",))
def order_budget(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask the worker for a budget over many villages."""
    place = where(request.POST, actor, "budget")
    amount = _rupiah(str(request.POST.get("anggaran", "")).strip()[:25])
    if place.round is None:
        raise surveys.UnknownRound(0)
    if not amount:
        raise needs.BadBudget
    order = needs.budget_task.enqueue(
        round_id=place.round.id,
        area_code=place.code,
        index_id=place.index_id,
        budget=amount,
        actor_key=actor.key,
    )
    if order.status == TaskResultStatus.SUCCESSFUL:  # a site without a worker does it at once
        return _shown(request, order, actor)
    return redirect("web:budget_plan", plan_id=order.id)


@page(READ)
def budget_plan(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """Show a plan the worker made, or that it is still at it."""
    try:
        order = needs.budget_task.get_result(str(plan_id))
    except (TaskResultDoesNotExist, TaskResultMismatch, NotImplementedError):
        raise UnknownPlan from None
    return _shown(request, order, actor)


def _shown(request: HttpRequest, order: TaskResult[Any], actor: Actor) -> HttpResponse:
    """Show a plan as far as it is; raises UnknownPlan for somebody else's."""
    asked: dict[str, Any] = order.kwargs
    if asked.get("actor_key") != actor.key:
        raise UnknownPlan
    about = {"wilayah": asked["area_code"], "putaran": str(asked["round_id"]), "indeks": asked["index_id"]}
    place = where(about, actor, "budget")
    typed = str(asked["budget"])
    if order.status == TaskResultStatus.SUCCESSFUL:
        made: dict[str, Any] = order.return_value or {}
        if "refused" in made:
            refusal = gettext(made["message"]).format(**made["details"])
            view = shown.page_of(place, typed, refusal=refusal)
        else:
            view = shown.page_of(place, typed, needs.plan_of(made))
    elif order.status == TaskResultStatus.FAILED:
        view = shown.page_of(
            place,
            typed,
            refusal=gettext("It did not work out. Try again, or tell whoever looks after this site."),
        )
    else:
        view = shown.page_of(place, typed, waiting=True)
    return render(request, "web/needs/budget.html", {"page": view})


def _villages(place: Where) -> int:
    assert place.round is not None
    targets = surveys.targets(place.round.id)
    return sum(
        not place.code or each.village_code == place.code or areas.is_within(each.village_code, place.code)
        for each in targets
    )


def _rupiah(typed: str) -> int:
    """Return typed rupiah, as one writes or says them; 0 for what is none, which no budget is."""
    return rupiah_in(typed) or 0
