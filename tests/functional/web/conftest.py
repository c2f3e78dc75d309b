"""A browser before the real pages, with the front end as it is built."""

import os
from pathlib import Path

import pytest
from django.test.utils import override_settings
from playwright.sync_api import sync_playwright
from tests.integration.web.province import *  # noqa: F403 - fixtures are found by their names; __all__ lists them

from bahtera.results.queries import forget
from bahtera.web import assets

CHROMIUM = os.environ.get("BAHTERA_CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def browser():
    assert assets.MANIFEST.exists(), "build the front end first: npm ci && npm run build in frontend/"
    held = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()
    if held is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


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
