"""Coming in, going out, the language, and whether the site is well."""

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from bahtera.web.door import open_to_all
from bahtera.web.language import COOKIE, LANGUAGES, SECONDS_KEPT


class _SignIn(LoginView):
    template_name = "web/sign_in.html"
    redirect_authenticated_user = True


_sign_in: Any = _SignIn.as_view()


@open_to_all(methods=("GET", "HEAD", "POST"))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in with an account name and a password."""
    answer: HttpResponse = _sign_in(request)
    return answer


@open_to_all(methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and go to the sign-in page."""
    logout(request)
    return redirect("web:sign_in")


@open_to_all(methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language and go back to the page they came from."""
    wanted = request.POST.get("bahasa", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    answer = HttpResponseRedirect(back)
    if wanted in LANGUAGES:
        answer.set_cookie(
            COOKIE, wanted, max_age=SECONDS_KEPT, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return answer


@open_to_all()
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view takes a request
    """Answer 200 when the site can read its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "sehat"})
