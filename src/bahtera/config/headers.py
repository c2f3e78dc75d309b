"""What every answer of every door tells the browser, whoever made it: page, phone door, API, file or error."""

from collections.abc import Callable, MutableMapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase

Next = Callable[[HttpRequest], HttpResponseBase]

_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none';"
    " frame-ancestors 'none'"
)
# What is no page runs nothing and shows nothing, should a browser open it as one.
_FILE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
# The kader's app: its form engine reads XPath with WebAssembly, it draws what is on the phone (photos, recorded
# questions), and it works in the background to keep itself.
_APP = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:;"
    " media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self';"
    " form-action 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
_APP_PATH = "/app/"
_APP_USES = frozenset({"camera", "geolocation"})
_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
_PERMISSIONS = ", ".join(f"{feature}=()" for feature in _FEATURES)
_APP_PERMISSIONS = ", ".join(
    f"{feature}={'(self)' if feature in _APP_USES else '()'}" for feature in _FEATURES
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _PERMISSIONS,
    "Cache-Control": "no-store",
}
_HTML = "text/html"
# Not "cookies": that would sign people out of every site under the same registered domain. Not "storage": the
# office pages keep nothing there, and on a shared phone it would take a kader's unsent visits with it.
_CLEAR = '"cache"'


def file_headers(headers: MutableMapping[str, str], _path: str, url: str) -> None:
    """Add what the files of the kader's app need to run, for the file server (``WHITENOISE_ADD_HEADERS_FUNCTION``)."""
    if not url.startswith(_APP_PATH):
        return
    headers["Permissions-Policy"] = _APP_PERMISSIONS
    if headers.get("Content-Type", "").startswith(_HTML) or url.endswith(".js"):
        headers["Content-Security-Policy"] = _APP
    if not url.startswith(f"{_APP_PATH}assets/"):
        # The page, the worker and the manifest name the version: the browser asks each time.
        headers["Cache-Control"] = "no-cache"


class security_headers:  # noqa: N801 - middleware are named like the functions beside it
    """The outermost: what stands in an answer already stays.

    Reads no body and asks nothing, so the phones' lane pays a few microseconds for it.
    """

    def __init__(self, get_response: Next) -> None:
        from django.conf import settings  # noqa: PLC0415, TID251 - config is where settings are read

        self._get_response = get_response
        self._session_cookie = str(settings.SESSION_COOKIE_NAME)
        self._strict = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
        self._is_strict = bool(settings.SECURE_HSTS_SECONDS)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self._get_response(request)
        if answer.status_code == HTTPStatus.NOT_MODIFIED:
            # Its headers would take the place of those of the page that the browser has kept.
            return answer
        headers = answer.headers
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        is_page = headers.get("Content-Type", "").startswith(_HTML)
        headers.setdefault("Content-Security-Policy", _PAGE if is_page else _FILE)
        if self._is_strict:
            headers.setdefault("Strict-Transport-Security", self._strict)
        if self._ends_session(answer):
            headers.setdefault("Clear-Site-Data", _CLEAR)
        return answer

    def _ends_session(self, answer: HttpResponseBase) -> bool:
        """Tell whether this answer takes the session's cookie away: somebody has signed out."""
        cookie = answer.cookies.get(self._session_cookie) if isinstance(answer, HttpResponse) else None
        return cookie is not None and cookie["max-age"] == 0
