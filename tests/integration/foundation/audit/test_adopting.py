"""Entries that were written before there was a chain are taken into it."""

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from tests.fakes.audit_chain import MONDAY, anchor, sql, verified, write

from bahtera.foundation import audit, clock
from bahtera.foundation.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("foundation", "0002_key_records")]
AFTER = [("foundation", "0003_audit_chain")]


def migrate(target):
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture
def old_entries():
    try:
        model = migrate(BEFORE).get_model("foundation", "AuditEntry")
        for number in (1, 2, 4, 9):
            model.objects.create(
                id=number,
                at=MONDAY.replace(microsecond=number),
                action="visit.read",
                actor="user:1",
                subject=f"visit:{number}",
                details={"z": number, "a": ["é", 1.5, None], "state": "accepted"},
            )
        migrate(AFTER)
        yield
    finally:
        migrate(MigrationExecutor(connection).loader.graph.leaf_nodes("foundation"))


def test_they_keep_their_order_and_content_in_a_closed_lane(old_entries):
    rows = AuditEntry.objects.order_by("id")
    assert [(row.id, row.subject) for row in rows] == [
        (1, "visit:1"),
        (2, "visit:2"),
        (3, "visit:4"),
        (4, "visit:9"),
    ]
    assert rows[0].details == {"z": 1, "a": ["é", 1.5, None], "state": "accepted"}
    assert verified() == []
    assert audit.verify().days == ["adopted"]
    with clock.frozen(MONDAY):
        audit.note("visit.read", actor="user:1", subject="visit:10")
    write(2)
    anchor(MONDAY)
    assert verified() == []
    assert audit.verify().days == ["adopted", "2026-11-16"]
    sql("UPDATE foundation_auditentry SET actor = 'user:2' WHERE id = 3")
    sql("DELETE FROM foundation_auditentry WHERE id = 4")
    assert verified() == [("edited", "adopted", 3), ("tail_cut", "adopted", 4)]


def test_a_new_site_has_nothing_to_adopt():
    assert verified() == []
    with transaction.atomic():
        audit.record("visit.read", actor="user:1", subject="visit:1")
    assert "adopted" not in audit.verify().days
