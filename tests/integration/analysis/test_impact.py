"""The same families in two rounds: figures by hand, what is refused, and who is counted where."""

from dataclasses import replace
from datetime import date

import pytest
from tests.fakes.family_visits import SIZE
from tests.fakes.two_rounds import EACH, MEASURE, OTHERS, TREATED, make_rounds, visits

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.analysis import api as analysis
from bahtera.analysis.queries import pairs
from bahtera.analysis.queries.pairs import forget_pairs
from bahtera.analysis.rules.impact import printed, step_of
from bahtera.indices import api as indices
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Round, Submission, SubmissionScore

STATISTICIAN = Actor.over("user:1", "Bu Chelsea", frozenset({"statistician"}), ("63",))
TEAM = Actor.over("user:3", "Bu Endah", frozenset({"tpk2d"}), ("63",))
WHERE = analysis.Treatment(frozenset(TREATED), since=date(2025, 9, 1))


@pytest.fixture
def rounds(db):
    forget_pairs()
    return make_rounds()


def compared(rounds, treatment=WHERE, measure=MEASURE, **options):
    pair = analysis.open_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN)
    return analysis.impact(pair, measure, treatment, **options)


def test_figures_are_those_by_hand(rounds):
    found = compared(rounds)
    ours, theirs = found.treated, found.others
    assert (ours.families, theirs.families) == (3 * EACH, 3 * EACH)
    # 36 of 90 then, 69 now; 54 then, 62 now: printed in steps of five points, three families of ninety and more.
    assert (ours.before, ours.after, theirs.before, theirs.after) == (40.0, 75.0, 60.0, 70.0)
    assert found.step == 5.0
    assert found.plain.value == 30.0  # 36.7 less 8.9
    assert found.plain.df == 4
    assert found.plain.low > 0
    assert found.verdict is analysis.Verdict.MORE
    # Six choose three ways; only this one and its opposite are as far apart.
    assert (found.chance, found.ways) == (0.1, 20)


def test_families_alike_before_are_compared(rounds):
    found = compared(rounds)
    # Of those without one before 33 of 54 got one, of the others 8 of 36; who had one keeps it.
    assert found.matched.value == printed(100 * (33 / 54 - 8 / 36) * 54 / 90, 5.0)
    assert (found.cells, found.alone) == (2, (0, 0))
    assert compared(rounds, alike=None).matched is None


def test_everybody_is_counted_once(rounds):
    for side in (compared(rounds).treated, compared(rounds).others):
        flow = side.flow
        assert (
            flow.before
            == flow.compared + flow.unanswered + flow.waiting + flow.moved + flow.joined + flow.gone
        )
        assert (flow.before, flow.compared, flow.gone, flow.new) == (93, 90, 3, 3)


def test_a_visit_that_waits_and_a_family_that_moved_are_told(rounds):
    rows = Submission.objects.filter(round_id=rounds[1].id)
    waiting = rows.filter(village_code=TREATED[0]).order_by("pk")[0]
    Submission.objects.filter(pk=waiting.pk).update(state="accepted")
    moved = rows.filter(village_code=TREATED[1]).order_by("pk")[0]
    Submission.objects.filter(pk=moved.pk).update(village_code=OTHERS[0])
    unsaid = rows.filter(village_code=TREATED[2]).order_by("pk")[0]
    SubmissionScore.objects.filter(submission=unsaid).update(states="?" * SIZE)
    found = compared(rounds)
    flow = found.treated.flow
    assert (flow.waiting, flow.moved, flow.unanswered, flow.compared) == (1, 1, 1, 87)
    assert analysis.Caution.WAITING in found.cautions


def test_what_must_be_read_beside_the_figures(rounds):
    said = set(compared(rounds).cautions)
    assert {analysis.Caution.BEGAN_LOWER, analysis.Caution.FEW_VILLAGES} <= said
    assert analysis.Caution.NO_DAY in compared(rounds, replace(WHERE, since=None)).cautions
    assert analysis.Caution.DURING_ROUND in compared(rounds, replace(WHERE, since=date(2025, 3, 1))).cautions


def test_one_village_on_a_side_cannot_tell(rounds):
    one = analysis.Treatment(frozenset([*TREATED, *OTHERS[1:]]))
    found = compared(rounds, one)
    assert found.step is None  # thirty families: hidden, whatever was found
    assert (found.verdict, found.plain, found.treated.before, found.chance) == (None, None, None, None)


def test_single_families_are_named_by_a_plan(rounds):
    pair = analysis.open_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN)
    some = frozenset(one for one in pair.known[0].values())
    half = analysis.Treatment(families=frozenset(sorted(some)[::2]))
    assert analysis.Caution.SAME_VILLAGE in analysis.impact(pair, MEASURE, half).cautions


@pytest.mark.parametrize(
    ("treatment", "why"),
    [
        (analysis.Treatment(), "–"),
        (analysis.Treatment(frozenset(["63.01.01.2001"])), "63.01.01.2001"),
        (analysis.Treatment(frozenset([*TREATED, *OTHERS])), "Every village"),
        (replace(WHERE, since=date(2024, 12, 31)), "must lie after"),
        (replace(WHERE, since=date(2026, 7, 1)), "must lie after"),
    ],
)
def test_a_treatment_that_nothing_can_be_compared_by_is_refused(rounds, treatment, why):
    with pytest.raises(analysis.BadTreatment) as refused:
        compared(rounds, treatment)
    assert why in str(refused.value)


def test_a_measure_or_group_that_there_is_not_is_refused(rounds):
    for options in ({"measure": "kategori:ikk"}, {"alike": ["shoe_size"]}):
        with pytest.raises(analysis.UnknownChoice):
            compared(rounds, **options)


def test_rounds_in_the_wrong_order_are_refused(rounds):
    for pair in ((rounds[1].id, rounds[0].id), (rounds[0].id, rounds[0].id)):
        with pytest.raises(analysis.NotComparable):
            analysis.open_pair(*pair, actor=STATISTICIAN)


def test_another_questionnaire_is_refused(rounds):
    pinned = {"form": {"id": "kunjungan_keluarga", "version": "2027.1", "hash": "cd" * 32}}
    Round.objects.filter(pk=rounds[1].id).update(pinned=pinned)
    with pytest.raises(analysis.NotComparable, match="questionnaires"):
        analysis.open_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN)


def test_an_index_with_another_definition_is_refused(rounds):
    pair = analysis.open_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN)
    later = replace(pair.after, definitions={"ikk": indices.load("ibangga")})
    with pytest.raises(analysis.NotComparable, match="definition"):
        analysis.impact(replace(pair, after=later), MEASURE, WHERE)


def test_rounds_without_a_family_in_common_are_refused(rounds):
    Submission.objects.filter(round_id=rounds[1].id).update(family_id=None)
    with pytest.raises(analysis.NotComparable, match="both rounds"):
        analysis.open_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN)


def test_what_can_be_asked_is_told_without_reading_a_family(rounds, monkeypatch):
    pair = analysis.open_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN)
    monkeypatch.setattr(pairs, "_read", lambda _: pytest.fail("families were read"))
    monkeypatch.setattr(surveys, "met_families", lambda *_: pytest.fail("families were read"))
    offer = analysis.offer_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN)
    assert (offer.rounds, offer.villages, offer.measures) == (pair.rounds, pair.villages, pair.measures)
    far = Actor.over("user:5", "Pak Gani", frozenset({"statistician"}), ("63.01",))
    with pytest.raises(analysis.NothingToEstimate):
        analysis.offer_pair(rounds[0].id, rounds[1].id, actor=far)


def test_families_are_read_once_until_a_visit_changes(rounds, monkeypatch):
    first = analysis.open_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN)
    assert analysis.open_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN).known[1] is first.known[1]
    visits(rounds[1].id, OTHERS[0], {EACH + 5: "1"})
    again = analysis.open_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN)
    assert again.known[0] is first.known[0]
    assert len(again.known[1]) == len(first.known[1]) + 1


def test_families_are_read_in_the_readers_areas_alone(rounds):
    analysis.open_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN)
    near = Actor.over("user:6", "Bu Hana", frozenset({"statistician"}), ("63.02",))
    pair = analysis.open_pair(rounds[0].id, rounds[1].id, actor=near)
    assert pair.villages == (OTHERS[2],)
    assert set(pair.before.families.villages) == {OTHERS[2]}, "no family elsewhere is read"
    offer = analysis.offer_pair(rounds[0].id, rounds[1].id, actor=near)
    assert offer.families == 2 * (EACH + 1) == len(pair.before.families) + len(pair.after.families)
    with pytest.raises(analysis.BadTreatment):
        analysis.impact(pair, MEASURE, WHERE)


def test_a_reader_of_two_areas_is_told_what_one_of_both_in_one_is(rounds):
    whole = compared(rounds)
    parts = Actor.over("user:7", "Bu Ika", frozenset({"statistician"}), ("63.02", "63.10"))
    pair = analysis.open_pair(rounds[0].id, rounds[1].id, actor=parts)
    assert analysis.impact(pair, MEASURE, WHERE) == whole


def test_who_may_not_take_single_families_reads_final_versions_alone(rounds):
    with pytest.raises(analysis.OnlyVersions):
        analysis.open_pair(rounds[0].id, rounds[1].id, actor=TEAM)
    kader = Actor.over("user:4", "Bu Fitri", frozenset({"kader"}), (TREATED[0],))
    with pytest.raises(NotAllowed):
        analysis.open_pair(rounds[0].id, rounds[1].id, actor=kader)


def test_names_in_the_data_of_a_round_lead_to_families_only_for_who_holds_them(rounds):
    pair = analysis.open_pair(rounds[0].id, rounds[1].id, actor=STATISTICIAN)
    one = next(iter(pair.known[0].values()))
    names = [next(iter(releases.pseudonyms(each.id, [one]))) for each in rounds]
    assert names[0] != names[1]
    assert surveys.get_round(rounds[0].id).opens < rounds[1].opens
    assert SYSTEM.key not in names


@pytest.mark.parametrize(("families", "step"), [(59, None), (60, 5.0), (299, 5.0), (300, 1.0), (3000, 0.1)])
def test_a_step_stands_for_three_families(families, step):
    assert step_of(families) == step
    assert step is None or step * families / 100 >= 3
