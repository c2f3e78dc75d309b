"""Every address of the site, and two people to walk them: a visitor and an administrator."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.fakes.signing_in import enter
from tests.integration.web.conftest import _built_assets

from bahtera.access import api as access

__all__ = ["_built_assets"]

_FILLED = {"uuid": str(UUID(int=7)), "int": "1", "str": "x", "slug": "x", "path": "x"}


def routes(resolver=None, before=""):
    """Yield every address pattern of the site with its parameters filled in."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield "/" + filled(route)


def filled(route):
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda found: _FILLED[found[1] or "str"], route)
    # Patterns of libraries are regular expressions.
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "x", route)
    return route.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.fixture
def administrator(db, django_user_model):
    access.ensure_account(
        username="alice", password="perahu-di-sungai", full_name="Alice", roles=["administrator"], areas=[""]
    )
    client = Client(raise_request_exception=False)
    return enter(client, django_user_model.objects.get(username="alice"))
