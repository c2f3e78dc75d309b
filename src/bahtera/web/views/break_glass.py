"""Emergency access: asked for, seen by the second person, ended, reviewed."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.access.api import Actor, check_may, may
from bahtera.foundation.errors import Refused
from bahtera.foundation.inputs import whole_number
from bahtera.web import places, wording
from bahtera.web.door import page
from bahtera.web.presenters import administration as common
from bahtera.web.presenters import break_glass as shown
from bahtera.web.presenters.parts import Option
from bahtera.web.views.administration import forms

_SIZE = 40
_FIELDS = ("peran", "wilayah", "lama", "alasan", "saksi")


@page("glass.break")
def own(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show one's own emergency access, and the way to ask for it."""
    rows = access.own_glass(actor)
    known = places.names_of(row.area for row in rows)
    view = shown.GlassList(
        rows=tuple(shown.glass_line(row, known) for row in rows),
        running=any(row.state == "running" for row in rows),
    )
    return render(request, "web/glass/own.html", {"page": view})


@page("glass.break", methods=("GET", "HEAD", "POST"), fresh=True)
def ask(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for emergency access: role, place, reason, how long, and who is told."""
    attempt = forms.Attempt(
        request, gettext("Emergency access is open. The second person has been told."), access.NoSuchPerson
    )
    if request.method == "POST":
        with attempt:
            return redirect("web:glass", glass_id=_break(request, actor))
    typed = {name: forms.text_in(request, name) for name in _FIELDS}
    typed["alasan"] = _long_text(request, "alasan")
    witnesses = access.witnesses_for(actor)
    known = places.names_of(one.area for one in witnesses)
    view = shown.AskPage(
        typed=typed,
        problem=attempt.problem,
        roles=tuple(
            Option(one, wording.say(wording.ROLES, one), one == typed["peran"]) for one in access.LENT_ROLES
        ),
        areas=common.area_options(actor, "glass.break"),
        lengths=shown.length_options(typed["lama"]),
        witnesses=shown.witness_options(witnesses, known, typed["saksi"]),
    )
    return render(request, "web/glass/ask.html", {"page": view}, status=attempt.status)


@page("glass.review")
def reviews(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the emergency access in the reader's areas, the latest first."""
    found = access.list_glass(actor=actor, cursor=request.GET.get("kursor") or None, size=_SIZE)
    known = places.names_of(row.area for row in found.items)
    view = shown.GlassList(
        rows=tuple(shown.glass_line(row, known) for row in found.items),
        more_url=f"{reverse('web:glass_reviews')}?kursor={found.next_cursor}" if found.next_cursor else "",
    )
    return render(request, "web/glass/reviews.html", {"page": view})


@page(None)
def glass(request: HttpRequest, actor: Actor, glass_id: UUID) -> HttpResponse:
    """Show one emergency access: to who asked for it, who was told, and who reviews it."""
    return _shown(request, actor, glass_id)


@page(None, methods=("POST",))
def end(request: HttpRequest, actor: Actor, glass_id: UUID) -> HttpResponse:
    """End it now."""
    with forms.Told(request, gettext("Emergency access has ended."), access.NoSuchGlass):
        access.end_glass(glass_id, actor=actor)
    return redirect("web:glass", glass_id=glass_id)


@page(None, methods=("POST",))
def acknowledge(request: HttpRequest, actor: Actor, glass_id: UUID) -> HttpResponse:
    """Note that the second person has seen it."""
    with forms.Told(request, gettext("Noted that you have seen it."), access.NoSuchGlass):
        access.acknowledge_glass(glass_id, actor=actor)
    return redirect("web:glass", glass_id=glass_id)


@page("glass.review", methods=("POST",))
def review(request: HttpRequest, actor: Actor, glass_id: UUID) -> HttpResponse:
    """Keep what a review found."""
    attempt = forms.Attempt(request, gettext("The review is kept."), access.NoSuchGlass)
    with attempt:
        access.review_glass(glass_id, finding=_long_text(request, "temuan"), actor=actor)
        return redirect("web:glass", glass_id=glass_id)
    return _shown(request, actor, glass_id, attempt)


def _shown(
    request: HttpRequest, actor: Actor, glass_id: UUID, attempt: forms.Attempt | None = None
) -> HttpResponse:
    row = access.get_glass(glass_id, actor=actor)
    is_reviewer = may(actor, "glass.review", area=row.area)
    known = places.names_of([row.area])
    view = shown.GlassPage(
        glass=shown.glass_line(row, known),
        is_mine=row.is_mine,
        is_witness=row.is_witness,
        can_end=row.can_end,
        can_review=row.can_review,
        is_reviewer=is_reviewer,
        done=shown.done_lines(access.done_under(glass_id, actor=actor)) if is_reviewer else (),
        finding=_long_text(request, "temuan"),
        problem=attempt.problem if attempt else "",
        back_url=reverse("web:glass_reviews" if is_reviewer else "web:home"),
    )
    if not row.is_mine:
        access.note_read(
            actor, "glass.review", subject=f"glass:{glass_id}", about=[f"person:{row.person_id}"]
        )
    status = attempt.status if attempt else 200
    return render(request, "web/glass/one.html", {"page": view}, status=status)


def _break(request: HttpRequest, actor: Actor) -> UUID:
    area = forms.area_in(request, "wilayah", actor, "glass.break")
    check_may(actor, "glass.break", area=area)
    minutes = whole_number(forms.text_in(request, "lama"))
    if minutes not in shown.MINUTES:
        raise Refused("web.bad_choice", "Choose one from the list.")
    return access.break_glass(
        forms.text_in(request, "peran"),
        area=area,
        reason=_long_text(request, "alasan"),
        witness_id=forms.needed_id(request, "saksi"),
        length=timedelta(minutes=minutes),
        actor=actor,
    )


def _long_text(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, ""))[:1000].strip()
