"""A backup file brings visits to another phone, or to the server, and to nobody who only finds it."""

import base64

import orjson
import pytest
from tests.fakes.keyrings import keyring_in
from tests.field.phone.conftest import prepare

from bahtera.foundation import sealing
from bahtera.foundation.sealing import phones

pytestmark = pytest.mark.slow

NIK = "6302014501900001"
FILL = """async (key) => {
  if (key) window.server = { key };
  await enrolled(); window.store = await bahtera.Store.open(profile);
  const photo = (text) => store.files.put(new Blob([text], { type: "image/jpeg" }), "rumah.jpg");
  for (let i = 0; i < 2; i++) {
    const desk = await store.begin("draft"); desk.save("draft", [await photo("foto " + i)]);
    await store.finish(desk, `<v>6302014501900001 ${i}</v>`, { family: "f" + i });
  }
  window.desk = await store.begin({ answers: [1, 2] }); desk.save({ answers: [1, 2, 3] }, [await photo("foto draf")]);
  await desk.settled(); }"""
MAKE = """async () => { const { file, code, visits, drafts } = await bahtera.makeBackup(store, profile);
  return { file: bahtera.toBase64url(new Uint8Array(await file.arrayBuffer())), code, visits, drafts }; }"""
TAKE = """async ([file, code]) => { window.taken = null; const told = await problem(async () => {
    const blob = new Blob([bahtera.fromBase64url(file)]);
    window.taken = await bahtera.restoreBackup(store, profile, blob, code ?? undefined); });
  return told?.code ?? taken; }"""
COUNTS = "Promise.all([store.outbox.count(), store.drafts.count()])"


def raw(made):
    return base64.urlsafe_b64decode(made["file"] + "=" * (-len(made["file"]) % 4))


def packed(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.fixture
def made(phone):
    page = phone()
    page.evaluate(FILL)
    return page.evaluate(MAKE)


@pytest.fixture
def other_phone(phone):
    page = phone()
    page.evaluate("async () => { await enrolled(); window.store = await bahtera.Store.open(profile); }")
    return page


def test_another_phone_takes_it_in_with_the_code_and_twice_is_harmless(made, other_phone):
    page = other_phone
    assert (made["visits"], made["drafts"], len(made["code"])) == (2, 1, 20)
    typed = "-".join(made["code"][at : at + 5] for at in range(0, 20, 5)).lower()
    first = page.evaluate(TAKE, [made["file"], typed])
    assert first == {"visits": 2, "drafts": 1, "already": 0, "photosMissing": 0}
    again = page.evaluate(TAKE, [made["file"], typed])
    assert again == {"visits": 0, "drafts": 0, "already": 3, "photosMissing": 0}
    assert page.evaluate(COUNTS) == [2, 1]
    photos = page.evaluate(
        """async () => { const all = [...await store.outbox.all(), ...await store.everyDraft()];
          return Promise.all(all.map(async ({ content }) => (await store.files.get(content.files[0])).text())); }"""
    )
    assert sorted(photos) == ["foto 0", "foto 1", "foto draf"]
    assert page.evaluate("store.everyDraft().then(([d]) => d.content.body)") == {"answers": [1, 2, 3]}


def test_what_the_server_has_signed_for_does_not_come_back(phone):
    page = phone()
    page.evaluate(FILL)
    made = page.evaluate(MAKE)
    page.evaluate(
        """async () => { for (const { id, content } of await store.outbox.all())
          await store.outbox.settle(id, { sha256: content.sha256 }); }"""
    )
    assert page.evaluate(TAKE, [made["file"], None])["already"] == 3
    assert page.evaluate(COUNTS) == [0, 1]
    photos = "bahtera.sealedVisitsOf(profile.id).then(({ files }) => files.size)"
    assert page.evaluate(photos) == 3, "what was sent may come back to be corrected"
    page.evaluate(
        """async () => { for (const { id, content } of await store.outbox.sent())
          await store.outbox.told(id, { receipt: { ...content.receipt, state: "approved" } }); }"""
    )
    assert page.evaluate(photos) == 1, "only the draft's photo stays"


def test_the_profile_it_was_made_from_needs_no_code(phone):
    page = phone()
    page.evaluate(FILL)
    made = page.evaluate(MAKE)
    page.evaluate("async () => { await store.discard(desk.id); }")
    assert page.evaluate(TAKE, [made["file"], None])["drafts"] == 1


def test_without_the_code_it_says_so(made, other_phone):
    assert other_phone.evaluate(TAKE, [made["file"], None]) == "wrong-code"
    assert other_phone.evaluate(TAKE, [made["file"], "HTJ9N6831F92VBZ2A03H"]) == "mistyped-code"
    assert other_phone.evaluate(TAKE, [made["file"], "HTJ9N6831F92VBZ2A03G"]) == "wrong-code"
    assert other_phone.evaluate(COUNTS) == [0, 0]


def test_a_cut_changed_or_foreign_file_is_refused_whole(made, other_phone):
    data = raw(made)
    header = int.from_bytes(data[4:8], "big") + 8

    def taken(changed):
        return other_phone.evaluate(TAKE, [packed(changed), made["code"]])

    for size in (header + 2, header + 40, len(data) // 2, len(data) - 1):
        assert taken(data[:size]) == "cut", size
    assert taken(data[:6]) == "cut"
    assert taken(data + b"\0") == "changed"
    for place in (header + 10, len(data) - 1):
        assert taken(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]) == "changed"
    assert taken(data.replace(b'"parts":6', b'"parts":5')) == "changed"
    assert taken(data.replace(b'"format":1', b'"format":2')) == "newer"
    rest = data[header:]
    for strange in (b"[]", b"{}", b"null", b"7", b'{"format":1}', b"not json"):
        assert taken(data[:4] + len(strange).to_bytes(4, "big") + strange + rest) == "changed", strange
    for other in (b"", b"PK\x03\x04 a zip", b"<html>portal</html>", b"bh"):
        assert taken(other) == "foreign"
    assert other_phone.evaluate(COUNTS) == [0, 0]


def test_the_file_shows_nothing(made):
    data = raw(made)
    for secret in (NIK, "foto draf", "Kader Sintetis", "answers"):
        assert secret.encode() not in data


def test_the_server_reads_sealed_visits_photos_backups_and_keys_with_its_own_key(phone, tmp_path):
    with keyring_in(tmp_path):
        key = sealing.public_key()
        page = phone()
        page.evaluate(FILL, {"id": key.id, "point": packed(key.point)})
        sealed = page.evaluate(
            """async () => { const { visits, files } = await bahtera.sealedVisitsOf(profile.id);
              return { visits: visits.map((v) => [v.id, bahtera.toBase64url(v.sealed)]),
                files: [...files].map(([id, box]) => [id, bahtera.toBase64url(box)]),
                escrow: bahtera.toBase64url(await vault.escrow(profile.id)), device: DEVICE }; }"""
        )
        boxes = {file_id: raw({"file": box}) for file_id, box in sealed["files"]}
        visits = [phones.open_visit(raw({"file": text})) for _, text in sealed["visits"]]
        assert {one.id for one in visits} == {visit_id for visit_id, _ in sealed["visits"]}
        assert sorted(one.xml.decode() for one in visits) == [f"<v>{NIK} 0</v>", f"<v>{NIK} 1</v>"]
        photos = [phones.open_file(one.files[0], boxes[one.files[0].id]) for one in visits]
        assert sorted(photos) == [b"foto 0", b"foto 1"]
        with pytest.raises(sealing.Broken):
            phones.open_file(visits[0].files[0], boxes[visits[1].files[0].id])
        escrow = phones.open_data_key(raw({"file": sealed["escrow"]}), sealed["device"])
        with pytest.raises(sealing.Broken):
            phones.open_data_key(raw({"file": sealed["escrow"]}), "another")
        page.evaluate("store.lock()")
        page.evaluate(
            """async (told) => {
              window.profile = await vault.recover(profile.id, bahtera.fromBase64url(told), "739164"); }""",
            packed(escrow),
        )
        page.evaluate("async () => { window.store = await bahtera.Store.open(profile); }")
        assert page.evaluate(COUNTS) == [2, 1]
        backup = raw(page.evaluate(MAKE))
        parts = list(phones.open_backup(backup))
        assert [part.kind for part in parts] == ["file"] * 3 + ["visit"] * 2 + ["draft"]
        draft = parts[-1].content
        named = phones.read_file(draft["files"][0])
        [box] = [part.box for part in parts if part.id == named.id]
        assert (draft["body"], phones.open_file(named, box)) == ({"answers": [1, 2, 3]}, b"foto draf")
        for changed in (backup[:-1], backup + b"\0", backup[:-5] + b"xxxxx", backup[:20]):
            with pytest.raises(sealing.Broken):
                list(phones.open_backup(changed))
        with pytest.raises(sealing.NotSealed):
            list(phones.open_backup(b"PK\x03\x04"))
        assert orjson.loads(escrow)["device"] == sealed["device"]


def test_a_sealed_visit_that_unfolds_into_a_disk_is_refused(tmp_path):
    import gzip

    from bahtera.foundation.sealing import exchange

    with keyring_in(tmp_path):
        bomb = exchange.seal_to(sealing.public_key().point, gzip.compress(bytes(phones.MOST_VISIT_BYTES + 2)))
        for closed in (bomb, exchange.seal_to(sealing.public_key().point, b"no gzip")):
            with pytest.raises(sealing.Broken):
                phones.open_visit(closed)


def test_it_is_offered_to_download_under_a_name_that_says_nothing(phone):
    page = phone()
    page.evaluate(FILL)
    with page.expect_download() as caught:
        page.evaluate(
            """async () => { navigator.canShare = () => false;
              const { file } = await bahtera.makeBackup(store, profile);
              await bahtera.offerBackup(file, "2026-11-22"); }"""
        )
    assert caught.value.suggested_filename == "bahtera-cadangan-2026-11-22.bahtera"
    prepare(page)
