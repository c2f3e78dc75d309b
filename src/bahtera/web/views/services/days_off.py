"""Lists of days off: which years are known, a list seen before it is kept, and taken back."""

import base64
import zlib
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.deadlines import api as deadlines
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.web import places, wording
from bahtera.web.door import page
from bahtera.web.presenters.services import days_off as shown
from bahtera.web.tables import csv_file
from bahtera.web.views.administration import forms
from bahtera.web.views.services.attempts import fault_lines, table_in

_ACTION: Final = "deadlines.import"
_LARGEST: Final = deadlines.LARGEST_MB * 2**20


@page(_ACTION, methods=("GET", "HEAD", "POST"))
def days_off(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show which years are known and the lists; show what a file holds before it is kept; keep it when seen."""
    if request.method != "POST":
        return _show(request, actor)
    name = request.POST.get("nama", "")[:150]
    try:
        if request.POST.get("tahap") == "simpan":
            deadlines.keep_days(_carried(request), file_name=name, actor=actor)
            messages.success(request, gettext("The list is kept and counts from now on."), extra_tags="good")
            return redirect("web:days_off")
        content = table_in(request, _LARGEST)
        read = deadlines.preview_days(content, actor=actor)
    except NotPermitted:
        raise
    except Refused as problem:
        return _show(request, actor, problem=problem)
    packed = base64.b64encode(zlib.compress(content)).decode()
    file = request.FILES.get("berkas")
    return _show(request, actor, read=read, packed=packed, name=str(getattr(file, "name", "") or "berkas"))


@page(_ACTION, methods=("POST",))
def take_back_days(request: HttpRequest, actor: access.Actor, number: int) -> HttpResponse:
    """Let the days of a list no longer count, with the reason."""
    with forms.Told(request, gettext("Taken back. Its days no longer count."), NotFound):
        deadlines.take_back_days(number, reason=forms.text_in(request, "sebab"), actor=actor)
    return redirect("web:days_off")


@page(_ACTION)
def days_off_file(_request: HttpRequest, _actor: access.Actor) -> HttpResponse:
    """Hand out the days that ship, as the table that is read in."""
    return csv_file("hari-libur.csv", deadlines.COLUMNS, shown.table_of(deadlines.shipped_days()))


def _carried(request: HttpRequest) -> bytes:
    """Return the file that the page carried along; raises Refused for one that it did not write."""
    try:
        packed = base64.b64decode(str(request.POST.get("isi", "")), validate=True)
        return zlib.decompressobj().decompress(packed, _LARGEST + 1)
    except (ValueError, zlib.error) as error:
        raise Refused("web.no_file", "Choose the file.") from error


def _show(
    request: HttpRequest,
    actor: access.Actor,
    *,
    problem: Refused | None = None,
    read: deadlines.Read | None = None,
    packed: str = "",
    name: str = "",
) -> HttpResponse:
    faults = read.faults if read else getattr(problem, "faults", ())
    given = {
        "page": shown.page_of(actor, places.own_zone(actor), places.today_in("").year),
        "problem": wording.refusal(problem) if problem else "",
        "faults": fault_lines(faults),
        "found": shown.day_lines(read.days) if read and not faults else (),
        "packed": packed,
        "name": name,
        "columns": ", ".join(deadlines.COLUMNS),
        "largest": deadlines.LARGEST_MB,
    }
    return render(request, "web/services/days_off.html", given, status=400 if faults or problem else 200)
