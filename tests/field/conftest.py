"""A browser before the kader's app, as it is built and as the server gives it out."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "src" / "bahtera" / "http" / "built" / "app" / "index.html"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("BAHTERA_CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def browser():
    assert BUILT.exists(), "build the field app first: npm ci && npm run build in field/"
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


@pytest.fixture
def app(browser, live_server, axe):
    """Open the app on a phone of a width; whatever its console complains of fails the test."""
    contexts, complaints = [], []

    def opened(width=360, height=640, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            base_url=live_server.url.replace("127.0.0.1", "localhost"),
            locale="id-ID",
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.axe = axe
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.goto("/app/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
