"""Quoted figures of others: the series of an area, one series, files, and imports seen before they are kept."""

import base64
import zlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may, reach
from bahtera.areas import api as areas
from bahtera.context import api as context
from bahtera.foundation.errors import NotPermitted, Refused
from bahtera.publishing import api as publishing
from bahtera.web import places, wording
from bahtera.web.door import page
from bahtera.web.presenters import context as shown
from bahtera.web.tables import csv_file
from bahtera.web.views.exports import KINDS

_LARGEST = context.LARGEST_MB * 2**20
_PROVINCE = 2


@page("context.read")
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show all series with the last figures of an area."""
    made = shown.area_figures(_area(request, actor), may_import=may(actor, "context.import"))
    return render(request, "web/context/overview.html", {"page": made})


@page("context.read")
def series(request: HttpRequest, actor: Actor, series_id: str) -> HttpResponse:
    """Show one series for an area: picture, table, what may be said, who said what."""
    made = shown.series_page(series_id, _area(request, actor))
    return render(request, "web/context/series.html", {"page": made})


@page("context.read")
def series_file(request: HttpRequest, actor: Actor, series_id: str, file_format: str) -> HttpResponse:
    """Hand the quoted figures of a series for an area over, as a file that could be imported again."""
    if file_format not in ("csv", "xlsx"):
        raise publishing.UnknownTableFormat(file_format)
    made = shown.series_page(series_id, _area(request, actor))
    head, rows = shown.table_of(made)
    name = f"konteks-{series_id}-{made.code.replace('.', '')}.{file_format}"
    if file_format == "csv":
        return csv_file(name, head, rows)
    about = [(gettext("Definition"), made.definition), *made.facts, ("sha256", made.definition_sha256)]
    body = publishing.write_small_tables(
        [("angka", head, rows), ("keterangan", (gettext("What"), gettext("Says")), about)]
    )
    answer = HttpResponse(b"".join(body), content_type=KINDS["xlsx"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page("context.import", methods=("GET", "HEAD", "POST"))
def imports(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the imports; show what a file holds before it is kept; keep it when that was seen."""
    if request.method != "POST":
        return _imports(request, actor)
    name = request.POST.get("nama", "")
    try:
        content, name = _content(request, name)
        if request.POST.get("tahap") == "simpan":
            context.import_figures(content, file_name=name, actor=actor)
            return redirect("web:context_imports")
        found = context.preview_import(content, actor=actor)
    except NotPermitted:
        raise
    except Refused as problem:
        return _imports(request, actor, problem=problem)
    packed = base64.b64encode(zlib.compress(content)).decode()
    return _imports(request, actor, found=found, packed=packed, name=name)


@page("context.import", methods=("POST",))
def take_back(request: HttpRequest, actor: Actor, batch_id: int) -> HttpResponse:
    """Take an import back, with the reason."""
    try:
        context.take_back(batch_id, reason=request.POST.get("alasan", ""), actor=actor)
    except context.NoReason as problem:
        return _imports(request, actor, problem=problem)
    return redirect("web:context_imports")


def _area(request: HttpRequest, actor: Actor) -> str:
    """Return the asked area, or where the reader's own area lies; raises UnknownArea."""
    asked = request.GET.get("wilayah", "")
    if asked == context.NATION:
        return asked
    if asked:
        return areas.get(asked).code
    own = reach(actor, "context.read")[0]
    return own[:_PROVINCE] or context.NATION


def _content(request: HttpRequest, name: str) -> tuple[bytes, str]:
    """Return the file, or what the page carries of it, and its name."""
    upload = request.FILES.get("berkas")
    if upload is not None:
        return bytes(upload.read(_LARGEST + 1)), upload.name or "berkas"
    try:
        packed = base64.b64decode(str(request.POST.get("isi", "")), validate=True)
        return zlib.decompressobj().decompress(packed, _LARGEST + 1), name or "berkas"
    except (ValueError, zlib.error):
        return b"", name


def _imports(
    request: HttpRequest,
    actor: Actor,
    *,
    problem: Refused | None = None,
    found: context.Preview | None = None,
    packed: str = "",
    name: str = "",
) -> HttpResponse:
    faults = found.content.faults if found else getattr(problem, "faults", ())
    given = {
        "batches": context.batches(),
        "largest": context.LARGEST_MB,
        "columns": ", ".join(context.FIGURE_COLUMNS),
        "opinion_columns": ", ".join(context.OPINION_COLUMNS),
        "problem": wording.refusal(problem) if problem else "",
        "faults": [(one.line, one.column, wording.refusal(one)) for one in faults],
        "found": found,
        "values": [(one, shown.value_words(one)) for one in found.content.figures] if found else (),
        "conflicts": [(one, other) for one, other in found.conflicts] if found else (),
        "packed": packed,
        "name": name,
        "zone": places.own_zone(actor),
        "back": reverse("web:context"),
    }
    return render(request, "web/context/imports.html", given, status=400 if faults or problem else 200)
