"""The second step of signing in, and setting up what it needs: codes, passkeys, recovery codes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import Refused
from bahtera.web import qr, signing
from bahtera.web.door import page, safe_address, visit_to
from bahtera.web.views.session import go_on, said, status_of

_FORM = ("GET", "HEAD", "POST")
_ENROLLING = (access.Step.ENROL,)


@page(None, methods=_FORM, during=(access.Step.PROVE,))
def second_step(request: HttpRequest, _actor: access.Actor) -> HttpResponse:
    """Ask for the second factor: a code, a passkey or a recovery code."""
    visit = _visit(request)
    wanted = safe_address(request.POST.get("next", request.GET.get("next", "")))
    if visit.step != access.Step.PROVE:
        return go_on(visit, wanted)
    refused = None
    if request.method == "POST":
        try:
            factor = prove(request, visit)
        except Refused as problem:
            refused = problem
        else:
            return _passed(request, signing.pass_step(request, visit, factor), factor, wanted)
    return ask_again(request, "web/account/second_step.html", visit, wanted, refused)


@page(None, during=_ENROLLING)
def enrol(request: HttpRequest, _actor: access.Actor) -> HttpResponse:
    """Offer the two ways of a second step to somebody who must have one."""
    visit = _visit(request)
    wanted = safe_address(request.GET.get("next", ""))
    if visit.step != access.Step.ENROL:
        return go_on(visit, wanted)
    return render(request, "web/account/enrol.html", {"next": wanted})


@page(None, methods=_FORM, during=_ENROLLING, fresh=True)
def totp(request: HttpRequest, _actor: access.Actor) -> HttpResponse:
    """Set up an app that shows one-time codes."""
    visit = _visit(request)
    wanted = safe_address(request.POST.get("next", request.GET.get("next", "")))
    secret = _secret_in_hand(request)
    refused = None
    if request.method == "POST":
        origin = signing.origin_of(request, request.user.get_username())
        try:
            access.enrol_totp(
                visit.user_id,
                secret,
                request.POST.get("kode", ""),
                origin=origin,
                session_id=visit.session_id,
            )
        except Refused as problem:
            refused = problem
        else:
            signing.take(request, "totp")
            return _enrolled(request, visit, "totp", wanted)
    address = access.totp_address(visit.user_id, secret)
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    context = {
        "next": wanted,
        "qr": qr.draw(address),
        "address": address,
        "secret": groups,
        "problem": said(refused) if refused else "",
    }
    return render(request, "web/account/totp.html", context, status=status_of(refused) if refused else 200)


@page(None, methods=_FORM, during=_ENROLLING, fresh=True)
def passkey(request: HttpRequest, _actor: access.Actor) -> HttpResponse:
    """Set up a passkey."""
    visit = _visit(request)
    wanted = safe_address(request.POST.get("next", request.GET.get("next", "")))
    refused = None
    if request.method == "POST":
        try:
            access.enrol_passkey(
                visit.user_id,
                request.POST.get("kunci", ""),
                name=request.POST.get("nama", ""),
                state=signing.take(request, "new_passkey"),
                site=signing.host_of(request),
                session_id=visit.session_id,
            )
        except Refused as problem:
            refused = problem
        else:
            return _enrolled(request, visit, "passkey", wanted)
    context = {"next": wanted, "problem": said(refused) if refused else ""}
    return render(request, "web/account/passkey.html", context)


@page(None, methods=("POST",), during=_ENROLLING, fresh=True)
def begin_passkey(request: HttpRequest, _actor: access.Actor) -> JsonResponse:
    """Return what the browser needs to make a passkey."""
    options, state = access.begin_passkey(_visit(request).user_id, site=signing.host_of(request))
    signing.keep(request, "new_passkey", state)
    return JsonResponse(options)


@page(None, methods=("GET", "HEAD", "POST"), fresh=True)
def recovery_codes(request: HttpRequest, _actor: access.Actor) -> HttpResponse:
    """Make new recovery codes and show them this once."""
    visit = _visit(request)
    wanted = safe_address(request.POST.get("next", request.GET.get("next", "")))
    if request.method != "POST":
        left = access.recovery_codes_left(visit.user_id)
        return render(request, "web/account/recovery_codes.html", {"left": left, "next": wanted})
    codes = access.renew_recovery_codes(visit.user_id)
    shown = [f"{code[:5]} {code[5:]}" for code in codes]
    return render(
        request,
        "web/account/recovery_codes.html",
        {"codes": shown, "next": wanted, "account_name": request.user.get_username()},
    )


@page(None, methods=("POST",), fresh=True)
def remove(request: HttpRequest, _actor: access.Actor, factor_id: int) -> HttpResponse:
    """Remove one of one's second factors."""
    try:
        visit = _visit(request)
        access.remove_factor(visit.user_id, factor_id, session_id=visit.session_id)
    except access.LastFactor as refused:
        messages.error(request, said(refused), extra_tags="stop")
    else:
        messages.success(request, gettext("It is removed."), extra_tags="good")
    return redirect("web:account")


def prove(request: HttpRequest, visit: access.Visit) -> str:
    """Check the passkey or the code that was sent; returns which kind it was. Raises Refused."""
    if "kunci" in request.POST:
        state = signing.take(request, "passkey")
        site = signing.host_of(request)
        access.prove_passkey(request.POST["kunci"], state=state, site=site, user_id=visit.user_id)
        return "passkey"
    origin = signing.origin_of(request, request.user.get_username())
    return access.prove_code(visit.user_id, request.POST.get("kode", ""), origin=origin)


def ask_again(
    request: HttpRequest, template: str, visit: access.Visit, wanted: str, refused: Refused | None
) -> HttpResponse:
    """Show a page that asks for the second factor, with what was wrong."""
    kinds = {factor.kind for factor in access.factors_of(visit.user_id)}
    context: dict[str, Any] = {
        "next": wanted,
        "problem": said(refused) if refused else "",
        "has_codes": "totp" in kinds,
        "has_passkey": "passkey" in kinds,
        "demonstration": access.demonstration_code(visit.user_id),
    }
    return render(request, template, context, status=status_of(refused) if refused else 200)


def _passed(request: HttpRequest, visit: access.Visit, factor: str, wanted: str) -> HttpResponse:
    answer = go_on(visit, wanted)
    signing.remember_device(request, answer)
    signing.tell_of_failures(request, visit)
    if factor == "recovery":
        left = access.recovery_codes_left(visit.user_id)
        messages.warning(
            request,
            gettext("You used a recovery code; {left} are left. Make new ones under “Your account”.").format(
                left=left
            ),
            extra_tags="look",
        )
    return answer


def _enrolled(request: HttpRequest, visit: access.Visit, factor: str, wanted: str) -> HttpResponse:
    """Go on after setting up a factor: the first one brings recovery codes."""
    signing.pass_step(request, visit, factor)
    if not access.recovery_codes_left(visit.user_id):
        return HttpResponseRedirect(f"{reverse('web:recovery_codes')}?{urlencode({'next': wanted})}")
    messages.success(request, gettext("It is set up."), extra_tags="good")
    return redirect("web:account")


def _secret_in_hand(request: HttpRequest) -> str:
    """Return the secret that is being set up: the same while the page is shown again."""
    closed = signing.take(request, "totp")
    secret = access.open_secret(closed) if closed else access.new_totp_secret()
    signing.keep(request, "totp", closed or access.close_secret(secret))
    return secret


def _visit(request: HttpRequest) -> access.Visit:
    visit = visit_to(request)
    assert visit is not None
    return visit
