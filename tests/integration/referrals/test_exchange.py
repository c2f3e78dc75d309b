"""Referrals told to another system and back: nothing about the person travels, and nobody else's word counts."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.fakes.referral_world import arrived, drafted, later, stands

from bahtera.foundation.models import AuditEntry
from bahtera.referrals import api as referrals

pytestmark = pytest.mark.django_db
SOON = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def one(world, tini):
    return arrived(world, tini)


@pytest.fixture
def bundle(world, one):
    """The referral as the receiver's own system got it."""
    return json.loads(json.dumps(referrals.export_fhir(one.id, actor=world.social)))


def says(bundle, status, business="", *, at=SOON - timedelta(hours=1), **more):
    """Return what the other system tells later."""
    told = json.loads(json.dumps(bundle))
    task, request = (entry["resource"] for entry in told["entry"])
    task["status"], task["lastModified"] = status, at.isoformat()
    task.pop("businessStatus", None)
    if business:
        task["businessStatus"] = {"coding": [{"system": "urn:bahtera:rujukan_status", "code": business}]}
    if "visit" in more:
        request["occurrenceDateTime"] = more["visit"].isoformat()
    if "outcome" in more:
        concept = {"coding": [{"system": "urn:bahtera:rujukan_hasil", "code": more["outcome"]}]}
        task["output"] = [{"valueCodeableConcept": concept}]
    return told


def test_nothing_about_the_person_leaves(world, tini, bundle):
    text = json.dumps(bundle)
    for secret in ("Tini", "1505015203500001", "0812", str(tini), "Tinggal sendiri"):
        assert secret not in text


def test_two_referrals_of_one_person_cannot_be_joined_by_it(world, tini, bundle):
    other = drafted(world, tini, receiver_unit=world.far)
    told = referrals.export_fhir(other.id, actor=world.counsellor)
    who = [x["entry"][0]["resource"]["for"]["identifier"]["value"] for x in (bundle, told)]
    assert who[0] != who[1]


def test_the_receivers_system_brings_it_to_the_end(world, one, bundle):
    now = referrals.take_fhir(says(bundle, "accepted"), actor=world.social)
    assert now.state is referrals.State.ACCEPTED
    visit = says(bundle, "in-progress", "dijadwalkan", visit=SOON)
    now = referrals.take_fhir(visit, actor=world.social)
    assert now.state is referrals.State.SCHEDULED
    assert referrals.take_fhir(visit, actor=world.social) == now
    moved = says(bundle, "in-progress", "dijadwalkan", visit=SOON + timedelta(days=1))
    now = referrals.take_fhir(moved, actor=world.social)
    assert referrals.get_referral(one.id, actor=world.social).visit.at == SOON + timedelta(days=1)
    with later(timedelta(days=3)):
        done = says(bundle, "completed", outcome="terpenuhi", at=SOON + timedelta(days=3))
        now = referrals.take_fhir(done, actor=world.social)
        told = referrals.get_referral(one.id, actor=world.counsellor)
    assert (now.state, told.outcome) == (referrals.State.DONE, "terpenuhi")


@pytest.mark.parametrize("status", ["cancelled", "failed", "draft", "entered-in-error"])
def test_what_is_not_the_receivers_to_do_is_refused(world, one, bundle, status):
    with pytest.raises(referrals.IllegalMove):
        referrals.take_fhir(says(bundle, status), actor=world.social)
    assert stands(one.id) == one
    assert AuditEntry.objects.filter(action="referrals.move_refused").count() == 1


def test_a_step_that_lacks_something_takes_the_others_back(world, one, bundle):
    with pytest.raises(referrals.BadMove):
        referrals.take_fhir(says(bundle, "completed"), actor=world.social)
    assert stands(one.id) == one


def test_an_older_word_is_refused(world, bundle, one):
    with later(timedelta(hours=2)):
        referrals.accept(one.id, version=one.version, actor=world.social)
    with later(timedelta(hours=3)), pytest.raises(referrals.Moved):
        told = says(bundle, "in-progress", "dijadwalkan", visit=SOON, at=SOON - timedelta(hours=22))
        referrals.take_fhir(told, actor=world.social)


def test_only_the_receiver_is_heard(world, one, bundle):
    for actor in (world.counsellor, world.registry, world.distant):
        with pytest.raises(referrals.NoSuchReferral):
            referrals.take_fhir(says(bundle, "accepted"), actor=actor)
    assert stands(one.id) == one


def _requester(told):
    told["entry"][0]["resource"]["requester"]["identifier"]["value"] = "another"


def _client(told):
    for entry, place in zip(told["entry"], ("for", "subject"), strict=True):
        entry["resource"][place]["identifier"]["value"] = "another"


def _service(told):
    told["entry"][1]["resource"]["code"]["coding"][0]["code"] = "bantuan_sosial"


def _urgency(told):
    told["entry"][1]["resource"]["priority"] = "stat"
    del told["entry"][1]["resource"]["extension"]


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (_requester, "Task.requester"),
        (_client, "Task.for"),
        (_service, "ServiceRequest.code"),
        (_urgency, "ServiceRequest.priority"),
    ],
)
def test_what_sending_settled_is_not_changed_by_a_file(world, one, bundle, spoil, place):
    told = says(bundle, "accepted")
    spoil(told)
    with pytest.raises(referrals.BadFhir) as caught:
        referrals.take_fhir(told, actor=world.social)
    assert [fault.path for fault in caught.value.faults] == [place]
    assert stands(one.id) == one


@pytest.mark.parametrize("told", [None, [], "x", {"resourceType": "Bundle"}, {"resourceType": "Patient"}])
def test_what_is_no_referral_is_refused(world, told):
    with pytest.raises(referrals.BadFhir):
        referrals.take_fhir(told, actor=world.social)
