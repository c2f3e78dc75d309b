"""The anchor files: what they say, and that neither they nor the database can be changed alone."""

import json
from datetime import timedelta

import pytest
from tests.fakes.audit_chain import DAYS, MONDAY, anchor, sql, verified, wipe_day, write

from bahtera.foundation import audit, keys
from bahtera.foundation.audit import anchors
from bahtera.foundation.models import AuditAnchor

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(three_days, own_chain):
    return {day: own_chain / "audit" / f"{day}.jsonl" for day in DAYS}


def told(file):
    return [json.loads(line)["told"] for line in file.read_text().splitlines()]


def test_a_day_ends_with_a_signed_line_of_all_heads(files):
    *before, last = told(files[DAYS[0]])
    assert [line["kind"] for line in before] == ["heads"] * len(before)
    assert (last["kind"], last["entries"], last["day"]) == ("closed", 12, DAYS[0])
    lines, is_whole = anchors.read(20773)
    assert is_whole
    assert all(line.is_signed() for line in lines)
    assert told(files[DAYS[2]])[-1]["kind"] == "heads"


def test_the_signature_is_checked_with_the_public_key_alone(files):
    line = json.loads(files[DAYS[0]].read_text().splitlines()[-1])
    data = (
        b"bahtera audit anchor\n" + json.dumps(line["told"], sort_keys=True, separators=(",", ":")).encode()
    )
    assert keys.verify_with(keys.public_key(), data, line["signature"])


def test_the_anchors_say_how_far_they_reach(files):
    report = audit.verify()
    assert report.anchored_until == MONDAY + timedelta(days=2, minutes=5)


def test_without_news_nothing_is_added(files):
    before = files[DAYS[2]].read_bytes()
    anchor(MONDAY + timedelta(days=2, minutes=6))
    assert files[DAYS[2]].read_bytes() == before


def test_there_is_no_anchor_without_entries(own_chain):
    anchor(MONDAY)
    assert list((own_chain / "audit").glob("*.jsonl")) == []


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("number", [0, -1])
@pytest.mark.parametrize(
    "change",
    [
        lambda line: line | {"told": line["told"] | {"at": "2026-11-16T00:00:00+00:00"}},
        lambda line: line | {"told": line["told"] | {"heads": {"0": [1, "00" * 16]}}},
        lambda line: line | {"told": line["told"] | {"previous": "0" * 64}},
        lambda line: line | {"told": line["told"] | {"day": "2026-11-01"}},
        lambda line: line | {"signature": "AAAA"},
    ],
)
def test_an_edited_line_is_found(files, day, number, change):
    lines = files[day].read_text().splitlines()
    lines[number] = json.dumps(change(json.loads(lines[number])), separators=(",", ":"))
    files[day].write_text("\n".join(lines) + "\n")
    found = verified()
    assert ("anchor_changed", day, None) in found


@pytest.mark.parametrize(
    "text", ["", "{}", "no line", '{"told": 1, "signature": ""}', '{"told": {"heads": {"x": 1}}}']
)
def test_a_line_that_is_none_is_found(files, text):
    lines = files[DAYS[1]].read_text().splitlines()
    lines[-1] = text
    files[DAYS[1]].write_text("\n".join(lines) + "\n")
    assert ("anchor_changed", DAYS[1], None) in verified()


@pytest.mark.parametrize("day", DAYS)
def test_lines_cut_off_are_found(files, day):
    lines = files[day].read_text().splitlines()
    files[day].write_text("\n".join(lines[:-1]) + "\n")
    assert ("anchor_cut", day, None) in verified()


def test_a_line_taken_out_of_the_middle_is_found(files):
    lines = files[DAYS[1]].read_text().splitlines()
    files[DAYS[1]].write_text("\n".join([lines[0], *lines[2:]]) + "\n")
    assert ("anchor_changed", DAYS[1], None) in verified()


@pytest.mark.parametrize("day", DAYS)
def test_a_removed_file_is_found(files, day):
    files[day].unlink()
    assert ("anchor_file_missing", day, None) in verified()


def test_a_file_removed_together_with_its_record_is_found(files):
    files[DAYS[0]].unlink()
    AuditAnchor.objects.filter(day=20773).delete()
    assert ("anchor_file_missing", DAYS[0], None) in verified()


def test_a_day_taken_out_of_files_and_database_together_is_found(files):
    files[DAYS[1]].unlink()
    AuditAnchor.objects.filter(day=20774).delete()
    wipe_day(1)
    found = verified()
    assert ("day_missing", DAYS[1], None) in found
    assert ("anchor_changed", DAYS[2], None) in found


@pytest.mark.parametrize(
    ("column", "value"), [("lines", 1), ("line_hash", "0" * 64), ("is_closed", False), ("seal", bytes(16))]
)
def test_a_changed_record_is_found(files, column, value):
    sql(f"UPDATE foundation_auditanchor SET {column} = %s WHERE day = 20773", value)
    assert verified() == [("anchor_record_changed", DAYS[0], None)]


def test_a_removed_record_is_found(files):
    AuditAnchor.objects.filter(day=20773).delete()
    assert verified() == [("anchor_record_changed", DAYS[0], None)]


def test_what_was_changed_in_a_file_stays_to_be_seen_after_the_worker_went_on(files, caplog):
    lines = files[DAYS[2]].read_text().splitlines()
    files[DAYS[2]].write_text("\n".join(lines[:-1]) + "\n")
    for hours in range(1, 6):
        at = MONDAY + timedelta(days=2, hours=hours)
        write(2, at)
        anchor(at + timedelta(minutes=1))
    anchor(MONDAY + timedelta(days=3))
    assert "changed outside" in caplog.text
    assert {day for _, day, _ in verified()} == {DAYS[2]}
    write(2, MONDAY + timedelta(days=3))
    anchor(MONDAY + timedelta(days=3, minutes=1))
    assert {day for _, day, _ in verified()} == {DAYS[2]}


def test_a_line_the_machine_did_not_finish_is_no_alarm(files):
    with files[DAYS[2]].open("ab") as file:
        file.write(b'{"signature":"abc')
    assert verified() == []
    write(2, MONDAY + timedelta(days=2, hours=1))
    anchor(MONDAY + timedelta(days=2, hours=1, minutes=1))
    assert verified() == []
    assert all(json.loads(line) for line in files[DAYS[2]].read_text().splitlines())


def test_a_line_written_before_the_database_heard_of_it_is_no_alarm(files):
    """The machine stopped between the file and the database."""
    [before] = sql("SELECT lines, line_hash, seal FROM foundation_auditanchor WHERE day = 20775")
    write(2, MONDAY + timedelta(days=2, hours=1))
    anchor(MONDAY + timedelta(days=2, hours=1, minutes=1))
    sql("UPDATE foundation_auditanchor SET lines = %s, line_hash = %s, seal = %s WHERE day = 20775", *before)
    assert verified() == []
    anchor(MONDAY + timedelta(days=2, hours=3))
    assert verified() == []
    [after] = sql("SELECT lines FROM foundation_auditanchor WHERE day = 20775")
    assert after[0] == before[0] + 1


def test_other_files_in_the_folder_are_left_alone(files, own_chain):
    (own_chain / "audit" / "notes.jsonl").write_text("{}")
    (own_chain / "audit" / "readme.txt").write_text("x")
    assert verified() == []
