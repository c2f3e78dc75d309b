"""A network that carries a request to the site and loses the answer."""

from contextlib import suppress

from playwright.sync_api import Error, Route


def lose_reply(route: Route) -> None:
    """Let the site do what it is asked, and tell the page nothing of it."""
    route.fetch()
    with suppress(Error):  # who asked may have given up meanwhile
        route.abort()
