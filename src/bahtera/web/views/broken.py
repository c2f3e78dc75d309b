"""The page for a mistake of ours, which may make no other."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.defaults import server_error


def broken(request: HttpRequest) -> HttpResponse:
    """Return ``500.html``, or a bare page of the same words where the front end is not built."""
    try:
        answer: HttpResponse = server_error(request)
    except RuntimeError:  # assets.entry: there is no manifest
        title = gettext("Something broke on our side")
        page = format_html("<!doctype html><title>{}</title><h1>{}</h1>", title, title)
        return HttpResponse(page, status=500)
    return answer
