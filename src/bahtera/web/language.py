"""Indonesian unless the reader chose English here.

Django's middleware follows the browser's settings: an office computer set up in English would then greet a
village officer in English, who never asked for it. The door of every page asks the reader's own choice.
"""

from django.http import HttpRequest
from django.utils import translation

from bahtera.web.cookies import read_cookie

COOKIE = "bahasa"
DEFAULT = "id"
LANGUAGES = ("id", "en")
SECONDS_KEPT = 365 * 24 * 3600


def speak(request: HttpRequest) -> None:
    """Set the language of this request, and of what is rendered after it, from the reader's own choice.

    It stays set for the pages that errors lead to, as Django's own middleware leaves it.
    """
    chosen = read_cookie(request, COOKIE) or DEFAULT
    code = chosen if chosen in LANGUAGES else DEFAULT
    translation.activate(code)
    request.LANGUAGE_CODE = code
