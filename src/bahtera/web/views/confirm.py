"""Proving once more who one is, before taking data away or changing how one signs in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bahtera.access import api as access
from bahtera.foundation.errors import Refused
from bahtera.web import signing
from bahtera.web.door import page, safe_address, visit_to
from bahtera.web.views.second_factor import ask_again, prove

_DOWNLOADS = "/ekspor/"


@page(None, methods=("GET", "HEAD", "POST"), during=(access.Step.ENROL, access.Step.PASSWORD))
def confirm(request: HttpRequest, _actor: access.Actor) -> HttpResponse:
    """Ask for the password, a code or a passkey, then go on to where the visitor was going."""
    visit = visit_to(request)
    assert visit is not None
    wanted = safe_address(request.POST.get("next", request.GET.get("next", "")))
    refused = None
    if request.method == "POST":
        try:
            how = _confirm(request, visit)
        except Refused as problem:
            refused = problem
        else:
            access.confirm_session(visit.session_id, how=how)
            return _go_on(request, wanted)
    elif visit.is_fresh:
        return _go_on(request, wanted)
    return ask_again(request, "web/account/confirm.html", visit, wanted, refused)


def _confirm(request: HttpRequest, visit: access.Visit) -> str:
    if "sandi" not in request.POST:
        return prove(request, visit)
    origin = signing.origin_of(request, request.user.get_username())
    access.confirm_password(visit.user_id, request.POST["sandi"], origin=origin)
    return "password"


def _go_on(request: HttpRequest, wanted: str) -> HttpResponse:
    """Go on; a download leaves the reader where they are, so that page says that it began."""
    if wanted.startswith(_DOWNLOADS):
        return render(request, "web/account/download.html", {"next": wanted})
    return HttpResponseRedirect(wanted)
