"""Plans from their first line to their end: who may do what, and what stays visible."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from tests.integration.actions.conftest import (
    KADES,
    NEED,
    OTHER,
    SILENT,
    STRANGER,
    SUPERVISOR,
    TPK2D,
    VILLAGE,
)

from bahtera.access.api import Actor, NotAllowed
from bahtera.actions import api as actions
from bahtera.actions.api import Move, State
from bahtera.actions.models import Plan, PlanStep
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry
from bahtera.results import api as results


def later(*args):
    return clock.frozen(datetime(*args, tzinfo=UTC))


def page(plan_id, actor=TPK2D):
    return actions.get_plan(plan_id, actor=actor)


def test_a_plan_starts_from_the_figure_everybody_sees(world, plan_input):
    plan_id = actions.make_plan(plan_input(), actor=KADES)
    row = page(plan_id).row
    public = results.village_result(world.round.id, VILLAGE, audience="public")
    one = next(each for each in public.indicators if each.id == NEED)
    assert (row.state, row.number) == (State.DRAFT, f"{VILLAGE}/2027/001")
    assert row.baseline.share == (None if one.share.value is None else str(one.share.rounded(2)))
    assert (row.baseline.unmet, row.baseline.hidden) == (one.unmet.count, one.share.hidden)
    assert (row.baseline.index_hash, row.baseline.version) == (public.index.hash, None)
    assert row.unit == "Disdukcapil Tanah Contoh · Pencatatan"
    made = AuditEntry.objects.get(action="actions.plan_made")
    assert made.subject == f"plan:{plan_id}"


def test_numbers_count_in_a_village_and_year(plan_input):
    ids = [actions.make_plan(plan_input(), actor=TPK2D) for _ in range(2)]
    assert [page(one).row.number[-3:] for one in ids] == ["001", "002"]


WRONG = (
    ({"deadline": date(2027, 1, 9)}, actions.BadPlan, "actions.deadline_before_start"),
    ({"deadline": date(2029, 1, 1)}, actions.BadPlan, "actions.deadline_too_far"),
    ({"year": 2029, "starts_on": date(2029, 1, 1)}, actions.BadPlan, "actions.bad_year"),
    ({"starts_on": date(2026, 12, 31)}, actions.BadPlan, "actions.starts_elsewhere"),
    ({"source": "dompet"}, actions.BadPlan, "actions.unknown_source"),
    ({"source": "tanpa_biaya"}, actions.BadPlan, "actions.free_costs"),
    ({"amount": -1}, actions.BadPlan, "actions.bad_amount"),
    ({"amount": 10**14}, actions.BadPlan, "actions.bad_amount"),
    ({"families": 0}, actions.BadPlan, "actions.bad_families"),
    ({"share": 10_001}, actions.BadPlan, "actions.bad_share"),
    ({"activity": " \n "}, actions.BadPlan, "actions.no_activity"),
    ({"details": "NIK 6310054101800077"}, actions.BadPlan, "actions.person_number"),
    ({"agency": "warung"}, actions.BadPlan, "actions.unknown_agency"),
    ({"agency": "kesehatan"}, actions.BadPlan, "actions.other_kind"),
    ({"unit_id": uuid4()}, actions.BadPlan, "actions.unknown_unit"),
    ({"village_code": SILENT}, actions.NotMeasured, "actions.village_not_measured"),
    ({"village_code": OTHER}, actions.NotMeasured, "actions.village_not_measured"),
    ({"village_code": "63.10"}, actions.NotMeasured, "actions.village_not_measured"),
    ({"indicator": "IKK-D9-99"}, actions.NotMeasured, "actions.indicator_not_measured"),
    ({"index_id": "lain"}, actions.NotMeasured, "actions.village_not_measured"),
)


def test_what_cannot_stand_in_a_plan(plan_input):
    for changes, refused, code in WRONG:
        with pytest.raises(refused) as told:
            actions.make_plan(plan_input(**changes), actor=TPK2D)
        assert told.value.code == code
    assert not Plan.objects.exists()


def test_a_plan_outside_ones_scope_is_refused(world, plan_input):
    with pytest.raises(NotAllowed):
        actions.make_plan(plan_input(), actor=STRANGER)
    with pytest.raises(NotAllowed):
        actions.make_plan(plan_input(), actor=SUPERVISOR)
    with pytest.raises(actions.NotYourPlan):
        actions.make_plan(plan_input(), actor=world.nurse)
    plan_id = actions.make_plan(plan_input(), actor=world.officer)
    with pytest.raises(actions.UnknownPlan):
        page(plan_id, STRANGER)
    with pytest.raises(actions.NotYourPlan):
        actions.move_plan(plan_id, Move.PROPOSE, actor=world.nurse)
    assert page(plan_id, world.nurse).moves == frozenset()


def test_from_draft_to_done_with_every_change_in_the_history(world, plan_input):
    plan_id = actions.make_plan(plan_input(unit_id=world.unit), actor=world.officer)
    actions.move_plan(plan_id, Move.PROPOSE, actor=world.officer)
    with pytest.raises(NotAllowed):
        actions.move_plan(plan_id, Move.AGREE, actor=world.officer)
    actions.move_plan(plan_id, Move.RETURN, actor=TPK2D, reason="Sebut jumlah keluarga")
    seen = page(plan_id, world.officer)
    actions.change_plan(plan_id, plan_input(families=35), actor=world.officer, revision=seen.row.revision)
    actions.move_plan(plan_id, Move.PROPOSE, actor=world.officer)
    actions.move_plan(plan_id, Move.AGREE, actor=TPK2D)
    actions.move_plan(plan_id, Move.BEGIN, actor=world.officer)
    with later(2027, 3, 1):
        actions.tell_progress(plan_id, on=date(2027, 3, 1), reached=35, actor=world.officer)
        assert actions.move_plan(plan_id, Move.FINISH, actor=world.officer) is State.DONE
        done = page(plan_id)
    assert [(one.move, one.role) for one in done.steps] == [
        (Move.MAKE, "agency_officer"),
        (Move.PROPOSE, "agency_officer"),
        (Move.RETURN, "tpk2d"),
        (Move.CHANGE, "agency_officer"),
        (Move.PROPOSE, "agency_officer"),
        (Move.AGREE, "tpk2d"),
        (Move.BEGIN, "agency_officer"),
        (Move.FINISH, "agency_officer"),
    ]
    assert done.steps[3].changes == {"families": ("40", "35")}
    assert done.steps[2].reason == "Sebut jumlah keluarga"
    assert (done.row.ended_on, done.row.late) == (date(2027, 3, 1), 0)
    assert done.moves == {Move.REOPEN}


def test_who_looked_at_an_older_plan_changes_nothing(plan_input):
    plan_id = actions.make_plan(plan_input(), actor=TPK2D)
    seen = page(plan_id).row.revision
    actions.change_plan(plan_id, plan_input(amount=None), actor=TPK2D, revision=seen)
    with pytest.raises(actions.PlanChanged):
        actions.change_plan(plan_id, plan_input(amount=5), actor=TPK2D, revision=seen)
    assert page(plan_id).row.amount is None


def test_what_was_agreed_is_changed_with_a_reason_and_its_deadline_in_the_open(running, plan_input):
    plan_id = running()
    seen = page(plan_id).row.revision
    with pytest.raises(actions.BadPlan, match="why"):
        actions.change_plan(plan_id, plan_input(amount=1), actor=TPK2D, revision=seen)
    moved = plan_input(deadline=date(2027, 9, 30))
    with pytest.raises(actions.BadPlan, match="agreed upon"):
        actions.change_plan(plan_id, moved, actor=TPK2D, revision=seen, reason="Terlambat")
    with pytest.raises(NotAllowed):
        actions.change_plan(plan_id, plan_input(amount=1), actor=KADES, revision=seen, reason="x")
    with pytest.raises(actions.BadPlan, match="number"):
        actions.change_plan(plan_id, replace(plan_input(), year=2028), actor=TPK2D, revision=seen, reason="x")


def test_less_than_aimed_at_is_finished_with_a_reason(running):
    plan_id = running()
    with pytest.raises(actions.BadPlan, match="what was done"):
        actions.move_plan(plan_id, Move.FINISH, actor=TPK2D)
    with later(2027, 4, 1):
        actions.tell_progress(plan_id, on=date(2027, 4, 1), reached=30, actor=TPK2D)
        with pytest.raises(actions.BadPlan, match="Less was done"):
            actions.move_plan(plan_id, Move.FINISH, actor=TPK2D)
        actions.move_plan(plan_id, Move.FINISH, actor=TPK2D, reason="Sepuluh keluarga pindah")


def test_what_slipped_says_by_how_much_and_how_often(running):
    first, second = running(), running(activity="Sidang isbat")
    with later(2027, 6, 1):
        actions.move_plan(
            first, Move.SHIFT, actor=TPK2D, reason="Anggaran cair Juli", deadline=date(2027, 8, 31)
        )
        for wrong in (None, date(2027, 8, 31), date(2027, 5, 1), date(2030, 1, 1)):
            with pytest.raises(actions.BadPlan):
                actions.move_plan(first, Move.SHIFT, actor=TPK2D, reason="x", deadline=wrong)
    with later(2027, 7, 10):
        found = actions.slipped(actions.Filters(), actor=TPK2D)
        assert [(one.row.id, one.row.late, one.row.slipped) for one in found] == [
            (second, 10, 0),
            (first, 0, 62),
        ]
        (shift,) = found[1].shifts
        assert (shift.before, shift.after, shift.reason) == (
            date(2027, 6, 30),
            date(2027, 8, 31),
            "Anggaran cair Juli",
        )
        assert actions.totals(actions.Filters(), actor=TPK2D).late == 1


def test_late_is_one_number_everywhere_and_what_is_done_is_late_no_more(running):
    done, left = running(), running(activity="Sidang isbat")
    with later(2027, 7, 10):
        actions.tell_progress(done, on=date(2027, 7, 10), reached=40, actor=TPK2D)
        actions.move_plan(done, Move.FINISH, actor=TPK2D)
        row = page(done).row
        assert (row.late, row.over, page(left).row.late) == (0, 10, 10)
        told = actions.totals(actions.Filters(), actor=TPK2D)
        (overdue,) = [one for one in actions.duties(actor=TPK2D) if one.kind is actions.DutyKind.OVERDUE]
        assert (told.late, told.over, overdue.count) == (1, 1, 1)
        found = [
            (one.row.id, one.row.late, one.row.over)
            for one in actions.slipped(actions.Filters(), actor=TPK2D)
        ]
        assert found == [(left, 10, 0), (done, 0, 10)]


@pytest.mark.parametrize(("hour", "late"), [(15, 0), (16, 1), (17, 1)])
def test_a_plan_is_late_from_midnight_in_its_own_village(running, hour, late):
    """Midnight in this village (WITA) is 16.00 UTC, an hour before midnight in the west."""
    running()
    with later(2027, 6, 30, hour, 30):
        assert actions.totals(actions.Filters(), actor=TPK2D).late == late
        duties = {one.kind: one.count for one in actions.duties(actor=TPK2D)}
        assert duties.get(actions.DutyKind.OVERDUE, 0) == late
        assert len(actions.slipped(actions.Filters(), actor=TPK2D)) == late


def test_a_plan_aims_at_no_more_families_than_live_in_the_village(world, plan_input):
    with pytest.raises(actions.BadPlan) as refused:
        actions.make_plan(plan_input(families=81), actor=TPK2D)
    assert (refused.value.code, refused.value.field) == ("actions.more_than_live_here", "families")
    assert refused.value.details == {"aimed": 81, "living": 80}
    plan_id = actions.make_plan(plan_input(families=80), actor=TPK2D)
    with pytest.raises(actions.BadPlan, match="more than live"):
        actions.change_plan(
            plan_id, plan_input(families=5_000), actor=TPK2D, revision=page(plan_id).row.revision
        )
    assert page(plan_id).row.families == 80


def test_moves_that_take_something_back_say_why(running):
    plan_id = running()
    for move in (Move.CANCEL, Move.POSTPONE, Move.SHIFT):
        with pytest.raises(actions.BadPlan, match="why"):
            actions.move_plan(plan_id, move, actor=TPK2D, deadline=date(2027, 12, 1))
    actions.move_plan(plan_id, Move.POSTPONE, actor=TPK2D, reason="Banjir", deadline=date(2027, 12, 1))
    assert page(plan_id).row.state is State.POSTPONED
    with pytest.raises(actions.IllegalMove):
        actions.move_plan(plan_id, Move.FINISH, actor=TPK2D)
    assert actions.move_plan(plan_id, Move.RESUME, actor=TPK2D) is State.AGREED
    actions.move_plan(plan_id, Move.CANCEL, actor=TPK2D, reason="Digabung")
    assert page(plan_id).moves == frozenset()


def test_somebody_takes_a_plan_on_and_few_read_who(world, running):
    plan_id = running()
    with pytest.raises(actions.NotYourPlan):
        actions.take_plan(plan_id, actor=world.nurse)
    with pytest.raises(actions.BadPlan, match="name"):
        actions.take_plan(plan_id, actor=TPK2D)
    actions.take_plan(plan_id, actor=world.officer)
    assert page(plan_id, world.officer).person == "Aminah Contoh"
    assert page(plan_id, SUPERVISOR).person == "Aminah Contoh"
    seen = page(plan_id, TPK2D)
    assert (seen.person, seen.person_id, seen.row.held) == ("", None, True)
    assert PlanStep.objects.filter(plan=plan_id, move="take").get().changes == {"person": ["", "held"]}


def test_a_plan_is_given_to_people_of_its_unit(world, running):
    plan_id = running()
    with pytest.raises(NotAllowed):
        actions.give_plan(plan_id, world.person, actor=TPK2D)
    with pytest.raises(actions.BadPlan):
        actions.give_plan(plan_id, uuid4(), actor=SUPERVISOR)
    actions.give_plan(plan_id, world.person, actor=SUPERVISOR)
    assert page(plan_id, world.officer).mine


def test_lists_filter_and_the_board_counts(world, plan_input, running):
    running()
    actions.make_plan(
        plan_input(
            year=2028,
            starts_on=date(2028, 2, 1),
            deadline=date(2028, 3, 1),
            agency="kesehatan",
            unit_id=None,
            indicator="IKK-D2-01",
            source="apbdes",
            amount=None,
        ),
        actor=KADES,
    )
    for wanted, count in (
        ({}, 2),
        ({"year": 2028}, 1),
        ({"agency": "dukcapil"}, 1),
        ({"source": "apbdes"}, 1),
        ({"indicator": NEED}, 1),
        ({"state": State.RUNNING}, 1),
        ({"area": "63.10.05"}, 2),
        ({"area": OTHER}, 0),
    ):
        found = actions.list_plans(actions.Filters(**wanted), actor=TPK2D).items
        assert len(found) == count, wanted
    columns = actions.board(actions.Filters(), actor=TPK2D)
    assert {one.state: one.count for one in columns if one.count} == {State.DRAFT: 1, State.RUNNING: 1}
    total = actions.totals(actions.Filters(), actor=TPK2D)
    assert (total.plans, total.amount, total.unpriced) == (2, 25_000_000, 1)
    assert actions.list_plans(actions.Filters(), actor=STRANGER).items == []
    assert len(list(actions.every_plan(actions.Filters(), actor=TPK2D))) == 2


def test_a_list_asks_the_same_number_of_questions_however_long(running, django_assert_num_queries):
    for _ in range(3):
        running()
    with django_assert_num_queries(2):
        actions.list_plans(actions.Filters(), actor=TPK2D)


def test_duties_say_how_many_and_nothing_else(world, plan_input, running):
    running()
    actions.move_plan(actions.make_plan(plan_input(), actor=KADES), Move.PROPOSE, actor=KADES)

    def told(actor):
        return {one.kind: one.count for one in actions.duties(actor=actor)}

    kinds = actions.DutyKind
    assert told(TPK2D) == {kinds.AGREE: 1, kinds.UNHELD: 1}
    assert told(world.officer) == {kinds.UNHELD: 1}
    assert told(world.nurse) == told(STRANGER) == told(SUPERVISOR) == {}
    with later(2027, 2, 1):
        assert told(world.officer) == {kinds.SILENT: 1}
    with later(2027, 6, 20):
        assert told(world.officer) == {kinds.SOON: 1}
    with later(2027, 7, 1):
        assert told(world.officer) == {kinds.OVERDUE: 1}
        ((row, why),) = actions.waiting_plans(actor=world.officer)
        assert (row.late, why) == (1, kinds.OVERDUE)
    assert actions.duties(actor=Actor.over("user:6", "Kader", frozenset({"kader"}), (VILLAGE,))) == ()
