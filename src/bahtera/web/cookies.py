"""Cookies of our own, set in one way.

Over https the name begins with ``__Host-``: browsers then refuse a cookie of that name from a neighbour under the
same domain, and never send it without encryption.
"""

from django.http import HttpRequest, HttpResponseBase


def read_cookie(request: HttpRequest, name: str) -> str | None:
    """Return what a cookie of ours holds, or None."""
    return request.COOKIES.get(_bound(request, name))


def set_cookie(
    request: HttpRequest, answer: HttpResponseBase, name: str, value: str, *, seconds: int
) -> None:
    """Set a cookie that no script reads and no other site sends along with a form."""
    answer.set_cookie(
        _bound(request, name),
        value,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _bound(request: HttpRequest, name: str) -> str:
    return f"__Host-{name}" if request.is_secure() else name
