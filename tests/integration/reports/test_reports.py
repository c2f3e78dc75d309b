"""A village's report from its making to its acceptance, and what the kader sees of her village."""

import random
from datetime import date
from uuid import uuid4

import pytest
from tests.fakes.family_visits import IKK, SIZE, retarget, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.foundation import clock, keys
from bahtera.foundation.models import AuditEntry
from bahtera.publishing.paper.reporting import report_data
from bahtera.reports import api as reports
from bahtera.reports.models import Report, ReportStep
from bahtera.results import api as results
from bahtera.results.models import VillageSums
from bahtera.results.queries import forget
from bahtera.surveys import api as surveys
from bahtera.surveys.models import ReviewEntry, Submission

VILLAGE, OTHER = "63.10.05.2003", "63.10.05.2004"
SITI = Actor.over("token:1", "Siti", frozenset({"kader"}), (VILLAGE,))
DEWI = Actor.over("token:2", "Dewi", frozenset({"kader"}), (VILLAGE,))
KOORDINATOR = Actor.over("user:1", "Koordinator", frozenset({"coordinator"}), ("63.10.05",))
KADES = Actor.over("user:2", "Kepala desa", frozenset({"desa_officer"}), (VILLAGE,))
TPK2D = Actor.over("user:3", "TPK2D", frozenset({"tpk2d"}), ("63.10",))
STRANGER = Actor.over("user:4", "Jauh", frozenset({"coordinator", "desa_officer", "tpk2d"}), ("63.02",))
WORDS = reports.Words(
    problems=("signal", "not_home"), proposals=("papers",), other_problems=("Banjir di RT 3 dua minggu",)
)


@pytest.fixture(autouse=True)
def _fresh():
    forget()


@pytest.fixture
def measured(db):
    add_places(
        {VILLAGE: "Pulau Contoh", OTHER: "Sungai Contoh", "63.10": "Tanah Contoh", "63.10.05": "Muara"}
    )
    row = surveys.create_round(
        name="Contoh sintetis", year=2026, form_id="kunjungan_keluarga", opens=date(2026, 1, 1), actor=SYSTEM
    )
    surveys.set_targets(row.id, {VILLAGE: 80, OTHER: 40}, actor=SYSTEM)
    fill(row.id, families(60, 1, 0.7))
    return row


def families(count, seed, share=0.8):
    chooser = random.Random(seed)
    return ["".join("1" if chooser.random() < share else "0" for _ in range(SIZE)) for _ in range(count)]


def fill(round_id, patterns, *, village=VILLAGE, sender="token:1"):
    for row in store_visits(round_id, village, patterns):
        row.actor_key = sender
        row.save(update_fields=["actor_key"])
        ReviewEntry.objects.create(
            submission=row,
            at=clock.now(),
            actor_key="user:8",
            move="approve",
            from_state="accepted",
            to_state="approved",
        )
    results.refresh_village(round_id, village)


def make(measured, *, report_id=None, words=WORDS, actor=SITI, village=VILLAGE):
    return reports.make_report(
        report_id or uuid4(), round_id=measured.id, village_code=village, words=words, actor=actor
    )


def received(measured):
    made = make(measured)
    reports.confirm_report(made.id, actor=KOORDINATOR)
    return reports.endorse_report(made.id, actor=KADES)


def test_from_the_kader_to_the_tpk2d(measured):
    made = make(measured)
    assert (made.number, made.version, made.state) == (f"{VILLAGE}/P{measured.id}/001", 1, "made")
    assert reports.confirm_report(made.id, actor=KOORDINATOR).state == "confirmed"
    done = reports.endorse_report(made.id, actor=KADES)
    assert done.state == "received"
    assert [(one.move, one.role) for one in done.steps] == [
        ("make", "kader"),
        ("confirm", "coordinator"),
        ("endorse", "desa_officer"),
        ("send", "system"),
        ("receive", "system"),
    ]
    receipt = done.receipt
    text = reports.receipt_text(receipt.number, receipt.version, receipt.sha256, receipt.received_at)
    assert keys.verify(text.encode(), receipt.signature)
    assert reports.accept_report(done.id, actor=TPK2D).state == "accepted"
    told = AuditEntry.objects.filter(subject=f"report:{made.id}").order_by("pk")
    assert [one.action for one in told] == [
        f"reports.{one}" for one in ("made", "confirmed", "endorsed", "sent", "received", "accepted")
    ]


def test_what_it_says_are_the_figures_of_the_public(measured):
    page = reports.get_report(make(measured).id, actor=KOORDINATOR)
    public = results.village_result(measured.id, VILLAGE, audience="public")
    (index,) = page.content["indices"]
    assert index["sha256"] == public.index.hash
    assert index["below"] == [
        {
            "id": one.id,
            "label": dict(one.label),
            "dimension": one.dimension,
            "share": str(one.share.rounded(6)),
            "n": one.share.n,
        }
        for one in public.below_cut
    ]
    assert page.content["coverage"] == {
        "target": 80,
        "visited": 60,
        "over": 0,
        "interviewed": 60,
        "approved": 60,
    }
    assert (page.content["data_state"], page.content["threshold"]) == ("sementara", 5)
    assert page.content["words"]["problems"] == ["not_home", "signal"]


def test_sending_twice_makes_one(measured):
    made = make(measured)
    assert make(measured, report_id=made.id) == made
    assert Report.objects.count() == ReportStep.objects.count() == 1
    with pytest.raises(reports.ReportIdReused):
        make(measured, report_id=made.id, words=reports.Words())
    with pytest.raises(reports.ReportUnderway):
        make(measured)


def test_a_returned_report_comes_again_as_a_version_and_an_accepted_one_makes_room_for_the_next(measured):
    first = received(measured)
    reports.return_report(first.id, reason="Lengkapi RT 4", actor=TPK2D)
    second = make(measured)
    assert (second.number, second.version) == (first.number, 2)
    page = reports.get_report(second.id, actor=TPK2D)
    assert [(one.version, one.state) for one in page.versions] == [(2, "made"), (1, "returned")]
    assert page.versions[1].steps[-1].reason == "Lengkapi RT 4"
    reports.confirm_report(second.id, actor=KOORDINATOR)
    reports.endorse_report(second.id, actor=KADES)
    reports.accept_report(second.id, actor=TPK2D)
    third = make(measured)
    assert (third.number, third.version) == (f"{VILLAGE}/P{measured.id}/002", 1)


@pytest.mark.parametrize(
    ("do", "actor"),
    [
        (reports.confirm_report, KADES),
        (reports.confirm_report, TPK2D),
        (reports.endorse_report, KADES),
        (reports.accept_report, TPK2D),
    ],
)
def test_nobody_moves_out_of_turn(measured, do, actor):
    made = make(measured)
    with pytest.raises((NotAllowed, reports.IllegalMove)):
        do(made.id, actor=actor)
    assert Report.objects.get().state == "made"


def test_a_report_of_another_area_is_not_there(measured):
    made = make(measured)
    for do in (reports.confirm_report, reports.endorse_report, reports.accept_report, reports.get_report):
        with pytest.raises(reports.UnknownReport):
            do(made.id, actor=STRANGER)
    with pytest.raises(NotAllowed):
        make(measured, village=OTHER)
    assert reports.village_standings(measured.id, actor=STRANGER) == ()


def test_one_person_does_not_confirm_twice(measured):
    both = Actor.over("user:9", "Rangkap", frozenset({"coordinator", "desa_officer"}), (VILLAGE,))
    made = make(measured)
    reports.confirm_report(made.id, actor=both)
    with pytest.raises(reports.SamePerson):
        reports.endorse_report(made.id, actor=both)
    assert Report.objects.get().state == "confirmed"


@pytest.mark.parametrize(
    "line",
    ["Ibu 6310054101800001", "telepon 0812-3456-7890", "KK 6310 0541 0180 0001", "x" * 301],
)
def test_lines_with_numbers_of_persons_are_refused(measured, line):
    with pytest.raises(reports.BadWords):
        make(measured, words=reports.Words(other_proposals=(line,)))
    made = make(measured)
    with pytest.raises(reports.BadWords):
        reports.return_report(made.id, reason=line, actor=KOORDINATOR)
    with pytest.raises(reports.BadWords):
        reports.return_report(made.id, reason="  \n", actor=KOORDINATOR)


def test_who_has_not_reported_is_listed(measured):
    make(measured)
    found = reports.village_standings(measured.id, actor=TPK2D)
    assert [(one.village_code, one.report and one.report.state) for one in found] == [
        (VILLAGE, "made"),
        (OTHER, None),
    ]


# --- what the kader sees ----------------------------------------------------------------------------------


def figures_of(result):
    return {
        **{one.id: (one.met.count, one.unmet.count) for one in result.indicators if not one.share.hidden},
        **{one.category.id: one.count.count for one in result.categories if not one.count.hidden},
    }


def test_a_kader_sees_no_more_than_the_public(measured):
    fill(measured.id, families(50, 2), sender="token:2")
    public = figures_of(results.village_result(measured.id, VILLAGE, audience="public"))
    hers = figures_of(results.team_result(measured.id, VILLAGE, senders={"token:2"}))
    assert hers
    assert hers.items() <= public.items()


@pytest.mark.parametrize("seed", range(12))
def test_what_a_kader_can_subtract_is_never_a_few_families_of_others(measured, seed):
    """She knows her own families: what is printed less hers must be nobody, or five families and more."""
    others = families(3 + 4 * seed, 100 + seed, 0.8)
    fill(measured.id, others, sender="token:2")
    result = results.team_result(measured.id, VILLAGE, senders={"token:1"})
    definition = results.village_result(measured.id, VILLAGE, audience="public").index
    assert result.index == definition
    assert not all(one.share.hidden for one in result.indicators)
    order = [one.id for one in IKK.indicators]
    # Fewer than a step of others are not among the figures yet.
    scores = [IKK.score_states(one) for one in others if len(others) >= 5]
    own = [IKK.score_states(one) for one in families(60, 1, 0.7)]
    for one in result.indicators:
        if one.share.hidden:
            continue
        at = order.index(one.id)
        met = one.met.count - sum(score.states[at] == "1" for score in own)
        unmet = one.unmet.count - sum(score.states[at] == "0" for score in own)
        assert met == sum(score.states[at] == "1" for score in scores)
        for left in (met, unmet):
            assert left == 0 or left >= 5, (one.id, left)
    for one in result.categories:
        if not one.count.hidden:
            left = one.count.count - sum(score.category == one.category.id for score in own)
            assert left == 0 or left >= 5, (one.category.id, left)


def replace_one(measured, row, *, sender):
    """A supervisor approves a second visit of the family over the one that counts: other answers, as many families."""
    forget()
    row.state, row.is_current = "superseded", False
    row.save(update_fields=["state", "is_current"])
    enter(row, "replace", "approved", "superseded")
    score = row.scores.get(index_id="ikk")
    flipped = "".join({"1": "0", "0": "1"}.get(one, one) for one in score.states)
    fill(measured.id, [flipped], sender=sender)


def enter(row, move, before, after):
    ReviewEntry.objects.create(
        submission=row, at=clock.now(), actor_key="user:8", move=move, from_state=before, to_state=after
    )


def public_of(measured):
    return results.village_result(measured.id, VILLAGE, audience="public")


@pytest.mark.parametrize("kept", [True, False], ids=["written down", "from the history"])
def test_after_one_visit_was_replaced_every_kader_goes_on_seeing_the_village(measured, kept):
    """What counts now is no longer what was released: her part is that of the release."""
    fill(measured.id, families(50, 2), sender="token:2")
    before = {key: results.team_result(measured.id, VILLAGE, senders={key}) for key in ("token:1", "token:2")}
    public = public_of(measured)
    replace_one(measured, surveys_row(measured), sender="token:2")
    if not kept:
        VillageSums.objects.update(released_by=None)
    forget()
    assert public_of(measured) == public
    for key, page in before.items():
        assert not page.main.figure.hidden
        assert results.team_result(measured.id, VILLAGE, senders={key}) == page
    assert before["token:1"].held in {None, "own"}


@pytest.mark.parametrize("kept", [True, False], ids=["written down", "nobody can tell"])
def test_a_kader_without_a_released_visit_of_hers_sees_what_the_public_sees(measured, kept):
    replace_one(measured, surveys_row(measured), sender="token:2")
    if not kept:
        VillageSums.objects.update(released_by=None)
        ReviewEntry.objects.all().delete()
    forget()
    assert results.team_result(measured.id, VILLAGE, senders={"token:9"}) == public_of(measured)


def test_where_nobody_can_tell_which_families_are_hers_that_is_the_reason_that_is_told(measured):
    replace_one(measured, surveys_row(measured), sender="token:2")
    VillageSums.objects.update(released_by=None)
    ReviewEntry.objects.all().delete()
    forget()
    result = results.team_result(measured.id, VILLAGE, senders={"token:1"})
    assert figures_of(result) == {}
    assert (result.main.figure.hidden, result.held) == (True, "unsettled")
    assert result.coverage.approved == 60
    (recap,) = reports.recaps(actor=SITI)
    assert [one["held"] for one in recap.figures["indices"]] == ["unsettled"]
    content = reports.get_report(make(measured).id, actor=KOORDINATOR).content
    assert [(one["value"] is None, "held" in one) for one in content["indices"]] == [(False, False)]


def test_a_release_of_before_is_written_down_by_sender_with_the_next_visit(measured):
    VillageSums.objects.update(released_by=None)
    results.refresh_village(measured.id, VILLAGE)
    row = VillageSums.objects.get(index_id="ikk")
    assert row.released_by == {"token:1": row.released["sums"]}


def test_less_than_the_public_sees_is_told_as_such(measured):
    """Three of a category are others' and the rest hers: the public sees them all, she does not, and is told why."""
    low, high = "0" * SIZE, "1" * SIZE
    fill(measured.id, [high] * 40 + [low] * 20, village=OTHER)
    fill(measured.id, [high] * 17 + [low] * 3, village=OTHER, sender="token:2")
    forget()
    public = results.village_result(measured.id, OTHER, audience="public")
    hers = results.team_result(measured.id, OTHER, senders={"token:1"})
    assert figures_of(hers).keys() < figures_of(public).keys()
    assert (public.held, hers.held) == (None, "own")


def surveys_row(measured):
    return Submission.objects.filter(round_id=measured.id).order_by("pk").first()


def test_a_recap_tells_how_far_the_work_is_and_where_the_report_stands(measured):
    made = make(measured)
    (recap,) = reports.recaps(actor=SITI)
    assert (recap.village_code, recap.figures["coverage"]["visited"]) == (VILLAGE, 60)
    assert [one.id for one in recap.reports] == [made.id]
    with pytest.raises(NotAllowed):
        reports.recaps(actor=TPK2D)


def test_two_looks_and_the_report_between_them_never_differ_by_a_few_families(measured):
    """Recap, then one family more, then the report, then a fifth: each step is of five families or of none."""

    def recap():
        forget()
        (one,) = reports.recaps(actor=SITI)
        return one.figures

    before = recap()
    seen = []
    for number in range(1, 6):
        fill(measured.id, families(1, 200 + number), sender="token:2")
        seen.append(recap())
    assert [one["coverage"]["approved"] for one in seen] == [60, 60, 60, 60, 65]
    assert [one["coverage"]["visited"] for one in seen] == [61, 62, 63, 64, 65]
    for one in seen[:4]:
        assert {**one, "coverage": None} == {**before, "coverage": None}
    assert seen[4]["computed_at"] != before["computed_at"]


def test_a_report_made_between_two_steps_says_what_the_recap_says(measured):
    fill(measured.id, families(3, 300), sender="token:2")
    made = make(measured)
    content = reports.get_report(made.id, actor=KOORDINATOR).content
    forget()
    (recap,) = reports.recaps(actor=SITI)
    (index,), (same,) = content["indices"], recap.figures["indices"]
    assert (index["scored"], same["scored"]) == (60, 60)
    for told in (index, same):
        assert told["title"]["id"] == "Indeks Kualitas Keluarga (belum resmi)"
    shown = {(one["id"], one["n"], one["share"]) for one in same["below"]}
    assert shown <= {(one["id"], one["n"], one["share"]) for one in index["below"]}
    for hers, public in zip(same["categories"], index["categories"], strict=True):
        assert hers["count"] in {public["count"], None}


def test_families_beyond_the_target_are_counted_apart_everywhere(measured):
    """Recap, report and its paper: 58 of 58, and two beyond."""
    retarget(measured.id, {VILLAGE: 58})
    (recap,) = reports.recaps(actor=SITI)
    assert (recap.figures["coverage"]["visited"], recap.figures["coverage"]["over"]) == (60, 2)
    page = reports.get_report(make(measured).id, actor=KOORDINATOR)
    assert page.content["coverage"]["over"] == 2
    facts = report_data(page, zone="Asia/Makassar", language="id")["facts"]
    said = [text for _, text in facts]
    assert "58 dari 58 keluarga sasaran dikunjungi, 2 di luar sasaran; 60 disetujui" in said
