"""The one way into ``/api/v1``: who asks is known, what they do is named, asked and written down.

A test walks the routes and fails on one that is wrapped by neither of these two.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from django.http import HttpRequest

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound, NotPermitted
from bahtera.http.replies import NullByte, has_null_byte

P = ParamSpec("P")
R = TypeVar("R")
_READS: Final = frozenset({"GET", "HEAD"})


def acts(
    action: str,
) -> Callable[[Callable[Concatenate[HttpRequest, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """Let in whoever may do ``action`` somewhere; a sensitive read and a refusal leave an entry."""

    def wrap(
        view: Callable[Concatenate[HttpRequest, P], R],
    ) -> Callable[Concatenate[HttpRequest, P], R]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            actor: access.Actor = request.auth  # type: ignore[attr-defined] # set by the framework
            subject = access.subject_of(f"api.{view.__name__}", kwargs)
            with access.carrying(actor):
                try:
                    access.check_may(actor, action)
                    answer = view(request, *args, **kwargs)
                except (NotPermitted, NotFound) as refusal:
                    access.note_refused(actor, action, refusal, subject=subject)
                    raise
                if request.method in _READS:
                    access.note_read(actor, action, subject=subject)
                return answer

        guarded.door = action  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value] # wraps names the first parameter

    return wrap


def bearer_of(request: HttpRequest) -> str | None:
    """Return the token in the header; None when there is none of this kind."""
    scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def open_to_phones(
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """Let in everybody: what a phone sends here proves itself by a code or a signature, and leaves its own entry."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
        if has_null_byte(request):
            raise NullByte
        return view(request, *args, **kwargs)

    guarded.door = "open"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value] # wraps names the first parameter
