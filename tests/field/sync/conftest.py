"""Phones that sync by the app's own code with the real site, over a network that fails as it is told."""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.fakes.blob_folders import blobs_in
from tests.field.app.world import VILLAGE, World, compiled_form, make_world
from tests.field.phone.conftest import FIELD, build_harness, prepare
from tests.field.sync.gate import Gate, gate_to

from bahtera.access import api as access
from bahtera.config import registrations
from bahtera.questionnaires.models import Questionnaire

SETUP = """() => {
  const b = window.bahtera;
  const wired = async () => {
    window.store = await b.Store.open(profile);
    window.shelf = await b.FormShelf.open();
    const sign = (purpose, challenge) => vault.sign(profile.id, purpose, challenge);
    window.link = b.linkOf({ profile, sign, pin: () => "482915" }).link;
    window.sync = new b.Sync({ profile, store, link, shelf });
  };
  const quick = { rounds: async () => 1000 };
  window.begin = async (code) => {
    window.vault = await b.Vault.open(quick);
    window.profile = await b.enrolAtSite(vault, { code, pin: "482915", mark: "melati" });
    await wired();
  };
  window.comeBack = async () => {
    window.vault = await b.Vault.open(quick);
    const [first] = await vault.profiles();
    window.profile = await vault.unlock(first.id, "482915");
    await wired();
  };
  window.finishVisit = async (id, xml, photo, family) => {
    const desk = await store.begin("draft", { id });
    if (photo) desk.save("draft", [await store.files.put(new Blob([photo], { type: "image/jpeg" }), "rumah.jpg")]);
    await desk.settled();
    await store.finish(desk, xml, { familyId: family }, { pace: { tempat: 1000 } });
  };
  window.told = async () => ({
    here: (await store.outbox.ids()).toSorted(),
    sent: Object.fromEntries(
      (await store.outbox.sent()).map(({ id, content: c }) => [id, [c.state, c.isChecked, c.receipt.sha256]])),
    ledger: await sync.ledger.all(),
    families: (await store.families.ids()).toSorted(),
  });
  window.backedUp = async () => {
    const { file, code } = await b.makeBackup(store, profile);
    return [b.toBase64url(new Uint8Array(await file.arrayBuffer())), code];
  };
  window.restored = ([file, code]) => b.restoreBackup(store, profile, new Blob([b.fromBase64url(file)]), code);
}"""


@dataclass
class Client:
    """One phone of a kader."""

    page: Page
    gate: Gate
    code: str

    def open(self) -> None:
        self.page.goto(self.gate.app)
        prepare(self.page)
        self.page.evaluate(SETUP)

    def begin(self) -> None:
        self.open()
        self.page.evaluate("code => begin(code)", self.code)

    def restart(self) -> None:
        """Kill the app and open it again."""
        self.open()
        self.page.evaluate("comeBack()")

    def finish(
        self, family: Any, *, photo: str = "", corrects: str = "", result: str = "tidak_ditemukan"
    ) -> str:
        """Finish a visit; returns its id."""
        new = str(uuid.uuid4())
        self.page.evaluate(
            "told => finishVisit(...told)",
            [new, xml_of(new, str(family), corrects, result), photo, str(family)],
        )
        return new

    def sync(self, **how: Any) -> dict[str, Any]:
        told: dict[str, Any] = self.page.evaluate(
            "async how => { await sync.run(how); return sync.now; }", how
        )
        return told

    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = self.page.evaluate("told()")
        return told


def _version() -> str:
    return str(Questionnaire.objects.order_by("-id").values_list("version", flat=True)[0])


def xml_of(instance: str, family: str, corrects: str = "", result: str = "tidak_ditemukan") -> str:
    """Return a short visit of the family form (sintetis)."""
    before = f"<orx:deprecatedID>uuid:{corrects}</orx:deprecatedID>" if corrects else ""
    return (
        f'<data id="kunjungan_keluarga" version="{_version()}" xmlns:orx="http://openrosa.org/xforms">'
        f"<tempat><tanggal_kunjungan>2026-11-20</tanggal_kunjungan><kode_desa>{VILLAGE}</kode_desa>"
        f"<alamat>Jalan Contoh (sintetis)</alamat><keluarga>{family}</keluarga><family_id>{family}</family_id></tempat>"
        f"<kunjungan><hasil_kunjungan>{result}</hasil_kunjungan></kunjungan>"
        f"<orx:meta><orx:instanceID>uuid:{instance}</orx:instanceID>{before}</orx:meta></data>"
    )


@pytest.fixture(scope="session")
def harness_folder(tmp_path_factory):
    assert (FIELD / "node_modules").exists(), "install the app's packages first: npm ci in field/"
    return build_harness(tmp_path_factory.mktemp("harness"))


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
def gate(harness_folder, live_server, world):
    with gate_to(harness_folder, live_server.url) as made:
        yield made


@pytest.fixture
def client_of(browser, gate, world):
    """Make phones of a person."""
    contexts = []

    def made(person: Any) -> Client:
        context = browser.new_context(viewport={"width": 360, "height": 640})
        contexts.append(context)
        page = context.new_page()
        client = Client(page, gate, access.make_activation_code(person, actor=world.chief).code)
        client.begin()
        return client

    yield made
    for context in contexts:
        context.close()
