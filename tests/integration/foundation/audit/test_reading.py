"""The list for the search page, and the trail of one person."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.fakes.audit_chain import MONDAY, sql, write

from bahtera.foundation import audit, clock
from bahtera.foundation.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def some():
    told = [
        ("access.signed_in", "user:1", "user:1", ()),
        ("access.refused", "user:2", "route:web:home", ()),
        ("surveys.received", "token:1", "submission:1", ("family:1", "member:1", "member:2")),
        ("families.moved", "user:1", "family:1", ("member:1",)),
        ("surveys.received", "token:1", "submission:2", ("family:2", "member:3")),
        ("privacy.answered", "user:1", "member:1", ("member:1",)),
    ]
    for number, (action, actor, subject, about) in enumerate(told):
        with clock.frozen(MONDAY + timedelta(hours=number)), transaction.atomic():
            audit.record(action, actor=actor, subject=subject, about=about, details={"number": number})


def numbers(found):
    return [entry.details["number"] for entry in found]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [5, 4, 3, 2, 1, 0]),
        ({"actor": "user:1"}, [5, 3, 0]),
        ({"subject": "family:1"}, [3]),
        ({"about": "member:1"}, [5, 3, 2]),
        ({"action": "surveys.received"}, [4, 2]),
        ({"action": "access."}, [1, 0]),
        ({"since": MONDAY + timedelta(hours=4)}, [5, 4]),
        ({"until": MONDAY + timedelta(hours=1)}, [0]),
        ({"action": "surveys.received", "about": "member:1"}, [2]),
        ({"actor": "nobody"}, []),
    ],
)
def test_entries_are_found_newest_first(some, asked, expected):
    assert numbers(audit.entries(**asked).items) == expected


def test_an_entry_is_told_whole(some):
    [entry] = audit.entries(action="families.moved").items
    assert (entry.at, entry.actor, entry.subject, entry.about) == (
        MONDAY + timedelta(hours=3),
        "user:1",
        "family:1",
        ("member:1",),
    )
    assert entry.place.seq == 4


def test_pages_follow_on_one_another(some):
    first = audit.entries(size=4)
    second = audit.entries(size=4, cursor=first.next_cursor)
    assert numbers([*first.items, *second.items]) == [5, 4, 3, 2, 1, 0]
    assert second.next_cursor is None
    with pytest.raises(Refused):
        audit.entries(cursor="made up")


def test_a_page_costs_one_query(some, django_assert_num_queries):
    with django_assert_num_queries(1):
        audit.entries(about="member:1", action="surveys.received")


def test_a_trail_holds_what_names_somebody_and_what_is_about_them_oldest_first(some):
    assert numbers(audit.trail_of(["member:1"])) == [2, 3, 5]
    assert numbers(audit.trail_of(["member:3", "submission:1"])) == [2, 4]
    assert numbers(audit.trail_of(["member:1"], since=MONDAY + timedelta(hours=3))) == [3, 5]
    assert numbers(audit.trail_of(["nobody"])) == []
    assert numbers(audit.trail_of([])) == []


def test_a_tampered_row_can_still_be_listed():
    write(2)
    sql("UPDATE foundation_auditentry SET details = 'no json', about = '7'")
    assert [(entry.about, dict(entry.details)) for entry in audit.entries().items] == [((), {})] * 2
