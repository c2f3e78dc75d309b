"""What changed where something was done: two rounds beside each other, by an address that holds all choices.

Of few families the answer stands there at once; of many the worker makes it, and it has an address of its own.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django_tasks import TaskResult
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch

from bahtera.access.api import Actor, covers, reach
from bahtera.analysis import api as analysis
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.door import page
from bahtera.web.presenters import impact as shown
from bahtera.web.presenters.impact_plans import PlansBeside, plans_beside
from bahtera.web.views.exports import KINDS

_ACTION: Final = "estimates.read"
_FIRST: Final = "indikator:ikk:IKK-D1-02"
AT_ONCE: Final = 5_000
"""So many families of both rounds are read while the reader waits, some four seconds; more go to the worker."""


class UnknownAnswer(NotFound):
    """There is no such answer, somebody else asked for it, or it tells of areas that the reader has no more."""

    def __init__(self) -> None:
        super().__init__("web.unknown_answer", "There is no such comparison among yours.")


class ForTheWorker(Refused):
    """So many families that their comparison is made in the background, its files with it."""

    def __init__(self) -> None:
        super().__init__(
            "web.for_the_worker",
            "So many families are compared in the background. Ask for the comparison on its page, and take the file "
            "there.",
        )


@page(_ACTION)
def impact(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask which rounds, where and what; then show before and after, and what may be said of it."""
    chosen = _chosen(request.GET, actor)
    pair: analysis.Pair | analysis.Offer | None = None
    found = None
    refusal = ""
    in_worker = False
    try:
        if chosen.before and chosen.after:
            pair = offer = analysis.offer_pair(chosen.before, chosen.after, actor=actor)
            chosen = replace(chosen, measure=_measure(offer, chosen))
            in_worker = bool(chosen.villages) and _for_the_worker(offer)
            if chosen.villages and not in_worker:
                pair = opened = analysis.open_pair(*(row.id for row in offer.rounds), actor=actor)
                found = _impact(opened, chosen)
    except (NotFound, NotPermitted):
        raise
    except Refused as refused:
        refusal = wording.refusal(refused)
    made = shown.page_of(chosen, pair, found, refusal=refusal, zone=places.own_zone(actor))
    made = replace(made, closed=_closed(chosen, actor)) if refusal else made
    asked = tuple((name, value) for name, values in request.GET.lists() for value in values)
    if in_worker:
        made = replace(made, asked=asked)
    if found is not None:
        made = replace(made, files=shown.files("web:impact_file", (), query=urlencode(asked)))
    return render(request, "web/impact.html", {"page": made, "beside": _plans(pair, chosen, actor)})


@page(_ACTION, methods=("POST",))
def order_impact(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask the worker for a comparison of many families."""
    chosen = _chosen(request.POST, actor)
    if not (chosen.before and chosen.after):
        raise analysis.NotComparable.order()
    pair = analysis.offer_pair(chosen.before, chosen.after, actor=actor)
    since = _day(chosen.since)
    order = analysis.impact_task.enqueue(
        before=chosen.before,
        after=chosen.after,
        measure=_measure(pair, chosen),
        villages=sorted(chosen.villages),
        since=since.isoformat() if since else "",
        alike=None if chosen.plain else list(chosen.alike),
        actor_key=actor.key,
    )
    if not analysis.worker_answers():  # it is done, and kept nowhere
        return _shown(request, order, actor, files=())
    return redirect("web:impact_answer", answer_id=order.id)


@page(_ACTION)
def impact_answer(request: HttpRequest, actor: Actor, answer_id: UUID) -> HttpResponse:
    """Show a comparison the worker made, or that it is still at it."""
    files = shown.files("web:impact_answer_file", (str(answer_id),))
    return _shown(request, _order(answer_id), actor, files=files)


@page(_ACTION)
def impact_answer_file(
    _request: HttpRequest, actor: Actor, answer_id: UUID, file_format: str
) -> StreamingHttpResponse:
    """Hand over a comparison the worker made as a file."""
    order = _order(answer_id)
    chosen, found, _ = _answered(order, actor)
    if found is None or not (chosen.before and chosen.after):
        raise UnknownAnswer
    offer = analysis.offer_pair(chosen.before, chosen.after, actor=actor)
    return _file(offer, found, actor, file_format)


def _for_the_worker(offer: analysis.Offer) -> bool:
    """Tell whether so many families go to the worker; a site without one reads them while the reader waits."""
    return offer.families > AT_ONCE and analysis.worker_answers()


def _order(answer_id: UUID) -> TaskResult[Any]:
    try:
        return analysis.impact_task.get_result(str(answer_id))
    except (TaskResultDoesNotExist, TaskResultMismatch, NotImplementedError):
        raise UnknownAnswer from None


def _shown(
    request: HttpRequest, order: TaskResult[Any], actor: Actor, *, files: tuple[tuple[str, str], ...]
) -> HttpResponse:
    """Show a comparison as far as it is; raises UnknownAnswer for somebody else's."""
    chosen, found, refusal = _answered(order, actor)
    pair = None
    try:
        pair = analysis.offer_pair(chosen.before or 0, chosen.after or 0, actor=actor)
    except (NotFound, NotPermitted):
        raise
    except Refused as refused:
        refusal = refusal or wording.refusal(refused)
    made = shown.page_of(chosen, pair, found, refusal=refusal, zone=places.own_zone(actor))
    is_open = order.status in {TaskResultStatus.READY, TaskResultStatus.RUNNING}
    made = replace(made, waiting=is_open and not refusal)
    if found is not None:
        made = replace(made, files=files)
    return render(request, "web/impact.html", {"page": made, "beside": _plans(pair, chosen, actor)})


def _answered(order: TaskResult[Any], actor: Actor) -> tuple[shown.Chosen, analysis.Impact | None, str]:
    """Return what was asked of the worker, the answer and why there is none; raises UnknownAnswer."""
    asked: dict[str, Any] = order.kwargs
    if asked.get("actor_key") != actor.key:
        raise UnknownAnswer
    chosen = shown.Chosen(
        rounds=tuple(row for row in surveys.rounds_for(actor) if row.has_begun),
        before=asked["before"],
        after=asked["after"],
        measure=asked["measure"],
        villages=frozenset(asked["villages"]),
        since=asked["since"],
        alike=tuple(asked["alike"] or ()),
        plain=asked["alike"] is None,
    )
    if order.status == TaskResultStatus.FAILED:
        failed = gettext("It did not work out. Try again, or tell whoever looks after this site.")
        return chosen, None, failed
    if order.status != TaskResultStatus.SUCCESSFUL:
        return chosen, None, ""
    made: dict[str, Any] = order.return_value or {}
    if "refused" in made:
        return chosen, None, wording.refusal(Refused(made["refused"], made["message"], **made["details"]))
    found = analysis.impact_of(made)
    scopes = reach(actor, _ACTION)
    told = (*found.treated.villages, *found.others.villages)
    if not all(any(covers(scope, code) for scope in scopes) for code in told):
        raise UnknownAnswer
    return chosen, found, ""


@page(_ACTION)
def impact_file(request: HttpRequest, actor: Actor, file_format: str) -> StreamingHttpResponse:
    """Hand the comparison over as a file."""
    chosen = _chosen(request.GET, actor)
    if not (chosen.before and chosen.after):
        raise analysis.NotComparable.order()
    if _for_the_worker(analysis.offer_pair(chosen.before, chosen.after, actor=actor)):
        raise ForTheWorker
    pair = analysis.open_pair(chosen.before, chosen.after, actor=actor)
    return _file(pair, _impact(pair, chosen), actor, file_format)


def _file(
    pair: analysis.Pair | analysis.Offer, found: analysis.Impact, actor: Actor, file_format: str
) -> StreamingHttpResponse:
    if file_format not in ("csv", "xlsx"):
        raise publishing.UnknownTableFormat(file_format)
    body = publishing.export_impact(
        pair, found, actor=actor, format="csv" if file_format == "csv" else "xlsx"
    )
    answer = StreamingHttpResponse(body, content_type=KINDS[file_format])
    before, after = (row.id for row in pair.rounds)
    name = f"dampak-{before}-{after}.{file_format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _chosen(asked: QueryDict, actor: Actor) -> shown.Chosen:
    """Return what an address or a form asks for; without rounds the two latest open to the reader, or that began."""
    rounds = [row for row in surveys.rounds_for(actor) if row.has_begun]
    before, after = (whole_number(asked.get(name, "")) for name in ("sebelum", "sesudah"))
    if not (before and after):
        latest = _latest(rounds, actor)
        before = before or (latest[1] if len(latest) > 1 else None)
        after = after or (latest[0] if latest else None)
    return shown.Chosen(
        rounds=tuple(rounds),
        before=before,
        after=after,
        measure=asked.get("ukuran", ""),
        villages=frozenset(asked.getlist("desa")),
        since=asked.get("mulai", ""),
        alike=tuple(name for name in asked.getlist("padan") if name),
        plain="polos" in asked,
    )


def _latest(rounds: Sequence[surveys.RoundRow], actor: Actor) -> list[int]:
    """Return two rounds to begin with, the newest first."""
    found = list(islice((row.id for row in rounds if analysis.is_open_to(row.id, actor=actor)), 2))
    return found if len(found) > 1 else [row.id for row in rounds[:2]]


def _closed(chosen: shown.Chosen, actor: Actor) -> shown.Closed | None:
    """Return what is open instead, where a round that was chosen has nothing for this reader yet."""
    rows = {row.id: row for row in chosen.rounds}
    closed = [
        rows[one]
        for one in (chosen.before, chosen.after)
        if one in rows and not analysis.is_open_to(one, actor=actor)
    ]
    if not closed:
        return None
    scopes = [code for code in reach(actor, "results.read") if code]
    return shown.closed_of(closed, chosen, scopes[0] if len(scopes) == 1 else "", actor)


def _impact(pair: analysis.Pair, chosen: shown.Chosen) -> analysis.Impact:
    measure = _measure(pair, chosen)
    treatment = analysis.Treatment(chosen.villages, since=_day(chosen.since))
    return analysis.impact(pair, measure, treatment, alike=None if chosen.plain else chosen.alike)


def _measure(pair: analysis.Pair | analysis.Offer, chosen: shown.Chosen) -> str:
    """Return what is measured: as chosen, else what is asked for most, or the first there is."""
    return chosen.measure or (_FIRST if _FIRST in pair.measures else next(iter(pair.measures), _FIRST))


def _plans(
    pair: analysis.Pair | analysis.Offer | None, chosen: shown.Chosen, actor: Actor
) -> PlansBeside | None:
    if pair is None:
        return None
    keep = [("sebelum", str(chosen.before)), ("sesudah", str(chosen.after))]
    keep += [("padan", name) for name in chosen.alike]
    keep += [("polos", "ya")] if chosen.plain else []
    return plans_beside(pair, _measure(pair, chosen), chosen.villages, keep=keep, actor=actor)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise analysis.UnknownChoice(text[:20]) from None
