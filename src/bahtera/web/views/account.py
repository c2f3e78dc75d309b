"""One's own account: second steps, password, and the sessions that are open."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from bahtera.access import api as access
from bahtera.foundation.errors import Refused
from bahtera.web import places, signing
from bahtera.web.door import page, safe_address, visit_to
from bahtera.web.presenters.signing import factor_lines, session_lines
from bahtera.web.views.session import go_on, said, status_of


@page(None)
def account(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show how one signs in and where one is signed in."""
    visit = _visit(request)
    context = {
        "factors": factor_lines(access.factors_of(visit.user_id)),
        "codes_left": access.recovery_codes_left(visit.user_id),
        "sessions": session_lines(access.live_sessions(visit.user_id, this=visit.session_id)),
        "needs_second_factor": access.needs_second_factor(actor.roles),
        "account_name": request.user.get_username(),
        "zone": places.own_zone(actor),
        "manages": access.may(actor, "session.manage"),
    }
    return render(request, "web/account/overview.html", context)


@page(None, methods=("GET", "HEAD", "POST"), during=(access.Step.PASSWORD,), fresh=True)
def change_password(request: HttpRequest, _actor: access.Actor) -> HttpResponse:
    """Choose a new password; every other session ends."""
    visit = _visit(request)
    wanted = safe_address(request.POST.get("next", request.GET.get("next", "")))
    problem, status = "", 200
    if request.method == "POST":
        try:
            _change(request, visit)
        except Refused as refused:
            problem, status = said(refused), status_of(refused)
        else:
            changed = gettext("Your new password holds from now on. Every other session has ended.")
            messages.success(request, changed, extra_tags="good")
            return go_on(signing.read_visit(request), wanted)
    context = {
        "next": wanted,
        "problem": problem,
        "handed": visit.step == access.Step.PASSWORD,
        "asks_present": _asks_present(visit),
        "account_name": request.user.get_username(),
    }
    return render(request, "web/account/password.html", context, status=status)


@page(None, methods=("POST",))
def end_session(request: HttpRequest, _actor: access.Actor, session_id: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    visit = _visit(request)
    access.end_own_session(visit.user_id, session_id)
    messages.success(request, gettext("That session has ended."), extra_tags="good")
    return redirect("web:account")


@page(None, methods=("POST",))
def end_other_sessions(request: HttpRequest, _actor: access.Actor) -> HttpResponse:
    """End every session of one's own but this."""
    visit = _visit(request)
    ended = access.end_other_sessions(visit.user_id, but=visit.session_id)
    text = ngettext("{n} other session has ended.", "{n} other sessions have ended.", ended)
    messages.success(request, text.format(n=ended), extra_tags="good")
    return redirect("web:account")


def _asks_present(visit: access.Visit) -> bool:
    """Tell whether the present password is asked: not when it was typed a moment ago, handed over, to come in."""
    return visit.step != access.Step.PASSWORD and access.has_password(visit.user_id)


def _change(request: HttpRequest, visit: access.Visit) -> None:
    wanted = request.POST.get("sandi-baru", "")
    if wanted != request.POST.get("sandi-ulang", ""):
        raise Refused("web.passwords_differ", "The two passwords are not the same. Type the new one twice.")
    if _asks_present(visit):
        origin = signing.origin_of(request, request.user.get_username())
        access.confirm_password(visit.user_id, request.POST.get("sandi-lama", ""), origin=origin)
    access.change_password(visit.user_id, wanted, session_id=visit.session_id)
    user = ModelBackend().get_user(visit.user_id)
    assert user is not None
    update_session_auth_hash(request, user)  # moves this session to a new cookie value
    access.move_session(visit.session_id, str(request.session.session_key))
    request.user = user


def _visit(request: HttpRequest) -> access.Visit:
    visit = visit_to(request)
    assert visit is not None
    return visit
