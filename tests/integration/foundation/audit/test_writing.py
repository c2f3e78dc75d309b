"""Entries in their transactions: chained, dense, never twice, never lost."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.fakes.audit_chain import MONDAY, anchor, changed, ids, sql, verified, write

from bahtera.foundation import audit, clock
from bahtera.foundation.audit import chain_key, lanes
from bahtera.foundation.audit.values import ChainKeyMissing, place_of
from bahtera.foundation.models import AuditEntry, AuditLane

pytestmark = pytest.mark.django_db


def record(subject="visit:1", **told):
    audit.record("visit.read", actor="user:1", subject=subject, **told)


def test_entries_stand_in_the_order_they_were_written():
    with transaction.atomic():
        audit.record_many(
            [audit.entry("visit.read", actor="user:1", subject=f"visit:{n}") for n in range(2500)]
        )
        record("visit:2500")
    places = [place_of(entry_id) for entry_id in ids()]
    assert [place.seq for place in places] == list(range(1, 2502))
    assert len({place.lane for place in places}) == 1
    subjects = AuditEntry.objects.order_by("id").values_list("subject", flat=True)
    assert list(subjects) == [f"visit:{n}" for n in range(2501)]
    assert verified() == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_a_transaction_but_a_note():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record()
    assert ids() == []
    audit.note("access.refused", actor="user:1", subject="route:web:home", details={"code": "not_allowed"})
    assert AuditEntry.objects.get().details == {"code": "not_allowed"}


def test_a_note_joins_the_transaction_it_is_made_in():
    with transaction.atomic():
        audit.note("visit.read", actor="user:1", subject="visit:1")
        record()
    assert [place_of(one).seq for one in ids()] == [1, 2]


def test_no_entries_write_nothing():
    audit.record_many([])
    assert not AuditLane.objects.exists()


def test_a_savepoint_that_is_rolled_back_leaves_no_gap():
    with transaction.atomic():
        record("visit:1")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record("visit:2")
            record("visit:3")
            raise ZeroDivisionError
        record("visit:4")
        with transaction.atomic():
            record("visit:5")
    assert list(AuditEntry.objects.order_by("id").values_list("subject", flat=True)) == [
        "visit:1",
        "visit:4",
        "visit:5",
    ]
    assert verified() == []


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_rolled_back_leaves_no_gap():
    write(3)
    with clock.frozen(MONDAY + timedelta(days=1)):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record()
            raise ZeroDivisionError
        with transaction.atomic():
            record()
    assert len(ids()) == 4
    assert verified() == []


def test_each_day_has_its_entries_and_hangs_on_the_day_before():
    for days in (0, 1, 4):
        write(3, MONDAY + timedelta(days=days))
    days = {place_of(one).day for one in ids()}
    assert len(days) == 3
    assert changed() == []
    assert audit.verify().days == ["2026-11-16", "2026-11-17", "2026-11-20"]


def test_when_the_clock_steps_back_entries_go_on_in_the_open_day_and_tell_their_time():
    write(2, MONDAY + timedelta(days=1))
    write(2, MONDAY)
    anchor(MONDAY)
    assert len({place_of(one).day for one in ids()}) == 1
    assert AuditEntry.objects.order_by("-id")[0].at == MONDAY
    assert verified() == []
    write(2, MONDAY + timedelta(days=2))
    anchor(MONDAY + timedelta(days=2))
    assert verified() == []


def test_a_closed_day_gets_no_more_entries():
    write(2)
    anchor(MONDAY + timedelta(days=1))
    before = ids()
    write(4, MONDAY)
    first_day = place_of(before[0]).day
    assert [one for one in ids() if place_of(one).day == first_day] == before
    anchor(MONDAY + timedelta(days=3))
    assert changed() == []


def test_odd_text_is_made_fit_to_store():
    with transaction.atomic():
        record("visit:\x00\ud800\n" + "x" * 500, about=["member:\x00", "m" * 500])
    entry = AuditEntry.objects.get()
    assert entry.subject.startswith("visit:\ufffd\ufffd\ufffdx")
    assert len(entry.subject) == 120
    assert [len(one) for one in entry.about] == [8, 80]
    assert verified() == []


def test_instants_are_sealed_to_the_microsecond():
    for microsecond in (0, 1, 999_999, 123_400):
        write(1, MONDAY.replace(microsecond=microsecond))
    assert verified() == []


def test_without_the_key_nothing_is_written_on(own_chain):
    write(2)
    (own_chain / "keys" / "audit.key").rename(own_chain / "aside")
    chain_key.configure(own_chain / "keys" / "audit.key")
    with pytest.raises(ChainKeyMissing), transaction.atomic():
        record()
    with pytest.raises(ChainKeyMissing):
        audit.verify()
    (own_chain / "keys" / "audit.key").write_bytes(b"short")
    with pytest.raises(ChainKeyMissing), transaction.atomic():
        record()
    (own_chain / "aside").rename(own_chain / "keys" / "audit.key")
    write(2)
    assert verified() == []


def test_with_another_key_everything_is_found(own_chain):
    write(2)
    (own_chain / "keys" / "audit.key").write_bytes(bytes(32))
    chain_key.configure(own_chain / "keys" / "audit.key")
    assert {code for code, *_ in verified()} == {"head_changed", "edited"}


def test_the_key_is_for_its_owner_alone(own_chain):
    write(1)
    assert (own_chain / "keys" / "audit.key").stat().st_mode & 0o777 == 0o600


def test_an_empty_audit_is_whole():
    report = audit.verify()
    assert (report.is_intact, report.entries, list(report.days)) == (True, 0, [])


def test_heads_gone_while_entries_stay_do_not_stop_the_site():
    write(3)
    sql("DELETE FROM foundation_auditlane")
    write(3, MONDAY + timedelta(hours=1))
    assert len(ids()) == 6
    assert {(code, day) for code, day, _ in changed()} == {
        ("lane_missing", ""),
        ("head_missing", "2026-11-16"),
    }


def run_together(*calls):
    """Run side by side; SQLite queues writers, and its test database lives in memory: there one after the other."""
    if connection.vendor == "sqlite":
        for call in calls:
            call()
        return
    failures = []

    def run(call):
        try:
            call()
        except Exception as error:  # noqa: BLE001 - told to the test below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_leave_whole_chains():
    def work(number):
        for turn in range(15):
            with clock.frozen(MONDAY + timedelta(days=turn // 5)), transaction.atomic():
                record(f"visit:{number}:{turn}", about=[f"member:{number}"])
                record(f"visit:{number}:{turn}:more")

    def look():
        for _ in range(10):
            assert changed() == []

    run_together(*[lambda number=number: work(number) for number in range(6)], look)
    assert len(ids()) == 6 * 15 * 2
    anchor(MONDAY + timedelta(days=2))
    assert changed() == []


@pytest.mark.django_db(transaction=True)
def test_more_writers_than_lanes_wait_their_turn(monkeypatch):
    monkeypatch.setattr(lanes, "POSTGRESQL_LANES", 2)

    def work():
        for _ in range(5):
            with transaction.atomic():
                record()

    write(1)
    run_together(*[work] * 5)
    assert len(ids()) == 26
    assert AuditLane.objects.filter(is_open=True).count() <= 2
    assert verified() == []


@pytest.mark.django_db(transaction=True)
def test_on_postgresql_two_transactions_write_side_by_side():
    """SQLite queues writers before they begin, so there is nothing to see there."""
    if connection.vendor != "postgresql":
        return
    write(1)
    both = threading.Barrier(2, timeout=20)

    def work():
        with transaction.atomic():
            record()
            both.wait()
            record()

    run_together(work, work)
    assert len({place_of(one).lane for one in ids()[1:]}) == 2
    assert verified() == []


@pytest.mark.django_db(transaction=True)
def test_a_lane_that_somebody_holds_at_midnight_goes_on_later():
    if connection.vendor != "postgresql":
        return
    write(1)
    held, rolled = threading.Event(), threading.Event()

    def hold():
        with clock.frozen(MONDAY), transaction.atomic():
            record("visit:held")
            held.set()
            assert rolled.wait(20)
            record("visit:held on")

    def roll():
        assert held.wait(20)
        anchor(MONDAY + timedelta(days=1))
        write(2, MONDAY + timedelta(days=1))
        rolled.set()

    run_together(hold, roll)
    assert changed() == []
    assert AuditLane.objects.filter(is_open=True, id__lt=max(ids()) >> 44 << 44).count() == 1
    anchor(MONDAY + timedelta(days=1, minutes=1))
    assert AuditLane.objects.filter(is_open=True, id__lt=max(ids()) >> 44 << 44).count() == 0
    assert changed() == []
    assert {place_of(one).day for one in ids()} == {place_of(min(ids())).day, place_of(min(ids())).day + 1}


@pytest.mark.django_db(transaction=True)
def test_a_database_that_gained_lanes_opens_them():
    """As one that was moved from SQLite to PostgreSQL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lanes, "POSTGRESQL_LANES", 1)
        write(3)
    anchor(MONDAY)
    expected = 32 if connection.vendor == "postgresql" else 1
    assert AuditLane.objects.filter(is_open=True).count() == expected
    write(3, MONDAY + timedelta(hours=1))
    anchor(MONDAY + timedelta(hours=1))
    assert verified() == []


def test_gathered_entries_are_written_at_the_end_in_their_order():
    with transaction.atomic():
        record("visit:1")
        with audit.gathered():
            record("visit:2")
            with audit.gathered():
                record("visit:3")
            record("visit:4")
            assert len(ids()) == 1
        record("visit:5")
    assert list(AuditEntry.objects.order_by("id").values_list("subject", flat=True)) == [
        f"visit:{n}" for n in range(1, 6)
    ]
    assert verified() == []


def test_what_fails_while_gathering_leaves_no_entry():
    with transaction.atomic():
        record("visit:1")
        with pytest.raises(ZeroDivisionError), transaction.atomic(), audit.gathered():
            record("visit:2")
            raise ZeroDivisionError
        record("visit:3")
    assert list(AuditEntry.objects.order_by("id").values_list("subject", flat=True)) == ["visit:1", "visit:3"]
    assert verified() == []


def test_an_entry_of_a_savepoint_does_not_outlive_it():
    with transaction.atomic(), audit.gathered():
        record("visit:1")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record("visit:2")
            raise ZeroDivisionError
        with transaction.atomic():
            record("visit:3")
    subjects = set(AuditEntry.objects.values_list("subject", flat=True))
    assert subjects == {"visit:1", "visit:3"}
    assert verified() == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_gathered_outside_a_transaction():
    with pytest.raises(RuntimeError, match="outside a transaction"), audit.gathered():
        pass
