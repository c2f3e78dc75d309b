"""Rewriting sealed values leaves the database to others most of the time, and leaves nothing behind."""

import pytest
from django.db import connection

from bahtera.foundation.sealing import pacing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rests(monkeypatch):
    found = []
    monkeypatch.setattr(pacing, "sleep", found.append)
    return found


def autocheckpoint():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint")
        return cursor.fetchone()[0]


def took(monkeypatch, seconds):
    times = iter([0.0, seconds])
    monkeypatch.setattr(pacing, "monotonic", lambda: next(times, seconds))


def test_a_batch_that_took_long_is_followed_by_a_smaller_one_and_a_rest(rests, monkeypatch):
    pace = pacing.Pace(1000)
    pace.rows = 800
    took(monkeypatch, 0.5)
    with pace.transaction():
        assert connection.in_atomic_block
    assert 200 <= pace.rows < 800
    assert rests[-1] == pytest.approx(0.5 * pacing._REST[connection.vendor])


def test_a_quick_batch_is_followed_by_a_larger_one_up_to_the_most(rests, monkeypatch):
    pace = pacing.Pace(300)
    took(monkeypatch, 0.001)
    with pace.transaction():
        pass
    assert pace.rows == 300
    assert rests[-1] >= pacing._SHORTEST_REST


def test_a_batch_is_never_larger_than_asked_for(rests):
    pace = pacing.Pace(1)
    with pace.transaction():
        pass
    assert pace.rows == 1


def test_sqlite_keeps_its_log_as_before_afterwards(rests, monkeypatch):
    done, real = [], pacing._pragma
    monkeypatch.setattr(pacing, "_pragma", lambda told: done.append(told) or real(told))
    monkeypatch.setattr(pacing, "_ROWS_KEPT", 1)
    usual = autocheckpoint() if connection.vendor == "sqlite" else None
    pace = pacing.Pace(10)
    with pacing.own_log_keeping(), pace.transaction():
        pass
    if connection.vendor == "sqlite":
        assert "wal_checkpoint(PASSIVE)" in done
        assert "wal_checkpoint(TRUNCATE)" in done
        assert autocheckpoint() == usual
        assert real("busy_timeout")[0] > pacing._PATIENCE_OF_OTHERS_MS
    else:
        assert done == []


def test_a_log_that_has_grown_is_waited_for(rests, monkeypatch):
    asked = []

    def pragma(told):
        asked.append(told)
        if "PASSIVE" in told:
            return (0, pacing._MANY_PAGES + 1, 5)
        if "RESTART" in told:
            return (int(asked.count(told) < 3), 0, 0)  # somebody still reads, twice
        return (30_000,)

    monkeypatch.setattr(pacing, "_pragma", pragma)
    pacing._bring_log_home()
    assert asked.count("wal_checkpoint(RESTART)") == 3
    assert len(rests) == 2
    assert asked[-1] == "busy_timeout = 30000"
