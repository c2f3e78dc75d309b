"""Where a visitor comes from, when a proxy of ours stands before the site."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


def visitors_address(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Take the visitor's address from the proxy's header; used only where the proxy is trusted.

    Without it every guess of a password would seem to come from the proxy. Only the last address counts: the
    proxy wrote it, those before it came from the visitor.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if told:
            request.META["REMOTE_ADDR"] = told[:45]
        return get_response(request)

    return middleware
