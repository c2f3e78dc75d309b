"""A kader's phone before the real site: activated, open, with families to visit."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import BrowserContext, Page, expect
from tests.fakes.blob_folders import blobs_in
from tests.fakes.small_form import visit
from tests.field.app import inside
from tests.field.app.world import PIN, World, compiled_form, make_world
from tests.field.phone.conftest import build_harness

from bahtera.config import registrations


@pytest.fixture(scope="session")
def published(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        return compiled_form(tmp_path_factory.mktemp("blobs"))


@pytest.fixture
def world(transactional_db, published, tmp_path) -> World:
    registrations.register_all()
    with blobs_in(tmp_path / "blobs"):
        yield make_world(published)


@pytest.fixture
def _answered(live_server, world) -> Iterator[None]:
    """Let the site answer one at a time, and finish what it was asked before its tables are emptied."""
    real = WSGIHandler.__call__

    def alone(self: WSGIHandler, environ: dict[str, Any], start: Any) -> Any:
        with world.at_rest:
            return real(self, environ, start)

    WSGIHandler.__call__ = alone
    yield
    time.sleep(0.2)  # phones hang up when they are closed: what they asked last arrives
    with world.at_rest:
        WSGIHandler.__call__ = real


@dataclass
class Phone:
    """One phone and the page that is open on it; whatever its console complains of must be ``expected``."""

    page: Page
    site: str
    world: World
    harness: Path
    pin: str = PIN
    complaints: list[str] = field(default_factory=list)
    # Without signal the browser complains of every request, and it names every refusal of the site.
    expected: list[str] = field(default_factory=lambda: ["ERR_", "Failed to load resource"])

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def at_site(self, ask: Callable[[], Any]) -> Any:
        """Ask or change something at the site while no request of a phone is under way there."""
        with self.world.at_rest:
            return ask()

    def open(self, at: str = "/") -> None:
        """Open the app at a screen, as from its icon."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.site}/app/#{at}")

    def go(self, to: str) -> None:
        """Go to a screen of the open app, without loading it anew."""
        self.page.evaluate("to => { location.hash = to }", to)

    def type_pin(self, pin: str = "") -> None:
        """Type a PIN where one is asked for."""
        self.page.locator(".pin-input:enabled").wait_for()
        for digit in pin or self.pin:
            self.page.keyboard.press(digit)

    def activate(self, code: str, mark: str = "Perahu") -> None:
        """From the first screen to the open app."""
        page = self.page
        page.get_by_role("button", name="Pakai kode dari penyelia").click()
        page.get_by_label("Kode aktivasi").fill(code)
        page.get_by_role("button", name="Lanjut").click()
        for label in ("Pilih PIN enam angka", "Ketik PIN itu sekali lagi"):
            page.get_by_label(label).wait_for()
            self.type_pin()
        page.get_by_role("button", name=mark).click()
        page.get_by_role("button", name="Mulai", exact=True).click()
        self.is_open()

    def unlock(self, pin: str = "") -> None:
        """From the PIN pad to the open app."""
        self.type_pin(pin)
        self.is_open()

    def is_open(self) -> None:
        expect(self.page.locator(".bottom-bar")).to_be_visible()

    def reload(self) -> None:
        """Close the app and open it again where it was: the PIN is asked for."""
        self.page.reload()

    def offline(self) -> None:
        self.context.set_offline(True)

    def online(self) -> None:
        self.context.set_offline(False)

    def kept(self) -> None:
        """Wait until the service worker keeps the app: from then on it starts without signal."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.until("navigator.serviceWorker.controller !== null", seconds=90)

    def holds(self, *, visits: int = 0, drafts: int = 0, photos: int = 0, profile: int = 0) -> None:
        """Put finished visits and drafts on the phone, some of them with a photo; the app is closed by it."""
        self.page.goto("about:blank")
        page = inside.open_inside(self.context, self.site, self.harness)
        page.evaluate(inside.OPENED, [self.pin, profile])
        xmls = [visit().decode() for _ in range(visits)]
        page.evaluate(inside.FINISH, {"xmls": xmls, "drafts": drafts, "photos": photos})
        page.close()

    def guessed(self, wrong: int, wait_ms: int = 0) -> None:
        """Let so many wrong PINs have been typed already."""
        self.page.evaluate(inside.GUESSED, [wrong, wait_ms])

    def dump(self) -> str:
        """Return everything that lies on the phone, as text."""
        return self.page.evaluate(inside.DUMP)

    def until(self, what: str, seconds: float = 20) -> None:
        """Wait until something is true in the page; its content policy forbids the browser's own way of waiting."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(f"() => Boolean({what})"):
            assert time.monotonic() < end, f"never came true: {what}"
            self.page.wait_for_timeout(50)


@pytest.fixture(scope="session")
def harness(tmp_path_factory) -> Path:
    return build_harness(tmp_path_factory.mktemp("inside"))


@pytest.fixture
def new_phone(browser, live_server, world, axe, harness, _answered) -> Callable[..., Phone]:
    """Make phones on which the app was never opened."""
    phones: list[Phone] = []

    def made(width: int = 360, height: int = 640, at: str = "", **told: Any) -> Phone:
        site = at or live_server.url.replace("127.0.0.1", "localhost")
        context = browser.new_context(viewport={"width": width, "height": height}, locale="id-ID", **told)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.axe = axe
        phone = Phone(page, site, world, harness)
        page.on("console", lambda said: phone.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda problem: phone.complaints.append(str(problem)))
        phone.open()
        phones.append(phone)
        return phone

    yield made
    for phone in phones:
        phone.context.close()
    for phone in phones:
        hopeful = re.compile("|".join(map(re.escape, phone.expected)))
        assert [said for said in phone.complaints if not hopeful.search(said)] == []


@pytest.fixture
def phone(new_phone, world) -> Phone:
    """A phone whose kader has just activated it: the app is open."""
    made = new_phone()
    made.activate(world.code_for(world.hire()))
    return made
