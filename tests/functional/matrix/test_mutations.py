"""The matrix is worth what it catches: doors that are wrong on purpose (``leaky_urls``) are caught, each."""

import pytest
from django.test import override_settings
from tests.functional.matrix import asking, routes, walking
from tests.functional.matrix.routes import EXPORTERS, KEEPERS, RESULT_READERS, REVIEWERS, SIGNED_IN, Row, at
from tests.functional.matrix.test_matrix import answers, faults, roles_of

pytestmark = pytest.mark.django_db

LEAKY = "tests.functional.matrix.leaky_urls"
DOORS = {
    "unscoped list": (Row("bocor/daftar/", RESULT_READERS, at("/bocor/daftar/")), "tpk2d", "shows"),
    "unscoped list, own level": (
        Row("bocor/daftar/", RESULT_READERS, at("/bocor/daftar/")),
        "supervisor",
        "shows",
    ),
    "nested": (
        Row(
            "bocor/<uuid:submission_id>/",
            REVIEWERS,
            at("/bocor/{place.submission}/"),
            sited=True,
            identities=True,
        ),
        "supervisor",
        "is not owed this",
    ),
    "export": (Row("bocor/ekspor/", EXPORTERS, at("/bocor/ekspor/")), "statistician", "shows"),
    "untraced": (
        Row("bocor/diam/", KEEPERS, at("/bocor/diam/"), identities=True),
        "supervisor",
        "left 0 entries",
    ),
    "no door": (Row("bocor/pintu/", SIGNED_IN, at("/bocor/pintu/")), "visitor", "is not owed this"),
}


def test_an_address_that_nobody_put_into_the_table_is_named():
    there = {(method, route) for method, route, _ in walking.every_route(LEAKY)}
    new = {route for _, route in there - {row.key for row in routes.ROWS}}
    assert new == {row.route for row, *_ in DOORS.values()}


def test_an_address_without_a_door_is_named():
    assert [route for _, route, door in walking.every_route(LEAKY) if door is None] == ["bocor/pintu/"]


@pytest.mark.parametrize("door", sorted(DOORS))
def test_a_door_that_is_wrong_is_caught(world, door):
    row, who, expected = DOORS[door]
    with override_settings(ROOT_URLCONF=LEAKY):
        client = asking.client_of(world, who)
        found = faults(world, who, answers(world, client, [row]), roles_of(who))
    assert any(expected in fault for fault in found), found
    assert any("foreign" in fault for fault in found) or expected.startswith(("left", "is not"))
