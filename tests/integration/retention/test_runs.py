"""Runs: announced first, counted, passed over under a hold, taken up again, and never stopped by one bad thing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE
from tests.integration.retention.conftest import later

from bahtera.access.api import NotAllowed
from bahtera.foundation import clock
from bahtera.foundation.expiring import Expired
from bahtera.foundation.models import AuditEntry
from bahtera.privacy import api as privacy
from bahtera.privacy.models import RetentionReport, RetentionRun

pytestmark = [pytest.mark.django_db]
LETTER = {"letter": "B/12/XI/2026", "ordered_by": "Penyidik (sintetis)", "reason": "perkara berjalan"}


def report_of(run):
    [report] = run.reports
    return report


def test_a_rule_is_announced_on_the_first_night_and_carried_out_on_the_second(shelf, nights):
    first = report_of(nights(0))
    assert (first.carried_out, first.due, first.ended) == (False, 6, 0)
    assert len(shelf.things) == 6
    second = report_of(nights(1))
    assert (second.carried_out, second.due, second.ended) == (True, 6, 6)
    assert not shelf.things
    assert shelf.calls[0][1] == f"retention things {second.rule_sha256[:12]}"
    third = report_of(nights(2))
    assert (third.due, third.ended) == (0, 0), "again changes nothing"


def test_a_changed_wording_is_announced_anew(shelf, nights):
    nights(0, 1)
    shelf.things["100"] = Expired("100", VILLAGE)
    shelf.declare(years=2)
    assert report_of(nights(2)).carried_out is False
    assert "100" in shelf.things
    assert report_of(nights(3)).ended == 1


def test_running_twice_in_one_evening_carries_nothing_out(shelf, nights, now):
    nights(0)
    with later(now, hours=2):
        assert report_of(privacy.carry_out_retention()).carried_out is False
    assert len(shelf.things) == 6


def test_one_bad_thing_is_reported_and_stops_nothing_else(shelf, nights, caplog):
    shelf.bad = {"001"}
    nights(0)
    told = report_of(nights(1))
    assert (told.due, told.ended, told.failed) == (6, 5, 1)
    assert told.problems == (("001", "ValueError"),)
    assert list(shelf.things) == ["001"]
    assert "retention of 001 failed" in caplog.text
    shelf.bad = set()
    assert report_of(nights(2)).ended == 1


def test_a_rule_that_cannot_be_searched_is_reported(shelf, nights, monkeypatch, caplog):
    nights(0)
    monkeypatch.setattr(
        "bahtera.privacy.queries.retention.expired", lambda *_: (_ for _ in ()).throw(OSError("disk"))
    )
    run = nights(1)
    assert run.state == "done"
    assert report_of(run).problems == (("", "OSError"),)
    assert "retention rule things failed" in caplog.text


def test_a_run_that_was_cut_off_is_taken_up_and_its_count_stays_right(shelf, nights, now):
    nights(0)
    shelf.stop_after = 1
    with pytest.raises(KeyboardInterrupt):
        nights(1)
    assert len(shelf.things) == 3
    assert RetentionRun.objects.get(state="running").reports.get().ended == 3
    shelf.stop_after = None
    with later(now, days=1, minutes=1), pytest.raises(privacy.RetentionUnderWay):
        privacy.carry_out_retention()
    with later(now, days=1, minutes=20):
        told = report_of(privacy.carry_out_retention())
    assert (told.due, told.ended, told.held) == (6, 6, 0)
    assert RetentionRun.objects.count() == 2
    assert not shelf.things


def test_a_night_has_an_end_and_the_rest_comes_the_next(shelf, nights, monkeypatch):
    monkeypatch.setattr("bahtera.privacy.operations.retention.MOST", 3)
    nights(0)
    told = report_of(nights(1))
    assert (told.ended, told.left_over) == (3, True)
    assert report_of(nights(2)).ended == 3


def test_a_clock_that_ran_ahead_destroys_nothing(shelf, nights):
    nights(0)
    paused = nights(400)
    assert (paused.state, paused.reports) == ("paused", ())
    assert nights(401).state == "paused", "waiting a night more does not help"
    assert len(shelf.things) == 6
    assert nights(401.5, after_pause=True).state == "done"
    assert not shelf.things


def test_what_is_under_a_hold_is_passed_over_until_it_is_lifted(shelf, nights, officer, regency):
    hold = privacy.place_hold(kind="area", area=VILLAGE, actor=officer, **LETTER)
    nights(0)
    told = report_of(nights(1))
    assert (told.due, told.ended, told.held) == (6, 0, 6)
    assert len(shelf.things) == 6
    privacy.lift_hold(hold, letter="B/90/2027", actor=officer)
    assert report_of(nights(2)).ended == 6


def test_a_hold_to_a_day_ends_after_that_day(shelf, nights, officer, regency, now):
    until = (now + timedelta(days=3)).date()
    privacy.place_hold(kind="area", area="63.02", holds_until=until, actor=officer, **LETTER)
    nights(0)
    assert report_of(nights(3)).held == 6
    assert report_of(nights(5)).ended == 6


def test_a_hold_whose_first_day_is_still_to_come_keeps_what_is_there(shelf, nights, officer, regency, now):
    day = (now + timedelta(days=30)).date()
    privacy.place_hold(kind="area", area="63.02", holds_from=day, actor=officer, **LETTER)
    nights(0)
    assert report_of(nights(1)).held == 6


def test_things_placed_roughly_and_things_placed_nowhere(shelf, nights, officer, regency):
    shelf.things = {
        one.key: one
        for one in (Expired("a", ""), Expired("b", "63"), Expired("c", None), Expired("d", OTHER_VILLAGE))
    }
    privacy.place_hold(kind="area", area=VILLAGE, actor=officer, **LETTER)
    nights(0, 1)
    assert sorted(shelf.things) == ["a", "b"], "what may lie in the village is kept too"


def test_a_dry_run_tells_the_same_and_changes_nothing(shelf, nights, officer, regency, now):
    nights(0)
    privacy.place_hold(kind="area", area=VILLAGE, actor=officer, **LETTER)
    entries, runs = AuditEntry.objects.count(), RetentionRun.objects.count()
    with later(now, days=1):
        [told] = privacy.preview_retention()
    assert (told.carried_out, told.due, told.held, told.ended) == (True, 6, 6, 0)
    assert (AuditEntry.objects.count(), RetentionRun.objects.count()) == (entries, runs)
    assert len(shelf.things) == 6


def test_every_batch_and_every_run_leaves_an_entry_without_what_it_was(shelf, nights):
    nights(0, 1)
    batches = AuditEntry.objects.filter(action="privacy.retention_ended").order_by("id")
    assert [one.details["ended"] for one in batches] == [3, 3]
    assert {one.actor for one in batches} == {"system"}
    assert AuditEntry.objects.filter(action="privacy.retention_run").count() == 2


def test_runs_are_read_by_those_who_watch(shelf, nights, watcher, officer):
    nights(0, 1)
    runs = privacy.list_runs(actor=watcher).items
    assert [one.reports[0].carried_out for one in runs] == [True, False]
    assert privacy.list_runs(actor=officer).items == runs


def test_two_at_once_are_one(shelf, nights, now):
    RetentionRun.objects.create(rules_version="9", started_at=now, touched_at=now)
    with pytest.raises(privacy.RetentionUnderWay):
        privacy.carry_out_retention()
    with clock.frozen(now - timedelta(minutes=1)), pytest.raises(privacy.RetentionUnderWay):
        privacy.carry_out_retention()
    assert RetentionReport.objects.count() == 0


# --- holds ------------------------------------------------------------------------------------------------


def test_holds_are_placed_in_ones_own_area_only_and_foreign_things_are_not_there(officer, regency):
    for kind, where in (("area", {"area": "15.01.01.2001"}), ("area", {"area": ""})):
        with pytest.raises(NotAllowed):
            privacy.place_hold(kind=kind, actor=officer, **where, **LETTER)
    for bad in ({"kind": "area", "area": "99"}, {"kind": "family"}, {"kind": "x"}):
        with pytest.raises(privacy.HoldRefused):
            privacy.place_hold(actor=officer, **bad, **LETTER)
    with pytest.raises(privacy.HoldRefused, match="nothing of this kind"):
        privacy.place_hold(kind="family", subject_id=uuid4(), actor=officer, **LETTER)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"letter": "  "}, "privacy.hold_letter"),
        ({"reason": ""}, "privacy.hold_reason"),
        ({"ordered_by": ""}, "privacy.hold_reason"),
    ],
)
def test_a_hold_needs_its_letter_and_its_reason(officer, regency, change, code):
    with pytest.raises(privacy.HoldRefused) as caught:
        privacy.place_hold(kind="area", area="63.02", actor=officer, **{**LETTER, **change})
    assert caught.value.code == code


def test_days_of_a_hold_must_fit(officer, regency, now):
    for days in (
        {"holds_until": (now - timedelta(days=1)).date()},
        {"holds_from": now.date(), "holds_until": (now - timedelta(days=5)).date()},
    ):
        with pytest.raises(privacy.HoldRefused):
            privacy.place_hold(kind="area", area="63.02", actor=officer, **days, **LETTER)


def test_holds_are_listed_lifted_once_and_audited_without_words(officer, regency, watcher):
    hold = privacy.place_hold(kind="area", area="63.02", actor=officer, **LETTER)
    [row] = privacy.list_holds(actor=officer).items
    assert (row.stands, row.letter, row.ordered_by) == (True, LETTER["letter"], LETTER["ordered_by"])
    assert privacy.count_holds(actor=watcher) == 1
    with pytest.raises(NotAllowed):
        privacy.list_holds(actor=watcher)
    with pytest.raises(privacy.HoldRefused):
        privacy.lift_hold(hold, letter=" ", actor=officer)
    privacy.lift_hold(hold, letter="B/90", actor=officer)
    with pytest.raises(privacy.HoldRefused, match="lifted already"):
        privacy.lift_hold(hold, letter="B/91", actor=officer)
    assert privacy.list_holds(actor=officer).items[0].stands is False
    told = str(list(AuditEntry.objects.filter(subject=f"hold:{hold}").values_list("details", flat=True)))
    assert "perkara" not in told
    assert "Penyidik" not in told


def test_a_hold_elsewhere_is_not_there(officer, regency):
    hold = privacy.place_hold(kind="area", area="63.02", actor=officer, **LETTER)
    stranger = type(officer).over("user:8", "Jauh", frozenset({"data_protection_officer"}), ("15",))
    with pytest.raises(privacy.NoSuchRecord):
        privacy.lift_hold(hold, letter="B/90", actor=stranger)
    assert privacy.list_holds(actor=stranger).items == []
