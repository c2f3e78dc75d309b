"""Who can consent, which moves there are, when a clock runs out."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from bahtera.privacy.errors import BreachRefused, ConsentRefused, RequestRefused
from bahtera.privacy.rules import breaches, consents, requests
from bahtera.privacy.values import BreachState, Evidence, Guardian, Kind, Manner, RequestState

MOTHER = Guardian(member_id=UUID(int=1))
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
SHEET = Evidence(sha256="ab" * 32)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 22), date(2026, 11, 21), 17),
        (date(2008, 11, 22), date(2026, 11, 22), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_somebody_is_of_age_on_the_birthday(born, day, age):
    assert consents.age_on(born, day) == age
    assert consents.is_child(born, day) is (age < 18)


def test_an_unknown_age_must_be_declared():
    with pytest.raises(ConsentRefused) as caught:
        consents.is_child(None, date(2026, 1, 1))
    assert caught.value.code == "privacy.age_unknown"
    assert consents.is_child(None, date(2026, 1, 1), declared_of_age=True) is False
    assert consents.is_child(date(2015, 1, 1), date(2026, 1, 1), declared_of_age=True) is True


@pytest.mark.parametrize(
    ("child", "guardian", "code"),
    [
        (True, None, "privacy.guardian_needed"),
        (False, MOTHER, "privacy.own_consent_needed"),
        (True, Guardian(name="Ibu"), "privacy.guardian_unnamed"),
    ],
)
def test_a_child_needs_a_guardian_and_an_adult_has_none(child, guardian, code):
    with pytest.raises(ConsentRefused) as caught:
        consents.check_giver(child=child, guardian=guardian)
    assert caught.value.code == code


def test_a_child_with_a_guardian_and_an_adult_alone_may():
    consents.check_giver(child=True, guardian=MOTHER)
    consents.check_giver(child=False, guardian=None)


@pytest.mark.parametrize(
    ("manner", "evidence"),
    [
        (Manner.SIGNED, Evidence()),
        (Manner.SIGNED, Evidence(witness="Pak RT")),
        (Manner.THUMBPRINT, Evidence(sha256="xyz")),
        (Manner.SPOKEN, SHEET),
        (Manner.SPOKEN, Evidence(witness="  ")),
        (Manner.SPOKEN, Evidence(sha256="../etc", witness="Pak RT")),
    ],
)
def test_a_consent_without_proof_is_none(manner, evidence):
    with pytest.raises(ConsentRefused):
        consents.check_evidence(manner, evidence)


def test_a_guardians_consent_ends_with_childhood():
    born, day = date(2008, 11, 22), date(2026, 11, 22)
    assert consents.counts(ended=False, by_guardian=True, born=born, day=day - timedelta(1))
    assert not consents.counts(ended=False, by_guardian=True, born=born, day=day)
    assert consents.counts(ended=False, by_guardian=False, born=born, day=day)
    assert not consents.counts(ended=True, by_guardian=False, born=born, day=day)


def test_every_state_has_its_moves_and_the_ends_have_none():
    for kind in Kind:
        assert set(requests.TRANSITIONS[kind]) == set(RequestState)
    assert set(breaches.TRANSITIONS) == set(BreachState)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("to", RequestState)
def test_an_illegal_move_of_a_request_is_refused(kind, state, to):
    if to in requests.TRANSITIONS[kind][state]:
        requests.check_can_move(kind, state, to)
        return
    with pytest.raises(RequestRefused):
        requests.check_can_move(kind, state, to)


@pytest.mark.parametrize("state", BreachState)
@pytest.mark.parametrize("to", BreachState)
def test_an_illegal_move_of_a_breach_is_refused(state, to):
    if to in breaches.TRANSITIONS[state]:
        breaches.check_can_move(state, to)
        return
    with pytest.raises(BreachRefused):
        breaches.check_can_move(state, to)


def test_the_clock_is_seventy_two_hours_and_the_last_moment_is_in_time():
    due = NOW + requests.ANSWER_WITHIN
    assert due - NOW == timedelta(hours=72) == breaches.NOTIFY_WITHIN
    assert not requests.is_late(due, None, due)
    assert requests.is_late(due, None, due + timedelta(microseconds=1))
    assert not requests.is_late(due, due, due + timedelta(days=9))


def test_a_breach_is_overdue_while_any_notice_is_missing():
    after = NOW + timedelta(seconds=1)
    both = {"person": NOW, "authority": NOW}
    assert breaches.is_overdue(NOW, {"person": NOW}, after)
    assert not breaches.is_overdue(NOW, both, after)
    assert not breaches.was_late(NOW, both)
    assert breaches.was_late(NOW, {"person": after})


def test_an_instant_is_shown_in_the_zone_of_the_office():
    assert breaches.moment(NOW, "Asia/Makassar") == "22-11-2026 11.00 WITA"
    assert breaches.moment(NOW, "Asia/Jayapura") == "22-11-2026 12.00 WIT"
    with pytest.raises(BreachRefused):
        breaches.utc(datetime(2026, 1, 1))  # noqa: DTZ001 - the point


def test_braces_in_what_people_write_stay():
    assert breaches.fill("Ada {data}", {"data": "{contact}"}) == "Ada {contact}"
