"""A referral as FHIR R4 and back; what others write and is no referral of ours is refused."""

import copy
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.referrals.errors import BadFhir
from bahtera.referrals.rules.codes import codes
from bahtera.referrals.rules.fhir import REASONS, STATUS, to_fhir
from bahtera.referrals.rules.fhir_reading import MOST_VALUES, STATUSES, from_fhir
from bahtera.referrals.values import Exchanged, State, Urgency

ID = UUID("0d3f6a52-8a3e-4b7c-9a51-2f1c7e9b4d10")
AT = datetime(2026, 6, 2, 3, 4, 5, tzinfo=UTC)
ONE = Exchanged(
    ID,
    "akta_kelahiran",
    "15.71-ppks-1",
    "15-dukcapil",
    "c-1",
    State.SCHEDULED,
    Urgency.DAYS_3,
    AT,
    AT + timedelta(hours=1),
    appointment=AT + timedelta(days=2),
    due=AT + timedelta(days=3),
    part_of=UUID("5b0c4f0e-3c0d-4d62-8d6c-0f4f8a1f2b3c"),
)

INSTANTS = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=9))]),
)
OPAQUE = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._:-]{0,20}\Z")


@st.composite
def referrals(draw):
    state = draw(st.sampled_from(State))
    return Exchanged(
        draw(st.uuids()),
        draw(st.from_regex(r"\A[a-z0-9][a-z0-9_]{0,20}\Z")),
        draw(OPAQUE),
        draw(OPAQUE),
        draw(OPAQUE),
        state,
        draw(st.sampled_from(Urgency)),
        draw(INSTANTS),
        draw(INSTANTS),
        reason=draw(st.sampled_from(sorted(codes(REASONS[state])))) if state in REASONS else "",
        outcome=draw(st.sampled_from(["", *codes("rujukan_hasil")])) if state is State.DONE else "",
        appointment=draw(st.none() | INSTANTS),
        due=draw(st.none() | INSTANTS),
        part_of=draw(st.none() | st.uuids()),
    )


@given(referrals(), st.sampled_from(["id", "en"]))
def test_there_and_back(one, language):
    assert from_fhir(json.loads(json.dumps(to_fhir(one, language=language)))) == one


def test_ten_statuses_and_neither_ready_nor_received():
    assert len(STATUSES) == 10
    assert not {"ready", "received"} & STATUSES
    assert set(STATUS) == set(State)
    assert set(STATUS.values()) <= STATUSES


def bundle(one=ONE):
    return copy.deepcopy(to_fhir(one))


def part(told, kind):
    return next(one["resource"] for one in told["entry"] if one["resource"]["resourceType"] == kind)


def test_what_a_bundle_says():
    task, request = part(bundle(), "Task"), part(bundle(), "ServiceRequest")
    assert task["status"] == "in-progress"
    assert task["businessStatus"]["coding"][0]["code"] == "dijadwalkan"
    assert (
        task["for"] == request["subject"] == {"identifier": {"system": "urn:bahtera:klien", "value": "c-1"}}
    )
    assert request["priority"] == "routine"
    assert request["status"] == "active"
    assert task["restriction"]["period"]["end"] == "2026-06-05T03:04:05+00:00"
    assert bundle() == bundle(), "the same in every export"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("draft", State.DRAFT),
        ("requested", State.SENT),
        ("accepted", State.ACCEPTED),
        ("rejected", State.DECLINED),
        ("in-progress", State.RUNNING),
        ("on-hold", State.RUNNING),
        ("completed", State.DONE),
        ("cancelled", State.WITHDRAWN),
        ("failed", State.EXPIRED),
        ("entered-in-error", State.WITHDRAWN),
    ],
)
def test_a_task_of_others_without_our_state(status, state):
    told = bundle()
    task, request = part(told, "Task"), part(told, "ServiceRequest")
    task["status"] = status
    del task["businessStatus"], request["extension"], task["partOf"]
    found = from_fhir(told)
    assert found.state is state
    assert found.urgency is Urgency.ROUTINE
    expected = {State.DECLINED: "lainnya", State.WITHDRAWN: "lainnya"}.get(state, "")
    assert found.reason == ("berkas_salah" if status == "entered-in-error" else expected)


@pytest.mark.parametrize(
    ("priority", "urgency"), [("stat", "segera"), ("asap", "6_jam"), ("urgent", "24_jam")]
)
def test_priorities_of_others(priority, urgency):
    told = bundle()
    request = part(told, "ServiceRequest")
    request["priority"] = priority
    del request["extension"]
    assert from_fhir(told).urgency == urgency


CODING = "urn:bahtera:"


@pytest.mark.parametrize(
    ("kind", "key", "value", "path"),
    [
        ("Task", "status", "received", "Task.status"),
        ("Task", "status", "ready", "Task.status"),
        ("Task", "status", None, "Task.status"),
        ("Task", "status", ["draft"], "Task.status"),
        ("Task", "status", "completed", "Task.businessStatus"),
        ("Task", "intent", "plan", "Task.intent"),
        ("Task", "id", "1", "Task.id"),
        ("Task", "for", {"reference": "Patient/123"}, "Task.for"),
        (
            "Task",
            "for",
            {"identifier": {"system": f"{CODING}klien", "value": "c-2"}},
            "ServiceRequest.subject",
        ),
        ("Task", "requester", {"reference": "https://elsewhere.example/Organization/1"}, "Task.requester"),
        ("Task", "owner", {"identifier": {"system": "urn:other", "value": "1"}}, "Task.owner"),
        ("Task", "owner", {"identifier": {"system": f"{CODING}unit", "value": "Sari binti A"}}, "Task.owner"),
        ("Task", "owner", None, "Task.owner"),
        ("Task", "focus", {"reference": "ServiceRequest/9"}, "Task.focus"),
        ("Task", "focus", None, "Task.focus"),
        ("Task", "partOf", [], "Task.partOf"),
        ("Task", "partOf", [{"reference": "Task/1"}], "Task.partOf"),
        ("Task", "authoredOn", "2026-06-02T10:00:00", "Task.authoredOn"),
        ("Task", "authoredOn", "2026-06-02", "Task.authoredOn"),
        ("Task", "authoredOn", "2026-02-30T10:00:00Z", "Task.authoredOn"),
        ("Task", "authoredOn", "2026-06-02T10:00:00+99:99", "Task.authoredOn"),
        ("Task", "authoredOn", 5, "Task.authoredOn"),
        ("Task", "restriction", {"period": {"end": "2026-06-02"}}, "Task.restriction.period.end"),
        ("ServiceRequest", "occurrenceDateTime", "2026-06-02", "ServiceRequest.occurrenceDateTime"),
        ("ServiceRequest", "intent", "proposal", "ServiceRequest.intent"),
        ("ServiceRequest", "priority", "soon", "ServiceRequest.priority"),
        ("ServiceRequest", "priority", "stat", "ServiceRequest.extension"),
        ("ServiceRequest", "code", {"text": "akta"}, "ServiceRequest.code"),
        (
            "Task",
            "output",
            [
                {
                    "valueCodeableConcept": {
                        "coding": [{"system": f"{CODING}rujukan_hasil", "code": "sebagian"}]
                    }
                }
            ],
            "Task.output",
        ),
    ],
)
def test_what_is_refused_and_where(kind, key, value, path):
    told = bundle()
    part(told, kind)[key] = value
    with pytest.raises(BadFhir) as refused:
        from_fhir(told)
    assert path in {one.path for one in refused.value.faults}
    assert path in str(refused.value)


def test_codes_outside_their_lists():
    told = bundle(Exchanged(**{**as_dict(ONE), "state": State.DECLINED, "reason": "kapasitas_penuh"}))
    part(told, "Task")["statusReason"]["coding"][0]["code"] = "malas"
    with pytest.raises(BadFhir, match="statusReason"):
        from_fhir(told)
    told = bundle(Exchanged(**{**as_dict(ONE), "state": State.DONE, "outcome": "terpenuhi"}))
    part(told, "Task")["output"][0]["valueCodeableConcept"]["coding"][0]["code"] = "bagus"
    with pytest.raises(BadFhir, match="output"):
        from_fhir(told)


def as_dict(one):
    return {name: getattr(one, name) for name in Exchanged.__dataclass_fields__}


def test_all_faults_are_told_at_once():
    told = bundle()
    part(told, "Task").update(status="ready", owner=None, authoredOn="x")
    with pytest.raises(BadFhir) as refused:
        from_fhir(told)
    assert [one.path for one in refused.value.faults] == ["Task.status", "Task.owner", "Task.authoredOn"]


def wide():
    told = bundle()
    part(told, "Task")["note"] = [{"text": "x"}] * MOST_VALUES
    return told


def deep():
    told = bundle()
    inner = {}
    part(told, "Task")["extension"] = inner
    for _ in range(3000):
        inner["extension"] = inner = {}
    return told


def long():
    told = bundle()
    part(told, "Task")["description"] = "a" * 1001
    return told


def long_key():
    return bundle() | {"a" * 1001: 1}


def contained():
    told = bundle()
    part(told, "Task")["contained"] = [bundle()]
    return told


def nested():
    told = bundle()
    told["entry"].append({"resource": bundle()})
    return told


def twice():
    told = bundle()
    told["entry"].append(told["entry"][0])
    return told


def with_a_patient():
    told = bundle()
    told["entry"].append({"resource": {"resourceType": "Patient", "name": [{"text": "Sari"}]}})
    return told


def half():
    told = bundle()
    del told["entry"][1]
    return told


@pytest.mark.parametrize("make", [wide, deep, long, long_key, contained, nested, twice, with_a_patient, half])
def test_what_is_too_large_or_holds_something_else(make):
    with pytest.raises(BadFhir):
        from_fhir(make())


@pytest.mark.parametrize("told", [None, [], "x", 3, {}, {"resourceType": "Task"}, {"resourceType": "Bundle"}])
def test_no_bundle(told):
    with pytest.raises(BadFhir):
        from_fhir(told)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["Task", "ServiceRequest"]), st.data(), JSON)
def test_any_value_in_any_place_is_read_or_refused(kind, data, value):
    """Only BadFhir, never another error."""
    told = bundle()
    resource = part(told, kind)
    key = data.draw(st.sampled_from(sorted(set(resource) - {"resourceType"})))
    if isinstance(resource[key], dict) and data.draw(st.booleans()):
        resource[key] = {data.draw(st.sampled_from(sorted(resource[key]))): value}
    else:
        resource[key] = value
    with suppress(BadFhir):
        assert from_fhir(told).service
