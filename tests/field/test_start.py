"""Where a visit cannot be kept safe, the app says what is missing and what to do; elsewhere it starts and stays."""

import pytest
from playwright.sync_api import expect
from tests.field.conftest import BUILT

pytestmark = pytest.mark.slow

WITHOUT_STORAGE = "IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); };"
PRIVATE = "Object.defineProperty(performance, 'memory', { value: { jsHeapSizeLimit: 1e15 } });"


@pytest.fixture
def screen(browser, axe):
    """Open the built app at an address of no protection, or with something of the browser taken away."""
    contexts = []

    def opened(address="http://bahtera.test", without="", width=360):
        context = browser.new_context(viewport={"width": width, "height": 640}, locale="id-ID")
        context.add_init_script(without)
        context.route(f"{address}/app/**", _from_the_build)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/app/")
        page.axe = axe
        return page

    yield opened
    for context in contexts:
        context.close()


def _from_the_build(route):
    inside = route.request.url.split("/app/", 1)[1].split("?")[0] or "index.html"
    route.fulfill(path=str(BUILT.parent / inside))


def test_an_address_without_protection_is_said_to_be_one(screen):
    page = screen()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aplikasi belum bisa dipakai di sini")
    expect(page.get_by_text("https://")).to_be_visible()
    expect(page.get_by_text("tidak hilang")).to_be_visible()
    page.evaluate(page.axe)
    assert page.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))") == []


def test_a_browser_that_keeps_nothing_is_said_to(screen):
    page = screen("http://localhost:9", WITHOUT_STORAGE)
    expect(page.get_by_text("tidak mau menyimpan data")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(1)


def test_a_private_window_warns_and_lets_one_go_on(screen):
    page = screen("http://localhost:9", PRIVATE)
    expect(page.get_by_text("jendela penyamaran")).to_be_visible()
    page.get_by_role("button", name="Lanjutkan saja").click()
    expect(page.get_by_text("jendela penyamaran")).to_have_count(0)


def test_the_app_can_be_installed_and_starts_without_signal(app):
    page = app()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.ready.then((r) => r.scope)").endswith("/app/")
    told = page.evaluate("fetch('/app/manifest.webmanifest').then((r) => r.json())")
    assert {one["sizes"] for one in told["icons"]} == {"192x192", "512x512"}
    assert page.evaluate("caches.keys().then((all) => all.length)") == 1
    session = page.context.new_cdp_session(page)
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] in (
        [],
        [{"errorId": "in-incognito", "errorArguments": []}],
    )
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
