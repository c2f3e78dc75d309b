"""Indonesian unless the reader chose English here.

Django's own middleware would follow the browser's settings: an office computer set up in English would then
greet a village officer in English, who never asked for it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

COOKIE = "bahasa"
DEFAULT = "id"
LANGUAGES = ("id", "en")
SECONDS_KEPT = 365 * 24 * 3600


def middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Set the language of a request from the reader's own choice, and say so in the answer."""

    def with_language(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(COOKIE, DEFAULT)
        code = chosen if chosen in LANGUAGES else DEFAULT
        with translation.override(code):
            request.LANGUAGE_CODE = code
            answer = get_response(request)
            answer.headers.setdefault("Content-Language", code)
            return answer

    return with_language
