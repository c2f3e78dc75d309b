"""The data versions of a round: the list, one as it was signed, two side by side, and the file to take away."""

from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from bahtera.access import api as access
from bahtera.analysis import api as analysis
from bahtera.foundation import keys
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys
from bahtera.web import wording
from bahtera.web.door import open_to_all, page
from bahtera.web.presenters import comparing_versions
from bahtera.web.presenters import releases as shown
from bahtera.web.presenters.comparing_estimates import moved_areas
from bahtera.web.presenters.estimates import sampled_levels, usual_level
from bahtera.web.presenters.parts import options_of
from bahtera.web.tables import csv_file
from bahtera.web.views.polling import looked_again

_READ: Final = "round.read"


@page(_READ)
def versions(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """List the data versions of a round."""
    row = surveys.round_for(round_id, actor=actor)
    view = shown.versions_page(row, actor)
    return looked_again(
        request, render(request, "web/rounds/versions.html", {"page": view}), is_open=view.is_being_signed
    )


@page(_READ)
def version(request: HttpRequest, actor: access.Actor, round_id: int, number: int) -> HttpResponse:
    """Show one data version: what was signed, and the figures of an area as they were."""
    row = surveys.round_for(round_id, actor=actor)
    one = releases.version(round_id, number, actor=actor)
    view = shown.version_page(row, one, request.GET.get("wilayah"), actor)
    return render(request, "web/rounds/version.html", {"page": view})


@page(_READ)
def compare(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Show each figure that is not the same in two versions; without a choice the newest and the one before."""
    row = surveys.round_for(round_id, actor=actor)
    old, new = _two(request, round_id)
    older, newer = (releases.version(round_id, number, actor=actor) for number in (old, new))
    found = releases.affected(round_id, old, new, actor=actor)
    moved = _moved(request, row, old, new, actor)
    view = comparing_versions.compare_page(row, older, newer, found, actor, estimates=moved)
    return render(request, "web/rounds/compare_versions.html", {"page": view})


@page(_READ)
def compare_file(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Hand every figure that is not the same in two versions over as a table."""
    surveys.round_for(round_id, actor=actor)
    old, new = _two(request, round_id)
    head, rows = comparing_versions.table_of(releases.affected(round_id, old, new, actor=actor))
    return csv_file(f"banding-versi-{round_id}-{old}-{new}.csv", head, rows)


def _two(request: HttpRequest, round_id: int) -> tuple[int, int]:
    """Return the older and the newer version asked for; raises UnknownVersion for what is no number of one."""
    newest = releases.current(round_id)
    new = _number(request.GET.get("baru", ""), newest.number if newest else 0, round_id)
    return _number(request.GET.get("lama", ""), max(new - 1, 1), round_id), new


def _number(text: str, usual: int, round_id: int) -> int:
    found = whole_number(text) if text else usual
    if found is None:
        raise releases.UnknownVersion(round_id, 0)
    return found


def _moved(
    request: HttpRequest, row: surveys.RoundRow, old: int, new: int, actor: access.Actor
) -> comparing_versions.MovedEstimates | None:
    """Return the estimates that are not the same, of a sample and for who reads estimates."""
    if row.design is not surveys.Design.TWO_STAGE or not access.may(actor, "estimates.read"):
        return None
    wanted = request.GET.get("tingkat", "")
    levels = sampled_levels(row)
    level = next((one for one in analysis.LEVELS if one == wanted and one in levels), usual_level(row))
    brief, refusal = releases.is_large(row.id), ""
    found: tuple[analysis.MovedEstimate, ...] = ()
    try:
        found = analysis.moved_estimates(row.id, old, new, level, actor=actor, with_indicators=not brief)
    except (NotFound, NotPermitted):
        raise
    except Refused as refused:
        refusal = wording.refusal(refused)
    return comparing_versions.MovedEstimates(moved_areas(found), options_of(levels, level), brief, refusal)


@page("results.export")
def file(
    _request: HttpRequest, actor: access.Actor, round_id: int, number: int
) -> HttpResponse | StreamingHttpResponse:
    """Hand over a whole version: statement, figures, and the lines of families."""
    surveys.round_for(round_id, actor=actor)
    answer = StreamingHttpResponse(
        releases.take_version(round_id, number, actor=actor), content_type="application/json"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="versi-{round_id}-{number}-lengkap.json"'
    return answer


@open_to_all()
def public_versions(request: HttpRequest) -> HttpResponse:
    """Show everybody which data versions there are, and the key that checks them."""
    view = shown.public_page(releases.public_versions(), keys.public_key())
    return render(request, "web/rounds/public_versions.html", {"page": view})


@open_to_all()
def public_file(_request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Hand over what everybody may have of a version."""
    answer = HttpResponse(releases.public_file(round_id, number), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="versi-{round_id}-{number}.json"'
    return answer
