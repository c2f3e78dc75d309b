"""The app starts without signal, and a new version never comes in the middle of a visit."""

import base64
import hashlib
import re
import shutil

import pytest
from tests.field.phone.conftest import FIELD, build_harness, prepare, serving, until

pytestmark = pytest.mark.slow

KEEP = """async () => { window.offers = []; window.answers = [];
  await bahtera.keepApp({ onUpdate: (accept) => offers.push(accept) });
  await navigator.serviceWorker.ready; }"""
IN_CHARGE = "navigator.serviceWorker.controller !== null"
BEGIN = """async () => { await enrolled(); window.store = await bahtera.Store.open(profile);
  window.desk = await store.begin("a visit"); }"""


@pytest.fixture(scope="session")
def newer_folder(tmp_path_factory):
    return build_harness(tmp_path_factory.mktemp("newer"), "2")


@pytest.fixture
def site(harness_folder, tmp_path):
    """The app at an address where a new version can be put in place."""
    shutil.copytree(harness_folder, tmp_path / "app")
    with serving(tmp_path / "app") as served:
        yield served


def publish(site, folder):
    shutil.rmtree(site.folder)
    shutil.copytree(folder, site.folder)


def kept(page):
    page.evaluate(KEEP)
    until(page, IN_CHARGE)
    return page


def look_for_update(page):
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")


def version(page):
    return page.evaluate("document.body.dataset.version")


def test_it_starts_without_signal_and_loads_its_later_parts(phone, site):
    page = kept(phone())
    page.context.set_offline(True)
    page.reload()
    prepare(page)
    assert version(page) == "1"
    assert page.evaluate("lazy().then((m) => m.version)") == "1"
    page.goto(f"{site.app}keluarga/1?x=y")
    assert version(page) == "1"


def test_it_touches_nothing_but_gets_for_its_own_files(phone, site):
    phone.expected.append("status of 404")
    page = kept(phone())
    page.reload()
    site.asked.clear()
    page.evaluate(
        """async () => { await fetch("/api/v1/families"); await fetch("/app/worker.js", { method: "POST", body: "x" });
          await fetch("/app/index.html", { method: "POST", body: "x" });
          await fetch("/app/assets/other.json").catch(() => 0); }"""
    )
    asked = [one for one in site.asked if one[1] != "/app/worker.js" or one[0] == "POST"]
    assert asked == [
        ("GET", "/api/v1/families"),
        ("POST", "/app/worker.js"),
        ("POST", "/app/index.html"),
        ("GET", "/app/assets/other.json"),
    ]
    assert page.evaluate("caches.keys().then((k) => k.length)") == 1


def test_from_the_cache_it_asks_the_server_for_nothing(phone, site):
    page = kept(phone())
    site.asked.clear()
    page.reload()
    prepare(page)
    assert [path for _, path in site.asked if path != "/app/worker.js"] == []


def test_a_portals_page_is_never_kept_for_ours(phone, site):
    phone.expected.append("unsupported MIME type")
    page = phone()
    site.portal = True
    assert page.evaluate("bahtera.keepApp({ onUpdate: () => 0 })") is False
    page.wait_for_timeout(300)
    assert page.evaluate("caches.keys()") == []
    site.portal = False
    kept(page)
    site.portal = True
    page.reload()
    prepare(page)
    assert version(page) == "1"


def test_a_file_changed_on_the_way_stops_the_installing(phone, site):
    page = phone()
    [script] = [one for one in (site.folder / "assets").iterdir() if one.name.startswith("lazy")]
    script.write_text("export const version = 'other';", encoding="utf-8")
    page.evaluate("() => { void bahtera.keepApp({ onUpdate: () => 0 }); }")
    until(page, "performance.now() > 1500")
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((r) => !r?.active)") is True


def test_a_cache_that_was_cleared_is_filled_again_and_costs_no_visit(phone, site):
    page = kept(phone())
    page.evaluate(BEGIN)
    page.evaluate("caches.keys().then((all) => Promise.all(all.map((name) => caches.delete(name))))")
    page.reload()
    prepare(page)
    assert page.evaluate("async () => { await reopened(); return (await store.everyDraft()).length; }") == 1
    until(page, "true")
    page.context.set_offline(True)
    page.reload()
    prepare(page)
    assert version(page) == "1"


def test_without_cache_and_signal_it_says_that_the_visits_are_safe(phone, site):
    page = kept(phone())
    page.evaluate("caches.keys().then((all) => Promise.all(all.map((name) => caches.delete(name))))")
    page.context.set_offline(True)
    page.reload()
    assert "Data kunjungan di HP ini tetap aman" in page.inner_text("body")


def test_a_new_version_waits_for_the_visit_then_asks_then_starts_in_every_tab(phone, site, newer_folder):
    page = kept(phone())
    page.evaluate(BEGIN)
    other = kept(phone(page.context))
    publish(site, newer_folder)
    look_for_update(page)
    until(page, "true")
    page.wait_for_timeout(800)
    assert page.evaluate("offers.length") == 0, "a visit is open"
    assert other.evaluate("offers.length") == 0, "in another tab too"
    assert page.evaluate("lazy().then((m) => m.version)") == "1"
    page.evaluate("async () => { desk.save('the last answer'); await desk.close(); await store.close(); }")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    until(page, "offers.length === 1")
    with page.expect_navigation(), other.expect_navigation():
        page.evaluate("() => { void offers[0](); }")
    prepare(page)
    prepare(other)
    assert (version(page), version(other)) == ("2", "2")
    found = page.evaluate(
        "async () => { await reopened(); return (await store.everyDraft())[0].content.body; }"
    )
    assert found == "the last answer"
    assert page.evaluate("caches.keys().then((k) => k.length)") == 1


def test_a_visit_opened_after_the_question_stops_the_new_version(phone, site, newer_folder):
    page = kept(phone())
    publish(site, newer_folder)
    look_for_update(page)
    until(page, "offers.length === 1")
    page.evaluate(BEGIN)
    assert page.evaluate("offers[0]()") is False
    page.wait_for_timeout(300)
    assert version(page) == "1"
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.waiting !== null)")


def test_a_new_version_fetches_only_what_is_new(phone, site, harness_folder):
    page = kept(phone())
    page_file = site.folder / "index.html"
    page_file.write_text(
        page_file.read_text(encoding="utf-8").replace("harness", "harness 2"), encoding="utf-8"
    )
    worker = site.folder / "worker.js"
    text = worker.read_text(encoding="utf-8")
    fresh = base64.b64encode(hashlib.sha256(page_file.read_bytes()).digest()).decode()
    text = re.sub(r'("index.html":"sha256-)[^"]+', rf"\g<1>{fresh}", text)
    worker.write_text(re.sub(r"`[0-9a-f]{12}`", "`aaaaaaaaaaaa`", text), encoding="utf-8")
    site.asked.clear()
    look_for_update(page)
    until(page, "offers.length === 1")
    # A page's name does not say what is in it.
    assert {path for _, path in site.asked} == {"/app/worker.js", "/app/", "/app/private.html"}


def test_the_worker_is_short():
    assert len((FIELD / "src/worker.ts").read_text(encoding="utf-8").splitlines()) < 150
