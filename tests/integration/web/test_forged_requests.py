"""What a browser never sends and a hand can: never a mistake of ours, always an answer."""

import base64

import pytest
from django.test import RequestFactory
from django.urls import reverse

from bahtera.web import assets
from bahtera.web.views.broken import broken

from .province import VILLAGE

NINES = "9" * 5000


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize("number", [NINES, "9" * 12, "-1", "²", ""])
def test_a_round_that_cannot_be_is_not_found(alice, measured, number):
    for what in ("desa", "kunjungan"):
        answer = alice.get(f"/ekspor/{what}.csv", {"wilayah": VILLAGE, "putaran": number})
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "cursor",
    [
        "W251bGxd",
        encoded("[null,null]"),
        encoded('["2026-01-01T00:00:00","x"]'),
        encoded('["9999-12-31T23:59:59-12:00","00000000-0000-0000-0000-000000000000"]'),
        encoded("[1,2]"),
        encoded("[[],{}]"),
        "é",
    ],
)
def test_a_forged_page_address_is_refused(alice, measured, cursor):
    assert alice.get("/periksa/", {"kursor": cursor}).status_code == 400
    named = alice.get("/periksa/", {"kursor": cursor, "q": "Sari"})
    assert named.status_code in {200, 400}, "two values may be a place in the list by name"


def test_a_decision_with_endless_numbers_is_refused(bob, visit):
    row = visit("accepted")
    address = reverse("web:decide", kwargs={"submission_id": row.pk})
    for revision in (NINES, "9" * 12):
        answer = bob.post(address, {"putusan": "approve", "revision": revision})
        assert answer.status_code == 302
    sent = {"putusan": "return", "revision": NINES, f"catatan.q.{NINES}": "lihat"}
    assert bob.post(address, sent).status_code == 400, "no such question"
    row.refresh_from_db()
    assert row.state == "accepted"


def test_null_bytes_are_refused_in_words(alice, bob, visit):
    row = visit("accepted")
    for asked in ({"q": "a\0b"}, {"desa": "63\0"}, {"kader": "token:\0"}):
        answer = alice.get("/periksa/", asked)
        assert answer.status_code == 400
        assert "tidak dapat disimpan" in answer.text
    address = reverse("web:decide", kwargs={"submission_id": row.pk})
    sent = {"putusan": "return", "revision": str(row.revision), "note": "a\0b"}
    assert bob.post(address, sent).status_code == 400
    assert alice.get("/wilayah/63%00/").status_code == 400


def test_a_mistake_has_a_page_where_nothing_is_built(monkeypatch, tmp_path):
    request = RequestFactory().get("/")
    assert "masthead" in broken(request).content.decode()
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "none.json")
    bare = broken(request)
    assert bare.status_code == 500
    assert "<h1>" in bare.content.decode()
