"""The one way into a page: who asks, and may they see it at all.

Every view is wrapped by ``page`` (signed in, with an action of ``access``) or by ``open_to_all``; a test
walks the addresses and fails on a view that is wrapped by neither. What lies in one area is asked again by
the view or by the package it calls, with that area.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bahtera.access.api import Actor, actor_of, check_may
from bahtera.web.language import speak

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]


def page(
    action: str | None, *, methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]], View]:
    """Let in signed-in people who may do ``action`` somewhere; None asks for a signed-in person only."""

    def wrap(view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]) -> View:
        @never_cache
        @require_http_methods(list(methods))
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            speak(request)
            actor = visitor(request)
            if actor is None:
                return redirect_to_login(request.get_full_path(), reverse("web:sign_in"))
            if action is not None:
                check_may(actor, action)
            return view(request, actor, *args, **kwargs)

        guarded.door = action or "signed-in"  # type: ignore[attr-defined]
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
        return guarded

    return wrap


def visitor(request: HttpRequest) -> Actor | None:
    """Return who asks, read once a request; None for a visitor who is not signed in."""
    held: list[Actor | None] | None = getattr(request, "_bahtera_visitor", None)
    if held is None:
        held = [actor_of(getattr(request, "user", None))]
        request._bahtera_visitor = held  # type: ignore[attr-defined]  # noqa: SLF001 - our own mark
    return held[0]
