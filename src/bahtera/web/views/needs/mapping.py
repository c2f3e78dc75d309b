"""Who answers for which need: the list of a regency, a line changed with its reason, the default put back."""

from dataclasses import replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.foundation.errors import NotFound
from bahtera.foundation.inputs import rupiah_in, whole_number
from bahtera.needs import api as needs
from bahtera.web.door import page
from bahtera.web.presenters import needs_mapping as shown
from bahtera.web.presenters.needs_place import READ, where
from bahtera.web.views.administration import forms

_FIELDS: Final = ("agency", "biaya_keluarga", "biaya_desa", "jangkauan", "dasar", "alasan")


@page(READ)
def mapping(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the list of services of the area's regency, and the line that was asked for with its history."""
    place = where(request.GET, actor, "mapping")
    code = request.GET.get("butir", "")
    form = shown.line_form(place, code, actor) if code else None
    if code and form is None and (place.index_id, code) not in needs.load_book().lines:
        raise needs.UnknownLine
    view = shown.mapping_page(place, form, actor)
    return render(request, "web/needs/mapping.html", {"page": view})


@page(shown.MANAGE, methods=("POST",))
def change(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write a regency's line, or put the default back; what was typed stays when it is refused."""
    place = where(request.POST, actor, "mapping")
    code = forms.text_in(request, "butir")
    line = needs.lines_of(place.code).get((place.index_id, code))
    if line is None:
        raise needs.UnknownLine
    regency = needs.regency_of(place.code)
    reset = bool(request.POST.get("semula"))
    told = gettext("The default is back.") if reset else gettext("The line is changed.")
    attempt = forms.Attempt(request, told, NotFound)
    with attempt:
        why, seen = forms.text_in(request, "alasan"), _number(request, "dilihat")
        if reset:
            needs.reset_line(regency, place.index_id, code, reason=why, seen=seen, actor=actor)
        else:
            needs.change_line(regency, _typed(request, line), reason=why, seen=seen, actor=actor)
        return redirect(shown.line_url(place, code))
    typed = {name: forms.text_in(request, name) for name in _FIELDS}
    form = shown.line_form(place, code, actor, typed=typed, problem=attempt.problem)
    view = shown.mapping_page(place, form, actor)
    return render(request, "web/needs/mapping.html", {"page": view}, status=attempt.status)


def _typed(request: HttpRequest, line: needs.Line) -> needs.Line:
    """Return the line as it was typed; the other services of the default stay behind the one meant first."""
    first = forms.text_in(request, "layanan")
    agency = forms.text_in(request, "agency")
    helpers = [name for name in request.POST.getlist("pembantu") if name != agency]
    return replace(
        line,
        services=(first, *(name for name in line.services if name != first)),
        agency=agency,
        helpers=tuple(dict.fromkeys(helpers)),
        unit_cost=_rupiah(request, "biaya_keluarga"),
        fixed_cost=_rupiah(request, "biaya_desa"),
        reach=_number(request, "jangkauan"),
        basis=forms.text_in(request, "dasar"),
    )


def _rupiah(request: HttpRequest, name: str) -> int:
    """Return a typed amount, as one writes or says it; -1 where there is none, which no rule lets pass."""
    found = rupiah_in(forms.text_in(request, name))
    return -1 if found is None else found


def _number(request: HttpRequest, name: str) -> int:
    """Return a typed whole number, its thousands parted or not; -1 where there is none, which no rule lets pass."""
    text = forms.text_in(request, name).replace(".", "").replace(",", "").replace(" ", "")
    found = whole_number(text)
    return -1 if found is None else found
