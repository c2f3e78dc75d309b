"""Two phones at the same moment. On SQLite writers queue; on PostgreSQL they really meet."""

from contextvars import copy_context
from datetime import date
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from bahtera.families import api
from bahtera.families.models import FamilyState

from .conftest import FOUR, NEXT_VILLAGE, VILLAGE

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls):
    """Run the calls side by side where the database allows it; return what went wrong."""
    errors = []
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait()
            with transaction.atomic():
                call()
        except Exception as error:  # noqa: BLE001 - the test looks at whatever it was
            errors.append(error)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        for call in calls:
            with transaction.atomic():
                call()
        return []
    threads = [Thread(target=copy_context().run, args=[run, call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def visit(number, family_id=None, members=()):
    return api.record_visit(
        village_code=VILLAGE,
        family_id=family_id,
        visited_on=date(2026, 3, 1 + number),
        source=f"phone:{number}",
        actor_key="token:kader",
        rt=str(number),
        members=members,
    )


def assert_whole(family_id):
    line = list(FamilyState.objects.filter(family_id=family_id).order_by("valid_from", "id"))
    assert [state.valid_to for state in line].count(None) == 1
    assert all(a.valid_to == b.valid_from for a, b in pairwise(line))
    return line


def test_many_visits_of_one_family_at_once(villages):
    with transaction.atomic():
        family = visit(0, members=FOUR).family_id
    calls = [lambda n=n: visit(n, family) for n in (5, 2, 4, 1, 3)]
    assert together(*calls) == []
    assert [state.rt for state in assert_whole(family)] == ["0", "1", "2", "3", "4", "5"]


def test_a_visit_and_a_move_at_once(villages):
    with transaction.atomic():
        family = visit(0, members=FOUR).family_id
    move = lambda: api.move_family(  # noqa: E731
        family, village_code=NEXT_VILLAGE, on=date(2026, 6, 1), actor_key="user:alice"
    )
    assert together(move, lambda: visit(9, family)) == []
    assert assert_whole(family)[-1].village_code == NEXT_VILLAGE


def test_the_same_source_at_once_is_recorded_once(villages):
    with transaction.atomic():
        family = visit(0, members=FOUR).family_id
    outcomes = []
    calls = [lambda: outcomes.append(visit(7, family)) for _ in range(4)]
    assert together(*calls) == []
    assert [outcome.repeated for outcome in outcomes].count(False) == 1
    assert {outcome.family_id for outcome in outcomes} == {family}
    assert len(assert_whole(family)) == 2
