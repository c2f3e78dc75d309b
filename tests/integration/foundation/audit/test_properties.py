"""Whatever honest writers do is whole; whatever one dishonest change does is found."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fakes.audit_chain import MONDAY, anchor, changed, ids, sql, write

from bahtera.foundation import audit, clock
from bahtera.foundation.audit import lanes
from bahtera.foundation.models import AuditEntry

pytestmark = pytest.mark.django_db

unhurried = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

words = st.text(max_size=30)
steps = st.recursive(
    st.one_of(
        st.tuples(st.just("record"), words, st.lists(words, max_size=3)),
        st.tuples(st.just("many"), st.integers(0, 4)),
        st.tuples(st.just("clock"), st.integers(-40, 40)),
        st.just(("anchor",)),
        st.just(("look",)),
    ),
    lambda inner: st.tuples(st.sampled_from(["keep", "drop"]), st.lists(inner, max_size=4)),
    max_leaves=25,
)


class Player:
    """Plays steps of honest writers and knows what must be there afterwards."""

    def __init__(self):
        self.at = MONDAY
        self.written = []

    def play(self, step):
        getattr(self, step[0])(*step[1:])

    def record(self, subject, about):
        with clock.frozen(self.at), transaction.atomic():
            audit.record("visit.read", actor="user:1", subject=subject, about=about)
        self.written.append(subject)

    def many(self, count):
        with clock.frozen(self.at), transaction.atomic():
            audit.record_many([audit.entry("visit.read", actor="u", subject="many")] * count)
        self.written += ["many"] * count

    def clock(self, hours):
        self.at += timedelta(hours=hours)

    def anchor(self):
        anchor(self.at)

    def look(self):
        assert changed() == []

    def keep(self, steps):
        with transaction.atomic():
            for step in steps:
                self.play(step)

    def drop(self, steps):
        """Roll back; files outside the database cannot be, so that anchors wait."""
        before = list(self.written)
        with transaction.atomic():
            for step in steps:
                if step[0] not in {"anchor", "keep", "drop"}:
                    self.play(step)
            transaction.set_rollback(True)
        self.written = before


@unhurried
@given(st.lists(steps, max_size=8))
def test_honest_writers_leave_a_whole_audit(own_chain, played):
    with transaction.atomic():
        player = Player()
        for step in played:
            player.play(step)
        assert changed() == []
        assert AuditEntry.objects.count() == len(player.written)
        transaction.set_rollback(True)
    for file in (own_chain / "audit").glob("*.jsonl"):
        file.unlink()


COLUMNS = ["at", "action", "actor", "subject", "details", "about", "mac"]
changes = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from(COLUMNS), st.integers(0, 23), st.integers(0, 23)),
    st.tuples(st.just("delete"), st.integers(0, 23), st.integers(0, 23)),
    st.tuples(st.just("move"), st.integers(0, 23), st.integers(1, 2**40)),
    st.tuples(st.just("copy"), st.integers(0, 23), st.integers(1, 2**40)),
)


def edit(all_ids, column, target, source):
    """Copy one column from another entry: the most harmless looking forgery."""
    if {all_ids[target], all_ids[source]} <= set(ids()):
        sql(
            f"UPDATE foundation_auditentry SET {column} = (SELECT {column} FROM foundation_auditentry WHERE id = %s)"
            " WHERE id = %s",
            all_ids[source],
            all_ids[target],
        )


def delete(all_ids, first, last):
    sql("DELETE FROM foundation_auditentry WHERE id BETWEEN %s AND %s", all_ids[first], all_ids[last])


def move(all_ids, target, by):
    if all_ids[target] + by not in ids():
        sql("UPDATE foundation_auditentry SET id = %s WHERE id = %s", all_ids[target] + by, all_ids[target])


def copy(all_ids, target, by):
    if all_ids[target] + by not in ids():
        sql(
            "INSERT INTO foundation_auditentry (id, at, action, actor, subject, details, about, mac) SELECT %s, at,"
            " action, actor, subject, details, about, mac FROM foundation_auditentry WHERE id = %s",
            all_ids[target] + by,
            all_ids[target],
        )


DEEDS = {"edit": edit, "delete": delete, "move": move, "copy": copy}


@unhurried
@given(st.lists(changes, min_size=1, max_size=3))
def test_any_change_is_found(own_chain, done):
    with transaction.atomic():
        lanes.forget()
        write(12)
        write(12, MONDAY + timedelta(days=1))
        all_ids = ids()
        before = AuditEntry.objects.order_by("id").values_list()
        content = [tuple(map(_plain, row)) for row in before]
        for deed, *arguments in done:
            DEEDS[deed](all_ids, *arguments)
        is_changed = content != [
            tuple(map(_plain, row)) for row in AuditEntry.objects.order_by("id").values_list()
        ]
        assert bool(changed()) == is_changed
        transaction.set_rollback(True)


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else str(value)
