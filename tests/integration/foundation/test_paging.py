from datetime import timedelta

import pytest

from bahtera.foundation import clock
from bahtera.foundation.errors import Refused
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.paging import keyset

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    now = clock.now()
    return AuditEntry.objects.bulk_create(
        AuditEntry(
            id=number + 1,
            at=now - timedelta(seconds=number // 3),
            action="visit.read",
            actor="user:1",
            subject=f"s:{number}",
        )
        for number in range(25)
    )


@pytest.mark.parametrize("order", [("-at", "-id"), ("at", "id"), ("-at", "id")])
def test_pages_cover_the_list_once_in_order(entries, order):
    seen, cursor = [], None
    while True:
        page = keyset(AuditEntry.objects.all(), order, cursor=cursor, size=4)
        seen += [row.pk for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == list(AuditEntry.objects.order_by(*order).values_list("pk", flat=True))


@pytest.mark.parametrize("order", [("-at", "-id"), ("at", "id"), ("-id",)])
def test_pages_of_one_value_cover_its_rows_once_in_order(order):
    now = clock.now()
    AuditEntry.objects.bulk_create(
        AuditEntry(
            id=number + 1,
            at=now - timedelta(seconds=number // 3),
            action="visit.read",
            actor=f"user:{number // 3 % 3}",
            subject=f"s:{number}",
        )
        for number in range(25)
    )
    seen, cursor = [], None
    while True:
        page = keyset(AuditEntry.objects.all(), order, cursor=cursor, size=4, led_by=("actor", "user:1"))
        seen += [row.pk for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == 9
    of_one = AuditEntry.objects.filter(actor="user:1")
    assert seen == list(of_one.order_by(*order).values_list("pk", flat=True))


def test_a_page_costs_one_query(entries, django_assert_num_queries):
    first = keyset(AuditEntry.objects.all(), ("-at", "-id"), size=4)
    with django_assert_num_queries(1):
        keyset(AuditEntry.objects.all(), ("-at", "-id"), cursor=first.next_cursor, size=4)


@pytest.mark.parametrize("cursor", ["x", "!!", "WzFd", "WyJ4IiwieSJd", "bnVsbA"])
def test_a_made_up_cursor_is_refused(entries, cursor):
    with pytest.raises(Refused, match="not valid"):
        keyset(AuditEntry.objects.all(), ("-at", "-id"), cursor=cursor)
