"""The parts of the app that have no screens, in a real browser: built as the app is, served as the site serves it."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from bahtera.config.headers import file_headers

HOUSE = Path(__file__).resolve().parents[3]
FIELD = HOUSE / "field"


def build_harness(to: Path, version: str = "1") -> Path:
    """Build the parts of the app that have no screens; another version has other files."""
    told = {**os.environ, "HARNESS_TO": str(to), "HARNESS_VERSION": version}
    command = ["npx", "vite", "build", "--config", "harness/vite.config.ts", "--logLevel", "error"]
    subprocess.run(command, cwd=FIELD, env=told, check=True, capture_output=True, timeout=120)
    return to


@dataclass
class Site:
    """Serves a folder at /app/ with the site's own headers; what it was asked stands in ``asked``."""

    folder: Path
    address: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    portal: bool = False
    down: bool = False

    @property
    def app(self) -> str:
        return f"{self.address}/app/"


def handler_of(site: Site) -> type[SimpleHTTPRequestHandler]:
    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def translate_path(self, path: str) -> str:
            inside = path.split("?", maxsplit=1)[0].removeprefix("/app/")
            return str(site.folder / (inside or "index.html"))

        def do_GET(self) -> None:
            site.asked.append(("GET", self.path))
            if site.down:
                self.close_connection = True
                return
            if site.portal:
                self._say(b"<html>Masuk ke WiFi Desa</html>", "text/html")
            elif self.path.startswith("/app/"):
                super().do_GET()
            else:
                self._say(json.dumps({"path": self.path}).encode(), "application/json")

        def do_POST(self) -> None:
            site.asked.append(("POST", self.path))
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._say(b"{}", "application/json")

        def _say(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def end_headers(self) -> None:
            headers: dict[str, str] = {"Content-Type": self.guess_type(self.path)}
            if self.path in {"/app/", "/app/index.html"}:
                headers["Content-Type"] = "text/html"
            file_headers(headers, "", self.path.split("?")[0])
            del headers["Content-Type"]
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Serve a folder on this machine for a while."""
    site = Site(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(site))
    server.daemon_threads = True
    site.address = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def harness_folder(tmp_path_factory):
    assert (FIELD / "node_modules").exists(), "install the app's packages first: npm ci in field/"
    return build_harness(tmp_path_factory.mktemp("harness"))


@pytest.fixture
def site(harness_folder):
    with serving(harness_folder) as served:
        yield served


@pytest.fixture
def phone(browser, site) -> Iterator[Callable[..., Page]]:
    """Open the harness on a phone of its own; pages of one phone share what is stored."""
    contexts = []
    complaints: list[str] = []

    def opened(context=None, **told: Any) -> Page:
        if context is None:
            context = browser.new_context(viewport={"width": 360, "height": 640}, **told)
            contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(site.app)
        prepare(page)
        return page

    opened.expected = ["ERR_", "status of 503"]  # without signal the browser complains of every request
    yield opened
    for context in contexts:
        context.close()
    assert [said for said in complaints if not any(part in said for part in opened.expected)] == []


def prepare(page: Page) -> None:
    """Give a page the helpers below."""
    until(page, "window.bahtera !== undefined")
    page.evaluate(HELPERS)


def until(page: Page, what: str, seconds: float = 20) -> None:
    """Wait until something is true in the page; its content policy forbids the browser's own way of waiting."""
    end = time.monotonic() + seconds
    while not page.evaluate(f"() => Boolean({what})"):
        assert time.monotonic() < end, f"never came true: {what}"
        page.wait_for_timeout(50)


# What every test of the page needs. The server key pair is made here, so that tests can open what is sealed.
HELPERS = """() => {
  const b = window.bahtera;
  window.problem = async (run) => {
    try { await run(); return null; }
    catch (e) { return { code: e.code ?? String(e), left: e.left, seconds: e.seconds }; }
  };
  window.serverPair = async () => {
    const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const id = b.toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", point))).slice(0, 16);
    return { pair, key: { id, point: b.toBase64url(point) } };
  };
  window.SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  window.DEVICE = "0f4b6c3a-9f0e-4d55-8f6b-3f3a2f1e7c10";
  // A PIN that takes no second to try: how slow it is made has a test of its own.
  const quick = { rounds: async () => 1000 };
  window.opened = async () => { const v = await b.Vault.open(quick); const [p] = await v.profiles(); return [v, p]; };
  window.enrolled = async ({ pin = "482915", name = "Kader Sintetis", mark = "melati", slow = false } = {}) => {
    const vault = await b.Vault.open(slow ? {} : quick);
    window.server ??= await window.serverPair();
    const profile = await vault.enrol(await vault.prepare(), {
      mark, pin, deviceId: window.DEVICE, server: window.server.key,
      details: { name, areas: ["63.10.11.2011"], unlockSecret: window.SECRET },
    });
    window.vault = vault; window.profile = profile;
    return profile.id;
  };
  window.reopened = async (pin = "482915") => {
    window.vault = await b.Vault.open(quick);
    const [first] = await window.vault.profiles();
    window.profile = await window.vault.unlock(first.id, pin);
    window.store = await b.Store.open(window.profile);
    return first.id;
  };
}"""
