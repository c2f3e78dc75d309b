"""A referral as HL7 FHIR R4: a bundle of one Task and one ServiceRequest, and back.

The Task follows the profile for referral management of HL7 Gravity SDOH Clinical Care: ten statuses (never ready or
received), our own state beside it as businessStatus. Neither name nor story travels: units and clients are opaque
identifiers. What a bundle cannot say plainly is refused, not guessed.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid5

from bahtera.referrals.rules.codes import codes
from bahtera.referrals.values import State, Urgency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bahtera.referrals.values import Exchanged

BASE: Final = "urn:bahtera"
PROFILE: Final = (
    "http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition/SDOHCC-TaskForReferralManagement"
)
TASK_CODE: Final = "http://hl7.org/fhir/CodeSystem/task-code"
OUTPUT_CODE: Final = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
STATUS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.DRAFT: "draft",
        State.SENT: "requested",
        State.DELIVERED: "requested",
        State.ACCEPTED: "accepted",
        State.DECLINED: "rejected",
        State.SCHEDULED: "in-progress",
        State.MISSED: "in-progress",
        State.RUNNING: "in-progress",
        State.DONE: "completed",
        State.WITHDRAWN: "cancelled",
        State.EXPIRED: "failed",
    }
)
"""The status of the Task for each of our states."""
PRIORITY: Final[Mapping[Urgency, str]] = MappingProxyType(
    {
        Urgency.AT_ONCE: "stat",
        Urgency.HOURS_6: "asap",
        Urgency.HOURS_24: "urgent",
        Urgency.DAYS_3: "routine",
        Urgency.ROUTINE: "routine",
    }
)
REASONS: Final[Mapping[State, str]] = MappingProxyType(
    {State.DECLINED: "rujukan_alasan_tolak", State.WITHDRAWN: "rujukan_alasan_tarik"}
)
"""The code list of the reason, for states that have one."""
REQUEST_STATUS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.DRAFT: "draft",
        State.DONE: "completed",
        State.DECLINED: "revoked",
        State.WITHDRAWN: "revoked",
        State.EXPIRED: "revoked",
    }
)


def to_fhir(one: Exchanged, *, language: str = "id") -> dict[str, Any]:
    """Return a referral as a bundle; labels in a language, codes in the systems ``urn:bahtera:...``."""
    task, request = f"urn:uuid:{one.id}", f"urn:uuid:{_request_id(one)}"
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": one.modified_at.isoformat(),
        "entry": [
            {"fullUrl": task, "resource": _task(one, request, language)},
            {"fullUrl": request, "resource": _request(one)},
        ],
    }


def _task(one: Exchanged, request: str, language: str) -> dict[str, Any]:
    task: dict[str, Any] = {
        "resourceType": "Task",
        "id": str(one.id),
        "meta": {"profile": [PROFILE]},
        "status": STATUS[one.state],
        "businessStatus": _concept("rujukan_status", one.state, language),
        "intent": "order",
        "priority": PRIORITY[one.urgency],
        "code": {"coding": [{"system": TASK_CODE, "code": "fulfill"}]},
        "focus": {"reference": request},
        "for": _who("klien", one.client),
        "authoredOn": one.authored_at.isoformat(),
        "lastModified": one.modified_at.isoformat(),
        "requester": _who("unit", one.sender),
        "owner": _who("unit", one.receiver),
    }
    if one.reason:
        task["statusReason"] = _concept(REASONS[one.state], one.reason, language)
    if one.due is not None:
        task["restriction"] = {"period": {"end": one.due.isoformat()}}
    if one.outcome:
        task["output"] = [
            {
                "type": {"coding": [{"system": OUTPUT_CODE, "code": "resulting-activity"}]},
                "valueCodeableConcept": _concept("rujukan_hasil", one.outcome, language),
            }
        ]
    if one.part_of is not None:
        task["partOf"] = [_who("rujukan", str(one.part_of))]
    return task


def _request(one: Exchanged) -> dict[str, Any]:
    request: dict[str, Any] = {
        "resourceType": "ServiceRequest",
        "id": _request_id(one),
        "extension": [{"url": f"{BASE}:rujukan_urgensi", "valueCode": str(one.urgency)}],
        "status": REQUEST_STATUS.get(one.state, "active"),
        "intent": "order",
        "priority": PRIORITY[one.urgency],
        "code": {"coding": [{"system": f"{BASE}:layanan", "code": one.service}]},
        "subject": _who("klien", one.client),
        "authoredOn": one.authored_at.isoformat(),
    }
    if one.appointment is not None:
        request["occurrenceDateTime"] = one.appointment.isoformat()
    return request


def _request_id(one: Exchanged) -> str:
    """Return the identity of the request, which the Task's own gives: the same in every export."""
    return str(uuid5(one.id, "ServiceRequest"))


def _who(what: str, value: str) -> dict[str, Any]:
    return {"identifier": {"system": f"{BASE}:{what}", "value": value}}


def _concept(of: str, code: str, language: str) -> dict[str, Any]:
    label = codes(of)[code][language]
    return {"coding": [{"system": f"{BASE}:{of}", "code": str(code), "display": label}], "text": label}
