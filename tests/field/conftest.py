"""A browser before the kader's app, as it is built and as the server gives it out."""

from pathlib import Path

import pytest
from tests.fakes.chromium import AXE, chromium

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "src" / "bahtera" / "http" / "built" / "app" / "index.html"


@pytest.fixture(scope="module")
def browser():
    assert BUILT.exists(), "build the field app first: npm ci && npm run build in field/"
    with chromium() as started:
        yield started


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
        page.goto("/app/#/coba")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
