"""What lies on a phone, put there and read out by the app's own parts: of one origin with it, without its screens."""

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page
from tests.field.phone.conftest import until

AT = "/inside/"
OPENED = """async ([pin, at]) => {
  window.vault = await bahtera.Vault.open();
  const profile = (await vault.profiles())[at];
  window.profile = await vault.unlock(profile.id, pin);
  window.store = await bahtera.Store.open(window.profile); }"""
FINISH = """async ({ xmls, drafts, photos }) => {
  for (const [at, xml] of xmls.entries()) {
    const desk = await store.begin({ n: at });
    if (at < photos) {
      const photo = await store.files.put(new Blob(["foto " + at], { type: "image/jpeg" }), "rumah.jpg");
      desk.save({ n: at }, [photo]); await desk.settled();
    }
    await store.finish(desk, xml, { family: null });
  }
  for (let n = 0; n < drafts; n += 1) { const desk = await store.begin({ draft: n }); await desk.close(); }
  await store.close(); profile.lock(); vault.close(); }"""
# Everything that this origin keeps anywhere, as text: bytes as Latin letters, so that a name in them would show.
DUMP = """async () => {
  const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  const said = (value) => {
    if (value instanceof Uint8Array) return new TextDecoder("latin1").decode(value);
    if (value instanceof CryptoKey) return "";
    if (Array.isArray(value)) return value.map(said).join(" ");
    if (value && typeof value === "object") return Object.entries(value).map(([k, v]) => k + " " + said(v)).join(" ");
    return String(value);
  };
  const done = (request) => new Promise((go, no) => {
    request.onsuccess = () => go(request.result); request.onerror = () => no(request.error); });
  for (const { name } of await indexedDB.databases()) {
    const db = await done(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      texts.push(name, said(await done(db.transaction(store).objectStore(store).getAll())));
      texts.push(said(await done(db.transaction(store).objectStore(store).getAllKeys())));
    }
    db.close();
  }
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) texts.push(request.url);
  return texts.join("\\n"); }"""
GUESSED = """async ([wrong, waitMs]) => {
  const done = (request) => new Promise((go) => { request.onsuccess = () => go(request.result); });
  const db = await done(indexedDB.open("bahtera-keys"));
  const [profile] = await done(db.transaction("profiles").objectStore("profiles").getAll());
  const step = db.transaction("guesses", "readwrite");
  step.objectStore("guesses").put({ id: profile.id, wrong, waitMs });
  await new Promise((go) => { step.oncomplete = go; });
  db.close(); }"""


def open_inside(context: BrowserContext, site: str, harness: Path) -> Page:
    """Open a page beside the app that has its parts and none of its screens."""

    def from_harness(route: Any) -> None:
        inside = route.request.url.split("?")[0].removeprefix(site)
        name = "index.html" if inside == AT else inside.removeprefix("/app/")
        route.fulfill(path=str(harness / name))

    context.route(f"{site}{AT}", from_harness)
    for script in (harness / "assets").iterdir():
        context.route(f"{site}/app/assets/{script.name}", from_harness)
    page = context.new_page()
    page.goto(f"{site}{AT}")
    until(page, "window.bahtera !== undefined")
    return page
