"""Sessions and sign-in of the people of one's area, for administrators."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.web import places
from bahtera.web.door import page, visit_to
from bahtera.web.presenters.signing import factor_lines, session_lines
from bahtera.web.views.session import said


@page("session.manage")
def sessions(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show who is signed in, of the people all of whose roles lie in the reader's area."""
    visit = visit_to(request)
    rows = access.sessions_within(actor, this=visit.session_id if visit else None)
    context = {"sessions": session_lines(rows), "zone": places.own_zone(actor)}
    return render(request, "web/account/all_sessions.html", context)


@page("session.manage", methods=("POST",))
def end(request: HttpRequest, actor: access.Actor, session_id: UUID) -> HttpResponse:
    """End somebody's session; it is over at their next request."""
    access.end_session_of(session_id, actor=actor)
    messages.success(request, gettext("That session has ended."), extra_tags="good")
    return redirect("web:sessions")


@page("person.manage")
def sign_in_of(request: HttpRequest, actor: access.Actor, user_id: int) -> HttpResponse:
    """Show how somebody signs in, and where they are signed in."""
    found = access.sign_in_of(user_id, actor=actor)
    context = {
        "one": found,
        "factors": factor_lines(found.factors),
        "sessions": session_lines(found.sessions),
        "provider": access.provider_name(),
        "zone": places.own_zone(actor),
    }
    return render(request, "web/account/sign_in_of.html", context)


@page("person.manage", methods=("POST",), fresh=True)
def hand_password(request: HttpRequest, actor: access.Actor, user_id: int) -> HttpResponse:
    """Give somebody a fresh password, shown this once, to be handed over in person."""
    found = access.sign_in_of(user_id, actor=actor)
    password = access.hand_over_password(user_id, actor=actor)
    context = {"one": found, "password": password}
    return render(request, "web/account/handed_password.html", context)


@page("person.manage", methods=("POST",), fresh=True)
def reset_factors(request: HttpRequest, actor: access.Actor, user_id: int) -> HttpResponse:
    """Take away somebody's second steps, so that they set them up anew."""
    access.reset_factors_of(user_id, actor=actor)
    told = gettext("The second steps are taken away and every session has ended.")
    messages.success(request, told, extra_tags="good")
    return redirect("web:sign_in_of", user_id=user_id)


@page("person.manage", methods=("POST",), fresh=True)
def link_identity(request: HttpRequest, actor: access.Actor, user_id: int) -> HttpResponse:
    """Link somebody's account to their identifier at the provider, or take the link away."""
    try:
        access.link_identity_of(user_id, request.POST.get("pengenal", ""), actor=actor)
    except access.IdentityTaken as refused:
        messages.error(request, said(refused), extra_tags="stop")
    else:
        messages.success(request, gettext("The link is kept."), extra_tags="good")
    return redirect("web:sign_in_of", user_id=user_id)
