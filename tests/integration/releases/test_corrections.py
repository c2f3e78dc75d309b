"""A change in a round whose figures stand: two people, a new version, each figure old and new."""

import json

import pytest
from tests.fakes.family_visits import SIZE, store_visits
from tests.integration.releases.test_versions import (
    ANSWERS,
    CHIEF,
    OTHER,
    SUPERVISOR,
    VIEWER,
    VILLAGE,
    closed,
    measured,  # noqa: F401 - a fixture
)

from bahtera.access.api import Actor, NotAllowed
from bahtera.foundation.models import AuditEntry
from bahtera.releases import api as releases
from bahtera.releases.models import Correction, Version
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

SECOND = Actor.over("user:5", "Pak Rahmat", frozenset({"supervisor"}), ("63.10",))


def one_of(round_id, village=VILLAGE):
    return Submission.objects.filter(round_id=round_id, village_code=village, state="approved").order_by(
        "pk"
    )[0]


def asked(round_id, *, actor=SUPERVISOR, change=releases.Change.RETURN):
    row = one_of(round_id)
    return releases.ask_correction(
        row.pk, change, reason="Umur salah ketik", actor=actor, revision=row.revision
    )


def test_two_people_change_a_visit_and_each_affected_figure_is_listed(measured):  # noqa: F811
    closed(measured)
    with pytest.raises(surveys.RoundIsFinal):
        surveys.return_with_comments(one_of(measured.id).pk, comments=[("", "Perbaiki")], actor=SUPERVISOR)
    wanted = asked(measured.id)
    with pytest.raises(releases.SamePerson):
        releases.agree_to_correction(wanted.id, actor=SUPERVISOR)
    done = releases.agree_to_correction(wanted.id, actor=CHIEF)
    assert (done.standing, done.version) == (releases.Standing.DONE, 3)
    newest = releases.current(measured.id)
    assert (newest.kind, newest.families, newest.number) == (releases.Kind.CORRECTED, 23, 3)
    assert surveys.get_round(measured.id).state is surveys.RoundState.CORRECTED
    found = releases.affected(measured.id, 2, 3, actor=SUPERVISOR)
    here = {
        one.what: (one.old, one.new) for one in found if (one.area_code, one.index_id) == (VILLAGE, "ikk")
    }
    assert here["coverage.approved"] == ("12", "11")
    # All families of the village are alike: its mean stands as it was on one family less, and is not listed.
    assert "methods.family_mean" not in here
    assert all(one.old != one.new or one.old_hidden != one.new_hidden for one in found)
    # The district and the regency follow; what moved elsewhere is hidden for the sake of this village alone.
    moved = {one.area_code for one in found if one.old is not None and one.new is not None}
    assert moved == {VILLAGE, "63.10.05", "63.10"}
    assert all(releases.reproduce(measured.id, number).is_whole for number in (1, 2, 3))
    entry = AuditEntry.objects.filter(action="releases.correction_agreed").get()
    assert (entry.actor, entry.details["asked_by"]) == (CHIEF.key, SUPERVISOR.key)
    told = surveys.get_submission(wanted.submission_id, actor=SUPERVISOR).history[-1]
    assert told.actor_name == CHIEF.name


def test_who_may_not_read_visits_cannot_subtract_two_versions(measured):  # noqa: F811
    closed(measured)
    before = results.village_result(measured.id, VILLAGE, audience="public")
    releases.agree_to_correction(asked(measured.id).id, actor=CHIEF)
    assert releases.affected(measured.id, 2, 3, actor=VIEWER) == []
    old, new = (
        releases.figures_at(measured.id, number, actor=VIEWER, area=VILLAGE)[1].printed(VILLAGE)
        for number in (2, 3)
    )
    assert old == new
    now = results.village_result(measured.id, VILLAGE, audience="public")
    assert now.main.figure == before.main.figure
    assert (releases.cite(measured.id).earlier, releases.cite_in_steps(measured.id, VILLAGE).earlier) == (
        (),
        (2,),
    )
    told = json.loads(releases.public_file(measured.id, 3))
    shown = [
        each["ikk"]["coverage"]["approved"]
        for code, each in told["figures"]["areas"].items()
        if len(code) == 13
    ]
    said = told["statement"]
    assert (said["families"], said["public_families"], said["public_from_versions"]) == (23, sum(shown), [2])
    assert sum(shown) == 24
    assert releases.verify_file(told).problems == ()
    told["figures"]["areas"][VILLAGE]["ikk"]["coverage"]["approved"] -= 1
    assert "sums" in releases.verify_file(told).problems
    with pytest.raises(releases.UnknownVersion):
        releases.figures_at(measured.id, 1, actor=VIEWER, area=VILLAGE)


def test_five_families_later_everybody_sees_the_new_figures(measured):  # noqa: F811
    closed(measured)
    for _ in range(5):
        releases.agree_to_correction(asked(measured.id).id, actor=CHIEF)
    found = releases.affected(measured.id, 2, 7, actor=VIEWER)
    assert {one.area_code for one in found} >= {VILLAGE, "63.10"}
    assert releases.cite_in_steps(measured.id, VILLAGE).earlier == ()
    assert releases.cite_in_steps(measured.id, "63.10").figures_from == (2, 7)
    assert releases.reproduce(measured.id, 7).is_whole


def test_a_correction_is_refused_with_a_reason_and_changes_nothing(measured):  # noqa: F811
    closed(measured)
    wanted = asked(measured.id)
    with pytest.raises(releases.AlreadyAsked):
        asked(measured.id)
    with pytest.raises(releases.NoReason):
        releases.refuse_correction(wanted.id, reason=" ", actor=SECOND)
    refused = releases.refuse_correction(wanted.id, reason="Sudah benar", actor=SECOND)
    assert (refused.standing, refused.answer) == (releases.Standing.REFUSED, "Sudah benar")
    with pytest.raises(releases.AlreadyDecided):
        releases.agree_to_correction(wanted.id, actor=CHIEF)
    assert Version.objects.count() == 2


def test_a_late_visit_counts_only_after_two_people_agreed(measured):  # noqa: F811
    closed(measured)
    (late,) = store_visits(measured.id, OTHER, ["1" * SIZE], state="accepted", answers=ANSWERS)
    wanted = releases.ask_correction(
        late.pk, releases.Change.APPROVE, reason="Terlambat terkirim", actor=SUPERVISOR
    )
    done = releases.agree_to_correction(wanted.id, actor=SECOND)
    assert (done.version, releases.current(measured.id).families) == (3, 25)
    assert one_of(measured.id, OTHER).state == "approved"


def test_nothing_happens_where_the_figures_do_not_stand_or_to_own_kin(measured):  # noqa: F811
    row = one_of(measured.id)
    with pytest.raises(releases.NotFinal):
        releases.ask_correction(row.pk, releases.Change.RETURN, reason="x", actor=SUPERVISOR)
    closed(measured)
    wanted = asked(measured.id)
    kin = Actor(CHIEF.key, CHIEF.name, CHIEF.grants, kin=frozenset({row.family_id}))
    with pytest.raises(NotAllowed):
        releases.agree_to_correction(wanted.id, actor=kin)
    assert Correction.objects.get().standing == "asked"
    surveys_now = Submission.objects.get(pk=row.pk)
    Submission.objects.filter(pk=row.pk).update(revision=surveys_now.revision + 1)
    with pytest.raises(releases.VisitChanged):
        releases.agree_to_correction(wanted.id, actor=CHIEF)


def test_a_rejected_visit_leaves_the_figures_and_a_reason_names_nobody(measured):  # noqa: F811
    closed(measured)
    row = one_of(measured.id)
    with pytest.raises(releases.NoReason):
        releases.ask_correction(
            row.pk, releases.Change.REJECT, reason="NIK 6310054101900001", actor=SUPERVISOR
        )
    wanted = releases.ask_correction(
        row.pk, releases.Change.REJECT, reason="Bukan warga desa", actor=SUPERVISOR
    )
    assert releases.agree_to_correction(wanted.id, actor=CHIEF).version == 3
    assert Submission.objects.get(pk=row.pk).state == "rejected"
