"""Every address there is, read from the resolver: what the table of routes must cover."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from bahtera.http.json_api import api

_READS = ("GET", "HEAD")


def every_route(urlconf: str | None = None) -> Iterator[tuple[str, str, Any]]:
    """Yield (method, address, what the door says) of every address; HEAD only where there is no GET."""
    programs = dict(_programs())
    known = set(programs)
    for route, callback in _walk(get_resolver(urlconf).url_patterns, ""):
        if route.startswith("api/v1/"):
            spelled = route.replace("<", "{").replace(">", "}")
            # The framework makes an address of each operation: those of one path come once.
            other = [] if _plain(spelled) in known else [("GET", spelled, _undeclared(route, callback))]
            yield from programs.pop(_plain(spelled), other)
            continue
        methods = getattr(callback, "methods", ())
        for method in methods or ("?",):
            if method != "HEAD" or "GET" not in methods or route.endswith("submission"):
                yield method, route, getattr(callback, "door", None)
    assert not programs, f"the API has paths that no address leads to: {sorted(programs)}"


def _walk(patterns: list[Any], head: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = head + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def _programs() -> Iterator[tuple[str, list[tuple[str, str, Any]]]]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            route = "api/v1" + f"/{prefix}/{path}".replace("//", "/").replace("//", "/").rstrip("/")
            yield (
                _plain(route),
                [
                    (method, route, getattr(operation.view_func, "door", None))
                    for operation in view.operations
                    for method in operation.methods
                ],
            )


def _plain(route: str) -> str:
    """Return a route without the converters of its parameters: ``{uuid:x}`` and ``{x}`` are one."""
    import re

    return re.sub(r"\{(?:\w+:)?(\w+)\}", r"{\1}", route)


def _undeclared(route: str, callback: Any) -> str | None:
    """The framework's own addresses: the document of the API, open; its root, which answers nothing."""
    return "open" if route in {"api/v1/openapi.json", "api/v1/"} else getattr(callback, "door", None)
