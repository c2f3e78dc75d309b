"""The one way into a page: who asks, have they proved it, and may they see it at all.

Every view is wrapped by ``page`` (signed in, with an action of ``access``) or by ``open_to_all``; a test
walks the addresses and fails on a view that is wrapped by neither. What lies in one area is asked again by
the view or by the package it calls, with that area. A page that shows identities leaves an entry of who read
it, and so does a refusal.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bahtera.access.api import (
    Actor,
    SecondFactorNeeded,
    Step,
    Visit,
    carrying,
    check_may,
    note_read,
    note_refused,
    subject_of,
    visit_of,
)
from bahtera.foundation.errors import NotFound, NotPermitted
from bahtera.web import searching
from bahtera.web.language import speak

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]
_ANYBODY: Final = "signed-in"
_READS: Final = frozenset({"GET", "HEAD"})
_SHOWN: Final = 200

STEP_PAGES: Final = {
    Step.PROVE: "web:second_step",
    Step.ENROL: "web:enrol",
    Step.PASSWORD: "web:change_password",
}


def page(
    action: str | None,
    *,
    methods: tuple[str, ...] = ("GET", "HEAD"),
    fresh: bool = False,
    during: tuple[Step, ...] = (),
    traced: bool = True,
) -> Callable[[Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]], View]:
    """Let in signed-in people who may do ``action`` somewhere; None asks for a signed-in person only.

    ``fresh`` asks them to prove once more who they are unless they did so minutes ago. A session that has a
    step to do first is sent to it; ``during`` names the steps in which this page is open. ``traced``: a sensitive
    read leaves an entry here; False for a view that calls what leaves its own.
    """

    def wrap(view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]) -> View:
        @never_cache
        @require_http_methods(list(methods))
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            speak(request)
            visit = visit_to(request)
            if visit is None:
                return redirect_to_login(coming_back(request), reverse("web:sign_in"))
            if visit.step and visit.step not in during:
                return redirect_to_login(coming_back(request), reverse(STEP_PAGES[visit.step]))
            if fresh and not visit.is_fresh:
                return redirect_to_login(coming_back(request), reverse("web:confirm"))
            with carrying(visit.actor):
                try:
                    answer = _enter(view, action, request, visit.actor, *args, **kwargs)
                except SecondFactorNeeded:
                    return redirect_to_login(coming_back(request), reverse("web:enrol"))
                if (
                    action is not None
                    and traced
                    and request.method in _READS
                    and answer.status_code == _SHOWN
                ):
                    _note_read(request, visit.actor, action, subject_of(f"web.{view.__name__}", kwargs))
                return answer

        guarded.door = action or _ANYBODY  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        guarded.fresh = fresh  # type: ignore[attr-defined]
        return guarded

    return wrap


def open_to_all(*, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """Let in everybody: sign-in, language, health."""

    def wrap(view: View) -> View:
        @require_http_methods(list(methods))
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            speak(request)
            return view(request, *args, **kwargs)

        guarded.door = "open"  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        return guarded

    return wrap


def concerns(request: HttpRequest, *references: str) -> None:
    """Say whom and what a page shows (``family:0192...``), for the entry of whoever reads it."""
    request._bahtera_concerns = (*_concerned(request), *references)  # type: ignore[attr-defined]  # noqa: SLF001 - our own mark


def _concerned(request: HttpRequest) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(request, "_bahtera_concerns", ())
    return found


def _enter(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase],
    action: str | None,
    request: HttpRequest,
    actor: Actor,
    *args: P.args,
    **kwargs: P.kwargs,
) -> HttpResponseBase:
    """Let the actor into the view, or write down that they were refused."""
    try:
        if action is not None:
            check_may(actor, action)
        return view(request, actor, *args, **kwargs)
    except (NotPermitted, NotFound) as refusal:
        subject = subject_of(f"web.{view.__name__}", kwargs)
        note_refused(actor, action or _ANYBODY, refusal, subject=subject)
        raise


def _note_read(request: HttpRequest, actor: Actor, action: str, subject: str) -> None:
    """Write down a sensitive read; of a search only that it was one, never what was looked for."""
    searched = {"searched": searching.is_search(request.GET)}
    note_read(actor, action, subject=subject, about=_concerned(request), details=searched)


def visitor(request: HttpRequest) -> Actor | None:
    """Return who asks; None for a visitor who is not signed in. Who has a step to do first may do nothing."""
    visit = visit_to(request)
    return visit.actor if visit else None


def visit_to(request: HttpRequest) -> Visit | None:
    """Return the session that asks, read once a request; None for a visitor who is not signed in."""
    held: list[Visit | None] | None = getattr(request, "_bahtera_visit", None)
    if held is None:
        session = getattr(request, "session", None)
        held = [visit_of(getattr(request, "user", None), session.session_key if session else None)]
        request._bahtera_visit = held  # type: ignore[attr-defined]  # noqa: SLF001 - our own mark
    return held[0]


def coming_back(request: HttpRequest) -> str:
    """Return the address to come back to: this one, or the page a form was sent from."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    sent_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    return safe_address(sent_from.path) if sent_from.netloc == request.get_host() else "/"


def safe_address(wanted: str) -> str:
    """Return an address to go on to when it lies on this site; otherwise the first page."""
    plain = wanted.startswith("/") and wanted.isprintable()
    return wanted if plain and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
