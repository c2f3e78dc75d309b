"""A chain of its own for each test: key, anchors, three days of entries. Conftests import it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from bahtera.foundation import audit, clock, keys
from bahtera.foundation.audit import anchors, chain_key, lanes
from bahtera.foundation.audit.values import Place, day_number
from bahtera.foundation.models import AuditEntry

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
DAYS = ("2026-11-16", "2026-11-17", "2026-11-18")

# What was last written or anchored by a test, and when: its present.
_instants: list[datetime] = []


@pytest.fixture(autouse=True)
def own_chain(tmp_path):
    """Key and anchor files in the test's folder; nothing remembered of another test's lanes."""
    before = chain_key._file, anchors._folder, keys._file
    audit.configure(key_file=tmp_path / "keys" / "audit.key", folder=tmp_path / "audit")
    keys.configure(tmp_path / "keys" / "signing.key")
    lanes._preferred.__dict__.clear()
    _instants.clear()
    yield tmp_path
    audit.configure(key_file=before[0], folder=before[1])
    keys.configure(before[2])
    lanes._preferred.__dict__.clear()


def write(count, at=MONDAY, **told):
    """Write so many entries, two a transaction, a second apart."""
    for start in range(0, count, 2):
        with clock.frozen(at + timedelta(seconds=start)), transaction.atomic():
            for number in range(start, min(start + 2, count)):
                audit.record(
                    "visit.read",
                    actor=told.get("actor", "user:1"),
                    subject=f"visit:{number}",
                    details={"revision": number},
                    about=[f"member:{number}", "family:1"],
                )
    _instants.append(at)


def anchor(at):
    with clock.frozen(at):
        audit.anchor()
    _instants.append(at)


def witness(at):
    """Let the worker pass by, as it does each minute: it anchors, and once an hour it writes that it did."""
    anchor(at)
    with clock.frozen(at):
        audit.witness()
    anchor(at + timedelta(minutes=1))


@pytest.fixture
def three_days(db):
    """Twelve entries on each of three days, anchored after each; the last day is still open."""
    for days in range(3):
        at = MONDAY + timedelta(days=days)
        anchor(at - timedelta(hours=8))
        write(12, at)
        anchor(at + timedelta(minutes=5))
    assert verified() == []
    return ids()


def ids():
    return list(AuditEntry.objects.order_by("id").values_list("id", flat=True))


def sql(statement, *values):
    """Do behind Bahtera's back what another connection could do, and let the next entry look anew."""
    lanes.forget()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def verified(**asked):
    """Return what a verification finds, as (code, day, seq), and see that each has its sentence.

    Where nothing else is asked it is a minute after what the test did last.
    """
    present = [] if "as_of" in asked else [one + timedelta(minutes=1) for one in _instants[-1:]]
    report = audit.verify(**asked, **({"as_of": present[0]} if present else {}))
    assert report.count == len(report.problems)
    assert all(audit.sentence(one, language) for one in report.problems for language in ("id", "en"))
    return [(one.code, one.day, one.seq) for one in report.problems]


def changed(**asked):
    """Return the same where the worker stood still for hours or days, and so without what is said of that."""
    return [one for one in verified(**asked) if one[0] != "unanchored"]


def wipe(low, high):
    """Delete the entries between two keys with all that leads to them."""
    sql("DELETE FROM foundation_auditentry WHERE id BETWEEN %s AND %s", low, high)
    sql("DELETE FROM foundation_auditreference WHERE entry_id BETWEEN %s AND %s", low, high)


def wipe_day(days):
    """Delete a day with its heads; 0 is Monday."""
    day = day_number(MONDAY.date()) + days
    low, high = Place(day, 0, 0).id, Place(day + 1, 0, 0).id - 1
    wipe(low, high)
    sql("DELETE FROM foundation_auditlane WHERE id BETWEEN %s AND %s", low, high)
