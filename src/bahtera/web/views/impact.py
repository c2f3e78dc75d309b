"""What changed where something was done: two rounds beside each other, by an address that holds all choices."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from bahtera.access.api import Actor, reach
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
    made = replace(made, closed=_closed(chosen, actor)) if refusal else made
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
    """Return what the address asks for; without rounds the two latest open to the reader, or that began."""
    rounds = [row for row in surveys.rounds_for(actor) if row.has_begun]
    asked = request.GET
    before, after = (whole_number(asked.get(name, "")) for name in ("sebelum", "sesudah"))
    if not (before and after):
        latest = _latest(rounds, actor)
        before = before or (latest[1] if len(latest) > 1 else None)
        after = after or (latest[0] if latest else None)
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
