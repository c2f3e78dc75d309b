"""Kaders' phones: enrolled phones and cards for ODK Collect side by side, a new QR card, and stopping one."""

import re
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import (
    Actor,
    NoSuchToken,
    TokenRow,
    issue_token,
    link_token,
    list_people,
    list_tokens,
    revoke_token,
)
from bahtera.areas import api as area_api
from bahtera.foundation.errors import Refused
from bahtera.surveys import api as surveys
from bahtera.web import places, qr
from bahtera.web.door import page
from bahtera.web.presenters import administration, phones, visits
from bahtera.web.presenters.lists import TokenCard, TokenLine, TokensPage
from bahtera.web.presenters.parts import Option
from bahtera.web.views.administration import forms

_MOST_VILLAGES = 200


@page("token.manage", methods=("GET", "HEAD", "POST"))
def tokens(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the phone keys of the reader's areas; make a new one and show its card once."""
    if request.method != "POST":
        return render(request, "web/tokens.html", {"page": _page(actor)})
    name = request.POST.get("nama", "").strip()
    codes = wanted_codes(request.POST.getlist("desa"), request.POST.get("kode", ""))
    problem = _problem(name, codes)
    if not problem:
        try:
            issued = issue_token(name=name, areas=codes, actor=actor)
        except Refused as refused:
            problem = gettext(refused.message).format(**refused.details)
        else:
            card = _card(request, issued.name, issued.secret, issued.areas, synthetic=is_synthetic(actor))
            return render(request, "web/token_card.html", {"card": card})
    shown = _page(actor, name=name, problem=problem, chosen=codes)
    return render(request, "web/tokens.html", {"page": shown}, status=400)


@page("token.manage", methods=("POST",))
def revoke(request: HttpRequest, actor: Actor, token_id: int) -> HttpResponse:
    """Stop a phone key at once."""
    revoke_token(token_id, actor=actor)
    messages.success(
        request, gettext("The card is stopped. The phone can no longer send with it."), extra_tags="good"
    )
    return redirect("web:tokens")


@page("token.manage", methods=("POST",))
def link(request: HttpRequest, actor: Actor, token_id: int) -> HttpResponse:
    """Say whose card it is."""
    try:
        link_token(token_id, person_id=forms.needed_id(request, "orang"), actor=actor)
    except NoSuchToken:
        raise
    except Refused as problem:
        forms.tell(request, problem)
    else:
        messages.success(
            request, gettext("The card is this person's now and stops with their role."), extra_tags="good"
        )
    return redirect("web:tokens")


def _kaders(actor: Actor) -> tuple[Option, ...]:
    """Offer the kader of the reader's areas."""
    found = list_people(actor=actor, role="kader", size=_MOST_VILLAGES).items
    return tuple(Option(str(row.id), row.name, chosen=False) for row in found)


def wanted_codes(ticked: list[str], typed: str) -> list[str]:
    """Return the area codes of a form, ticked or typed, each once, in order of appearance."""
    return list(dict.fromkeys([*ticked, *(code for code in re.split(r"[\s,;]+", typed) if code)]))


def _problem(name: str, codes: list[str]) -> str:
    if not name:
        return gettext("Write the name of the kader.")
    if not codes:
        return gettext("Choose at least one village.")
    unknown = [code for code in codes if not area_api.exists(code)]
    if unknown:
        return gettext("There is no area with the code {code}.").format(code=unknown[0])
    return ""


def _page(actor: Actor, *, name: str = "", problem: str = "", chosen: list[str] | None = None) -> TokensPage:
    rows = list_tokens(actor)
    known = places.names_of(code for row in rows for code in row.areas)
    zone = places.own_zone(actor)
    lines = [(_line(row, known, zone), row.revoked_at is None) for row in rows]
    return TokensPage(
        live=tuple(line for line, live in lines if live),
        stopped=tuple(line for line, live in lines if not live),
        villages=_villages(actor, chosen or []),
        name=name,
        problem=problem,
        tabs=administration.tabs(actor, "web:tokens"),
        kaders=_kaders(actor),
        synthetic=is_synthetic(actor),
        phones=phones.lists(actor),
    )


def is_synthetic(actor: Actor) -> bool:
    """Tell whether an open round with villages of the reader holds made-up data."""
    return any(
        visits.is_synthetic(row) and visits.own_targets(row.id, actor, "token.manage")
        for row in surveys.open_rounds()
    )


def _line(row: TokenRow, known: Mapping[str, area_api.Area], own_zone: str) -> TokenLine:
    """Return a card as a line, its times in the zone of its area; of no known area, in the reader's."""
    names = "; ".join(places.village_line(code, known) for code in row.areas)
    area = next((code for code in row.areas if code in known), "")
    zone = places.zone_of(area, known) if area else own_zone
    url = reverse("web:person", args=[row.person_id]) if row.person_id else ""
    return TokenLine(row.id, row.name, names, row.issued_at, row.revoked_at, zone, row.person, url)


def _villages(actor: Actor, chosen: list[str]) -> tuple[Option, ...]:
    """Offer the villages of the open rounds, the ones a card is nearly always for."""
    codes: dict[str, None] = {}
    for round_row in surveys.open_rounds():
        codes.update(
            dict.fromkeys(row.village_code for row in visits.own_targets(round_row.id, actor, "token.manage"))
        )
    shown = list(codes)[:_MOST_VILLAGES]
    known = places.names_of(shown)
    options = (Option(code, places.village_line(code, known), code in chosen) for code in shown)
    return tuple(sorted(options, key=lambda option: option.label))


def _card(
    request: HttpRequest, name: str, secret: str, codes: tuple[str, ...], *, synthetic: bool
) -> TokenCard:
    server = request.build_absolute_uri("/").rstrip("/")
    settings = surveys.settings_qr(base_url=server, secret=secret, project_name="Bahtera")
    drawing = qr.draw(settings.text)
    known = places.names_of(codes)
    lines = "; ".join(places.village_line(code, known) for code in codes)
    return TokenCard(
        name=name,
        areas=lines,
        server=server,
        size=drawing.size,
        path=drawing.path,
        text=settings.text,
        synthetic=synthetic,
    )
