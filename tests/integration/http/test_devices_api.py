"""Phones at ``/api/v1/devices``, as the field app meets them: over HTTP, with nothing but what the reference says."""

import json
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from tests.fakes import small_form
from tests.fakes.phones import PIN, Phone
from tests.fakes.small_form import VILLAGE, visit

from bahtera.access import api as access
from bahtera.access.models import Device, Kin
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.surveys import api as surveys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]
NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def chief_of_people():
    return access.ensure_account(
        username="rahmat", password="x" * 12, full_name="Rahmat", roles=["supervisor"], areas=["63.02"]
    )


@pytest.fixture
def kader(chief_of_people):
    added = access.add_person("Siti (sintetis)", area=VILLAGE, actor=chief_of_people)
    access.grant_role(
        added.id, role="kader", area=VILLAGE, valid_from=date(2020, 1, 1), actor=chief_of_people
    )
    return added.id


@pytest.fixture
def code(kader, chief_of_people):
    return access.make_activation_code(kader, actor=chief_of_people).code


class App:
    """The app on a phone: a key, and the addresses it calls."""

    def __init__(self, client):
        self.client, self.phone, self.token = client, Phone(), ""

    def post(self, path, sent=None, **headers):
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return self.client.post(
            f"/api/v1/devices{path}", json.dumps(sent or {}), content_type="application/json", headers=headers
        )

    def get(self, path):
        return self.client.get(path, headers={"Authorization": f"Bearer {self.token}"})

    def enrol(self, code, **more):
        sent = {
            "code": code,
            "public_key": self.phone.jwk,
            "signature": self.phone.sign("enrol", code),
            "pin": PIN,
            "label": "Ponsel kader",
            **more,
        }
        reply = self.post("", sent)
        if reply.status_code == 201:
            told = reply.json()
            self.phone.id, self.phone.secret = told["id"], told["unlock_secret"]
        return reply

    def prove(self, purpose, path, **more):
        told = self.client.get(f"/api/v1/devices/{self.phone.id}/challenge").json()
        signature = self.phone.sign(purpose, told["challenge"])
        return self.post(
            f"/{self.phone.id}/{path}", {"challenge": told["challenge"], "signature": signature, **more}
        )

    def sign_in(self, pin=PIN):
        reply = self.prove("sign-in", "sessions", pin=pin)
        if reply.status_code == 201:
            self.token = reply.json()["token"]
        return reply


@pytest.fixture
def app(client):
    return App(client)


def error(reply):
    assert set(reply.json()) == {"error"}
    assert reply.headers["Cache-Control"] == "no-store"
    return reply.status_code, reply.json()["error"]["code"]


def test_from_the_code_to_the_first_visit(app, code, kader):
    enrolled = app.enrol(code)
    assert enrolled.status_code == 201
    assert set(enrolled.json()) == {"id", "name", "areas", "unlock_secret", "sealing_key"}
    signed_in = app.sign_in()
    assert signed_in.status_code == 201
    until = datetime.fromisoformat(signed_in.json()["expires_at"])
    assert timedelta(hours=11) < until - clock.now() < timedelta(hours=13)
    me = app.get("/api/v1/devices/me").json()
    assert me == {"id": str(app.phone.id), "name": "Siti (sintetis)", "areas": [VILLAGE], "kin": []}
    actor = access.resolve_bearer(app.token)
    receipt = surveys.receive(visit(), actor=actor)
    [row] = app.get("/api/v1/sent").json()["items"]
    assert row["signature"] == receipt.signature
    assert app.get("/api/v1/areas?q=desa sintetis").status_code == 200
    assert error(app.get("/api/v1/submissions")) == (403, "access.not_allowed")
    assert app.post("/me/sign-out").json() == {"state": "active", "seconds": 0}
    assert error(app.get("/api/v1/devices/me")) == (401, "http.not_signed_in")


def test_a_phones_session_opens_no_address_of_cards(app, code, client):
    """What stands in an address is seen on the way; a session of a phone never goes there."""
    app.enrol(code)
    app.sign_in()
    reply = client.get(f"/v1/key/{app.token}/projects/1/formList", headers={"X-OpenRosa-Version": "1.0"})
    assert reply.status_code == 403


def test_cards_and_offices_do_not_pass_for_a_phone(client, token, chief_of_people, django_user_model):
    from tests.fakes.signing_in import enter

    bearer = {"Authorization": f"Bearer {token.secret}"}
    assert error(client.get("/api/v1/devices/me", headers=bearer)) == (401, "http.not_signed_in")
    enter(client, django_user_model.objects.get(username="rahmat"))
    for path in ("me/kin", "me/pin", "me/sign-out"):
        sent = client.post(f"/api/v1/devices/{path}", "{}", content_type="application/json")
        assert error(sent) == (401, "http.not_signed_in")


def test_refusals_in_the_phones_language(app, code):
    assert error(app.enrol(code, pin="123456")) == (400, "access.pin_pattern")
    assert error(app.enrol(code, public_key="AAAA")) == (400, "access.bad_device_key")
    assert error(app.enrol("0000000000" if code != "0000000000" else "0000000012")) == (
        400,
        "access.activation_refused",
    )
    first = app.enrol(code)
    assert first.status_code == 201
    assert app.enrol(code).json() == first.json(), "the reply was lost"
    assert error(App(app.client).enrol(code)) == (400, "access.activation_refused")
    wrong = app.sign_in("274830")
    assert error(wrong) == (400, "access.wrong_pin")
    assert wrong.json()["error"]["details"] == {"left": "9", "seconds": "0"}
    assert "PIN" in wrong.json()["error"]["message"]


def test_a_replayed_request_is_refused(app, code):
    app.enrol(code)
    challenge = app.client.get(f"/api/v1/devices/{app.phone.id}/challenge").json()["challenge"]
    sent = {"challenge": challenge, "signature": app.phone.sign("sign-in", challenge), "pin": PIN}
    path = f"/{app.phone.id}/sessions"
    assert app.post(path, sent).status_code == 201
    assert error(app.post(path, sent)) == (403, "access.device_refused")


def test_forged_ids_are_answered_like_known_ones(app, code):
    app.enrol(code)
    known, unknown = (app.client.get(f"/api/v1/devices/{one}/challenge") for one in (app.phone.id, NOWHERE))
    assert known.status_code == unknown.status_code == 200
    assert len(known.json()["challenge"]) == len(unknown.json()["challenge"])
    for one in (app.phone.id, NOWHERE, uuid4()):
        for path in ("sessions", "state", "unlock"):
            sent = {"challenge": "a.1.b", "signature": "AAAA", "pin": PIN, "code": "0000000012"}
            assert error(app.post(f"/{one}/{path}", sent)) == (403, "access.device_refused")
    for one in ("1", "x", "../me", "%00", "me"):
        assert app.client.get(f"/api/v1/devices/{one}/challenge").status_code in {400, 404}


def test_a_locked_profile_is_opened_by_the_supervisors_code(app, code, chief_of_people):
    app.enrol(code)
    Device.objects.update(wrong_pins=10, locked_at=clock.now())
    assert error(app.sign_in()) == (403, "access.device_locked")
    assert app.prove("state", "state").json() == {"state": "locked", "seconds": 0}
    made = access.make_unlock_code(app.phone.id, actor=chief_of_people)
    assert made.code == app.phone.unlock_code(1)
    reply = app.prove("unlock", "unlock", code=access.shown_code(made.code), new_pin="946183")
    assert reply.json() == {"state": "active", "seconds": 0}
    assert app.sign_in("946183").status_code == 201


def test_a_stopped_phone_hears_what_to_do(app, code, chief_of_people):
    app.enrol(code)
    app.sign_in()
    access.revoke_device(app.phone.id, actor=chief_of_people)
    assert error(app.get("/api/v1/devices/me")) == (401, "http.not_signed_in")
    assert error(app.sign_in()) == (403, "access.device_revoked")
    assert app.prove("state", "state").json()["state"] == "revoked"


def test_a_pin_is_changed_with_the_old_one(app, code):
    app.enrol(code)
    app.sign_in()
    assert error(app.post("/me/pin", {"pin": "274830", "new_pin": "946183"})) == (400, "access.wrong_pin")
    assert app.post("/me/pin", {"pin": PIN, "new_pin": "946183"}).status_code == 200
    assert app.sign_in("946183").status_code == 201


def test_kin_are_declared_on_the_phone_and_leave_its_lists(app, code, kader):
    family = known_family()
    app.enrol(code, kin=[{"family_id": str(family), "relation": "own"}])
    assert Kin.objects.get().family_id == family
    app.sign_in()
    assert app.get("/api/v1/devices/me").json()["kin"] == [str(family)]
    assert str(family).encode() not in surveys.families_csv(access.resolve_bearer(app.token))
    second = known_family()
    assert str(second).encode() in surveys.families_csv(access.resolve_bearer(app.token))
    reply = app.post("/me/kin", {"family_id": str(second), "relation": "sibling"})
    assert reply.status_code == 201
    assert reply.json()["kin"] == sorted([str(family), str(second)])
    assert str(second).encode() not in surveys.families_csv(access.resolve_bearer(app.token))
    nobodys = {"family_id": str(uuid4()), "relation": "own"}
    assert error(app.post("/me/kin", nobodys)) == (404, "access.no_such_kin")
    far = {"family_id": str(known_family("15.01.01.2001")), "relation": "own"}
    assert error(app.post("/me/kin", far)) == (404, "access.no_such_kin")
    assert error(app.post("/me/kin", {**nobodys, "family_id": str(second), "relation": "x"})) == (
        400,
        "access.bad_relation",
    )


def known_family(village=VILLAGE):
    return families.record_visit(
        village_code=village,
        family_id=None,
        no_kk="",
        head_name="Kepala (sintetis)",
        address="",
        members=[],
        visited_on=date(2026, 11, 1),
        source=f"uji:{uuid4()}",
        actor_key="system",
    ).family_id


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"code": 1}',
        b'{"code": "\\u0000", "public_key": "\\u0000", "signature": "\\ud800", "pin": "\\u0000"}',
        b'{"code": "0000000012", "public_key": {"kty": "EC"}, "signature": "", "pin": ""}',
        json.dumps(
            {"code": "0000000012", "public_key": {"kty": [], "crv": {}, "x": 1, "y": None}, "pin": "1"}
        ).encode(),
        json.dumps(
            {"code": "0" * 41, "public_key": "x" * 100_000, "signature": "x" * 5_000, "pin": "1" * 99}
        ).encode(),
    ],
)
def test_what_is_no_request_is_refused_whole(client, body):
    reply = client.post("/api/v1/devices", body, content_type="application/json")
    assert reply.status_code == 400
    assert Device.objects.count() == 0


def test_a_forged_owner_role_or_area_changes_nothing(app, code, kader):
    app.enrol(
        code,
        id=NOWHERE,
        person=NOWHERE,
        person_id=NOWHERE,
        areas=["15"],
        roles=["administrator"],
        wrong_pins=-100,
        assured=True,
        revoked_at=None,
    )
    row = Device.objects.get()
    assert (row.person_id, str(row.pk)) == (kader, str(app.phone.id))
    assert row.wrong_pins == 0
    app.sign_in()
    actor = access.resolve_bearer(app.token)
    assert (actor.roles, actor.areas) == ({"kader"}, (VILLAGE,))
    assert small_form.VILLAGE == VILLAGE
