"""Reading what people type into the forms of data protection."""

import re
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from bahtera.foundation.errors import Refused
from bahtera.privacy import api
from bahtera.web.views.administration import forms

_HOUR: Final = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")
_LONGEST: Final = 4000


def long_text_in(request: HttpRequest, name: str) -> str:
    """Return what was typed into a field of several lines, at most four thousand characters."""
    return str(request.POST.get(name, ""))[:_LONGEST].replace("\r\n", "\n").replace("\0", "").strip()


def moment_in(request: HttpRequest, zone: str) -> datetime | None:
    """Return the moment typed as ``tanggal`` and ``jam`` in a zone; None when neither was. Raises Refused."""
    day, hour = forms.day_in(request, "tanggal"), forms.text_in(request, "jam")
    if day is None and not hour:
        return None
    fits = _HOUR.fullmatch(hour)
    if day is None or fits is None:
        raise Refused("web.no_hour", "Write the date, and the time as 14.30.")
    return datetime.combine(day, time(int(fits[1]), int(fits[2])), ZoneInfo(zone))


def needed_moment(request: HttpRequest, zone: str) -> datetime:
    """Return a typed moment; raises Refused when there is none."""
    found = moment_in(request, zone)
    if found is None:
        raise Refused("web.no_hour", "Write the date, and the time as 14.30.")
    return found


def guardian_in(request: HttpRequest) -> api.Guardian | None:
    """Return the guardian who acts, as named in the form; None when the person acts in person."""
    if forms.text_in(request, "oleh") != "wali":
        return None
    return api.Guardian(
        nik=forms.text_in(request, "wali_nik"),
        name=forms.text_in(request, "wali_nama"),
        relation=forms.text_in(request, "wali_hubungan"),
    )


def one_of(
    request: HttpRequest, name: str, known: type[api.Kind] | type[api.Identity] | type[api.Manner]
) -> str:
    """Return a chosen code; raises Refused for one there is not."""
    text = forms.text_in(request, name)
    if text not in {one.value for one in known}:
        raise Refused("web.bad_choice", "Choose one from the list.")
    return text
