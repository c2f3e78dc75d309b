"""What every request passes through."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import Resolver404, get_resolver
from django.utils.translation import gettext

from bahtera.foundation.errors import DomainError
from bahtera.http.openrosa import UnknownPath, WrongHost
from bahtera.http.replies import NullByte, error_reply, has_null_byte, status_of

Next = Callable[[HttpRequest], HttpResponseBase]


def fast_lane(get_response: Next) -> Next:
    """Send phones' submissions straight to their view.

    The receiving door needs no session, language, cookie or template; each middleware it skips is time on the
    one path that is hit hardest. What they do not do is done here: the host is checked, and an unknown address
    answered as phones understand it.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/v1/"):
            return get_response(request)
        try:
            request.get_host()
            match = get_resolver("bahtera.http.urls").resolve(request.path_info.removeprefix("/v1"))
        except DisallowedHost:
            return error_reply(request, WrongHost())
        except Resolver404:
            return error_reply(request, UnknownPath())
        if "\0" in request.path_info:
            return error_reply(request, UnknownPath())
        request.resolver_match = match
        answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return answer

    return middleware


class domain_errors:  # noqa: N801 - middleware are named like the functions beside it
    """Show a refusal as a page in the reader's language; everything else is a bug and stays one."""

    def __init__(self, get_response: Next) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse null characters; programs hear it from their own door."""
        if request.path_info.startswith("/api/"):
            return None
        typed = request.POST.lists() if request.method == "POST" else ()
        if has_null_byte(request) or any("\0" in text for name, texts in typed for text in (name, *texts)):
            return self.process_exception(request, NullByte())
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a DomainError into ``web/refused.html``."""
        if not isinstance(exception, DomainError):
            return None
        status = status_of(exception)
        context = {"code": exception.code, "message": gettext(exception.message).format(**exception.details)}
        page = TemplateResponse(request, "web/refused.html", context | {"status": status}, status=status)
        return page.render()
