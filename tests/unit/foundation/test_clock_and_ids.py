from datetime import UTC, date, datetime

import pytest

from bahtera.foundation import clock
from bahtera.foundation.ids import new_id


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


def test_a_day_depends_on_the_zone():
    with clock.frozen(datetime(2026, 11, 22, 16, 30, tzinfo=UTC)):
        assert clock.today("Asia/Jakarta") == date(2026, 11, 22)
        assert clock.today("Asia/Makassar") == date(2026, 11, 23)
        assert clock.today("Asia/Jayapura") == date(2026, 11, 23)


def test_a_naive_instant_cannot_be_frozen():
    with pytest.raises(ValueError, match="time zone"), clock.frozen(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


def test_ids_are_version_7_distinct_and_rising():
    made = [new_id() for _ in range(20_000)]
    assert {one.version for one in made} == {7}
    assert len(set(made)) == len(made)
    assert made == sorted(made)
