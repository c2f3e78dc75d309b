"""Nothing a kader typed is lost: not to a crash, a reload, a second tab, a full disk or a flat battery."""

import os
import signal
import subprocess

import pytest
from playwright.sync_api import Error
from tests.fakes.chromium import CHROMIUM, QUIET
from tests.field.phone.conftest import prepare, until

pytestmark = pytest.mark.slow

SMALL = 2_400_000

BEGIN = """async (body) => { await enrolled(); window.store = await bahtera.Store.open(profile);
  window.said = []; window.desk = await store.begin(body, { told: (s) => said.push(s) }); return desk.id; }"""
AGAIN = """async () => { await reopened(); const [draft] = await store.everyDraft();
  return draft ? draft.content.body : null; }"""
FINISH = """async () => { await store.finish(desk, "<visit>Keluarga Sintetis</visit>", { family: "f1" }); }"""


@pytest.fixture
def full_disk():
    """Give a page's origin so many bytes, before it writes the first; None takes the limit away."""
    sessions = {}

    def limit(page, size):
        # The override ends with its session; what the browser has counted before holds for half a minute.
        session = sessions.setdefault(page, page.context.new_cdp_session(page))
        told = {"origin": page.evaluate("location.origin")} | ({"quotaSize": size} if size else {})
        session.send("Storage.overrideQuotaForOrigin", told)

    return limit


def test_every_answer_is_there_after_a_reload(phone):
    page = phone()
    page.evaluate(BEGIN, {"q1": "ya"})
    page.evaluate("async () => { desk.save({ q1: 'ya', q2: 'tidak' }); await desk.settled(); }")
    page.reload()
    prepare(page)
    assert page.evaluate(AGAIN) == {"q1": "ya", "q2": "tidak"}


def test_a_hundred_quick_answers_end_with_the_last(phone):
    page = phone()
    page.evaluate(BEGIN, 0)
    page.evaluate("async () => { for (let i = 1; i <= 100; i++) desk.save(i); await desk.settled(); }")
    page.reload()
    prepare(page)
    assert page.evaluate(AGAIN) == 100


@pytest.mark.parametrize("after", [0, 1, 3, 8])
def test_a_tab_that_is_killed_while_saving_leaves_one_whole_answer(phone, after):
    page = phone()
    page.evaluate(BEGIN, {"n": 0, "text": "x" * 200_000})
    page.evaluate(
        """() => { let n = 0;
          setInterval(() => desk.save({ n: ++n, text: String(n % 10).repeat(200000) }), 1); }"""
    )
    page.wait_for_timeout(30 * after)
    with pytest.raises(Error):
        page.goto("chrome://crash", timeout=3_000)
    fresh = phone(page.context)
    found = fresh.evaluate(AGAIN)
    assert found["n"] == 0 or found["text"] == str(found["n"] % 10) * 200_000


def test_what_was_settled_survives_a_battery_that_dies(browser, site, tmp_path):
    def started():
        return browser.browser_type.launch_persistent_context(
            str(tmp_path / "profile"), executable_path=CHROMIUM, args=QUIET
        )

    for round_ in range(3):
        context = started()
        page = context.new_page()
        page.goto(site.app)
        prepare(page)
        if round_ == 0:
            page.evaluate(BEGIN, 0)
        else:
            assert page.evaluate(AGAIN) == round_ * 100
            page.evaluate(
                "async () => { window.desk = await store.resume((await store.everyDraft())[0].id); }"
            )
        page.evaluate(
            "async (n) => { desk.save(n); await desk.settled(); desk.save(n); }", (round_ + 1) * 100
        )
        _kill_all_of(tmp_path / "profile")
        context.close()
    context = started()
    page = context.new_page()
    page.goto(site.app)
    prepare(page)
    assert page.evaluate(AGAIN) == 300
    context.close()


def test_locking_loses_nothing_that_was_typed_a_moment_before(phone):
    page = phone()
    page.evaluate(BEGIN, 0)
    page.evaluate("async () => { desk.save(1); await store.lock(); }")
    assert page.evaluate("profile.isOpen") is False
    assert page.evaluate(AGAIN) == 1


# --- two tabs ---------------------------------------------------------------------------------------------


def test_a_second_tab_only_reads_and_takes_over_when_told_to(phone):
    page = phone()
    page.evaluate(BEGIN, "first")
    page.evaluate("() => { store.writer.onChange((s) => { window.told = s; }); }")
    other = phone(page.context)
    assert other.evaluate(AGAIN) == "first"
    assert other.evaluate("store.writer.state") == "elsewhere"
    assert other.evaluate("problem(async () => store.begin('x'))")["code"] == "elsewhere"
    page.evaluate("desk.save('last word')")
    other.evaluate("store.writer.takeOver()")
    assert other.evaluate("store.writer.has") is True
    until(page, "window.told === 'elsewhere'")
    assert page.evaluate("problem(async () => store.begin('x'))")["code"] == "elsewhere"
    assert other.evaluate("store.everyDraft().then(([d]) => d.content.body)") == "last word"


def test_the_second_tab_may_write_once_the_first_is_closed(phone):
    page = phone()
    page.evaluate(BEGIN, "first")
    other = phone(page.context)
    other.evaluate(AGAIN)
    page.close()
    until(other, "store.writer.has")
    assert other.evaluate("store.begin('second').then((d) => d.state)") == "saved"


def test_a_tab_that_was_overruled_cannot_write_a_little_later(phone):
    page = phone()
    page.evaluate(BEGIN, "first")
    # A tab that is frozen: it hears no request to hand over, and believes that it still writes.
    page.evaluate(
        """() => { const real = IDBDatabase.prototype.transaction; window.held = [];
          IDBDatabase.prototype.transaction = function (...told) { return real.apply(this, told); };
          BroadcastChannel.prototype.postMessage = () => {}; }"""
    )
    other = phone(page.context)
    other.evaluate("() => { BroadcastChannel.prototype.postMessage = () => {}; }")
    other.evaluate(AGAIN)
    other.evaluate("store.writer.takeOver()")
    assert other.evaluate("store.writer.has") is True
    other.evaluate(
        """async () => { window.desk = await store.resume((await store.everyDraft())[0].id);
          desk.save("new"); await desk.settled(); }"""
    )
    page.evaluate("desk.save('old')")
    page.wait_for_timeout(300)
    assert other.evaluate("store.everyDraft().then(([d]) => d.content.body)") == "new"


# --- no room ----------------------------------------------------------------------------------------------


def test_answers_wait_for_room_and_are_said_to(phone, full_disk):
    page = phone()
    full_disk(page, 1_500_000)
    page.evaluate(BEGIN, "small")
    page.evaluate("() => { desk.save('x'.repeat(4e6)); }")
    until(page, "desk.state === 'full'")
    assert "full" in page.evaluate("said")
    assert page.evaluate("store.everyDraft().then(([d]) => d.content.body)") == "small"
    page.evaluate("() => { desk.save('y'.repeat(4e6)); }")
    full_disk(page, None)
    page.evaluate("async () => { desk.retry(); await desk.settled(); }")
    assert page.evaluate("said.at(-1)") == "saved"
    page.reload()
    prepare(page)
    assert page.evaluate(AGAIN) == "y" * 4_000_000


def test_locking_on_a_full_disk_keeps_the_answers_in_memory(phone, full_disk):
    page = phone()
    full_disk(page, 1_500_000)
    page.evaluate(BEGIN, "small")
    page.evaluate("() => { desk.save('x'.repeat(4e6)); }")
    until(page, "desk.state === 'full'")
    draft = page.evaluate("async () => { const id = desk.id; await store.lock(); return id; }")
    assert page.evaluate("profile.isOpen") is False
    # Somebody makes room while it is locked; what was typed is still there, whether it was written meanwhile or not.
    full_disk(page, None)
    page.evaluate("reopened()")
    found = "async (id) => { window.desk = await store.resume(id); return desk.content.body.length; }"
    assert page.evaluate(found, draft) == 4_000_000
    page.evaluate("async () => { desk.retry(); await desk.settled(); }")
    page.reload()
    prepare(page)
    assert len(page.evaluate(AGAIN)) == 4_000_000


def test_no_pin_is_tried_that_cannot_be_counted(phone):
    page = phone()
    page.evaluate(BEGIN, "small")
    # The browser refuses every writing, as on a phone without any room.
    page.evaluate(
        """() => { IDBObjectStore.prototype.put = () => { throw new DOMException("", "QuotaExceededError"); }; }"""
    )
    for pin in ("482915", "482916"):
        assert page.evaluate("(pin) => problem(() => vault.unlock(profile.id, pin))", pin)["code"] == "full"


def test_a_visit_that_finds_no_room_stays_a_draft(phone, full_disk):
    page = phone()
    full_disk(page, 1_500_000)
    page.evaluate(BEGIN, "small")
    big = "problem(() => store.finish(desk, Array.from({ length: 5e5 }, () => Math.random()).join(), {}))"
    assert page.evaluate(big)["code"] == "full"
    assert page.evaluate("Promise.all([store.outbox.count(), store.drafts.count()])") == [0, 1]
    full_disk(page, None)
    page.evaluate(FINISH)
    assert page.evaluate("Promise.all([store.outbox.count(), store.drafts.count()])") == [1, 0]


def test_photos_are_refused_while_answers_still_find_room(phone, full_disk):
    page = phone()
    full_disk(page, SMALL)
    page.evaluate(BEGIN, "small")
    photo = "problem(() => store.files.put(new Blob([new Uint8Array(500000)], { type: 'image/jpeg' }), 'rumah.jpg'))"
    assert page.evaluate(photo)["code"] == "photos-full"
    page.evaluate("async () => { desk.save('still room'); await desk.settled(); }")
    assert page.evaluate("desk.state") == "saved"


# --- finished visits --------------------------------------------------------------------------------------


def test_a_finished_visit_stays_until_the_server_signed_for_these_very_bytes(phone):
    page = phone()
    page.evaluate(BEGIN, "draft")
    page.evaluate(
        """async () => { window.photo = await store.files.put(new Blob(["foto"], { type: "image/jpeg" }), "rumah.jpg");
          desk.save("draft", [photo]); }"""
    )
    page.evaluate(FINISH)
    told = page.evaluate(
        """async () => {
          const [visit] = await store.outbox.all();
          const other = (await problem(() => store.outbox.settle(visit.id, { sha256: "0".repeat(64) }))).code;
          const before = await store.outbox.count();
          await store.outbox.settle(visit.id, { sha256: visit.content.sha256, signature: "s" });
          await store.outbox.settle(visit.id, { sha256: visit.content.sha256, signature: "s" });
          const [sent] = await store.outbox.sent();
          const kept = [(await store.outbox.body(visit.id)).xml, await (await store.files.get(photo)).text()];
          await store.outbox.told(visit.id, { receipt: { ...sent.content.receipt, state: "approved" } });
          return [kept, await store.outbox.body(visit.id),
            other, before, await store.outbox.count(), sent.content.receipt.signature, sent.content.about,
            (await problem(() => store.files.get(photo))).code, await store.drafts.count()];
        }"""
    )
    kept, after, *rest = told
    assert kept[1] == "foto", "it may come back to be corrected"
    assert after is None, "approved: nothing of it stays"
    assert rest == ["other-receipt", 1, 0, "s", {"family": "f1"}, "missing", 0]


def test_a_finished_visit_can_be_read_with_the_servers_key_alone(phone):
    page = phone()
    page.evaluate(BEGIN, "draft")
    page.evaluate(
        """async () => { const blob = new Blob(["isi foto"], { type: "image/jpeg" });
          window.photo = await store.files.put(blob, "rumah.jpg");
          desk.save("draft", [photo]); }"""
    )
    page.evaluate(FINISH)
    told = page.evaluate(
        """async () => {
          const id = profile.id; await store.lock();
          const { visits, files } = await bahtera.sealedVisitsOf(id);
          const zipped = await bahtera.openSealed(server.pair, visits[0].sealed, "visit");
          const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
          const visit = JSON.parse(await new Response(stream).text());
          const [file] = visit.files;
          const key = bahtera.fromBase64url(file.key);
          const photo = bahtera.text(await bahtera.discloseBytes(key, files.get(file.id), "file\\0" + file.id));
          return [visit.id === visits[0].id, visit.xml, visit.device, photo];
        }"""
    )
    assert told == [
        True,
        "<visit>Keluarga Sintetis</visit>",
        "0f4b6c3a-9f0e-4d55-8f6b-3f3a2f1e7c10",
        "isi foto",
    ]


def test_photos_that_nothing_names_are_swept_and_others_are_not(phone):
    page = phone()
    page.evaluate(BEGIN, "draft")
    page.evaluate(
        """async () => { const photo = () => store.files.put(new Blob(["foto"]), "a.jpg");
          window.kept = await photo(); await photo();
          desk.save("draft", [kept]); await store.close(); profile.lock(); await reopened(); }"""
    )
    assert page.evaluate("store.files.get(kept).then((b) => b.text())") == "foto"
    assert page.evaluate("store.files.sweep(new Set([kept.id]))") == 0


def test_a_discarded_draft_takes_its_photos_along_and_does_not_come_back(phone):
    page = phone()
    page.evaluate(BEGIN, "draft")
    page.evaluate(
        """async () => { window.photo = await store.files.put(new Blob(["foto"]), "a.jpg");
          desk.save("draft", [photo]); desk.save("more"); await store.discard(desk.id); }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("store.drafts.count()") == 0
    assert page.evaluate("problem(() => store.files.get(photo))")["code"] == "missing"


# --- families ---------------------------------------------------------------------------------------------

FAMILIES = """async (count) => { await enrolled(); window.store = await bahtera.Store.open(profile);
  const names = ["Siti Aminah", "Nurhayati", "Abdul Gafur", "Rahmawati", "Yusuf Maulana"];
  const entry = (i) => ({
    id: crypto.randomUUID(), name: `${names[i % 5]} ${i}`, words: [`RT ${i % 9}`, `anggota ${i}`] });
  const family = (i) => ({ entry: entry(i),
    content: { anggota: [{ nama: names[i % 5] }] } });
  window.all = Array.from({ length: count }, (_, i) => family(i));
  await store.families.apply({ put: all, remove: [], cursor: "1", whole: true }); }"""


def test_families_are_taken_in_changed_and_removed_and_stay(phone):
    page = phone()
    page.evaluate(FAMILIES, 300)
    told = page.evaluate(
        """async () => {
          const changed = { ...all[0], entry: { ...all[0].entry, name: "Hamidah" } };
          const delta = { put: [changed], remove: [all[1].entry.id], cursor: "2" };
          await store.families.apply(delta); await store.families.apply(delta);
          await store.close(); profile.lock(); await reopened();
          const { families } = store;
          return [await families.count(), families.search.size, families.search.find("hamidah").total,
            families.search.find("anggota 1").entries.some((e) => e.id === all[1].entry.id),
            (await families.get(all[2].entry.id)).content.anggota[0].nama,
            await families.get(all[1].entry.id), await families.cursor()];
        }"""
    )
    assert told == [299, 299, 1, False, "Abdul Gafur", None, "2"]


def test_five_thousand_families_are_found_by_the_beginnings_of_their_words(phone):
    page = phone()
    page.evaluate(FAMILIES, 5_000)
    told = page.evaluate(
        """async () => {
          await store.families.load();
          const typed = ["s", "siti", "siti 4999", "nur 1", "rt 3", "anggota 4999", "zzz", "minah"];
          const words = (e) => [e.name, ...e.words].join(" ").toLowerCase().split(" ");
          const naive = (text) => all.filter(({ entry }) =>
            text.split(" ").every((part) => words(entry).some((word) => word.startsWith(part)))).length;
          return typed.map((text) => [store.families.search.find(text).total, naive(text)]);
        }"""
    )
    assert [found for found, _ in told] == [expected for _, expected in told]
    assert [found for found, _ in told][-3:] == [1, 0, 0]


# --- what lies there --------------------------------------------------------------------------------------

SECRETS = [
    "Fatimah Azzahra Sintetis",
    "6302014501900001",
    "Kader Rahasia",
    "Jalan Veteran Gang Buntu",
    "482915",
]


def test_a_dump_of_the_phone_holds_no_name_and_no_nik(browser, site, tmp_path):
    folder = tmp_path / "profile"
    context = browser.browser_type.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=QUIET
    )
    page = context.new_page()
    page.goto(site.app)
    prepare(page)
    page.evaluate(
        """async ([name, nik, kader, address]) => {
          await enrolled({ name: kader }); window.store = await bahtera.Store.open(profile);
          const body = { name, nik, address };
          const family = (i) => ({ entry: { id: crypto.randomUUID(), name, words: [address] }, content: body });
          await store.families.apply({ put: [family(1), family(2)], remove: [], cursor: "c" });
          await store.notes.put("n", body);
          const draft = await store.begin(body); draft.save({ ...body, more: name }); await draft.settled();
          for (let i = 0; i < 3; i++) {
            const desk = await store.begin(body);
            desk.save(body, [await store.files.put(new Blob([name, nik]), "rumah.jpg")]);
            await store.finish(desk, `<v>${name} ${nik}</v>`, body);
          }
          const [visit] = await store.outbox.all();
          await store.outbox.settle(visit.id, { sha256: visit.content.sha256, told: name });
          await profile.saveDetails({ ...profile.details, note: nik });
        }""",
        SECRETS[:4],
    )
    page.wait_for_timeout(500)
    context.close()
    read = list(_everything_in(folder))
    assert sum(len(content) for _, content in read) > 50_000
    assert any(b"melati" in content for _, content in read), "what lies open is found, so the rest would be"
    for secret in SECRETS:
        for spelling in (secret.encode(), secret.encode("utf-16-le")):
            assert [name for name, content in read if spelling in content] == []


def _everything_in(folder):
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()


def _kill_all_of(folder):
    """Stop a browser as a flat battery does: every process of it, at once, without a word."""
    listed = subprocess.run(["/bin/ps", "-eo", "pid,args"], check=True, capture_output=True, text=True).stdout
    for line in listed.splitlines():
        if f"--user-data-dir={folder}" in line:
            os.kill(int(line.split()[0]), signal.SIGKILL)
