"""Syncing at ``/api/v1/field``, as the field app meets it: over HTTP, from an enrolled phone."""

import base64
import gzip
import hashlib
import json
from datetime import date
from uuid import uuid4

import pytest
from tests.fakes.phones import Phone
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE, visit

from bahtera.access import api as access
from bahtera.access.models import Device
from bahtera.config import registrations
from bahtera.families import api as families
from bahtera.foundation import audit, blobs, events, keys
from bahtera.foundation.sealing import exchange
from bahtera.foundation.transactions import durable
from bahtera.http import field
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.surveys.models import (
    Attachment,
    FamilyFeed,
    SealedVisit,
    Submission,
    Upload,
    UploadPiece,
    VisitFeed,
)
from bahtera.surveys.operations.receiving import storing, together
from bahtera.surveys.operations.receiving.quarantine import shared_area

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]
AT = "/api/v1/field"


@pytest.fixture(autouse=True)
def _registered():
    registrations.register_all()


@pytest.fixture
def boss():
    return access.ensure_account(
        username="rahmat", password="x" * 12, full_name="Rahmat", roles=["supervisor"], areas=["63.02"]
    )


@pytest.fixture
def hire(boss):
    def add(name):
        added = access.add_person(f"{name} (sintetis)", area=VILLAGE, actor=boss)
        access.grant_role(added.id, role="kader", area=VILLAGE, valid_from=date(2020, 1, 1), actor=boss)
        return added.id

    return add


class App:
    """The app on a phone that is signed in."""

    def __init__(self, client, person, boss):
        self.client, self.person, self.phone = client, person, Phone()
        self.phone.enrol(access.make_activation_code(person, actor=boss).code)
        self.token = self.phone.sign_in().token

    def call(self, method, path, body=b"", **headers):
        reply = self.client.generic(
            method,
            f"{AT}{path}",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", **headers},
        )
        assert reply.headers["Content-Type"].startswith(field.KIND), "every reply says that it is ours"
        return reply

    def get(self, path, **headers):
        reply = self.call("GET", path, **headers)
        assert reply.status_code == 200, reply.content
        return json.loads(reply.content)

    def send(self, *visits, packed=False, status=200):
        body = json.dumps({"visits": list(visits)}).encode()
        headers = {"Content-Encoding": "gzip"} if packed else {}
        reply = self.call("POST", "/visits", gzip.compress(body) if packed else body, **headers)
        assert reply.status_code == status, reply.content
        return json.loads(reply.content).get("outcomes")

    def all_families(self):
        told, since = [], ""
        while True:
            page = self.get(f"/families?since={since}")
            told, since = [*told, *page["items"]], page["cursor"]
            assert page["whole"]
            if not page["more"]:
                return told, since

    def put(self, sha256, start, size, data):
        headers = {"Upload-Offset": str(start), "Upload-Length": str(size)}
        return self.call("PUT", f"/files/{sha256}", data, **headers)

    def hand_in(self, *sealed):
        told = access.make_challenge(self.phone.id).text
        sent = {
            "device_id": str(self.phone.id),
            "challenge": told,
            "signature": self.phone.sign("hand-in", told),
            "visits": [base64.b64encode(one).decode() for one in sealed],
        }
        reply = self.client.post(f"{AT}/sealed", json.dumps(sent), content_type="application/json")
        return reply.status_code, reply.json()


@pytest.fixture
def app(client, hire, boss):
    return App(client, hire("Siti"), boss)


def of(xml, **more):
    return {"xml": xml.decode(), **more}


def family(head, rt="1", village=VILLAGE):
    with durable():
        return families.record_visit(
            village_code=village,
            family_id=None,
            visited_on=date(2026, 11, 1),
            source=f"uji:{uuid4()}",
            actor_key="system",
            head_name=head,
            rt=rt,
            rw="1",
            members=[families.MemberInput(name=head, relation="kepala", nik="6302104101800001")],
        ).family_id


# --- start and forms --------------------------------------------------------------------------------------


def test_start_says_what_a_phone_needs(app):
    told = app.get("/start")
    assert told["name"] == "Siti (sintetis)"
    assert [one["code"] for one in told["villages"]] == [VILLAGE]
    assert [one["name"] for one in told["rounds"]] == ["Putaran satu"]
    point = base64.urlsafe_b64decode(told["sealing_key"]["point"])
    assert exchange.open_sealed(exchange.seal_to(point, b"x")) == b"x"
    assert told["limits"]["visits"] == 100


def test_forms_come_by_hash_and_may_be_kept(app, form):
    [listed] = app.get("/forms")
    reply = app.call("GET", f"/forms/{listed['sha256']}")
    assert hashlib.sha256(reply.content).hexdigest() == listed["sha256"]
    assert "immutable" in reply.headers["Cache-Control"]
    assert app.call("GET", f"/forms/{'0' * 64}").status_code == 404
    for one in listed["media"]:
        assert "immutable" in app.call("GET", f"/media/{one['sha256']}").headers["Cache-Control"]


def test_recordings_come_by_hash_with_the_form_that_names_them(app, form, monkeypatch, client, boss):
    monkeypatch.setattr("bahtera.questionnaires.queries.named_files", lambda _xform: ("a.mp3", "b.png"))
    monkeypatch.setattr("bahtera.questionnaires.queries._names", {})
    sound = b"ID3\x04" + b"suara" * 30
    questionnaires.keep_files(form.form_id, form.version, [("a.mp3", sound)], actor_key="user:1")
    [told] = app.get("/forms")
    kept = {one["name"]: one["sha256"] for one in told["media"]}
    assert kept["a.mp3"] == hashlib.sha256(sound).hexdigest()
    assert "b.png" not in kept, "what is missing is not promised"
    reply = app.call("GET", f"/media/{kept['a.mp3']}")
    assert (reply.status_code, reply.content) == (200, sound)
    assert "immutable" in reply.headers["Cache-Control"]
    card = access.issue_token(name="Kartu (sintetis)", areas=[VILLAGE], actor=boss).secret
    base = f"/v1/key/{card}/projects/1/forms/{form.form_id}/versions/{form.version}"
    manifest = client.get(f"{base}/manifest", headers={"X-OpenRosa-Version": "1.0"}).content.decode()
    assert f"<hash>md5:{hashlib.md5(sound, usedforsecurity=False).hexdigest()}</hash>" in manifest
    assert "b.png" not in manifest
    reply = client.get(f"{base}/media/a.mp3")
    assert (reply.status_code, reply.headers["Content-Type"], reply.content) == (200, "audio/mpeg", sound)
    assert client.get(f"{base}/media/b.png").status_code == 404


def test_a_stranger_and_a_card_are_told_nothing(client, app, boss):
    card = access.issue_token(name="Siti", areas=[VILLAGE], actor=boss, person_id=app.person)
    for secret in ("", "bhp_x", card.secret):
        reply = client.get(f"{AT}/families", headers={"Authorization": f"Bearer {secret}"})
        assert (reply.status_code, reply.headers["Content-Type"]) == (401, field.JSON_TYPE)


# --- visits -----------------------------------------------------------------------------------------------


def test_each_visit_of_a_batch_has_its_own_outcome(app, monkeypatch):
    good, other, broken = visit(), visit(), visit()
    monkeypatch.setattr(together, "place", failing_for(broken, together.place))
    monkeypatch.setattr(storing, "place", failing_for(broken, storing.place))
    told = app.send(of(good), {"xml": "<data/>"}, {"xml": "no xml"}, of(broken), of(other), packed=True)
    assert [one["outcome"] for one in told] == ["stored", "refused", "refused", "again", "stored"]
    receipt = told[0]["receipt"]
    assert receipt["sha256"] == hashlib.sha256(good).hexdigest() == told[0]["sha256"]
    row = Submission.objects.get(sha256=receipt["sha256"])
    text = surveys.receipt_text(row.instance_id, row.sha256, row.received_at)
    assert keys.verify(text.encode(), receipt["signature"])
    assert told[1]["error"]["code"]
    assert Submission.objects.count() == 2


def test_how_long_each_part_took_is_kept_closed_with_the_visit(app, boss):
    pace = {"tempat": 61_000, "anggota:1": 120_000, "anggota:2+1": 30_000, "": 5_000}
    xml = visit()
    [outcome] = app.send(of(xml, pace=pace))
    [row] = Submission.objects.all()
    assert outcome["receipt"]["sha256"] == row.sha256
    assert b"anggota" not in bytes(row.content.pace)
    assert surveys.get_submission(row.pk, actor=boss).pace == pace
    app.send(of(xml, pace={"tempat": 1}))
    told = outcome["receipt"]
    signed = f"bahtera-receipt-1\n{told['instance_id']}\n{told['sha256']}\n{told['received_at']}\n"
    assert keys.verify(signed.encode(), told["signature"]), "a phone checks it from what it was told"
    assert surveys.get_submission(row.pk, actor=boss).pace == pace, "the first that came stays"


@pytest.mark.parametrize(
    "pace",
    [{"a": -1}, {"a": 2**40}, {"a" * 121: 1}, {"<b>": 1}, {"a": "lama"}, {"a": None}, ["a"], "lama", None],
)
def test_a_pace_that_cannot_be_is_left_out_and_the_visit_is_taken(app, boss, pace):
    [outcome] = app.send(of(visit(), pace=pace))
    assert outcome["outcome"] == "stored"
    row = Submission.objects.get()
    assert surveys.get_submission(row.pk, actor=boss).pace == {}


def test_of_a_pace_the_first_parts_that_can_be_are_kept(app, boss):
    app.send(of(visit(), pace={"tempat": 7, "<b>": 1} | {f"a{n}": 1 for n in range(600)}))
    kept = surveys.get_submission(Submission.objects.get().pk, actor=boss).pace
    assert kept["tempat"] == 7
    assert len(kept) == 499


@pytest.mark.parametrize(
    "wrong",
    [
        {"xml": 7},
        {"xml": None},
        {},
        {"xml": "<data/>", "files": [{"name": "rumah.jpg", "sha256": "bukan"}]},
        {"xml": "<data/>", "files": "rumah.jpg"},
        {"xml": "<data/>", "complete": "mungkin"},
        "kunjungan",
        None,
        [],
    ],
)
def test_one_that_is_no_visit_is_refused_alone(app, wrong):
    first, second = visit(), visit()
    told = app.send(of(first), wrong, of(second))
    assert [one["outcome"] for one in told] == ["stored", "refused", "stored"]
    assert [one["sha256"] for one in told[::2]] == [
        hashlib.sha256(one).hexdigest() for one in (first, second)
    ]
    assert told[1]["error"]["code"] == "http.bad_body"
    assert Submission.objects.count() == 2


def failing_for(body, place):
    def fail(row, *rest, **more):
        if row.sha256 == hashlib.sha256(body).hexdigest():
            raise OSError("disk full")
        return place(row, *rest, **more)

    return fail


def test_a_batch_sent_again_changes_nothing(app):
    sent = [of(visit()) for _ in range(3)]
    first = app.send(*sent)
    before = list(Submission.objects.order_by("pk").values())
    again = app.send(*sent, packed=True)
    assert [one["outcome"] for one in again] == ["repeated"] * 3
    assert [one["receipt"]["signature"] for one in again] == [one["receipt"]["signature"] for one in first]
    assert list(Submission.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"", {}, 400),
        (b"[]", {}, 400),
        (b'{"visits": []}', {}, 400),
        (json.dumps({"visits": [{"xml": ""}] * 101}).encode(), {}, 400),
        (b"not gzip", {"Content-Encoding": "gzip"}, 400),
        (gzip.compress(b'{"visits": [{"xml": "x"}]}', mtime=0)[:-6], {"Content-Encoding": "gzip"}, 400),
        (gzip.compress(b" " * 50_000_000, mtime=0), {"Content-Encoding": "gzip"}, 413),
        (b"{}", {"Content-Encoding": "br"}, 400),
    ],
)
def test_what_is_no_batch_is_refused(app, body, headers, status):
    reply = app.call("POST", "/visits", body, **headers)
    assert reply.status_code == status
    assert set(json.loads(reply.content)) == {"error"}


# --- families ---------------------------------------------------------------------------------------------


def test_everything_then_only_what_changed(app):
    ids = {family(f"Kepala {number}") for number in range(5)}
    family("Jauh", village=OTHER_VILLAGE)
    told, cursor = app.all_families()
    assert {one["id"] for one in told} == set(map(str, ids))
    assert "6302104101800001" not in json.dumps(told), "no NIK"
    page = app.get(f"/families?since={cursor}")
    assert (page["whole"], page["items"], page["gone"], page["more"]) == (False, [], [], False)
    moved = min(ids)
    families.move_family(moved, village_code=OTHER_VILLAGE, on=date(2026, 11, 20), actor_key="user:1")
    events.dispatch()
    page = app.get(f"/families?since={page['cursor']}")
    assert (page["items"], page["gone"]) == ([], [str(moved)])
    app.send(of(visit()))
    events.dispatch()
    page = app.get(f"/families?since={page['cursor']}")
    assert [one["village"] for one in page["items"]] == [VILLAGE]


def test_a_walk_of_pages_misses_nothing_that_changes_meanwhile(app, monkeypatch):
    ids = sorted(family(f"Kepala {number}") for number in range(7))
    monkeypatch.setattr("bahtera.surveys.queries.receiving.field.families_since.__kwdefaults__", {"size": 3})
    first = app.get("/families")
    assert len(first["items"]) == 3
    assert first["more"]
    assert first["begins"]
    gone = ids[0]
    families.move_family(gone, village_code=None, on=date(2026, 11, 20), actor_key="user:1")
    events.dispatch()
    seen = {one["id"] for one in first["items"]}
    page = first
    while page["more"]:
        page = app.get(f"/families?since={page['cursor']}")
        assert not page["begins"]
        seen |= {one["id"] for one in page["items"]}
        seen -= set(page["gone"])
    page = app.get(f"/families?since={page['cursor']}")
    seen -= set(page["gone"])
    assert seen == set(map(str, ids[1:]))


def test_a_task_given_and_taken_comes_down(app, hire, boss, round_one):
    dewi = hire("Dewi")
    mine, other = family("Ani", rt="1"), family("Cici", rt="2")
    _, cursor = app.all_families()
    task = surveys.assign(
        round_id=round_one.id, village_code=VILLAGE, person_id=app.person, rw="1", rt="1", actor=boss
    )
    events.dispatch()
    page = app.get(f"/families?since={cursor}")
    assert ([one["id"] for one in page["items"]], page["gone"]) == ([str(mine)], [str(other)])
    surveys.hand_over_assignment(task.id, person_id=dewi, actor=boss)
    events.dispatch()
    page = app.get(f"/families?since={page['cursor']}")
    assert str(mine) in page["gone"]
    assert page["items"] == []


def test_a_relative_never_comes_down(app, boss):
    mine, kin = family("Ani"), family("Kerabat")
    _, cursor = app.all_families()
    access.declare_kin(app.person, family_id=kin, relation="sibling", actor=boss)
    page = app.get(f"/families?since={cursor}")
    assert (page["whole"], [one["id"] for one in page["items"]]) == (True, [str(mine)])
    assert str(kin) not in json.dumps(app.get(f"/families?since={page['cursor']}"))


def test_one_changed_family_of_five_thousand_costs_little(app):
    from bahtera.families.models import Family, FamilyState
    from bahtera.foundation import clock

    now = clock.now()
    rows = [Family(opened_source="uji", created_at=now) for _ in range(5000)]
    Family.objects.bulk_create(rows)
    FamilyState.objects.bulk_create(
        FamilyState(
            family=row,
            village_code=VILLAGE,
            head_name=f"Kepala Sintetis {number}",
            address="Jalan Sintetis 1",
            rt=str(number % 20),
            rw="1",
            valid_from=date(2026, 1, 1),
            reason="opened",
            source="uji",
            actor_key="system",
            recorded_at=now,
        )
        for number, row in enumerate(rows)
    )
    told, cursor = app.all_families()
    assert len(told) == 5000
    families.move_family(
        rows[7].pk,
        village_code=VILLAGE,
        on=date(2026, 11, 20),
        actor_key="user:1",
        place=families.Place(address="Jalan Baru", dusun="", rw="1", rt="7"),
    )
    events.dispatch()
    reply = app.call("GET", f"/families?since={cursor}")
    assert [one["address"] for one in json.loads(reply.content)["items"]] == ["Jalan Baru"]
    assert len(reply.content) <= 5000
    first = app.call("GET", "/families", **{"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(first.content))["items"]) == 200


@pytest.mark.parametrize("since", ["x", "bnVsbA", "WzFd", "WyJhIiwiYiJd", "W10", "WzEsImEiLCJiIl0"])
def test_a_cursor_of_nobody_is_refused(app, since):
    assert app.call("GET", f"/families?since={since}").status_code == 400


# --- states -----------------------------------------------------------------------------------------------


def test_a_visit_returned_corrected_and_approved_is_told_in_order(app, boss):
    app.send(of(visit()))
    row = Submission.objects.get()
    events.dispatch()
    page = app.get("/states")
    assert [(one["state"], one["family_id"]) for one in page["items"]] == [(row.state, str(row.family_id))]
    surveys.return_with_comments(row.pk, comments=[surveys.CommentRow("alamat", 2, "RT?")], actor=boss)
    events.dispatch()
    page = app.get(f"/states?since={page['cursor']}")
    assert [(one["state"], one["comments"]) for one in page["items"]] == [
        ("returned", [{"question": "alamat", "row": 2, "text": "RT?"}])
    ]
    surveys.approve(row.pk, actor=boss)
    events.dispatch()
    page = app.get(f"/states?since={page['cursor']}")
    assert [one["state"] for one in page["items"]] == ["approved"]
    assert app.get(f"/states?since={page['cursor']}")["items"] == []


def test_another_kader_hears_nothing_of_it(app, client, hire, boss):
    app.send(of(visit()))
    events.dispatch()
    assert App(client, hire("Dewi"), boss).get("/states")["items"] == []


def test_a_receipt_is_known_whoever_sent_the_visit_and_nothing_else_is_told(app, client, hire, boss):
    body = visit()
    (first,) = app.send(of(body))
    other = App(client, hire("Dewi"), boss)
    (again,) = other.send(of(body))
    assert again["receipt"]["signature"] == first["receipt"]["signature"], "of the same backup on two phones"
    held = {name: again["receipt"][name] for name in ("instance_id", "sha256")}

    def known(*receipts):
        reply = other.call("POST", "/receipts", json.dumps({"receipts": receipts}).encode())
        assert reply.status_code == 200, reply.content
        return json.loads(reply.content)

    assert known(held, {"instance_id": f"uuid:{uuid4()}", "sha256": "ab" * 32}) == {
        "known": [held["instance_id"]]
    }
    assert known(held, {**held, "sha256": "ab" * 32}) == {"known": [held["instance_id"]]}
    assert known({**held, "sha256": "ab" * 32}) == {"known": []}, "who has no receipt hears nothing"


# --- files ------------------------------------------------------------------------------------------------


def test_a_file_goes_on_where_it_broke_off(app):
    data = b"foto sintetis " * 1000
    sha256 = hashlib.sha256(data).hexdigest()
    half = len(data) // 2
    head = app.call("HEAD", f"/files/{sha256}")
    assert (head.status_code, head.headers["Upload-Offset"], head.content) == (200, "0", b"")
    assert app.put(sha256, 0, len(data), data[:half]).status_code == 200
    assert data[:10] not in bytes(UploadPiece.objects.get().data), "sealed meanwhile"
    assert app.call("HEAD", f"/files/{sha256}").headers["Upload-Offset"] == str(half)
    torn = app.put(sha256, 0, len(data), data[:half])
    assert (torn.status_code, torn.json()["error"]["details"]["received"]) == (409, str(half))
    assert app.put(sha256, half, len(data), data[half:]).json()["is_whole"]
    assert not UploadPiece.objects.exists()
    assert blobs.open(sha256).read() == data
    assert app.put(sha256, 0, len(data), data).json()["is_whole"], "again changes nothing"


def test_a_file_of_another_hash_begins_anew(app):
    sha256 = "ab" * 32
    reply = app.put(sha256, 0, 3, b"abc")
    assert reply.json()["error"]["code"] == "surveys.upload_other_hash"
    assert app.get(f"/files/{sha256}") == {"received": 0, "size": 3, "is_whole": False}
    assert not UploadPiece.objects.exists()


@pytest.mark.parametrize(
    ("start", "size", "data"),
    [(0, 0, b""), (0, 10, b""), (0, 3, b"abcd"), (0, 30_000_000, b"x"), (-1, 5, b"a")],
)
def test_pieces_that_cannot_be(app, start, size, data):
    assert app.put("ab" * 32, start, size, data).status_code == 400
    assert not UploadPiece.objects.exists()


def test_only_ones_own_files_go_with_a_visit(app, client, hire, boss):
    data = b"berkas sintetis"
    sha256 = hashlib.sha256(data).hexdigest()
    app.put(sha256, 0, len(data), data)
    other = App(client, hire("Dewi"), boss)
    sent = of(visit(), files=[{"name": "foto.jpg", "sha256": sha256}])
    [told] = other.send(sent)
    assert (told["outcome"], told["missing"]) == ("stored", ["foto.jpg"])
    assert not Submission.objects.get().is_complete
    assert other.get(f"/files/{sha256}")["received"] == 0
    assert not Attachment.objects.exists()
    assert surveys.needed_files([sha256]) == {sha256}
    assert Upload.objects.count() == 1


# --- sealed visits ----------------------------------------------------------------------------------------


def sealed(xml, *, files=()):
    """Return a visit as a phone closes it for the site."""
    told = {
        "format": 1,
        "id": str(uuid4()),
        "device": str(uuid4()),
        "xml": xml.decode(),
        "files": list(files),
    }
    return exchange.seal_to(exchange.public_key().point, gzip.compress(json.dumps(told).encode()))


def test_a_stopped_phone_hands_in_what_it_has(app, boss):
    access.revoke_device(app.phone.id, actor=boss)
    assert app.call("GET", "/start").status_code == 401
    xml = visit()
    box = sealed(xml)
    status, told = app.hand_in(box, b"nothing", box[:-1] + b"\0")
    assert (status, [one["outcome"] for one in told["outcomes"]]) == (200, ["kept", "refused", "refused"])
    assert app.hand_in(box)[1]["outcomes"][0]["outcome"] == "repeated"
    assert not Submission.objects.exists(), "nothing counts before a person has looked"
    [row] = surveys.list_sealed(actor=boss).items
    assert (row.sender, row.was_stopped, row.village_code) == ("Siti (sintetis)", True, VILLAGE)
    receipt = surveys.release(row.id, actor=boss)
    kept = Submission.objects.get()
    assert (kept.pk, kept.actor_key) == (receipt.submission_id, f"device:{app.phone.id}")
    assert surveys.get_body(kept.pk, actor=boss) == xml
    with pytest.raises(surveys.UnknownSealedVisit):
        surveys.release(row.id, actor=boss)
    [again] = app.hand_in(sealed(xml))[1]["outcomes"]
    assert (again["outcome"], again["receipt"]["signature"]) == ("repeated", receipt.signature)


def test_a_sealed_visit_is_left_out_with_a_word(app, boss):
    app.hand_in(sealed(visit()))
    row = SealedVisit.objects.get()
    with pytest.raises(Exception, match="Say in a word"):
        surveys.set_sealed_aside(row.pk, note=" ", actor=boss)
    surveys.set_sealed_aside(row.pk, note="kunjungan percobaan", actor=boss)
    assert surveys.list_sealed(actor=boss).items == []
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.note) == ("set_aside", boss.key, "kunjungan percobaan")


def test_without_the_phones_key_nothing_is_kept(app, client):
    other = Phone()
    told = access.make_challenge(app.phone.id).text
    other.id = app.phone.id
    for purpose, signer in (("hand-in", other), ("state", app.phone)):
        sent = {
            "device_id": str(app.phone.id),
            "challenge": told,
            "signature": signer.sign(purpose, told),
            "visits": [base64.b64encode(sealed(visit())).decode()],
        }
        reply = client.post(f"{AT}/sealed", json.dumps(sent), content_type="application/json")
        assert reply.status_code == 403
        assert reply.headers["Content-Type"] == field.JSON_TYPE
    assert not SealedVisit.objects.exists()
    assert Device.objects.count() == 1


def test_another_regency_sees_no_sealed_visit(app, boss):
    app.hand_in(sealed(visit()))
    far = access.ensure_account(
        username="jauh", password="x" * 12, full_name="Jauh", roles=["supervisor"], areas=["15.01"]
    )
    assert surveys.list_sealed(actor=far).items == []
    with pytest.raises(surveys.UnknownSealedVisit):
        surveys.release(SealedVisit.objects.get().pk, actor=far)


@pytest.mark.parametrize(
    ("codes", "area"),
    [
        ((VILLAGE,), VILLAGE),
        ((VILLAGE, OTHER_VILLAGE), "63.02.05"),
        (("63.02.05", "63.1"), "63"),
        (("63.02", "15.01"), ""),
        ((), ""),
    ],
)
def test_the_area_that_holds_all_of_a_senders(codes, area):
    assert shared_area(codes) == area


# --- a back-up that was brought back ----------------------------------------------------------------------


def kept_feeds():
    return [(model, list(model.objects.values())) for model in (FamilyFeed, VisitFeed)]


def brought_back(feeds):
    for model, rows in feeds:
        model.objects.all().delete()
        model.objects.bulk_create(model(**row) for row in rows)


@pytest.mark.parametrize(
    ("noted", "later"),
    [(True, 0), (True, 9), (False, 0)],
    ids=["by the command", "by the command, numbers given again", "by hand"],
)
def test_phones_that_were_ahead_of_a_restored_site_begin_anew(app, boss, noted, later):
    known = family("Ani")
    events.dispatch()
    body = visit(family_id=known)
    app.send(of(body))
    events.dispatch()
    archive = kept_feeds()
    for name in ("Citra", "Dewi", "Gita", "Hadi"):
        app.send(of(visit(family_id=family(name))))
    events.dispatch()
    _, cursor = app.all_families()
    states = app.get("/states")["cursor"]
    brought_back(archive)
    if noted:
        audit.note("site.restored", actor="system", subject="site", details={})
    new = family("Fajar")
    row = Submission.objects.get(sha256=hashlib.sha256(body).hexdigest())
    surveys.return_with_comments(row.pk, comments=[surveys.CommentRow("alamat", None, "RT?")], actor=boss)
    events.dispatch()
    for number in range(later):
        app.send(of(visit(family_id=family(f"Keluarga {number}"))))
        events.dispatch()
    told = app.get(f"/families?since={cursor}")
    assert (told["whole"], told["begins"]) == (True, True)
    assert str(new) in {one["id"] for one in told["items"]}
    assert "returned" in {one["state"] for one in app.get(f"/states?since={states}")["items"]}
    assert not app.get(f"/families?since={told['cursor']}")["items"]
