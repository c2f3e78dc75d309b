"""From approved submissions to a village page and the roll-ups above it."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, connections
from tests.fakes.family_visits import IKK, SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.foundation import events
from bahtera.foundation.models import AuditEntry
from bahtera.results import api as results
from bahtera.results import operations
from bahtera.results.models import VillageSums
from bahtera.results.queries import forget
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Round, Submission, SubmissionScore

VILLAGE = "63.10.05.2003"
OTHER = "63.10.05.2004"
FAR = "63.02.05.2001"
SUPERVISOR = Actor.over("user:1", "Bu Chelsea", frozenset({"supervisor"}), ("63.10",))
VIEWER = Actor.over("user:2", "Pak Bob", frozenset({"tpk2d"}), ("63.10",))


@pytest.fixture(autouse=True)
def _fresh():
    forget()


@pytest.fixture
def measured(db):
    names = {VILLAGE: "Pulau Contoh", OTHER: "Sungai Contoh", FAR: "Teluk Contoh", "63.10": "Tanah Contoh"}
    add_places(names)
    return surveys.create_round(
        name="Contoh sintetis", year=2026, form_id="kunjungan_keluarga", opens=date(2026, 1, 1), actor=SYSTEM
    )


def approve_family(round_id, village, states, *, state="approved", definition=IKK, index_hash=None):
    (row,) = store_visits(
        round_id, village, [states], state=state, definition=definition, index_hash=index_hash
    )
    return row


def families(count, seed, share=0.8):
    chooser = random.Random(seed)
    return [
        "".join(
            "-" if chooser.random() < 0.1 else "1" if chooser.random() < share else "0" for _ in range(SIZE)
        )
        for _ in range(count)
    ]


def fill(round_id, village, patterns):
    store_visits(round_id, village, patterns)
    results.refresh_village(round_id, village)


def test_a_village_page_adds_up_and_names_what_it_is(measured):
    patterns = families(60, 1)
    surveys.set_targets(measured.id, {VILLAGE: 80}, actor=SYSTEM)
    fill(measured.id, VILLAGE, patterns)
    found = results.village_result(measured.id, VILLAGE, audience="internal", actor=SUPERVISOR)
    scores = [IKK.score_states(each) for each in patterns]
    mean = sum((each.value for each in scores), Fraction(0)) / len(scores)
    assert found.main.figure == results.Figure(
        mean, results.Unit.INDEX_POINTS, 60, results.Method.FAMILY_MEAN
    )
    assert (found.area_name, found.speaks, found.kind, found.data_state) == (
        "Pulau Contoh",
        results.Speaks.VILLAGE,
        "mikro",
        "sementara",
    )
    assert (found.index.id, found.index.hash, found.index.status) == ("ikk", IKK.hash, "working")
    assert (found.coverage.target, found.coverage.approved, found.coverage.scored) == (80, 60, 60)
    assert found.coverage.approved_of_target == 75
    shown = [each.count.count for each in found.categories if not each.count.hidden]
    assert sum(shown) <= 60
    if all(not each.count.hidden for each in found.categories):
        assert sum(shown) == 60
        assert sum(each.printed for each in found.categories) == 100
    assert [each.figure.method for each in found.methods] == [
        results.Method.FAMILY_MEAN,
        results.Method.DIMENSION_MEAN,
        results.Method.INDICATOR_MEAN,
        results.Method.DIMENSION_GEOMETRIC,
    ]


def test_indicators_under_the_cut_come_first_the_worst_at_the_top(measured):
    weak = "0" * 5 + "1" * (SIZE - 5)
    half = "1" * 5 + "0" * 5 + "1" * (SIZE - 10)
    fill(measured.id, VILLAGE, [weak] * 30 + [half] * 20)
    found = results.village_result(measured.id, VILLAGE, audience="internal", actor=SUPERVISOR)
    assert [each.share.value for each in found.below_cut] == sorted(
        each.share.value for each in found.below_cut
    )
    assert found.below_cut == found.indicators[: len(found.below_cut)]
    assert found.below_cut[0].share.value == 40
    assert all(each.met.value + each.unmet.value == each.share.n for each in found.below_cut)


def test_small_counts_leave_hidden_and_the_public_sees_less(measured):
    patterns = ["1" * SIZE] * 46 + ["0" + "1" * (SIZE - 1)] * 4
    fill(measured.id, VILLAGE, patterns)
    public = results.village_result(measured.id, VILLAGE, audience="public")
    internal = results.village_result(measured.id, VILLAGE, audience="internal", actor=SUPERVISOR)
    first = {each.id: each for each in public.indicators}[IKK.indicators[0].id]
    assert first.share.hidden
    assert first.share.value is None
    assert first.met.value is None
    assert first.unmet.value is None
    assert first.below_cut is None
    assert public.threshold == 5
    assert internal.threshold == 3
    hidden_outside = {each.id for each in public.indicators if each.share.hidden}
    hidden_inside = {each.id for each in internal.indicators if each.share.hidden}
    assert hidden_inside <= hidden_outside


def test_a_village_of_four_families_shows_no_answer_to_anybody_outside(measured):
    fill(measured.id, VILLAGE, families(4, 3))
    found = results.village_result(measured.id, VILLAGE, audience="public")
    assert found.coverage.approved == 4
    assert all(each.count.hidden and each.printed is None for each in found.categories)
    assert all(each.share.hidden or each.share.n == 0 for each in found.indicators)
    assert all(each.figure.hidden for each in found.methods)


def test_sensitive_indicators_never_say_all_or_none(measured):
    fill(measured.id, VILLAGE, ["1" * SIZE] * 40)
    found = results.village_result(measured.id, VILLAGE, audience="internal", actor=SUPERVISOR)
    sensitive = [each for each in found.indicators if each.is_sensitive]
    assert {each.id for each in sensitive} == {"IKK-D4-01", "IKK-D4-02", "IKK-D4-03", "IKK-D4-04"}
    assert all(each.share.hidden and each.unanswered.hidden for each in sensitive)


def test_a_roll_up_adds_sums_lists_villages_and_is_a_locus_average(measured):
    fill(measured.id, VILLAGE, families(60, 1))
    fill(measured.id, OTHER, families(90, 2, 0.6))
    fill(measured.id, FAR, families(40, 3))
    found = results.area_result(measured.id, "63.10", audience="internal", actor=SUPERVISOR)
    assert found.speaks is results.Speaks.LOCUS_AVERAGE
    assert found.area_name == "Tanah Contoh"
    assert [row.code for row in found.villages] == [VILLAGE, OTHER]
    assert found.coverage.approved == 150
    rows = {row.code: row.index.value for row in found.villages}
    assert found.main.figure.value == (60 * rows[VILLAGE] + 90 * rows[OTHER]) / 150
    province = results.area_result(measured.id, "63", audience="public")
    assert [row.code for row in province.villages] == [FAR, VILLAGE, OTHER]
    everywhere = results.area_result(measured.id, "", audience="public")
    assert everywhere.categories == province.categories


def test_figures_of_a_sample_never_call_themselves_a_village_or_a_locus_average(measured):
    fill(measured.id, VILLAGE, families(60, 1))
    fill(measured.id, OTHER, families(90, 2, 0.6))
    Round.objects.filter(pk=measured.id).update(design="two_stage")
    village = results.village_result(measured.id, VILLAGE, audience="internal", actor=SUPERVISOR)
    regency = results.area_result(measured.id, "63.10", audience="internal", actor=SUPERVISOR)
    assert (village.speaks, regency.speaks) == (
        results.Speaks.SAMPLED_VILLAGE,
        results.Speaks.SAMPLE_AVERAGE,
    )


def test_who_may_not_read_is_told_so(measured):
    fill(measured.id, FAR, families(20, 4))
    with pytest.raises(NotAllowed):
        results.village_result(measured.id, FAR, audience="internal", actor=SUPERVISOR)
    with pytest.raises(NotAllowed):
        results.village_result(measured.id, FAR, audience="internal")
    with pytest.raises(NotAllowed):
        results.area_result(measured.id, "63", audience="internal", actor=SUPERVISOR)


def test_what_is_not_there_is_refused_by_name(measured):
    fill(measured.id, VILLAGE, families(20, 4))
    with pytest.raises(results.AreaNotInRound):
        results.village_result(measured.id, OTHER, audience="public")
    with pytest.raises(results.AreaNotInRound):
        results.area_result(measured.id, "14", audience="public")
    with pytest.raises(results.AreaNotInRound):
        results.area_result(measured.id, VILLAGE, audience="public")
    with pytest.raises(results.IndexNotMeasured):
        results.village_result(measured.id, VILLAGE, audience="public", index_id="ipkk")
    with pytest.raises(surveys.UnknownRound):
        results.village_result(measured.id + 1, VILLAGE, audience="public")


def test_a_targeted_village_without_visits_has_an_empty_page(measured):
    surveys.set_targets(measured.id, {VILLAGE: 212, OTHER: 10}, actor=SYSTEM)
    found = results.village_result(measured.id, VILLAGE, audience="public")
    assert (found.coverage.target, found.coverage.visited) == (212, 0)
    assert all(each.figure.value is None and not each.figure.hidden for each in found.methods)
    roll_up = results.area_result(measured.id, "63.10", audience="public")
    assert roll_up.coverage.target == 222


def test_only_approved_families_count_and_others_show_as_progress(measured):
    fill(measured.id, VILLAGE, families(20, 5))
    approve_family(measured.id, VILLAGE, "1" * SIZE, state="accepted")
    results.refresh_village(measured.id, VILLAGE)
    found = results.village_result(measured.id, VILLAGE, audience="internal", actor=SUPERVISOR)
    assert (found.coverage.visited, found.coverage.approved, found.coverage.scored) == (21, 20, 20)


def test_visits_are_counted_by_state_without_counting_families_again(measured, django_assert_num_queries):
    for village, state in (
        (VILLAGE, "accepted"),
        (VILLAGE, "flagged"),
        (VILLAGE, "returned"),
        (OTHER, "approved"),
        (FAR, "accepted"),
    ):
        approve_family(measured.id, village, "1" * SIZE, state=state)
    for village in (VILLAGE, OTHER, FAR):
        results.refresh_village(measured.id, village)
    with django_assert_num_queries(1):
        regency = results.visit_counts(measured, ["63.10"])
    assert regency == results.VisitCounts(visited=4, approved=1, accepted=1, flagged=1, returned=1)
    assert regency.waiting == 2
    assert results.visit_counts(measured).visited == 5
    assert results.visit_counts(measured, ["63.10", FAR]).visited == 5
    assert results.visit_counts(measured, ["63.1"]) == results.VisitCounts()
    with django_assert_num_queries(1):
        found = results.village_visits(measured, [VILLAGE, FAR, "63.02.05.2009"])
    assert {code: counts.visited for code, counts in found.items()} == {VILLAGE: 3, FAR: 1}


def test_counters_of_before_are_made_to_count_second_visits_too(measured):
    """What the upgrade does once; from then on the worker keeps them so."""
    approve_family(measured.id, VILLAGE, "1" * SIZE)
    approve_family(measured.id, VILLAGE, "1" * SIZE, state="flagged")
    Submission.objects.filter(state="flagged").update(is_current=False)
    results.refresh_village(measured.id, VILLAGE)
    now = results.visit_counts(measured)
    assert (now.visited, now.approved, now.flagged, now.waiting) == (1, 1, 1, 1)
    VillageSums.objects.update(flagged=0)
    import_module("bahtera.results.migrations.0002_what_each_sent")._count_again(apps, None)
    assert results.visit_counts(measured) == now


def test_an_upgrade_has_sums_of_open_rounds_counted_again_by_the_worker(measured):
    approve_family(measured.id, VILLAGE, "1" * SIZE)
    store_visits(measured.id, VILLAGE, ["1" * SIZE], state="accepted", result_code="tidak_ditemukan")
    results.refresh_village(measured.id, VILLAGE)
    now = results.visit_counts(measured)
    assert (now.visited, now.approved, now.accepted) == (2, 1, 1)
    VillageSums.objects.update(visited=1)
    closed = Round.objects.create(
        name="Dulu sintetis", year=2025, form_id="kunjungan_keluarga", opens=date(2025, 1, 1), state="final"
    )
    VillageSums.objects.create(
        round_id=closed.pk, village_code=OTHER, index_id="ikk", index_hash="ab" * 32, visited=7
    )
    while events.dispatch():
        pass
    import_module("bahtera.results.migrations.0004_count_waiting_visits").ask_again(apps, None)
    assert results.visit_counts(measured).visited == 1
    assert events.dispatch() == 1
    assert results.visit_counts(measured) == now
    assert VillageSums.objects.get(round_id=closed.pk).visited == 7, "signed figures keep their counts"


def test_visits_of_a_round_without_an_index_are_counted_one_by_one(measured):
    Round.objects.filter(pk=measured.id).update(index_ids=[])
    row = surveys.get_round(measured.id)
    approve_family(row.id, VILLAGE, "1" * SIZE, state="accepted")
    approve_family(row.id, OTHER, "1" * SIZE, state="received")
    assert results.visit_counts(row, ["63.10"]) == results.VisitCounts(visited=2, accepted=1)
    assert results.village_visits(row, [OTHER, FAR]) == {
        OTHER: results.VisitCounts(visited=1),
        FAR: results.VisitCounts(),
    }


def test_counts_of_visits_follow_a_decision_that_changes_no_figure(measured):
    approve_family(measured.id, VILLAGE, "1" * SIZE, state="accepted")
    results.refresh_village(measured.id, VILLAGE)
    Submission.objects.update(state="returned")
    results.refresh_village(measured.id, VILLAGE)
    counts = results.visit_counts(measured)
    assert (counts.accepted, counts.returned, counts.visited) == (0, 1, 1)


def test_scores_of_another_definition_are_counted_apart(measured):
    fill(measured.id, VILLAGE, families(20, 5))
    approve_family(measured.id, VILLAGE, "1" * SIZE, index_hash="f" * 64)
    results.refresh_village(measured.id, VILLAGE)
    found = results.village_result(measured.id, VILLAGE, audience="internal", actor=SUPERVISOR)
    assert (found.coverage.approved, found.coverage.scored, found.coverage.other_definition) == (21, 20, 1)


def test_refreshing_again_changes_and_writes_nothing(measured):
    fill(measured.id, VILLAGE, families(20, 5))
    before = list(VillageSums.objects.order_by("id").values())
    entries = AuditEntry.objects.filter(action="results.refreshed").count()
    results.refresh_village(measured.id, VILLAGE)
    assert list(VillageSums.objects.order_by("id").values()) == before
    assert AuditEntry.objects.filter(action="results.refreshed").count() == entries
    assert entries == 1


def test_a_batch_of_events_refreshes_each_village_once(measured, monkeypatch):
    seen = []
    monkeypatch.setattr("bahtera.results.operations.refresh_village", lambda *key: seen.append(key))
    keys = [f"{measured.id}:{VILLAGE}"] * 3 + [f"{measured.id}:{OTHER}", "none:", f":{OTHER}"]
    results.on_surveys_changed([events.Event("surveys.reviewed", key, {}) for key in keys])
    assert seen == [(measured.id, VILLAGE), (measured.id, OTHER)]


def test_the_village_of_a_round_that_is_gone_is_left_alone(measured):
    results.refresh_village(measured.id + 99, VILLAGE)
    assert not VillageSums.objects.exists()


def test_a_round_is_refreshed_as_a_whole(measured):
    surveys.set_targets(measured.id, {VILLAGE: 5, OTHER: 5}, actor=SYSTEM)
    assert results.refresh_round(measured.id) == 2
    assert VillageSums.objects.filter(index_id="ikk").count() == 2


def test_the_public_picture_moves_in_steps_while_the_round_is_open(measured):
    fill(measured.id, VILLAGE, families(20, 6))
    before = results.village_result(measured.id, VILLAGE, audience="public")
    fill(measured.id, VILLAGE, families(4, 7))
    assert results.village_result(measured.id, VILLAGE, audience="public").coverage == before.coverage
    inside = results.village_result(measured.id, VILLAGE, audience="internal", actor=SUPERVISOR)
    assert inside.coverage.approved == 24
    fill(measured.id, VILLAGE, families(1, 8))
    assert results.village_result(measured.id, VILLAGE, audience="public").coverage.approved == 25
    fill(measured.id, VILLAGE, families(2, 9))
    Round.objects.update(state="final")
    assert results.village_result(measured.id, VILLAGE, audience="public").coverage.approved == 27


def test_to_a_viewer_one_approval_changes_no_byte_until_a_step_is_full(measured):
    fill(measured.id, VILLAGE, families(30, 1))
    waiting = [approve_family(measured.id, VILLAGE, each, state="accepted") for each in families(5, 2)]
    fill(measured.id, OTHER, families(40, 3))
    results.refresh_village(measured.id, VILLAGE)

    def seen(actor):
        village = results.village_result(measured.id, VILLAGE, audience="internal", actor=actor)
        area = results.area_result(measured.id, "63.10", audience="internal", actor=actor)
        rows = results.village_results(measured.id, "63.10", audience="internal", actor=actor)
        assert rows[0] == village
        return village, area, rows

    before, supervised = seen(VIEWER), seen(SUPERVISOR)
    for number, row in enumerate(waiting, 1):
        assert repr(seen(VIEWER)) == repr(before)
        Submission.objects.filter(pk=row.pk).update(state="approved")
        results.refresh_village(measured.id, VILLAGE)
        now = seen(SUPERVISOR)
        assert now != supervised
        assert (now[0].coverage.approved, now[0].coverage.scored, now[0].step) == (
            30 + number,
            30 + number,
            None,
        )
        supervised = now
    village, area, _ = seen(VIEWER)
    assert (village.step, area.step) == (5, 5)
    assert (village.coverage, area.coverage) == (supervised[0].coverage, supervised[1].coverage)
    assert (village.main, village.indicators) == (supervised[0].main, supervised[0].indicators)


def test_a_viewer_counts_visits_at_once_but_families_only_from_the_first_step(measured):
    first = approve_family(measured.id, VILLAGE, "1" * SIZE, state="accepted")
    results.refresh_village(measured.id, VILLAGE)
    fill(measured.id, VILLAGE, families(3, 1))
    found = results.village_result(measured.id, VILLAGE, audience="internal", actor=VIEWER)
    assert (found.coverage.visited, found.coverage.interviewed) == (4, 4)
    assert (found.coverage.approved, found.coverage.scored, found.main.figure.value) == (0, 0, None)
    Submission.objects.filter(pk=first.pk).update(state="approved")
    fill(measured.id, VILLAGE, families(1, 2))
    found = results.village_result(measured.id, VILLAGE, audience="internal", actor=VIEWER)
    assert (found.coverage.approved, found.main.figure.n) == (5, 5)


def test_two_families_from_an_import_are_hidden_from_a_viewer(measured):
    fill(measured.id, VILLAGE, families(2, 1))
    found = results.village_result(measured.id, VILLAGE, audience="internal", actor=VIEWER)
    assert found.main.figure.hidden
    assert all(each.count.hidden for each in found.categories)


def test_visits_without_answers_fill_no_step(measured):
    fill(measured.id, VILLAGE, families(20, 1))
    for _ in range(6):
        SubmissionScore.objects.filter(submission=approve_family(measured.id, VILLAGE, "1" * SIZE)).delete()
    fill(measured.id, VILLAGE, ["0" * SIZE])
    found = results.village_result(measured.id, VILLAGE, audience="public")
    assert (found.coverage.approved, found.coverage.scored) == (20, 20)


def test_a_correction_waits_for_a_step_and_the_end_of_the_round_shows_all(measured):
    fill(measured.id, VILLAGE, families(20, 1))
    before = results.village_result(measured.id, VILLAGE, audience="internal", actor=VIEWER)
    score = SubmissionScore.objects.order_by("pk").first()
    SubmissionScore.objects.filter(pk=score.pk).update(states="0" * SIZE)
    results.refresh_village(measured.id, VILLAGE)
    assert results.village_result(measured.id, VILLAGE, audience="internal", actor=VIEWER) == before
    Round.objects.update(state="final")
    final = results.village_result(measured.id, VILLAGE, audience="internal", actor=VIEWER)
    assert final == results.village_result(measured.id, VILLAGE, audience="internal", actor=SUPERVISOR)
    assert final.main != before.main


def test_a_page_asks_the_database_a_fixed_number_of_questions(measured, django_assert_max_num_queries):
    for village in (VILLAGE, OTHER, FAR):
        fill(measured.id, village, families(30, 1))
    results.area_result(measured.id, "63", audience="public")
    with django_assert_max_num_queries(6):
        results.area_result(measured.id, "63", audience="public")


@pytest.mark.django_db(transaction=True)
def test_two_refreshers_at_once_leave_one_correct_row(measured):
    for states in families(12, 10):
        approve_family(measured.id, VILLAGE, states)

    def work(_):
        try:
            results.refresh_village(measured.id, VILLAGE)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":
        # One file, one writer: the turns of an in-memory database are all the concurrency there is.
        for _ in range(3):
            results.refresh_village(measured.id, VILLAGE)
    else:
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(work, range(3)))
    row = VillageSums.objects.get(index_id="ikk")
    assert row.families == 12


def test_what_came_while_a_refresher_waited_for_its_turn_is_in_all_its_counts(measured, monkeypatch):
    waited = []
    lock = operations._lock_rows

    def lock_late(*args):
        if not waited:
            waited.append(approve_family(measured.id, VILLAGE, families(1, 1)[0]))
        return lock(*args)

    monkeypatch.setattr(operations, "_lock_rows", lock_late)
    results.refresh_village(measured.id, VILLAGE)
    row = VillageSums.objects.get(index_id="ikk")
    assert (row.families, row.approved, row.visited) == (1, 1, 1)
