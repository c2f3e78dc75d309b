"""A browser before the real pages, with the front end as it is built."""

import pytest
from django.test.utils import override_settings
from tests.fakes.chromium import AXE, chromium
from tests.integration.web.province import *  # noqa: F403 - fixtures are found by their names; __all__ lists them

from bahtera.results.queries import forget
from bahtera.web import assets


@pytest.fixture(scope="module")
def browser():
    assert assets.MANIFEST.exists(), "build the front end first: npm ci && npm run build in frontend/"
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def axe():
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_found_where_they_are_built(tmp_path_factory):
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(autouse=True)
def _fresh():
    forget()
