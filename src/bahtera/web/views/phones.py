"""Enrolled phones of kader: an activation code with its card, a code that opens a locked profile, and stopping one."""

from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound, Refused
from bahtera.web import places, qr
from bahtera.web.door import page
from bahtera.web.presenters import phones as shown
from bahtera.web.views.administration import forms
from bahtera.web.views.tokens import is_synthetic

_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
# Where the field app reads the code: behind the #, which no server and no log ever sees.
_APP: Final = "/app/"
_CODE: Final = "#aktivasi="


class NotOverHttps(Refused):
    """A phone's browser gives keys and storage to sites behind TLS only."""

    def __init__(self) -> None:
        super().__init__(
            "web.activation_needs_https",
            "Phones are activated over https only. Open this page at its https address and try again.",
        )


@page("device.manage", methods=("POST",))
def activate(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Make an activation code for a kader and show its card once."""
    try:
        if not is_secure(request):
            raise NotOverHttps
        card = access.make_activation_code(forms.needed_id(request, "orang"), actor=actor)
    except NotFound:
        raise
    except Refused as problem:
        forms.tell(request, problem)
        return redirect("web:tokens")
    return render(request, "web/phone_card.html", {"card": _card(request, actor, card)})


@page("device.manage", methods=("POST",))
def cancel(request: HttpRequest, actor: access.Actor, activation_id: UUID) -> HttpResponse:
    """Stop an activation code that was not used yet."""
    access.cancel_activation_code(activation_id, actor=actor)
    messages.success(request, gettext("The activation code no longer works."), extra_tags="good")
    return redirect("web:tokens")


@page("device.manage", methods=("POST",))
def revoke(request: HttpRequest, actor: access.Actor, device_id: UUID) -> HttpResponse:
    """Stop a phone at once."""
    access.revoke_device(device_id, actor=actor)
    messages.success(
        request, gettext("The phone is stopped. From now on nothing opens with it."), extra_tags="good"
    )
    return redirect("web:tokens")


@page("device.manage", methods=("POST",))
def unlock(request: HttpRequest, actor: access.Actor, device_id: UUID) -> HttpResponse:
    """Make the code that opens a locked profile and show it once."""
    try:
        made = access.make_unlock_code(device_id, actor=actor)
    except NotFound:
        raise
    except Refused as problem:
        forms.tell(request, problem)
        return redirect("web:tokens")
    card = shown.UnlockPage(made.name, made.label, access.shown_code(made.code))
    return render(request, "web/phone_unlock.html", {"card": card})


def is_secure(request: HttpRequest) -> bool:
    """Tell whether a phone's browser would trust this address with a key: https, or this very machine."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return request.is_secure() or host in _HERE or host.endswith(".localhost")


def _card(request: HttpRequest, actor: access.Actor, made: access.ActivationCard) -> shown.ActivationPage:
    address = request.build_absolute_uri(_APP)
    drawing = qr.draw(f"{address}{_CODE}{made.code}")
    known = places.names_of(made.areas)
    return shown.ActivationPage(
        name=made.name,
        areas="; ".join(places.village_line(code, known) for code in made.areas),
        code=access.shown_code(made.code),
        expires_at=made.expires_at,
        zone=shown.zone_of(made.areas, known, places.own_zone(actor)),
        address=address,
        size=drawing.size,
        path=drawing.path,
        synthetic=is_synthetic(actor),
    )
