"""The JSON API: who may ask, one shape of errors, a document that matches."""

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.signing_in import enter
from tests.fakes.small_form import VILLAGE, visit

from bahtera.access import api as access
from bahtera.surveys import api as surveys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]


@pytest.fixture
def bearer(token):
    return {"Authorization": f"Bearer {token.secret}"}


@pytest.fixture
def signed_in(client):
    access.ensure_account(
        username="rahmat", password="x" * 12, full_name="Rahmat", roles=["supervisor"], areas=["63.02"]
    )
    return enter(client, get_user_model().objects.get(username="rahmat"))


def error(reply):
    assert set(reply.json()) == {"error"}
    assert set(reply.json()["error"]) == {"code", "message", "details"}
    return reply.status_code, reply.json()["error"]["code"]


def test_nobody_is_told_so(client):
    assert error(client.get("/api/v1/rounds")) == (401, "http.not_signed_in")
    wrong = client.get("/api/v1/rounds", headers={"Authorization": "Bearer " + "0" * 64})
    assert error(wrong) == (401, "http.not_signed_in")


def test_a_token_reads_areas_and_rounds(client, bearer):
    found = client.get("/api/v1/areas", {"q": "desa sintetis"}, headers=bearer)
    assert found.status_code == 200
    assert client.get(f"/api/v1/areas/{VILLAGE}", headers=bearer).json()["code"] == VILLAGE
    [row] = client.get("/api/v1/rounds", headers=bearer).json()
    assert row["is_open"] is True
    assert client.get("/api/v1/areas/63.02.05/children", headers=bearer).status_code == 200


def test_every_error_has_one_shape(client, bearer):
    assert error(client.get("/api/v1/areas/63.1", headers=bearer)) == (404, "http.unknown_area")
    assert error(client.get("/api/v1/areas", {"q": "x"}, headers=bearer)) == (400, "http.bad_parameters")
    assert error(client.get("/api/v1/areas", {"q": "xx", "limit": 9999}, headers=bearer))[0] == 400
    assert error(client.get("/api/v1/submissions", headers=bearer)) == (403, "access.not_allowed")


def test_a_supervisor_lists_their_area(signed_in, siti, dewi):
    surveys.receive(visit(), actor=siti)
    surveys.receive(visit(), actor=dewi)
    first = signed_in.get("/api/v1/submissions", {"size": 1}).json()
    second = signed_in.get("/api/v1/submissions", {"size": 1, "cursor": first["next_cursor"]}).json()
    assert first["items"][0]["id"] != second["items"][0]["id"]
    assert second["next_cursor"] is None
    assert "family_name" not in first["items"][0]
    assert error(signed_in.get("/api/v1/submissions", {"area": "15"})) == (403, "access.not_allowed")
    assert error(signed_in.get("/api/v1/submissions", {"cursor": "?"})) == (400, "paging.bad_cursor")


def test_a_kader_sees_what_became_of_each_visit(client, bearer, token, rahmat):
    kader = access.resolve_token(token.secret)
    receipt = surveys.receive(visit(), actor=kader)
    surveys.return_with_comments(receipt.submission_id, comments=[("alamat", "RT berapa?")], actor=rahmat)
    [row] = client.get("/api/v1/sent", headers=bearer).json()["items"]
    assert (row["state"], row["signature"]) == ("returned", receipt.signature)
    assert row["comments"] == [{"question": "alamat", "row": None, "text": "RT berapa?"}]


def test_the_document_names_every_path(client, bearer):
    paths = client.get("/api/v1/openapi.json", headers=bearer).json()["paths"]
    assert set(paths) == {
        "/api/v1/areas",
        "/api/v1/areas/{code}",
        "/api/v1/areas/{code}/children",
        "/api/v1/rounds",
        "/api/v1/needs",
        "/api/v1/plans",
        "/api/v1/submissions",
        "/api/v1/sent",
        "/api/v1/devices",
        *(f"/api/v1/devices/{{device_id}}/{what}" for what in ("challenge", "sessions", "state", "unlock")),
        *(
            f"/api/v1/field/{what}"
            for what in ("start", "forms", "families", "visits", "states", "receipts", "sealed")
        ),
        *(f"/api/v1/field/{what}" for what in ("care", "village", "reports")),
        *(f"/api/v1/field/{what}/{{sha256}}" for what in ("forms", "media", "files")),
        *(f"/api/v1/devices/me{what}" for what in ("", "/kin", "/pin", "/sign-out")),
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"round_id": "9" * 26},
        {"round_id": "0"},
        {"cursor": "W251bGxd"},
        {"cursor": "W251bGwsbnVsbF0"},
        {"area": "63.02\0"},
        {"state": "acc\0"},
    ],
)
def test_what_no_program_should_send_is_refused(signed_in, asked):
    assert error(signed_in.get("/api/v1/submissions", asked))[0] == 400


def test_a_null_byte_is_refused_wherever_it_stands(client, bearer):
    assert error(client.get("/api/v1/areas", {"q": "des\0a"}, headers=bearer)) == (400, "http.null_byte")
    assert error(client.get("/api/v1/areas/63%00", headers=bearer)) == (400, "http.null_byte")


def test_no_cache_keeps_an_answer(client, bearer):
    assert client.get("/api/v1/rounds", headers=bearer).headers["Cache-Control"] == "no-store"
    assert client.get("/api/v1/rounds").headers["Cache-Control"] == "no-store"
    assert client.get("/api/v1/sent", headers=bearer).headers["Cache-Control"] == "no-store"
