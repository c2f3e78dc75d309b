"""Re-interviews: whom a draw names, who may ask, and what two interviews say of each other."""

import uuid
from collections import Counter
from datetime import date

import pytest
from tests.fakes.small_form import MEMBERS, VILLAGE, visit

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.surveys import api as surveys
from bahtera.surveys.models import BackCheckVisit, Submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]
DAY = date(2026, 11, 21)
ASKED = ("jumlah_penghuni", "anggota")


@pytest.fixture
def wulan():
    return Actor.over("user:9", "Wulan", frozenset({"statistician"}), ("63.02",))


@pytest.fixture
def visits(siti, dewi):
    """Five finished visits of one kader, two of another, and a family that declined."""
    sent = {
        key: [
            surveys.receive(visit(family_id=uuid.uuid4(), jumlah_penghuni=3), actor=kader).submission_id
            for _ in range(count)
        ]
        for key, kader, count in (("siti", siti, 5), ("dewi", dewi, 2))
    }
    surveys.receive(visit(hasil_kunjungan="menolak", family_id=uuid.uuid4(), members=()), actor=siti)
    return sent


def draw(round_row, actor, **changed):
    wanted = {"per_mille": 400, "at_least": 1, "questions": ASKED} | changed
    return surveys.draw_back_check(round_row.id, "63.02", actor=actor, **wanted)


def enter(task, actor, answers=None, **changed):
    wanted = {"outcome": "done", "asked_on": DAY, "answers": answers or {}} | changed
    surveys.enter_back_check(task.id, actor=actor, **wanted)


def test_a_draw_takes_its_share_of_each_kader_and_can_be_drawn_again(visits, rahmat, round_one):
    drawn = draw(round_one, rahmat)
    [row] = surveys.back_checks(round_one.id, actor=rahmat)
    assert (row.eligible, row.kader, row.visits, row.waiting) == (7, 2, 3, 3)
    chosen = set(BackCheckVisit.objects.values_list("submission_id", flat=True))
    whose = Counter("siti" if one in visits["siti"] else "dewi" for one in chosen)
    assert whose == {"siti": 2, "dewi": 1}
    assert surveys.draw_again(drawn) == chosen
    draw(round_one, rahmat, per_mille=1000)
    assert BackCheckVisit.objects.count() == 7, "what was drawn is not drawn a second time"
    with pytest.raises(surveys.InvalidBackCheck, match="No finished visit"):
        draw(round_one, rahmat)


def test_what_cannot_be_drawn_is_refused(visits, rahmat, siti, round_one):
    for wrong in ({"per_mille": 0}, {"at_least": 51}, {"questions": ()}, {"questions": ("nik",)}):
        with pytest.raises(surveys.InvalidBackCheck):
            draw(round_one, rahmat, **wrong)
    with pytest.raises(NotAllowed):
        draw(round_one, siti)
    with pytest.raises(NotAllowed):
        surveys.draw_back_check(
            round_one.id, "63.10", per_mille=100, at_least=1, questions=ASKED, actor=rahmat
        )


def test_the_list_says_nothing_of_the_first_answers(visits, rahmat, round_one):
    draw(round_one, rahmat)
    [task, *_] = surveys.back_check_tasks(round_one.id, actor=rahmat)
    again, questions = surveys.get_back_check_task(task.id, actor=rahmat)
    assert again == task
    assert [one.name for one in questions] == list(ASKED)
    assert "3" not in {str(value) for name, value in vars(task).items() if name != "round_id"}
    other = Actor.over("user:4", "Yusuf", frozenset({"supervisor"}), ("63.10",))
    assert surveys.back_check_tasks(round_one.id, actor=other) == []
    with pytest.raises(surveys.UnknownBackCheck):
        surveys.get_back_check_task(task.id, actor=other)
    kin = Actor(rahmat.key, rahmat.name, rahmat.grants, assured=True, kin=frozenset({task.family_id}))
    assert task not in surveys.back_check_tasks(round_one.id, actor=kin)
    with pytest.raises(NotAllowed):
        surveys.get_back_check_task(task.id, actor=kin)


def test_two_interviews_are_compared_by_question_and_by_kader(visits, rahmat, wulan, round_one):
    draw(round_one, rahmat, per_mille=1000)
    tasks = surveys.back_check_tasks(round_one.id, actor=rahmat)
    mine = [one for one in tasks if one.submission_id in visits["siti"]]
    hers = [one for one in tasks if one.submission_id in visits["dewi"]]
    for number, task in enumerate(mine[:4]):
        enter(task, rahmat, {"jumlah_penghuni": "4" if number == 0 else "3,0", "anggota": "2"})
    enter(mine[4], rahmat, outcome="no_memory")
    enter(hers[0], rahmat, {"jumlah_penghuni": "3"})
    found = surveys.back_check_results(round_one.id, actor=wulan)
    assert (found.drawn, found.done, found.outcomes) == (7, 5, {"no_memory": 1})
    people, roster = found.questions
    assert (people.question, people.agreement.n, people.agreement.agreed) == ("jumlah_penghuni", 5, 4)
    assert (people.apart.mean, people.agreement.kappa) == (0.2, 0.0)
    assert (roster.question, roster.agreement.n, roster.agreement.does_not_vary) == ("anggota", 4, True)
    by_name = {one.name: one for one in found.kader}
    assert (by_name["Siti"].families, by_name["Siti"].no_memory) == (4, 1)
    assert (by_name["Siti"].pairs, by_name["Siti"].agreed) == (8, 7)
    assert (by_name["Dewi"].pairs, by_name["Dewi"].agreed) == (1, 1)
    [first] = [
        one for one in surveys.compared_visits(round_one.id, actor=rahmat) if one.task.id == mine[0].id
    ]
    assert [(one.question, one.first, one.second) for one in first.differences] == [
        ("jumlah_penghuni", "3", "4")
    ]
    with pytest.raises(NotAllowed):
        surveys.compared_visits(round_one.id, actor=wulan)


def test_who_asked_first_does_not_ask_again_and_nothing_is_entered_twice(visits, rahmat, round_one):
    draw(round_one, rahmat, per_mille=1000)
    task = surveys.back_check_tasks(round_one.id, actor=rahmat)[0]
    both = Actor.over("token:1", "Siti", frozenset({"kader", "coordinator"}), (VILLAGE,))
    own = next(
        one
        for one in surveys.back_check_tasks(round_one.id, actor=both)
        if one.submission_id in visits["siti"]
    )
    with pytest.raises(surveys.SameHands):
        enter(own, both, {"anggota": "2"})
    for wrong in (
        {"answers": {}},
        {"answers": {"jumlah_penghuni": "banyak"}},
        {"answers": {"jumlah_penghuni": "-1"}},
        {"outcome": "lain"},
        {"asked_on": date(2026, 11, 19), "answers": {"anggota": "2"}},
        {"asked_on": date(2026, 11, 23), "answers": {"anggota": "2"}},
        {"asked_on": None, "answers": {"anggota": "2"}},
        {"interviewer_id": uuid.uuid4(), "answers": {"anggota": "2"}},
    ):
        with pytest.raises(surveys.InvalidBackCheck):
            enter(task, rahmat, **wrong)
    assert not BackCheckVisit.objects.exclude(outcome="").exists()
    with pytest.raises(surveys.StaleReview):
        enter(task, rahmat, {"anggota": "2"}, revision=task.revision + 1)
    enter(task, rahmat, {"anggota": "2"}, revision=task.revision)
    with pytest.raises(surveys.InvalidBackCheck, match="entered already"):
        enter(task, rahmat, {"anggota": "3"})


def test_erasing_a_visit_erases_what_the_family_said_again(visits, rahmat, round_one):
    draw(round_one, rahmat, per_mille=1000)
    task = surveys.back_check_tasks(round_one.id, actor=rahmat)[0]
    enter(task, rahmat, {"anggota": str(len(MEMBERS))}, note="Ramah.")
    surveys.erase(task.submission_id, reason="Permintaan keluarga.", actor=SYSTEM)
    kept = BackCheckVisit.objects.get(pk=task.id)
    assert (bytes(kept.key), kept.answers, kept.note) == (b"", None, "")
    assert surveys.back_check_results(round_one.id, actor=rahmat).done == 0
    assert Submission.objects.filter(pk=task.submission_id).exists()
