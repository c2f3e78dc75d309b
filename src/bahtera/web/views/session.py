"""Coming in, going out, the language, and whether the site is well."""

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from bahtera.access import api as access
from bahtera.foundation.errors import Refused
from bahtera.web import signing
from bahtera.web.cookies import set_cookie
from bahtera.web.door import STEP_PAGES, open_to_all, safe_address, visit_to
from bahtera.web.language import COOKIE, LANGUAGES, SECONDS_KEPT

TOO_MANY = 429


@never_cache
@open_to_all(methods=("GET", "HEAD", "POST"))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in with an account name and a password, or with a passkey alone."""
    wanted = safe_address(request.POST.get("next", request.GET.get("next", "")))
    if request.method != "POST":
        visit = visit_to(request)
        return go_on(visit, wanted) if visit else sign_in_form(request, wanted)
    name = request.POST.get("username", "")
    try:
        visit = _with_passkey(request) if "kunci" in request.POST else _with_password(request, name)
    except Refused as refused:
        return sign_in_form(request, wanted, name=name, refused=refused)
    answer = go_on(visit, wanted)
    if visit.step != access.Step.PROVE:
        signing.remember_device(request, answer)
        signing.tell_of_failures(request, visit)
    return answer


@never_cache
@open_to_all(methods=("POST",))
def ask_passkey(request: HttpRequest) -> JsonResponse:
    """Return what the browser needs to ask for a passkey: anybody's, or the one of who is signed in."""
    visit = visit_to(request)
    options, state = access.ask_passkey(visit.user_id if visit else None, site=signing.host_of(request))
    answer = JsonResponse(options)
    if visit:
        signing.keep(request, "passkey", state)
    else:
        signing.hand(request, answer, "passkey", state)
    return answer


@open_to_all(methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and go to the sign-in page."""
    visit = visit_to(request)
    if visit is not None:
        access.end_own_session(visit.user_id, visit.session_id)
    logout(request)
    return redirect("web:sign_in")


@open_to_all(methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language and go back to the page they came from."""
    wanted = request.POST.get("bahasa", "")
    answer = HttpResponseRedirect(safe_address(request.POST.get("next", "")))
    if wanted in LANGUAGES:
        set_cookie(request, answer, COOKIE, wanted, seconds=SECONDS_KEPT)
    return answer


@open_to_all()
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view takes a request
    """Answer 200 when the site can read its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "sehat"})


def go_on(visit: access.Visit, wanted: str) -> HttpResponse:
    """Go where the visitor wanted to go, or first to the step that is still to be done."""
    if visit.step:
        return redirect_to_login(wanted, reverse(STEP_PAGES[visit.step]))
    return HttpResponseRedirect(wanted)


def said(refused: Refused) -> str:
    """Return what a refusal says, in the reader's language."""
    return gettext(refused.message).format(**refused.details)


def status_of(refused: Refused) -> int:
    """Return the status of a page that shows its form again."""
    return TOO_MANY if isinstance(refused, access.TooManyAttempts) else 200


def _with_password(request: HttpRequest, name: str) -> access.Visit:
    origin = signing.origin_of(request, name)
    account = access.check_password(name, request.POST.get("password", ""), origin=origin)
    return signing.enter(request, account)


def _with_passkey(request: HttpRequest) -> access.Visit:
    state = signing.handed(request, "passkey")
    account = access.prove_passkey(request.POST["kunci"], state=state, site=signing.host_of(request))
    return signing.enter(request, account, factor="passkey")


def sign_in_form(
    request: HttpRequest, wanted: str, *, name: str = "", refused: Refused | None = None
) -> HttpResponse:
    """Show the sign-in page, with what was wrong."""
    context: dict[str, Any] = {
        "next": wanted,
        "name": name,
        "problem": said(refused) if refused else "",
        "provider": access.provider_name(),
    }
    return render(request, "web/sign_in.html", context, status=status_of(refused) if refused else 200)
