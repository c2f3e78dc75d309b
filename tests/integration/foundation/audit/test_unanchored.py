"""What an attacker without the key does to the anchors: what was old enough to be anchored and is not is found."""

from datetime import timedelta

import pytest
from tests.fakes.audit_chain import DAYS, MONDAY, anchor, ids, sql, verified, wipe, wipe_day, witness, write

from bahtera.foundation import audit, clock
from bahtera.foundation.audit.values import Place, day_number
from bahtera.foundation.models import AuditAnchor, AuditEntry

pytestmark = pytest.mark.django_db

WEDNESDAY = day_number(MONDAY.date()) + 2
LANE = Place(WEDNESDAY, 0, 0).id
MINUTE = timedelta(minutes=1)
NOON = MONDAY + timedelta(days=2, hours=3)


def saved_head(lane_id=LANE):
    return [
        bytes(one) if isinstance(one, memoryview) else one
        for one in sql("SELECT seq, link, seal FROM foundation_auditlane WHERE id = %s", lane_id)[0]
    ]


def put_back(head, lane_id=LANE):
    """Delete what was written after a copy of a head was taken, and put the copy back."""
    wipe(lane_id + head[0] + 1, lane_id + (1 << 36) - 1)
    sql("UPDATE foundation_auditlane SET seq = %s, link = %s, seal = %s WHERE id = %s", *head, lane_id)


def take_away(own_chain, *days):
    """Delete anchor files with what the database remembers of them."""
    for day in days:
        (own_chain / "audit" / f"{day}.jsonl").unlink()
        AuditAnchor.objects.filter(day=day_number(MONDAY.date()) + DAYS.index(day)).delete()


def codes(**asked):
    return {code for code, *_ in verified(**asked)}


# --- without a witness ------------------------------------------------------------------------------------


def test_a_tail_cut_together_with_the_anchors_of_the_day_is_found(three_days, own_chain):
    head = saved_head()
    write(6, NOON)
    anchor(NOON + MINUTE)
    put_back(head)
    take_away(own_chain, DAYS[2])
    [problem] = audit.verify(as_of=NOON + 2 * MINUTE).problems
    assert (problem.code, problem.day, problem.lane, problem.seq) == ("unanchored", DAYS[2], 0, 1)
    assert problem.details == {
        "last": 12,
        "since": "2026-11-18 09:00:00 UTC",
        "until": "2026-11-18 12:02:00 UTC",
    }


def test_and_it_stays_found_when_the_worker_has_gone_on(three_days, own_chain):
    head = saved_head()
    write(6, NOON)
    anchor(NOON + MINUTE)
    put_back(head)
    take_away(own_chain, DAYS[2])
    write(4, NOON + 5 * MINUTE)
    anchor(NOON + 6 * MINUTE)
    [problem] = audit.verify(as_of=NOON + 7 * MINUTE).problems
    assert (problem.code, problem.seq) == ("unanchored", 1)
    assert problem.details["until"] == "2026-11-18 12:06:00 UTC"
    anchor(NOON + timedelta(days=1))
    assert verified() == [("unanchored", DAYS[2], 1)]


def test_a_file_cut_to_its_first_line_and_forgotten_is_found(three_days, own_chain):
    """A single line without a row is what a machine leaves that stopped between the two."""
    file = own_chain / "audit" / f"{DAYS[2]}.jsonl"
    head = saved_head()
    for hour in range(1, 4):
        write(4, NOON + timedelta(hours=hour))
        anchor(NOON + timedelta(hours=hour, minutes=1))
    put_back(head)
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])
    AuditAnchor.objects.filter(day=WEDNESDAY).delete()
    assert verified() == [("unanchored", DAYS[2], 1)]


def test_all_anchors_taken_away_are_found(three_days, own_chain):
    take_away(own_chain, *DAYS)
    assert verified(as_of=NOON) == [("unanchored", day, 1) for day in DAYS]


def test_all_anchors_taken_away_are_found_when_the_worker_made_new_ones(three_days, own_chain):
    take_away(own_chain, *DAYS)
    anchor(NOON)
    assert verified() == [("unanchored", day, 1) for day in DAYS]


@pytest.mark.parametrize("day", DAYS)
def test_the_anchors_of_any_day_taken_away_with_their_record_are_found(three_days, own_chain, day):
    take_away(own_chain, day)
    found = verified(as_of=NOON)
    assert ("unanchored", day, 1) in found
    assert {when for code, when, _ in found if code == "unanchored"} == {day}


def test_lines_taken_out_of_the_middle_of_a_day_are_found(three_days, own_chain):
    """The last lines cut and the record deleted, and the worker went on."""
    write(4, NOON)
    anchor(NOON + MINUTE)
    file = own_chain / "audit" / f"{DAYS[2]}.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    AuditAnchor.objects.filter(day=WEDNESDAY).delete()
    write(2, NOON + 30 * MINUTE)
    anchor(NOON + 31 * MINUTE)
    assert ("unanchored", DAYS[2], 13) in verified()


def test_what_is_young_is_no_finding(own_chain):
    write(4)
    assert verified(as_of=MONDAY + 14 * MINUTE) == []
    assert verified(as_of=MONDAY + 16 * MINUTE) == [("unanchored", DAYS[0], 1)]
    anchor(MONDAY + 14 * MINUTE)
    assert verified(as_of=NOON) == []


def test_what_was_written_after_the_last_anchor_is_found_once_it_is_old(three_days):
    write(2, NOON)
    assert verified(as_of=NOON + MINUTE) == []
    assert verified(as_of=NOON + 16 * MINUTE) == [("unanchored", DAYS[2], 13)]
    anchor(NOON + 17 * MINUTE)
    assert verified() == [("unanchored", DAYS[2], 13)]


def test_only_the_days_asked_for_are_judged(three_days, own_chain):
    take_away(own_chain, *DAYS)
    tuesday = (MONDAY + timedelta(days=1)).date()
    assert verified(first=tuesday, last=tuesday, as_of=NOON) == [("unanchored", DAYS[1], 1)]


# --- with the hourly witness ------------------------------------------------------------------------------


@pytest.fixture
def watched(three_days):
    """The third day goes on until noon, with a witness every hour."""
    for hours in range(1, 4):
        witness(MONDAY + timedelta(days=2, hours=hours))
    assert verified() == []
    return ids()


def test_the_worker_writes_once_an_hour_where_the_anchors_stand(watched):
    rows = AuditEntry.objects.filter(action="audit.anchored").order_by("id")
    lines = [(row.details["day"], row.details["line"]) for row in rows]
    assert [row.subject for row in rows] == ["audit"] * 3
    assert lines == [(DAYS[2], line) for line in (2, 3, 4)]
    witness(NOON + 59 * MINUTE)
    assert len(rows.all()) == 3
    witness(NOON + 60 * MINUTE)
    assert len(rows.all()) == 4
    assert verified() == []


def test_without_anchors_there_is_nothing_to_vouch_for(own_chain):
    write(2)
    audit.witness()
    assert len(ids()) == 2


def test_what_was_changed_outside_is_not_vouched_for(three_days):
    sql("UPDATE foundation_auditanchor SET lines = 7 WHERE day = %s", WEDNESDAY)
    audit.witness()
    assert ids() == three_days


def test_all_anchors_taken_away_contradict_what_entries_say(watched, own_chain):
    take_away(own_chain, *DAYS)
    assert ("anchor_missing", DAYS[2], 13) in verified()
    anchor(NOON + 2 * MINUTE)
    assert ("anchor_missing", DAYS[2], 13) in verified()


def test_another_line_in_place_of_the_one_that_was_named_is_found(watched, own_chain):
    take_away(own_chain, DAYS[2])
    for minute in range(2, 5):
        write(1, NOON + minute * MINUTE)
        anchor(NOON + minute * MINUTE)
    assert ("anchor_missing", DAYS[2], 13) in verified()


def test_a_witness_of_a_day_that_is_gone_speaks_too(three_days, own_chain):
    anchor(MONDAY + timedelta(days=3))
    witness(MONDAY + timedelta(days=3))
    sql("DELETE FROM foundation_auditanchor WHERE day > %s", WEDNESDAY - 1)
    for file in (own_chain / "audit").glob("*.jsonl"):
        if file.stem > DAYS[1]:
            file.unlink()
    assert "anchor_missing" in codes()


def test_everything_set_back_to_an_earlier_hour_is_found_by_the_silence(three_days, own_chain):
    """Entries, heads, anchors and their record as they were together: nothing in them contradicts anything."""
    witness(NOON)
    head = saved_head()
    file = own_chain / "audit" / f"{DAYS[2]}.jsonl"
    [row] = AuditAnchor.objects.filter(day=WEDNESDAY).values()
    lines = file.read_bytes()
    for hours in (1, 2, 3):
        write(4, NOON + timedelta(hours=hours, minutes=-5))
        witness(NOON + timedelta(hours=hours))
    assert verified() == []
    put_back(head)
    file.write_bytes(lines)
    AuditAnchor.objects.filter(day=WEDNESDAY).update(**row)
    later = NOON + timedelta(hours=3, minutes=5)
    assert verified(as_of=NOON + timedelta(hours=1)) == []
    assert verified(as_of=later) == [("anchors_stopped", DAYS[2], None)]
    write(2, later)
    witness(later + MINUTE)
    [problem] = audit.verify(as_of=later + timedelta(hours=1)).problems
    assert problem.code == "anchors_stopped"
    assert problem.details == {"since": "2026-11-18 12:00:00 UTC", "until": "2026-11-18 15:06:00 UTC"}


def test_a_day_set_back_to_its_beginning_is_found_by_the_silence(three_days, own_chain):
    """A head copied at midnight, when the day had no entry yet: nothing of the day is left to be unanchored."""
    thursday = MONDAY + timedelta(days=3)
    witness(NOON + timedelta(hours=11, minutes=50))
    anchor(thursday - timedelta(hours=8, minutes=59))
    lane_id = Place(WEDNESDAY + 1, 0, 0).id
    head = saved_head(lane_id)
    assert head[0] == 0
    for hours in range(3):
        write(4, thursday + timedelta(hours=hours))
        anchor(thursday + timedelta(hours=hours, minutes=1))
    put_back(head, lane_id)
    (own_chain / "audit" / "2026-11-19.jsonl").unlink()
    AuditAnchor.objects.filter(day=WEDNESDAY + 1).delete()
    assert verified() == [("anchors_stopped", DAYS[2], None)]


def test_a_witness_cannot_be_made_edited_or_taken_out(watched):
    sql("DELETE FROM foundation_auditentry WHERE id = %s", LANE + 14)
    sql("UPDATE foundation_auditentry SET details = '{}' WHERE id = %s", LANE + 13)
    found = verified()
    assert ("missing", DAYS[2], 14) in found
    assert ("edited", DAYS[2], 13) in found


def test_a_last_day_that_was_not_asked_for_is_no_silence(watched):
    assert verified(last=MONDAY.date(), as_of=NOON + timedelta(days=9)) == []
    assert verified(as_of=NOON + timedelta(days=9)) == [("anchors_stopped", DAYS[2], None)]


# --- gaps that somebody explains --------------------------------------------------------------------------


def explain(at, since, until):
    with clock.frozen(at):
        audit.explain_gap(since, until, audit.Reason.STOPPED)


def test_a_gap_that_was_explained_is_told_and_does_not_count(watched):
    later = NOON + timedelta(hours=9)
    write(2, NOON + 2 * MINUTE)
    witness(later)
    assert codes() == {"unanchored", "anchors_stopped"}
    explain(later, NOON, later)
    anchor(later + MINUTE)
    report = audit.verify(as_of=later + 2 * MINUTE)
    assert report.is_intact
    assert {one.code for one in report.explained} == {"unanchored", "anchors_stopped"}


def test_what_goes_beyond_the_explanation_counts(watched):
    later = NOON + timedelta(hours=9)
    witness(later)
    explain(later, NOON + timedelta(hours=2), later)
    anchor(later + MINUTE)
    assert verified() == [("anchors_stopped", DAYS[2], None)]
    explain(later, NOON, NOON + timedelta(hours=2))
    anchor(later + MINUTE)
    assert verified() == []


def test_nothing_is_explained_beforehand(watched):
    explain(NOON + 2 * MINUTE, NOON, NOON + timedelta(days=30))
    anchor(NOON + 3 * MINUTE)
    assert verified(as_of=NOON + timedelta(days=2)) == [("anchors_stopped", DAYS[2], None)]
    with pytest.raises(ValueError, match="after it began"):
        audit.explain_gap(NOON, NOON, audit.Reason.CLOCK)


def test_an_explanation_that_bahtera_did_not_write_explains_nothing(watched):
    later = NOON + timedelta(hours=9)
    witness(later)
    explain(later, NOON, NOON + timedelta(hours=1))
    anchor(later + MINUTE)
    assert verified() == [("anchors_stopped", DAYS[2], None)]
    explained = AuditEntry.objects.get(action="audit.gap_explained")
    forged = '{"reason":"stopped","since":"2026-11-18T12:00:00+00:00","until":"2026-11-18T21:00:00+00:00"}'
    sql("UPDATE foundation_auditentry SET details = %s WHERE id = %s", forged, explained.pk)
    assert codes() == {"anchors_stopped", "edited"}


# --- clocks that stepped ----------------------------------------------------------------------------------


AHEAD = MONDAY.replace(year=2100, month=1, day=1)


def test_an_anchor_of_a_clock_that_ran_ahead_is_not_called_the_last(three_days):
    write(2, AHEAD)
    anchor(AHEAD)
    report = audit.verify(as_of=NOON)
    assert report.anchored_until == MONDAY + timedelta(days=2, minutes=5)
    assert report.dated_ahead == AHEAD


def test_after_a_clock_ran_ahead_for_a_minute_nothing_is_alarmed(watched):
    write(2, NOON + 2 * MINUTE)
    witness(AHEAD)
    write(2, NOON + 4 * MINUTE)
    witness(NOON + 5 * MINUTE)
    assert verified() == []
    assert audit.verify(as_of=NOON + 6 * MINUTE).anchored_until == NOON + 5 * MINUTE
    witness(NOON + timedelta(hours=1, minutes=5))
    assert verified() == []


def test_a_clock_that_ran_ahead_hides_no_gap(watched):
    write(2, NOON + 2 * MINUTE)
    witness(AHEAD)
    witness(NOON + timedelta(hours=9))
    assert codes() == {"unanchored", "anchors_stopped"}


def test_a_clock_that_steps_back_alarms_nobody(watched):
    early = NOON - timedelta(hours=2)
    write(2, early)
    witness(early + MINUTE)
    write(2, early + timedelta(hours=1))
    witness(early + timedelta(hours=1))
    assert verified() == []


def test_a_day_gone_with_its_anchors_is_found(watched, own_chain):
    take_away(own_chain, DAYS[1])
    wipe_day(1)
    assert {("day_missing", DAYS[1], None), ("anchor_changed", DAYS[2], None)} <= set(verified())
