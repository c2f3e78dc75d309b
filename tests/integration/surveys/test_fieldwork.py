"""How a round goes in the field: counted once a family, against an even pace, and what each kader did."""

import zlib
from datetime import date, timedelta
from uuid import uuid4

import orjson
import pytest
from tests.fakes.places import place
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE

from bahtera.access import api as access
from bahtera.access.api import SYSTEM
from bahtera.areas.models import Area
from bahtera.foundation import clock
from bahtera.foundation.sealing import parts
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Content, Submission

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
REGENCY = "63.02"


@pytest.fixture
def round_id(villages):
    Area.objects.bulk_create([place(REGENCY, "Regensi Contoh")])
    row = surveys.create_round(
        name="Putaran lapangan",
        year=2026,
        form_id="x",
        opens=TODAY - timedelta(days=10),
        closes=TODAY + timedelta(days=9),
        actor=SYSTEM,
    )
    surveys.set_targets(row.id, {VILLAGE: 20, OTHER_VILLAGE: 4}, actor=SYSTEM)
    return row.id


def stored(round_id, result, *, days_ago=1, village=VILLAGE, state="approved", key="token:1", **more):
    columns = {"family_id": uuid4(), "family_name": "Keluarga Sintetis", **more}
    return Submission.objects.create(
        instance_id=f"uuid:{uuid4()}",
        form_id="x",
        form_version="1",
        sha256="ab" * 32,
        size=1,
        actor_key=key,
        received_at=clock.now(),
        state=state,
        is_current=state != "superseded",
        round_id=round_id,
        province_code=village[:2],
        regency_code=village[:5],
        district_code=village[:8],
        village_code=village,
        result_code=result,
        visited_on=TODAY - timedelta(days=days_ago),
        **columns,
    )


def test_families_are_counted_once_by_day_village_and_result(round_id, rahmat):
    stored(round_id, "selesai")
    stored(round_id, "selesai", state="accepted", days_ago=3)
    stored(round_id, "menolak", village=OTHER_VILLAGE)
    stored(round_id, "selesai", state="superseded")
    found = surveys.fieldwork(round_id, actor=rahmat)
    assert (found.target, found.total.received, found.total.approved) == (24, 3, 2)
    assert found.total.results == {"menolak": 1, "selesai": 2}
    assert {one.village_code: one.tally.received for one in found.villages} == {VILLAGE: 2, OTHER_VILLAGE: 1}
    by_day = {one.day: (one.received, one.until) for one in found.days}
    assert by_day[TODAY - timedelta(days=3)] == (1, 1)
    assert by_day[TODAY - timedelta(days=1)] == (2, 3)
    assert (found.days[0].day, found.days[-1].day) == (TODAY - timedelta(days=10), TODAY)


def test_who_is_behind_an_even_pace_is_told(round_id, rahmat):
    """Ten of twenty days are over: ten of twenty families, two of four."""
    for _ in range(7):
        stored(round_id, "selesai")
    stored(round_id, "selesai", village=OTHER_VILLAGE)
    found = surveys.fieldwork(round_id, actor=rahmat)
    assert [(one.expected, one.behind) for one in found.villages] == [(10, True), (2, True)]
    stored(round_id, "selesai")
    stored(round_id, "selesai", village=OTHER_VILLAGE)
    again = surveys.fieldwork(round_id, actor=rahmat)
    assert [one.behind for one in again.villages] == [False, False]


def test_nobody_met_counts_only_after_visits_on_three_days(round_id, rahmat):
    family = uuid4()
    for days_ago in (5, 4, 4):
        stored(round_id, "tidak_ditemukan", days_ago=days_ago, state="superseded", family_id=family)
    last = stored(round_id, "tidak_ada_responden", days_ago=4, state="accepted", family_id=family)
    assert surveys.fieldwork(round_id, actor=rahmat).total.again == 1
    Submission.objects.filter(pk=last.pk).update(visited_on=TODAY - timedelta(days=2))
    assert surveys.fieldwork(round_id, actor=rahmat).total.again == 0


def test_results_and_kader_are_for_those_who_give_tasks(round_id, rahmat):
    stored(round_id, "menolak")
    board = access.Actor.over("user:9", "Tim", frozenset({"tpk2d"}), (REGENCY,))
    found = surveys.fieldwork(round_id, actor=board)
    assert (found.total.received, found.total.results) == (1, {})
    assert all(one.tally.results == {} for one in found.villages)
    with pytest.raises(access.NotAllowed):
        surveys.kader_fieldwork(round_id, actor=board)
    with pytest.raises(access.NotAllowed):
        surveys.fieldwork(round_id, "15.01", actor=rahmat)
    far = access.Actor.over("user:8", "Jauh", frozenset({"supervisor"}), ("15.01",))
    nothing = surveys.fieldwork(round_id, actor=far)
    assert (nothing.total.received, nothing.villages, nothing.days) == (0, (), ())
    assert surveys.kader_fieldwork(round_id, actor=far) == ()


def test_a_card_of_nobody_is_known_by_what_it_is_called(round_id, rahmat):
    stored(round_id, "selesai", key="token:7", actor_name="Kader Hulu (sintetis)")
    stored(round_id, "selesai", key="token:8", actor_name="Kader Muara (sintetis)")
    found = surveys.kader_fieldwork(round_id, actor=rahmat)
    assert [(one.name, one.person_id, one.tally.received) for one in found] == [
        ("Kader Hulu (sintetis)", None, 1),
        ("Kader Muara (sintetis)", None, 1),
    ]


def test_what_a_kader_did_is_counted_by_visit_not_by_version(round_id, rahmat):
    root = access.ensure_account(
        username="r", password="pw", full_name="R", roles=["administrator"], areas=[""]
    )
    person = access.add_person("Siti Sintetis", area=REGENCY, actor=root).id
    key = f"person:{person}"
    stored(round_id, "selesai", key=key, days_ago=2)
    old = stored(round_id, "selesai", key=key, days_ago=2, state="superseded")
    stored(round_id, "selesai", key=key, days_ago=0, previous=old)
    stored(round_id, "tidak_ditemukan", key=key, days_ago=1, state="superseded")
    stored(round_id, "selesai", key=key, village="15.01.01.2001")
    found = surveys.kader_recap(round_id, person, actor=rahmat)
    assert found.name == "Siti Sintetis"
    assert [(one.day, one.results, one.approved) for one in found.days] == [
        (TODAY - timedelta(days=2), {"selesai": 2}, 2),
        (TODAY - timedelta(days=1), {"tidak_ditemukan": 1}, 0),
    ]
    part = surveys.kader_recap(round_id, person, actor=rahmat, first=TODAY - timedelta(days=1))
    assert sum(one.visits for one in part.days) == 1
    listed = {one.name: one for one in surveys.kader_fieldwork(round_id, actor=rahmat)}
    assert (listed["Siti Sintetis"].tally.received, listed["Siti Sintetis"].last_day) == (2, TODAY)
    far = access.Actor.over("user:8", "Jauh", frozenset({"supervisor"}), ("63.71",))
    with pytest.raises(surveys.UnknownKader):
        surveys.kader_recap(round_id, person, actor=far)


def test_who_answered_and_who_heard_it_is_kept_and_filled_for_older_visits(round_id, rahmat):
    """Columns of older visits come from their answers; what is erased or says nothing is not looked at again."""
    row = stored(round_id, "selesai")
    content = Content(submission_id=row.pk)
    answers = {"responden": "pasangan", "ada_orang_lain": "ya"}
    parts.write(content, body=b"x", answers=zlib.compress(orjson.dumps(answers)))
    content.save()
    silent = stored(round_id, "selesai")
    waits = stored(round_id, "selesai", state="received")
    assert surveys.fill_settings() == 2
    assert surveys.fill_settings() == 0
    told = dict(Submission.objects.values_list("pk", "respondent"))
    assert (told[row.pk], told[silent.pk], told[waits.pk]) == ("pasangan", "", None)
    [found] = surveys.interview_settings(round_id, actor=rahmat)
    assert found.interviews == 3
    assert (found.respondents, found.others) == ({"pasangan": 1, "": 2}, {"ya": 1, "": 2})
