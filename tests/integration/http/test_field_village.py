"""A kader's village and its report at ``/api/v1/field``, over HTTP, from an enrolled phone."""

import gzip
import json
from datetime import date
from uuid import uuid4

import pytest
from tests.fakes.phones import Phone
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE

from bahtera.access import api as access
from bahtera.config import registrations
from bahtera.http import field
from bahtera.reports.models import Report
from bahtera.surveys import api as surveys

pytestmark = pytest.mark.django_db
AT = "/api/v1/field"


@pytest.fixture(autouse=True)
def _registered():
    registrations.register_all()


@pytest.fixture
def call(client, round_one):
    """Ask as the phone of a kader of one village."""
    surveys.set_targets(round_one.id, {VILLAGE: 40, OTHER_VILLAGE: 9}, actor=access.SYSTEM)
    boss = access.ensure_account(
        username="rahmat", password="x" * 12, full_name="Rahmat", roles=["supervisor"], areas=["63.02"]
    )
    person = access.add_person("Siti (sintetis)", area=VILLAGE, actor=boss).id
    access.grant_role(person, role="kader", area=VILLAGE, valid_from=date(2020, 1, 1), actor=boss)
    phone = Phone()
    phone.enrol(access.make_activation_code(person, actor=boss).code)
    token = phone.sign_in().token

    def ask(method, path, body=None, *, packed=True):
        told = b"" if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {token}"}
        if packed and told:
            told, headers = gzip.compress(told), {**headers, "Content-Encoding": "gzip"}
        reply = client.generic(method, f"{AT}{path}", told, content_type="application/json", headers=headers)
        assert reply.headers["Content-Type"].startswith(field.KIND)
        return reply.status_code, json.loads(reply.content)

    return ask


def report(round_one, **more):
    return {"id": str(uuid4()), "round_id": round_one.id, "village": VILLAGE, "problems": ["signal"], **more}


def test_nothing_comes_twice_until_something_changes(call, round_one):
    status, first = call("GET", "/village")
    assert (status, first["changed"]) == (200, True)
    assert [(one["village"], one["figures"]["coverage"]["target"]) for one in first["items"]] == [
        (VILLAGE, 40)
    ]
    same = call("GET", f"/village?since={first['cursor']}")[1]
    assert (same["changed"], same["items"], same["cursor"]) == (False, [], first["cursor"])
    call("POST", "/reports", report(round_one))
    changed = call("GET", f"/village?since={first['cursor']}")[1]
    assert [one["state"] for one in changed["items"][0]["reports"]] == ["made"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_report_sent_twice_is_one(call, round_one, packed):
    sent = report(round_one)
    first = call("POST", "/reports", sent, packed=packed)
    assert call("POST", "/reports", sent, packed=packed) == first
    assert first[0] == 200
    assert Report.objects.count() == 1
    status, told = call("POST", "/reports", {**sent, "problems": []})
    assert (status, told["error"]["code"]) == (409, "reports.id_reused")
    status, told = call("POST", "/reports", report(round_one))
    assert (status, told["error"]["code"]) == (409, "reports.underway")


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"village": OTHER_VILLAGE}, 403, "access.not_allowed"),
        ({"village": "63"}, 403, "access.not_allowed"),
        ({"problems": ["gaib"]}, 400, "reports.unknown_choice"),
        ({"other_problems": ["NIK 6302054101800001"]}, 400, "reports.person_number"),
        ({"other_problems": ["a"] * 6}, 400, None),
        ({"other_proposals": ["x" * 301]}, 400, "reports.too_long"),
        ({"id": "x"}, 400, None),
        ({"round_id": 99999}, 404, None),
        ({"round_id": 2**70}, 400, None),
    ],
)
def test_what_cannot_be_a_report_is_refused(call, round_one, more, status, code):
    got, told = call("POST", "/reports", report(round_one, **more))
    assert (got, set(told)) == (status, {"error"})
    if code:
        assert told["error"]["code"] == code
    assert not Report.objects.exists()
