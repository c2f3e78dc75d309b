"""The one way into ``/api/v1``: who asks is known, what they do is named, asked and written down.

A test walks the routes and fails on one that is not wrapped here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from django.http import HttpRequest

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound, NotPermitted

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
