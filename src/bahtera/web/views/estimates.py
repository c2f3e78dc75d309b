"""Estimates of a round with their errors: a page whose address holds what was chosen, and the same as a file."""

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from bahtera.access.api import Actor, may
from bahtera.analysis import api as analysis
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.door import page
from bahtera.web.presenters import estimates as shown
from bahtera.web.presenters import rounds
from bahtera.web.views.exports import KINDS

_ACTION: Final = "estimates.read"


@page(_ACTION)
def estimates(request: HttpRequest, actor: Actor, round_id: int) -> HttpResponse:
    """Show the figures asked for; what cannot be answered is said beside the choices."""
    row = surveys.round_for(round_id, actor=actor, action=_ACTION)
    choices = question = answer = None
    refusal = ""
    try:
        opened = analysis.open_round(round_id, actor=actor, version=_version(request))
        choices = opened.choices
        question = _question(request.GET, choices, row)
        answer = analysis.answer(opened, question)
    except (NotFound, NotPermitted):
        raise
    except Refused as refused:
        refusal = wording.refusal(refused)
    made = shown.page_of(
        choices,
        question,
        answer,
        refusal=refusal,
        query=_again(request),
        zone=places.own_zone(actor),
    )
    context = {
        "page": made,
        "takes_families": may(actor, "results.export"),
        "head": rounds.head_of(row, actor, "estimates"),
        "bar": rounds.bar_of(row, actor) if choices and choices.cites.number is None else None,
    }
    return render(request, "web/estimates.html", context)


@page(_ACTION)
def estimates_file(
    request: HttpRequest, actor: Actor, round_id: int, file_format: str
) -> StreamingHttpResponse:
    """Hand the figures asked for over as a file."""
    if file_format not in ("csv", "xlsx"):
        raise publishing.UnknownTableFormat(file_format)
    opened = analysis.open_round(round_id, actor=actor, version=_version(request))
    body = publishing.export_estimates(
        opened,
        _question(request.GET, opened.choices, surveys.get_round(round_id)),
        actor=actor,
        format="csv" if file_format == "csv" else "xlsx",
    )
    answer = StreamingHttpResponse(body, content_type=KINDS[file_format])
    answer.headers["Content-Disposition"] = f'attachment; filename="estimasi-{round_id}.{file_format}"'
    return answer


@page("results.export", fresh=True)
def estimate_families(request: HttpRequest, actor: Actor, round_id: int) -> StreamingHttpResponse:
    """Hand the families behind a measure over, for whoever goes on in Python or R."""
    opened = analysis.open_round(round_id, actor=actor, version=_version(request))
    measure = request.GET.get("ukuran") or next(iter(opened.choices.measures))
    body = publishing.export_estimate_families(opened, measure, actor=actor)
    answer = StreamingHttpResponse(body, content_type=KINDS["csv"])
    answer.headers["Content-Disposition"] = f'attachment; filename="keluarga-{round_id}.csv"'
    return answer


def _version(request: HttpRequest) -> int | None:
    asked = request.GET.get("versi", "")
    if not asked:
        return None
    number = whole_number(asked)
    if number is None:
        raise analysis.UnknownChoice(asked)
    return number


def _question(
    asked: Mapping[str, Any], choices: analysis.Choices, row: surveys.RoundRow
) -> analysis.Question:
    """Return what an address asks for; what it leaves open is the first index, of what the design speaks for."""
    level = asked.get("tingkat") or shown.usual_level(row)
    if level not in analysis.LEVELS:
        raise analysis.UnknownChoice(level)
    question = analysis.Question(
        measure=asked.get("ukuran") or next(iter(choices.measures)),
        level=level,
        group=asked.get("kelompok", ""),
    )
    if choices.basis == "enumeration":
        return question
    return replace(
        question,
        cells=asked.get("sel", ""),
        model=asked.get("model", ""),
        fit=asked.get("cara") or "reml",
        smooth=bool(asked.get("ragam")),
        totals=_totals(asked, choices, question.group),
    )


def _totals(asked: Any, choices: analysis.Choices, group: str) -> dict[str, float]:
    """Return known families by class, typed in the order of the classes; none unless each has a number."""
    if group not in choices.groups:
        return {}
    typed = asked.getlist("jumlah")
    classes = list(choices.groups[group].classes)
    if not any(typed) or len(typed) != len(classes):
        return {}
    found = {}
    for name, text in zip(classes, typed, strict=True):
        try:
            total = float(text)
        except ValueError as problem:
            raise analysis.UnknownChoice(text) from problem
        if not isfinite(total):
            raise analysis.UnknownChoice(text)
        found[name] = total
    return found


def _again(request: HttpRequest) -> str:
    """Return the choices as they stand in the address, for the files."""
    return urlencode([(name, value) for name, values in request.GET.lists() for value in values])
