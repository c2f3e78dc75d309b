"""From visits that arrive to questions that people answer."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.fakes.fieldwork import registered, stored, work
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.access.models import KaderToken, Person
from bahtera.areas import api as areas
from bahtera.checks import api as checks
from bahtera.checks.models import ChangedVillage, Flag, VisitTraits
from bahtera.foundation import clock
from bahtera.foundation.events import Event
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Content, Submission

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
SUPERVISOR = Actor.over("user:1", "Bu Chelsea", frozenset({"supervisor"}), ("63",))
STATISTICIAN = Actor.over("user:2", "Pak Bob", frozenset({"statistician"}), ("63",))
ELSEWHERE = Actor.over("user:3", "Pak Dedi", frozenset({"supervisor"}), ("62",))
KADER = Actor.over("token:0001", "Siti", frozenset({"kader"}), ("63",))


@pytest.fixture(autouse=True)
def _now():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def fieldwork(db):
    """Two villages, six kader of a dozen families; some have faults."""
    visits, _ = work(2, 6, 12, seed=3)
    add_places({code: f"Desa Sintetis {code[-1]}" for code in {one.village_code for one in visits}})
    row = surveys.create_round(
        name="Contoh sintetis", year=2026, form_id="kunjungan_keluarga", opens=date(2026, 1, 1), actor=SYSTEM
    )
    return row.id, visits


def arrived(round_id, visits):
    checks.on_visits_changed(stored(round_id, visits))


def told(round_id):
    """Return the open questions without ids and instants."""
    rows = Flag.objects.filter(round_id=round_id, state="open")
    return sorted(rows.values_list("check_id", "key", "value", "threshold", "village_code"))


def a_flag(check_id="short_interview", **fields):
    return Flag.objects.create(
        **{
            "round_id": 1,
            "check_id": check_id,
            "check_hash": "a" * 64,
            "severity": "high",
            "key": str(uuid4()),
            "province_code": "63",
            "regency_code": "63.10",
            "district_code": "63.10.01",
            "village_code": "63.10.01.2001",
            "value": 2.0,
            "threshold": 8.0,
            "state": "open",
            "first_seen": NOW,
            **fields,
        }
    )


def test_nights_that_look_at_what_changed_tell_what_a_full_run_tells(fieldwork):
    round_id, visits = fieldwork
    late = [one for one in visits if one.village_code == visits[-1].village_code][-15:]
    early = [one for one in visits if one not in late]
    registered(early)
    arrived(round_id, early)
    first = checks.run_round(round_id)
    assert (first.visits, first.villages) == (len(early), 2)
    arrived(round_id, late)
    registered(late)
    second = checks.run_round(round_id)
    assert second.villages == 1
    step_by_step = told(round_id)
    assert {one[0] for one in step_by_step} >= {
        "short_interview",
        "near_copy",
        "one_point",
        "likely_duplicate",
    }
    Flag.objects.all().delete()
    VisitTraits.objects.all().delete()
    full = checks.run_round(round_id, full=True)
    assert (full.villages, full.opened) == (2, len(step_by_step))
    assert told(round_id) == step_by_step
    again = checks.run_round(round_id)
    assert (again.villages, again.opened, again.passed) == (0, 0, 0)


def test_a_visit_is_asked_about_when_it_arrives_and_once(fieldwork):
    round_id, visits = fieldwork
    hasty = [replace(visits[0], ended_at=visits[0].started_at + timedelta(minutes=2))]
    batch = stored(round_id, hasty)
    checks.on_visits_changed(batch)
    checks.on_visits_changed(batch)
    (flag,) = Flag.objects.filter(check_id="short_interview")
    assert (flag.state, flag.value, flag.submission_id) == ("open", 2.0, hasty[0].id)
    assert ChangedVillage.objects.get().changes == 2
    assert Submission.objects.get(pk=hasty[0].id).holds.count() == 1


def test_mending_an_answer_quickly_is_no_hasty_interview(fieldwork):
    round_id, visits = fieldwork
    hasty = replace(visits[0], ended_at=visits[0].started_at + timedelta(minutes=2))
    batch = stored(round_id, [visits[1], hasty])
    Submission.objects.filter(pk=hasty.id).update(previous_id=visits[1].id)
    checks.on_visits_changed(batch)
    assert not Flag.objects.filter(check_id="short_interview").exists()


def test_what_no_longer_counts_is_no_longer_asked_about(fieldwork):
    round_id, visits = fieldwork
    hasty = [replace(visits[0], ended_at=visits[0].started_at + timedelta(minutes=2))]
    batch = stored(round_id, hasty)
    checks.on_visits_changed(batch)
    Submission.objects.filter(pk=hasty[0].id).update(is_current=False, state="superseded")
    checks.on_visits_changed(batch)
    assert Flag.objects.get().state == "passed"
    Submission.objects.filter(pk=hasty[0].id).update(is_current=True, state="accepted")
    checks.run_round(round_id)
    assert Flag.objects.get().state == "open"
    Submission.objects.filter(pk=hasty[0].id).update(is_current=False, state="superseded")
    checks.run_round(round_id)
    assert not VisitTraits.objects.exists()


def test_erasing_takes_the_traits_along(fieldwork):
    round_id, visits = fieldwork
    checks.on_visits_changed(stored(round_id, visits[:2]))
    flag = a_flag("impossible_roster", submission_id=visits[0].id, facts={"doubts": [["two_heads", 0]]})
    checks.on_visit_erased([Event("surveys.erased", str(visits[0].id), {})])
    flag.refresh_from_db()
    assert flag.facts == {}
    assert [one.submission_id for one in VisitTraits.objects.all()] == [visits[1].id]


def test_traits_are_closed_on_disk(fieldwork):
    round_id, visits = fieldwork
    checks.on_visits_changed(stored(round_id, visits[:1]))
    raw = VisitTraits.objects.extra(select={"raw": "traits"}).values_list("raw", flat=True)[0]
    assert bytes(raw)[:1] == b"\x01"


def test_a_person_answers_in_words_and_once_at_a_time(db):
    flag = a_flag()
    for state, note, error in (
        ("explained", " ", checks.NoNote),
        ("fraud", "Ditulis di kertas dulu", checks.UnknownAnswer),
    ):
        with pytest.raises(error):
            checks.answer(flag.pk, state=state, note=note, revision=1, actor=SUPERVISOR)
    checks.answer(flag.pk, state="explained", note="Ditulis di kertas dulu", revision=1, actor=SUPERVISOR)
    with pytest.raises(checks.StaleFlag):
        checks.answer(flag.pk, state="confirmed", note="Tidak", revision=1, actor=SUPERVISOR)
    row = checks.get_flag(flag.pk, actor=SUPERVISOR)
    assert (row.state, row.note, row.answered_name) == ("explained", "Ditulis di kertas dulu", "Bu Chelsea")
    with pytest.raises(NotAllowed):
        checks.answer(flag.pk, state="explained", note="Ya", revision=2, actor=STATISTICIAN)


def test_an_answer_stays_when_the_question_is_found_again(fieldwork):
    round_id, visits = fieldwork
    hasty = [replace(visits[0], ended_at=visits[0].started_at + timedelta(minutes=2))]
    arrived(round_id, hasty)
    flag = Flag.objects.get()
    checks.answer(flag.pk, state="explained", note="Dari kertas", revision=1, actor=SUPERVISOR)
    checks.run_round(round_id, full=True)
    assert checks.get_flag(flag.pk, actor=SUPERVISOR).state == "explained"


def test_who_may_know_of_a_question(db):
    flag = a_flag()
    across = a_flag("likely_duplicate", other_village="62.01.01.2001")
    assert checks.get_flag(flag.pk, actor=STATISTICIAN).id == flag.pk
    for actor, hidden in ((ELSEWHERE, flag), (SUPERVISOR, across)):
        with pytest.raises(checks.UnknownFlag):
            checks.get_flag(hidden.pk, actor=actor)
    country = replace(SUPERVISOR, grants=Actor.over("x", "x", frozenset({"supervisor"}), ("",)).grants)
    assert checks.get_flag(across.pk, actor=country).other_village == "62.01.01.2001"
    with pytest.raises(NotAllowed):
        checks.list_flags(1, actor=KADER)
    own = UUID(int=7)
    about_kin = a_flag("near_copy", other_family_id=own)
    kin = replace(SUPERVISOR, kin=frozenset({own}))
    with pytest.raises(checks.UnknownFlag):
        checks.get_flag(about_kin.pk, actor=kin)
    assert {one.id for one in checks.list_flags(1, actor=kin).items} == {flag.pk}


def test_the_overview_counts_by_check_and_day(db):
    a_flag(actor_key="token:1")
    a_flag("near_copy", first_seen=NOW - timedelta(days=2), actor_key="token:1")
    a_flag(
        "near_copy", first_seen=NOW - timedelta(days=2), state="explained", ended_at=NOW - timedelta(days=1)
    )
    seen = checks.overview(1, actor=SUPERVISOR, zone="Asia/Makassar")
    assert {check: dict(counts) for check, counts in seen.by_check.items()} == {
        "short_interview": {"open": 1},
        "near_copy": {"open": 1, "explained": 1},
    }
    assert [(one.day.day, one.new, one.open) for one in seen.trend] == [(18, 2, 2), (19, 0, 1), (20, 1, 2)]
    assert seen.by_kader == {"token:1": 2}
    assert checks.overview(1, actor=ELSEWHERE, zone="Asia/Makassar").by_check == {}


def test_content_that_was_erased_gives_no_traits(fieldwork):
    round_id, visits = fieldwork
    batch = stored(round_id, visits[:1])
    Content.objects.update(key=b"", answers=None)
    checks.on_visits_changed(batch)
    assert not VisitTraits.objects.exists()


def test_an_imported_boundary_decides_where_there_is_one(fieldwork, tmp_path):
    round_id, visits = fieldwork
    arrived(round_id, visits)
    code = visits[0].village_code
    points = [one.answers["lokasi"].split()[:2] for one in visits if one.village_code == code]
    norths, easts = ([float(point[at]) for point in points] for at in (0, 1))
    edge = sorted(norths)[-3] - 0.02  # some two kilometres south of the northernmost homes
    ring = [[min(easts) - 1, edge], [max(easts) + 1, edge], [max(easts) + 1, -9], [min(easts) - 1, -9]]
    feature = {
        "type": "Feature",
        "properties": {"kode": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    checks.run_round(round_id)
    assert not Flag.objects.filter(check_id="outside_village").exists()
    file = tmp_path / "batas.json"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    areas.import_boundaries(file, areas.FileNotes("Uji"), actor_key="system")
    checks.run_round(round_id)
    asked = Flag.objects.filter(check_id="outside_village", state="open")
    assert len(asked) >= 3
    assert {(one.village_code, one.facts["source"]) for one in asked} == {(code, "Uji")}
    assert min(one.value for one in asked) > 500
    told = Flag.objects.filter(check_id="far_from_village", state="open")
    assert code not in set(told.values_list("village_code", flat=True))


def test_a_kader_with_two_cards_is_one_kader(fieldwork):
    round_id, visits = fieldwork
    person = Person.objects.create(name="Siti", area_code="63.10", created_at=NOW)
    cards = [
        KaderToken.objects.create(
            name=f"Kartu {at}",
            secret_sha256=str(at) * 64,
            person=person,
            areas=["63.10"],
            issued_at=NOW,
            issued_by="x",
        )
        for at in (1, 2)
    ]
    everything = [replace(one, kader=f"token:{cards[0].pk}") for one in visits]
    arrived(round_id, everything)
    checks.run_round(round_id)
    with_one = told(round_id)
    assert "one_point" in {one[0] for one in with_one}
    for at, one in enumerate(everything):
        Submission.objects.filter(pk=one.id).update(actor_key=f"token:{cards[at % 2].pk}")
    checks.run_round(round_id, full=True)
    assert told(round_id) == with_one
    (key,) = set(Flag.objects.filter(check_id="one_point").values_list("actor_key", flat=True))
    assert key == f"person:{person.pk}"
    Flag.objects.filter(check_id="one_point").update(severity="high")
    assert {f"token:{card.pk}" for card in cards} <= checks.open_questions(round_id).kader
