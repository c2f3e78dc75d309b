"""Needs and plans for programs: what the pages show, hidden where they hide, in one's own areas alone."""

import pytest
from tests.fakes.planned import plan_village
from tests.fakes.signing_in import entered
from tests.integration.web.province import *  # noqa: F403 - fixtures are found by their names; __all__ lists them
from tests.integration.web.province import FAR, REGENCY, VILLAGE

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.needs import api as needs

pytestmark = pytest.mark.django_db


def someone(name, role, area=REGENCY):
    access.ensure_account(username=name, password="pw", full_name=name, roles=[role], areas=[area])
    return entered(name)


@pytest.fixture
def made(measured):
    return plan_village(measured.id)


@pytest.fixture
def tpk2d(made):
    return someone("tpk2d", "tpk2d")


def test_needs_are_those_of_the_page_sorted_and_narrowed_alike(tpk2d, measured):
    asked = {"area": REGENCY, "round_id": measured.id}
    found = tpk2d.get("/api/v1/needs", asked).json()
    page = tpk2d.get(f"/kebutuhan/?wilayah={REGENCY}&putaran={measured.id}").context["page"]
    assert found["total"] == page.rows_all > 3
    told = [(one["village_code"], one["indicator"], one["lacking"]) for one in found["items"]]
    assert told[: len(page.rows)] == [(VILLAGE, row.code, row.lacking) for row in page.rows]
    assert found["hidden"] == page.hidden
    assert found["index_hash"] == page.found.index.hash
    for order in needs.Order:
        rows = tpk2d.get("/api/v1/needs", asked | {"order": order.value}).json()["items"]
        listed = tpk2d.get(f"/kebutuhan/?wilayah={REGENCY}&urut={order.value}").context["page"].rows
        assert [one["indicator"] for one in rows][: len(listed)] == [row.code for row in listed]
    first = found["items"][0]
    narrowed = tpk2d.get(
        "/api/v1/needs", asked | {"indicator": first["indicator"], "agency": first["agency"]}
    )
    assert {one["indicator"] for one in narrowed.json()["items"]} == {first["indicator"]}
    part = tpk2d.get("/api/v1/needs", asked | {"first": 1, "size": 1}).json()
    assert (part["items"], part["next_first"]) == (found["items"][1:2], 2)
    assert "IKK-D5-03" in {one["indicator"] for one in found["unanswered"]}


def test_no_need_has_a_small_or_hidden_count(tpk2d, measured):
    found = tpk2d.get("/api/v1/needs", {"area": REGENCY, "round_id": measured.id}).json()
    assert all(one["lacking"] >= found["threshold"] for one in found["items"])
    assert not {one["indicator"] for one in found["items"]} & {"IB-05"}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"area": FAR}, 403),
        ({"area": "99.99"}, 403),
        ({"area": REGENCY, "round_id": 9_999}, 404),
        ({"area": REGENCY, "order": "x"}, 400),
        ({"area": REGENCY, "size": 501}, 400),
        ({"area": ""}, 400),
    ],
)
def test_needs_outside_ones_areas_or_wrongly_asked_are_refused(tpk2d, measured, asked, status):
    assert tpk2d.get("/api/v1/needs", {"round_id": measured.id} | asked).status_code == status


def test_plans_are_those_of_the_list_with_small_counts_blurred(made, tpk2d):
    found = tpk2d.get("/api/v1/plans").json()
    rows = list(actions.every_plan(actions.Filters(), actor=access.SYSTEM))
    assert [one["id"] for one in found["items"]] == [str(row.id) for row in rows]
    isbat = next(one for one in found["items"] if one["indicator"] == "IKK-D1-01")
    assert isbat["families"] == {"sign": "fewer_than", "value": 5}
    birth = next(one for one in found["items"] if one["indicator"] == "IKK-D1-02")
    assert birth["families"] == {"sign": "exactly", "value": 40}
    first = tpk2d.get("/api/v1/plans", {"size": 2}).json()
    second = tpk2d.get("/api/v1/plans", {"size": 2, "cursor": first["next_cursor"]}).json()
    assert [one["id"] for one in (*first["items"], *second["items"])] == [str(row.id) for row in rows[:4]]
    assert [one["source"] for one in tpk2d.get("/api/v1/plans", {"source": "csr"}).json()["items"]] == ["csr"]


def test_plans_elsewhere_are_in_no_list(made):
    far = someone("jauh", "tpk2d", FAR[:5])
    assert far.get("/api/v1/plans").json() == {"items": [], "next_cursor": None}
    assert far.get("/api/v1/plans", {"area": VILLAGE}).json()["items"] == []
    kader = someone("kader", "kader", VILLAGE)
    assert kader.get("/api/v1/plans").status_code == 403
    assert kader.get("/api/v1/needs", {"area": VILLAGE, "round_id": 1}).status_code == 403
