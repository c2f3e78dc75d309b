"""What changed where something was done: two rounds beside each other, by an address that holds all choices."""

from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from bahtera.access.api import Actor
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


@page(_ACTION)
def impact(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask which rounds, where and what; then show before and after, and what may be said of it."""
    chosen = _chosen(request, actor)
    pair: analysis.Pair | analysis.Offer | None = None
    found = None
    refusal = ""
    try:
        if chosen.before and chosen.after:
            pair = analysis.offer_pair(chosen.before, chosen.after, actor=actor)
            if chosen.villages:
                pair = opened = analysis.open_pair(chosen.before, chosen.after, actor=actor)
                found = _impact(opened, chosen, request)
    except (NotFound, NotPermitted):
        raise
    except Refused as refused:
        refusal = wording.refusal(refused)
    made = shown.page_of(
        chosen, pair, found, refusal=refusal, query=_again(request), zone=places.own_zone(actor)
    )
    beside = _plans(pair, chosen, request, actor)
    return render(request, "web/impact.html", {"page": made, "beside": beside})


@page(_ACTION)
def impact_file(request: HttpRequest, actor: Actor, file_format: str) -> StreamingHttpResponse:
    """Hand the comparison over as a file."""
    if file_format not in ("csv", "xlsx"):
        raise publishing.UnknownTableFormat(file_format)
    chosen = _chosen(request, actor)
    if not (chosen.before and chosen.after):
        raise analysis.NotComparable.order()
    pair = analysis.open_pair(chosen.before, chosen.after, actor=actor)
    found = _impact(pair, chosen, request)
    body = publishing.export_impact(
        pair, found, actor=actor, format="csv" if file_format == "csv" else "xlsx"
    )
    answer = StreamingHttpResponse(body, content_type=KINDS[file_format])
    name = f"dampak-{chosen.before}-{chosen.after}.{file_format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _chosen(request: HttpRequest, actor: Actor) -> shown.Chosen:
    """Return what the address asks for; without rounds the two latest that begun."""
    rounds = [row for row in surveys.rounds_for(actor) if row.has_begun]
    asked = request.GET
    before = whole_number(asked.get("sebelum", "")) or (rounds[1].id if len(rounds) > 1 else None)
    after = whole_number(asked.get("sesudah", "")) or (rounds[0].id if rounds else None)
    return shown.Chosen(
        rounds=tuple(rounds),
        before=before,
        after=after,
        measure=asked.get("ukuran", "") or _FIRST,
        villages=frozenset(asked.getlist("desa")),
        since=asked.get("mulai", ""),
        alike=tuple(name for name in asked.getlist("padan") if name),
        plain="polos" in asked,
    )


def _impact(pair: analysis.Pair, chosen: shown.Chosen, request: HttpRequest) -> analysis.Impact:
    measure = _measure(pair, chosen, request)
    treatment = analysis.Treatment(chosen.villages, since=_day(chosen.since))
    return analysis.impact(pair, measure, treatment, alike=None if chosen.plain else chosen.alike)


def _measure(pair: analysis.Pair | analysis.Offer, chosen: shown.Chosen, request: HttpRequest) -> str:
    if chosen.measure not in pair.measures and "ukuran" not in request.GET:
        return next(iter(pair.measures))
    return chosen.measure


def _plans(
    pair: analysis.Pair | analysis.Offer | None, chosen: shown.Chosen, request: HttpRequest, actor: Actor
) -> PlansBeside | None:
    if pair is None:
        return None
    keep = [("sebelum", str(chosen.before)), ("sesudah", str(chosen.after))]
    keep += [("padan", name) for name in chosen.alike]
    keep += [("polos", "ya")] if chosen.plain else []
    return plans_beside(pair, _measure(pair, chosen, request), chosen.villages, keep=keep, actor=actor)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise analysis.UnknownChoice(text[:20]) from None


def _again(request: HttpRequest) -> str:
    return urlencode([(name, value) for name, values in request.GET.lists() for value in values])
