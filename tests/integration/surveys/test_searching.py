"""Families found by the beginning of a name, and lists that walk an index whatever narrows them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE, visit

from bahtera.access.api import Actor
from bahtera.foundation.errors import Refused
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]

FAR_VILLAGE = "63.10.01.2001"
# Blanks, signs and accents are where the order of a language and that of code points part.
NAMES = ["Ani", "ani b", "ANI-B", "Anib", "Ani  Áma", "Añi", "Budi", "Zainal", "anj", "Ani"]


def supervisor(*areas):
    return Actor.over("user:1", "Rahmat", frozenset({"supervisor"}), areas)


@pytest.fixture
def named():
    """One visit for each name, in three villages by turns."""
    for number, name in enumerate(NAMES):
        village = [VILLAGE, OTHER_VILLAGE, FAR_VILLAGE][number % 3]
        kader = Actor.over(f"token:{village}", f"Kader {village}", frozenset({"kader"}), (village,))
        surveys.receive(visit(kode_desa=village, members=[{"nama": name, "hubungan": "kepala"}]), actor=kader)


def walked(size=50, **chosen):
    """Return the names of every page, one after the other."""
    names, cursor = [], None
    while True:
        page = surveys.list_submissions(cursor=cursor, size=size, **chosen)
        names += [row.family_name for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return names


ANI = ["Ani", "Ani", "ani b", "Ani  Áma", "ANI-B", "Anib"]


@pytest.mark.parametrize("size", [1, 2, 3, 50])
@pytest.mark.parametrize("areas", [("",), ("63",), ("63.02", "63.10"), (VILLAGE, OTHER_VILLAGE, "63.10")])
def test_names_come_in_their_order_without_gap_or_repeat(named, areas, size):
    assert walked(size, actor=supervisor(*areas), query="ani") == ANI


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("  ANI   á ", ["Ani  Áma"]),
        ("ani\0b", ["ani b"]),
        ("añ", ["Añi"]),
        ("bud", ["Budi"]),
        ("udi", []),
        ("_ni", []),
        ("a%", []),
        ("x" * 500, []),
        ("\U0010ffff", []),
    ],
)
def test_a_name_is_searched_by_its_beginning(named, chief, query, found):
    assert walked(actor=chief, query=query) == found


def test_blanks_alone_search_nothing(named, chief):
    assert len(walked(actor=chief, query="  \0 ")) == len(NAMES)


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ({"area": "63"}, 6),
        ({"area": "63.10"}, 1),
        ({"area": "63.02.05"}, 5),
        ({"area": VILLAGE}, 3),
        ({"area": "63.1"}, 0),
        ({"state": "accepted"}, 6),
        ({"state": "approved"}, 0),
        ({"round_id": 999}, 0),
        ({"kader": f"token:{FAR_VILLAGE}"}, 1),
    ],
)
def test_a_search_is_narrowed_like_any_list(named, chief, chosen, count):
    assert len(walked(actor=chief, query="ani", **chosen)) == count


def test_what_a_newer_upload_replaced_is_not_found(named, chief):
    row = surveys.list_submissions(actor=chief, query="budi").items[0]
    Submission.objects.filter(pk=row.id).update(state="superseded")
    assert walked(actor=chief, query="budi") == []
    assert walked(actor=chief, query="budi", state="superseded") == ["Budi"]


def test_a_cursor_of_the_other_order_is_refused(named, chief):
    by_name = surveys.list_submissions(actor=chief, query="ani", size=2).next_cursor
    by_arrival = surveys.list_submissions(actor=chief, size=2).next_cursor
    for cursor, query in ((by_name, None), (by_arrival, "ani")):
        with pytest.raises(Refused) as refused:
            surveys.list_submissions(actor=chief, cursor=cursor, query=query)
        assert refused.value.code == "paging.bad_cursor"


def test_a_cursor_of_another_name_shows_no_other_names(named, chief):
    cursor = surveys.list_submissions(actor=chief, query="ani", size=2).next_cursor
    page = surveys.list_submissions(actor=chief, query="budi", cursor=cursor)
    assert [row.family_name for row in page.items] == ["Budi"]


# --- how the database answers -----------------------------------------------------------------------------


def plans(**chosen):
    """Return how the database finds each part of a page.

    PostgreSQL reads so small a table as a whole: it is asked whether it could do otherwise, as of a table it has not
    counted yet. Where it counted an empty one, by itself and at any time, all indexes cost the same.
    """
    with CaptureQueriesContext(connection) as asked:
        surveys.list_submissions(**chosen)
    parts = [q["sql"] for q in asked if "ORDER BY" in q["sql"] and " IN (" not in q["sql"]]
    sqlite = connection.vendor == "sqlite"
    found = []
    with connection.cursor() as cursor:
        if not sqlite:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
            cursor.execute(
                "UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE oid = 'surveys_submission'::regclass"
            )
            cursor.execute("DELETE FROM pg_statistic WHERE starelid = 'surveys_submission'::regclass")
        for part in parts:
            cursor.execute(f"EXPLAIN {'QUERY PLAN' if sqlite else ''} {part}")
            found.append(" / ".join(str(row[-1]) for row in cursor.fetchall()))
    return found


@pytest.mark.parametrize(
    "narrowed",
    [
        {},
        {"state": "flagged"},
        {"round_id": 1},
        {"round_id": 1, "state": "flagged"},
        {"with_findings": True},
        {"with_findings": True, "state": "flagged", "round_id": 1},
        {"kader": "token:1", "state": "flagged"},
        {"query": "ani"},
        {"query": "ani", "state": "flagged", "round_id": 1},
        {"query": "ani", "with_findings": True},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "areas", [("",), ("63",), ("63.02",), ("63.02.05",), ("63.01", "63.02", "15")], ids=str
)
def test_a_list_walks_an_index_in_its_own_order(areas, narrowed):
    found = plans(actor=supervisor(*areas), **narrowed)
    assert found
    for plan in found:
        assert "surveys_sub_" in plan or areas == ("",)
        # The primary key leads past everything else to what a closed round or a regency has far down.
        assert "submission_pkey" not in plan or (areas, narrowed) == (("",), {})
        assert "INDEX" in plan.upper()
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


@pytest.mark.parametrize("areas", [("",), ("63",), ("63.02",), ("63.01", "63.02")], ids=str)
@pytest.mark.parametrize("what", ["round", "state"])
def test_pages_of_what_lies_far_down_begin_at_their_cursor(named, round_one, areas, what):
    Submission.objects.update(round_id=round_one.id, state="accepted")
    narrowed = {"round_id": round_one.id} if what == "round" else {"state": "accepted"}
    actor = supervisor(*areas)
    cursor = surveys.list_submissions(actor=actor, size=2, **narrowed).next_cursor
    for plan in plans(actor=actor, cursor=cursor, **narrowed):
        assert "surveys_sub_" in plan
        assert "submission_pkey" not in plan
        assert "Sort" not in plan
        assert "TEMP B-TREE" not in plan


def test_a_far_page_of_names_begins_at_its_cursor(named, chief):
    cursor = surveys.list_submissions(actor=chief, query="ani", size=2).next_cursor
    for plan in plans(actor=chief, query="ani", cursor=cursor):
        assert "surveys_sub_name" in plan
        assert "Sort" not in plan
        assert "TEMP B-TREE" not in plan
