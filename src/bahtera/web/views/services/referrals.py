"""Referrals of the reader's units: the inbox, one referral, and what either side does to it."""

from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.referrals import api as referrals
from bahtera.referrals.api import Answer, Box, By, Given, Move, Visit
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters.parts import Option
from bahtera.web.presenters.services import referrals as shown
from bahtera.web.presenters.services import words
from bahtera.web.views.administration import forms
from bahtera.web.views.services.attempts import Attempt

_READ: Final = "referral.read"
_FIELDS: Final = ("sebab", "keterangan", "hasil", "tanggal", "jam", "tempat", "bawaan", "umpan_balik")


@page(_READ, traced=False)
def inbox(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show a box of one of the reader's units; the first unit and what is new without a choice."""
    units = sorted(
        access.units_behind(access.units_of(actor, _READ)).values(), key=lambda one: (one.name, one.agency)
    )
    if not units:
        return render(request, "web/services/inbox.html", {"page": None})
    chosen = next((one for one in units if str(one.id) == request.GET.get("unit", "")), units[0])
    wanted = request.GET.get("kotak", "")
    box = next((one for one in shown.BOXES if one.value == wanted), Box.NEW)
    listed = referrals.list_box(chosen.id, box, actor=actor, cursor=request.GET.get("sesudah") or None)
    after = f"{reverse('web:referrals')}?unit={chosen.id}&kotak={box.value}&sesudah={listed.next_cursor}"
    view = shown.InboxPage(
        unit=chosen.name,
        units=tuple(Option(str(one.id), f"{one.name}, {one.agency}", one.id == chosen.id) for one in units),
        box=box.value,
        title=gettext(shown.BOXES[box]),
        boxes=shown.box_tabs(chosen.id, box, referrals.count_boxes(chosen.id, actor=actor)),
        lines=shown.lines_of(list(listed.items), chosen.id),
        more_url=after if listed.next_cursor else "",
        synthetic=words.is_invented(name for one in units for name in (one.name, one.agency)),
    )
    return render(request, "web/services/inbox.html", {"page": view})


@page(_READ, traced=False)
def referral(request: HttpRequest, actor: access.Actor, referral_id: UUID) -> HttpResponse:
    """Show one referral: what is told of the client, what may be done now, and what happened."""
    return _show(request, actor, referral_id, Attempt(request))


@page("referral.answer", methods=("POST",))
def answer_referral(request: HttpRequest, actor: access.Actor, referral_id: UUID) -> HttpResponse:
    """Make a move of the receiver: accept, decline, set an appointment, begin, finish."""
    return _moved(request, actor, referral_id, By.RECEIVER)


@page("referral.send", methods=("POST",))
def withdraw_referral(request: HttpRequest, actor: access.Actor, referral_id: UUID) -> HttpResponse:
    """Withdraw as sender, with the reason."""
    return _moved(request, actor, referral_id, By.SENDER)


@page("referral.answer", methods=("POST",))
def referral_feedback(request: HttpRequest, actor: access.Actor, referral_id: UUID) -> HttpResponse:
    """Tell the sender in words what came of it."""
    attempt = Attempt(request, gettext("The sender is told."), NotFound)
    with attempt:
        told = forms.text_in(request, "umpan_balik")
        referrals.write_feedback(referral_id, told, version=_version(request), actor=actor)
        return redirect("web:referral", referral_id)
    return _show(request, actor, referral_id, attempt)


def _moved(request: HttpRequest, actor: access.Actor, referral_id: UUID, by: By) -> HttpResponse:
    attempt = Attempt(request, gettext("Written down. The other office is told."), NotFound)
    with attempt:
        move = _move_in(request)
        answer = Answer(move, _version(request), _given(request), _visit(request, referral_id, move, actor))
        referrals.make_move(referral_id, answer, by=by, actor=actor)
        return redirect("web:referral", referral_id)
    return _show(request, actor, referral_id, attempt)


def _show(request: HttpRequest, actor: access.Actor, referral_id: UUID, attempt: Attempt) -> HttpResponse:
    view = referrals.get_referral(referral_id, actor=actor)
    typed = {name: forms.text_in(request, name) for name in _FIELDS} if request.method == "POST" else {}
    area = _area_of(view)
    told = shown.page_of(view, today=places.today_in(area), typed=typed, problem=attempt.problem)
    return render(request, "web/services/referral.html", {"page": told}, status=attempt.status)


def _move_in(request: HttpRequest) -> Move:
    try:
        return Move(forms.text_in(request, "langkah"))
    except ValueError as error:
        raise Refused("web.bad_choice", "Choose one from the list.") from error


def _given(request: HttpRequest) -> Given:
    return Given(
        reason=forms.text_in(request, "sebab"),
        words=forms.text_in(request, "keterangan"),
        outcome=forms.text_in(request, "hasil"),
    )


def _visit(request: HttpRequest, referral_id: UUID, move: Move, actor: access.Actor) -> Visit | None:
    """Return the typed appointment; day and hour are those of the receiving office."""
    if move is not Move.SCHEDULE:
        return None
    day, hour = forms.needed_day(request, "tanggal"), forms.text_in(request, "jam")
    area = _area_of(referrals.get_referral(referral_id, actor=actor))
    zone = ZoneInfo(places.zone_of(area, places.names_of([area])))
    try:
        at = datetime.fromisoformat(f"{day.isoformat()}T{hour.replace('.', ':')}").replace(tzinfo=zone)
    except ValueError as error:
        raise Refused(
            "web.no_hour", "“{text}” is no time of the day. Write it as 09:30.", text=hour[:20]
        ) from error
    return Visit(at, forms.text_in(request, "tempat"), forms.text_in(request, "bawaan"))


def _area_of(view: referrals.ReferralView) -> str:
    unit = access.units_behind([view.row.receiver_unit]).get(view.row.receiver_unit)
    return unit.area if unit else ""


def _version(request: HttpRequest) -> int:
    return whole_number(forms.text_in(request, "versi")) or 0
