"""Statistics for SQLite's planner: of large tables only."""

import pytest
from django.db import connection

from bahtera.areas import api as areas
from bahtera.foundation import schedule, upkeep

pytestmark = pytest.mark.django_db


def known():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchone()[0]:
            return set()
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        return {name for (name,) in cursor.fetchall()}


def test_a_small_site_has_no_statistics():
    areas.load_snapshot()
    assert upkeep.refresh_statistics() == ()
    if connection.vendor == "sqlite":
        assert known() == set()


def test_large_tables_are_known_and_small_ones_forgotten(monkeypatch):
    areas.load_snapshot()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        assert "django_content_type" in known()
    monkeypatch.setattr(upkeep, "LEAST_ROWS", 10_000)
    large = upkeep.refresh_statistics()
    if connection.vendor == "sqlite":
        assert large == ("areas_area",)
        assert known() == {"areas_area"}
    else:
        assert large == ()


def test_it_comes_back_every_night():
    assert schedule._jobs["refresh_statistics"].next_after is schedule.nightly
