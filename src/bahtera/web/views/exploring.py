"""Looking into an area: its places side by side, and what changed between two rounds; each also as a file."""

from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from bahtera.access.api import Actor, check_may
from bahtera.areas import api as areas
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.web.door import page
from bahtera.web.presenters.exploring import by_group, change, side_by_side
from bahtera.web.presenters.exploring import profile as profiles
from bahtera.web.presenters.exploring.head import Asked, asked_of
from bahtera.web.tables import csv_file
from bahtera.web.views.exports import KINDS

_ACTION: Final = "results.read"
_ESTIMATES: Final = "estimates.read"


@page(_ACTION)
def places(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show the places inside an area side by side, by one measure."""
    laid = _laid(request, actor, code)
    number = whole_number(request.GET.get("halaman", "")) or 1
    return render(request, "web/explore/places.html", {"page": side_by_side.page_of(laid, actor, number)})


@page(_ACTION)
def places_file(request: HttpRequest, actor: Actor, code: str, file_format: str) -> HttpResponseBase:
    """Hand all places over as a table, or the first of them as a picture."""
    laid = _laid(request, actor, code)
    name = f"banding-{code.replace('.', '')}-{laid.asked.round.year}"
    if file_format == "svg":
        answer = HttpResponse(side_by_side.drawing_of(laid), content_type="image/svg+xml")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.svg"'
        return answer
    return _table(name, "banding", side_by_side.table_of(laid), file_format)


@page(_ACTION)
def changed(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show what changed in an area since an earlier round."""
    laid = change.lay(_asked(request, actor, code), actor, wanted=request.GET.get("dari", ""))
    return render(request, "web/explore/change.html", {"page": change.page_of(laid, actor)})


@page(_ACTION)
def changed_file(request: HttpRequest, actor: Actor, code: str, file_format: str) -> HttpResponseBase:
    """Hand what changed over as a table."""
    laid = change.lay(_asked(request, actor, code), actor, wanted=request.GET.get("dari", ""))
    name = f"perubahan-{code.replace('.', '')}-{laid.asked.round.year}"
    return _table(name, "perubahan", change.table_of(laid), file_format)


@page(_ACTION)
def profile(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show the dimensions of an area, how its families spread, and its indicators by theme; each index by itself."""
    laid = profiles.lay(_asked(request, actor, code), actor)
    return render(request, "web/explore/profile.html", {"page": profiles.page_of(laid, actor)})


@page(_ACTION)
def profile_file(request: HttpRequest, actor: Actor, code: str, file_format: str) -> HttpResponseBase:
    """Hand the profile over as a table."""
    laid = profiles.lay(_asked(request, actor, code), actor)
    name = f"profil-{code.replace('.', '')}-{laid.asked.round.year}"
    return _table(name, "profil", profiles.table_of(laid), file_format)


@page(_ESTIMATES)
def groups(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show a measure of an area by kinds of families: by sex and age of the head, disability and more."""
    laid = _grouped(request, actor, code)
    return render(request, "web/explore/groups.html", {"page": by_group.page_of(laid, actor)})


@page(_ESTIMATES)
def groups_file(request: HttpRequest, actor: Actor, code: str, file_format: str) -> HttpResponseBase:
    """Hand the kinds of families over as a table."""
    laid = _grouped(request, actor, code)
    name = f"kelompok-{code.replace('.', '')}-{laid.asked.round.year}"
    return _table(name, "kelompok", by_group.table_of(laid), file_format)


def _grouped(request: HttpRequest, actor: Actor, code: str) -> by_group.Laid:
    asked = _asked(request, actor, code, action=_ESTIMATES)
    measure, group = request.GET.get("ukuran", ""), request.GET.get("kelompok", "")
    return by_group.lay_open(asked, actor, measure=measure, group=group)


def _asked(request: HttpRequest, actor: Actor, code: str, *, action: str = _ACTION) -> Asked:
    found = areas.get(code)
    check_may(actor, action, area=found.code)
    return asked_of(found, request.GET.get("putaran", ""), request.GET.get("indeks", ""))


def _laid(request: HttpRequest, actor: Actor, code: str) -> side_by_side.Laid:
    asked = _asked(request, actor, code)
    measure, level = request.GET.get("ukuran", ""), request.GET.get("tingkat", "")
    return side_by_side.lay(asked, actor, measure=measure, level=level)


def _table(
    name: str, sheet: str, table: tuple[list[str], list[list[object]]], file_format: str
) -> HttpResponseBase:
    head, rows = table
    if file_format == "csv":
        return csv_file(f"{name}.csv", head, rows)
    if file_format != "xlsx":
        raise publishing.UnknownTableFormat(file_format)
    told = [["" if cell is None else cell for cell in row] for row in rows]
    answer = StreamingHttpResponse(
        publishing.write_small_tables([(sheet, head, told)]), content_type=KINDS["xlsx"]
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
