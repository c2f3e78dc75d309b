"""Whoever writes into the database behind Bahtera's back is found, and it is said where."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.fakes.audit_chain import DAYS, MONDAY, anchor, changed, ids, sql, verified, wipe, wipe_day, write

from bahtera.foundation import audit
from bahtera.foundation.audit.values import Place, day_number, place_of

pytestmark = pytest.mark.django_db

CHANGES = {
    "at": "2026-11-16 08:59:59",
    "action": "visit.noted",
    "actor": "user:2",
    "subject": "visit:99",
    "details": '{"revision":98}',
    "about": '["family:1"]',
    "mac": bytes(32),
}


def seen(entry_id):
    place = place_of(entry_id)
    return DAYS[place.day - day_number(MONDAY.date())], place.seq


@pytest.mark.parametrize("position", [0, 5, 11, 12, 23, 24, 35])
@pytest.mark.parametrize("column", CHANGES)
def test_an_edited_column_is_found_in_its_entry(three_days, column, position):
    sql(
        f"UPDATE foundation_auditentry SET {column} = %s WHERE id = %s", CHANGES[column], three_days[position]
    )
    found = verified()
    day, seq = seen(three_days[position])
    assert ("edited", day, seq) in found
    expected = {("edited", day, seq)} | ({("references", day, seq)} if column == "about" else set())
    assert set(found) == expected


@pytest.mark.parametrize("half", [0, 1])
def test_a_bent_seal_or_link_is_found_in_its_entry(three_days, half):
    [[mac]] = sql("SELECT mac FROM foundation_auditentry WHERE id = %s", three_days[5])
    bent = bytearray(mac)
    bent[half * 16] ^= 1
    sql("UPDATE foundation_auditentry SET mac = %s WHERE id = %s", bytes(bent), three_days[5])
    [(code, *where)] = [one for one in verified() if one[0] != "anchor_differs"]
    assert tuple(where) == seen(three_days[5])
    assert code == ("link" if half else "edited")


@pytest.mark.parametrize(
    "positions", [[0], [5], [11], [0, 1, 2], [4, 5, 6], [10, 11], list(range(12)), [23], [35]]
)
def test_deleted_entries_are_found_as_a_run(three_days, positions):
    for position in positions:
        sql("DELETE FROM foundation_auditentry WHERE id = %s", three_days[position])
        sql("DELETE FROM foundation_auditreference WHERE entry_id = %s", three_days[position])
    report = audit.verify()
    [problem] = report.problems
    day, seq = seen(three_days[positions[0]])
    assert problem.code == ("tail_cut" if seen(three_days[positions[-1]])[1] == 12 else "missing")
    assert (problem.day, problem.seq) == (day, seq)
    assert problem.details["last"] == seen(three_days[positions[-1]])[1]


def test_deleted_and_edited_neighbours_are_told_apart(three_days):
    sql("DELETE FROM foundation_auditentry WHERE id = %s", three_days[5])
    sql("DELETE FROM foundation_auditreference WHERE entry_id = %s", three_days[5])
    sql("UPDATE foundation_auditentry SET actor = 'user:2' WHERE id = %s", three_days[6])
    assert verified() == [("missing", DAYS[0], 6), ("edited", DAYS[0], 7)]


def insert(entry_id, like, **columns):
    sql(
        "INSERT INTO foundation_auditentry (id, at, action, actor, subject, details, about, mac)"
        " SELECT %s, at, action, actor, subject, details, %s, mac FROM foundation_auditentry WHERE id = %s",
        entry_id,
        columns.get("about", "[]"),
        like,
    )
    if "mac" in columns:
        sql("UPDATE foundation_auditentry SET mac = %s WHERE id = %s", columns["mac"], entry_id)


@pytest.mark.parametrize("position", [11, 35])
def test_a_forged_entry_at_the_end_is_found(three_days, position):
    insert(three_days[position] + 1, three_days[position], mac=bytes(32))
    assert verified() == [("inserted", *_next(three_days[position]))]


def _next(entry_id):
    day, seq = seen(entry_id)
    return day, seq + 1


def test_a_forged_entry_far_behind_the_end_is_found(three_days):
    insert(three_days[11] + 5000, three_days[11], mac=bytes(32))
    assert verified() == [("inserted", DAYS[0], 12 + 5000)]


def test_a_forged_entry_in_a_lane_or_a_day_of_its_own_is_found(three_days):
    insert(Place(day_number(MONDAY.date()), 200, 1).id, three_days[11], mac=bytes(32))
    insert(Place(day_number(MONDAY.date()) + 9, 0, 1).id, three_days[11], mac=bytes(32))
    insert(-7, three_days[11], mac=bytes(32))
    codes = [one[0] for one in verified()]
    assert codes == ["inserted"] * 3


def test_a_copied_entry_is_found_with_its_origin(three_days):
    sql("UPDATE foundation_auditentry SET about = '[]' WHERE id = %s", three_days[3])
    insert(three_days[35] + 1, three_days[4], about='["family:1","member:4"]')
    sql(
        "INSERT INTO foundation_auditreference (reference, entry_id) VALUES ('family:1', %s)",
        three_days[35] + 1,
    )
    sql(
        "INSERT INTO foundation_auditreference (reference, entry_id) VALUES ('member:4', %s)",
        three_days[35] + 1,
    )
    report = audit.verify()
    [copy] = [one for one in report.problems if one.code == "copied"]
    assert copy.entry_id == three_days[35] + 1
    assert copy.details["origin"] == "0:5"


def test_two_swapped_entries_are_both_found(three_days):
    first, second = three_days[2], three_days[8]
    for table, column in (("auditentry", "id"), ("auditreference", "entry_id")):
        for old, new in ((first, -1), (second, first), (-1, second)):
            sql(f"UPDATE foundation_{table} SET {column} = %s WHERE {column} = %s", new, old)
    report = audit.verify()
    assert [(one.code, one.entry_id, one.details["origin"]) for one in report.problems] == [
        ("moved", first, "0:9"),
        ("moved", second, "0:3"),
    ]


def test_an_entry_moved_away_leaves_a_gap(three_days):
    for table, column in (("auditentry", "id"), ("auditreference", "entry_id")):
        sql(
            f"UPDATE foundation_{table} SET {column} = %s WHERE {column} = %s",
            three_days[35] + 1,
            three_days[4],
        )
    assert verified() == [("missing", DAYS[0], 5), ("moved", DAYS[2], 13)]


def test_a_person_cannot_be_taken_out_of_a_trail_nor_put_into_one(three_days):
    sql("DELETE FROM foundation_auditreference WHERE reference = 'member:3' AND entry_id = %s", three_days[3])
    sql("INSERT INTO foundation_auditreference (reference, entry_id) VALUES ('member:77', %s)", three_days[7])
    assert verified() == [("references", DAYS[0], 4), ("references", DAYS[0], 8)]


@pytest.mark.parametrize("position", [3, 30])
@pytest.mark.parametrize("kind", ["bytes", "no text"])
def test_a_reference_that_no_search_finds_any_more_is_found(three_days, position, kind, monkeypatch):
    monkeypatch.setattr("bahtera.foundation.audit.references._CHUNK", 1)
    changed = "reference || ' '"
    if connection.vendor == "sqlite":
        changed = {
            "bytes": "CAST(reference AS blob)",
            "no text": "CAST(CAST(reference AS blob) || x'ff' AS text)",
        }[kind]
    told = f"UPDATE foundation_auditreference SET reference = {changed} WHERE entry_id = %s"
    assert sql(told, three_days[position]) == 2
    assert verified() == [("references", *seen(three_days[position]))]


@pytest.mark.parametrize("days", [0, 2])
def test_entries_and_references_of_a_day_may_not_swap_whom_they_are_about(three_days, days):
    first, second = three_days[12 * days], three_days[12 * days + 1]
    move = "UPDATE foundation_auditreference SET entry_id = %s WHERE reference = %s AND entry_id = %s"
    sql(move, second, "member:0", first)
    sql(move, first, "member:1", second)
    assert verified() == [("references", DAYS[days], 1), ("references", DAYS[days], 2)]


HEAD_CHANGES = {
    "after": 1,
    "lanes": 7,
    "genesis": bytes(16),
    "seq": 5,
    "link": bytes(16),
    "seal": bytes(16),
}


@pytest.mark.parametrize("days", [0, 2])
@pytest.mark.parametrize("column", [*HEAD_CHANGES, "is_open"])
def test_a_changed_head_is_found(three_days, column, days):
    lane_id = Place(day_number(MONDAY.date()) + days, 0, 0).id
    if column == "is_open":
        sql("UPDATE foundation_auditlane SET is_open = NOT is_open WHERE id = %s", lane_id)
    else:
        sql(f"UPDATE foundation_auditlane SET {column} = %s WHERE id = %s", HEAD_CHANGES[column], lane_id)
    assert verified() == [("head_changed", DAYS[days], None)]


def test_a_deleted_head_is_found(three_days):
    sql("DELETE FROM foundation_auditlane WHERE id = %s", Place(day_number(MONDAY.date()) + 1, 0, 0).id)
    assert ("day_missing", DAYS[1], None) in verified()
    sql("DELETE FROM foundation_auditlane WHERE id = %s", Place(day_number(MONDAY.date()) + 2, 0, 0).id)
    found = verified()
    assert ("head_missing", DAYS[2], None) in found


@pytest.mark.parametrize("days", [0, 1, 2])
def test_a_day_that_is_gone_with_its_heads_is_found(three_days, days):
    wipe_day(days)
    assert ("day_missing", DAYS[days], None) in verified()


def test_a_day_that_is_gone_is_found_without_any_anchor(three_days, own_chain):
    for file in (own_chain / "audit").glob("*.jsonl"):
        file.unlink()
    sql("DELETE FROM foundation_auditanchor")
    wipe_day(1)
    assert ("day_missing", DAYS[1], None) in verified()


def test_everything_gone_is_found_by_the_anchors(three_days):
    for table in ("auditentry", "auditreference", "auditlane", "auditanchor"):
        sql(f"DELETE FROM foundation_{table}")
    assert {("day_missing", day, None) for day in DAYS} <= set(verified())


def state(lane_id):
    [row] = sql("SELECT seq, link, seal FROM foundation_auditlane WHERE id = %s", lane_id)
    return [row[0], bytes(row[1]), bytes(row[2])]


def test_a_tail_cut_with_a_head_set_back_to_what_it_was_is_found_by_the_anchor(three_days):
    """The one forgery that needs no key: a saved copy of the head, put back."""
    at, lane_id = MONDAY + timedelta(days=2, hours=1), Place(day_number(MONDAY.date()) + 2, 0, 0).id
    saved = state(lane_id)
    write(4, at)
    anchor(at + timedelta(minutes=1))
    wipe(lane_id + 13, lane_id + 16)
    sql("UPDATE foundation_auditlane SET seq = %s, link = %s, seal = %s WHERE id = %s", *saved, lane_id)
    assert verified() == [("tail_cut", DAYS[2], 13)]


def test_a_history_rewritten_from_a_saved_head_is_found_by_the_anchor(three_days):
    at, lane_id = MONDAY + timedelta(days=2, hours=1), Place(day_number(MONDAY.date()) + 2, 0, 0).id
    saved = state(lane_id)
    write(4, at)
    anchor(at + timedelta(minutes=1))
    wipe(lane_id + 13, lane_id + 16)
    sql("UPDATE foundation_auditlane SET seq = %s, link = %s, seal = %s WHERE id = %s", *saved, lane_id)
    write(6, at + timedelta(minutes=2), actor="user:9")
    assert verified() == [("anchor_differs", DAYS[2], 16)]


def test_a_head_set_back_without_deleting_is_found(three_days):
    at, lane_id = MONDAY + timedelta(days=2, hours=1), Place(day_number(MONDAY.date()) + 2, 0, 0).id
    saved = state(lane_id)
    write(4, at)
    sql("UPDATE foundation_auditlane SET seq = %s, link = %s, seal = %s WHERE id = %s", *saved, lane_id)
    assert verified() == [("head_behind", DAYS[2], 13)]


def test_after_a_change_the_site_writes_on_and_the_traces_stay(three_days, caplog):
    at, lane_id = MONDAY + timedelta(days=2, hours=1), Place(day_number(MONDAY.date()) + 2, 0, 0).id
    wipe(lane_id + 10, lane_id + 12)
    sql("UPDATE foundation_auditlane SET seq = 9 WHERE id = %s", lane_id)
    write(4, at)
    assert "changed outside" in caplog.text
    assert set(verified()) == {("head_changed", DAYS[2], None), ("tail_cut", DAYS[2], 10)}
    anchor(at + timedelta(minutes=1))
    anchor(at + timedelta(days=1))
    assert {one[:2] for one in verified()} == {("head_changed", DAYS[2]), ("tail_cut", DAYS[2])}


@pytest.mark.parametrize("column", [*HEAD_CHANGES, "is_open"])
def test_whatever_is_done_to_a_head_the_site_writes_on(three_days, column):
    value = False if column == "is_open" else HEAD_CHANGES[column]
    sql(f"UPDATE foundation_auditlane SET {column} = %s", value)
    write(4, MONDAY + timedelta(days=2, hours=1))
    write(4, MONDAY + timedelta(days=3))
    anchor(MONDAY + timedelta(days=3))
    assert len(ids()) == 36 + 8
    assert {code for code, *_ in changed()} == {"head_changed"}


def test_after_a_forged_entry_the_site_writes_on_beside_it(three_days, caplog):
    insert(three_days[35] + 1, three_days[35], mac=bytes(32))
    write(4, MONDAY + timedelta(days=2, hours=1))
    assert "changed outside" in caplog.text
    assert verified() == [("inserted", DAYS[2], 13)]
    assert len(ids()) == 36 + 1 + 4


def test_only_the_days_asked_for_are_read(three_days):
    sql("UPDATE foundation_auditentry SET actor = 'user:2' WHERE id = %s", three_days[5])
    tuesday = (MONDAY + timedelta(days=1)).date()
    assert verified(first=tuesday) == []
    assert audit.verify(first=tuesday).days == list(DAYS[1:])
    assert verified(last=tuesday) == [("edited", DAYS[0], 6)]
    assert audit.verify(last=tuesday).entries == 24


def test_a_thousand_problems_are_told_and_all_are_counted(three_days, monkeypatch):
    monkeypatch.setattr("bahtera.foundation.audit.findings._MOST_TOLD", 10)
    sql("UPDATE foundation_auditentry SET actor = 'user:2'")
    report = audit.verify()
    assert (report.count, len(report.problems)) == (36, 10)


ODD = {
    "sqlite": [
        ("action", "CAST(x'ff' AS TEXT)"),
        ("action", "CAST(action AS BLOB)"),
        ("actor", "7"),
        ("details", "details || char(0)"),
        ("at", "20261116"),
        ("at", "'soon'"),
        ("mac", "'text'"),
        ("mac", "CAST(mac AS TEXT)"),
        ("mac", "substr(mac, 1, 31)"),
    ],
    "postgresql": [
        ("at", "'infinity'"),
        ("at", "'-infinity'"),
        ("at", "at + interval '1 microsecond'"),
        ("at", "(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00 BC')::timestamptz"),
        ("action", "action || ' '"),
        ("mac", "''"),
        ("mac", "substring(mac FROM 1 FOR 31)"),
        ("mac", "mac || mac"),
    ],
}


def test_what_no_column_should_hold_is_found(three_days):
    for column, value in ODD[connection.vendor]:
        with transaction.atomic():
            sql(f"UPDATE foundation_auditentry SET {column} = {value} WHERE id = %s", three_days[5])
            assert ("edited", DAYS[0], 6) in verified(), value
            transaction.set_rollback(True)
    assert verified() == []
