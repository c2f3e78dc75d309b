"""Looking for somebody. What is typed goes by POST and stands in no address; the search itself leaves an entry."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor
from bahtera.foundation.errors import NotPermitted, Refused
from bahtera.privacy import api
from bahtera.web import places
from bahtera.web.presenters import administration as shown
from bahtera.web.presenters import rights
from bahtera.web.views.administration import forms

_BY = {
    "nik": gettext_noop("NIK"),
    "kk": gettext_noop("KK number"),
    "name": gettext_noop("Name, within a district or village"),
}
_SEX = {"l": gettext_noop("man"), "p": gettext_noop("woman")}


def search(request: HttpRequest, actor: Actor, *, title: str, chosen: str) -> HttpResponse:
    """Show the search and who was found; ``chosen`` names the page that follows, by member id."""
    problem, found = "", None
    if request.method == "POST":
        try:
            found = _found(request, actor, chosen)
        except NotPermitted:
            raise
        except Refused as refused:
            problem = forms.in_words(refused)
    view = rights.SearchPage(
        title=title,
        by=rights.options(_BY, forms.text_in(request, "cara")),
        text=forms.text_in(request, "isi"),
        area=forms.text_in(request, "wilayah"),
        areas=shown.area_options(actor, "consent.keep"),
        problem=problem,
        found=found,
    )
    return render(request, "web/privacy/search.html", {"page": view}, status=400 if problem else 200)


def _found(request: HttpRequest, actor: Actor, chosen: str) -> tuple[rights.FoundLine, ...]:
    by = forms.text_in(request, "cara")
    if by not in {one.value for one in api.By}:
        raise Refused("web.bad_choice", "Choose one from the list.")
    named = by == api.By.NAME.value
    area = forms.area_in(request, "wilayah", actor, "consent.keep") if named else ""
    wanted = api.Wanted(api.By(by), forms.text_in(request, "isi"), area)
    rows = api.find_people(wanted, actor=actor)
    known = places.names_of(row.area_code for row in rows)
    return tuple(
        rights.FoundLine(
            reverse(chosen, args=[row.member_id]),
            row.name,
            places.village_line(row.area_code, known),
            row.birth_date,
            gettext(_SEX[row.sex]) if row.sex in _SEX else "",
        )
        for row in rows
    )
