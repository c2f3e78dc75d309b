"""A referral out of a FHIR R4 bundle that somebody else wrote: every fault with its place, or the referral."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from bahtera.referrals.errors import BadFhir, Fault
from bahtera.referrals.rules.codes import OTHER, codes
from bahtera.referrals.rules.fhir import BASE, PRIORITY, REASONS
from bahtera.referrals.values import Exchanged, State, Urgency

MOST_VALUES: Final = 400
"""Most values in a bundle, at any depth."""
MOST_DEPTH: Final = 12
MOST_TEXT: Final = 1000
"""Longest text, in characters."""
_BY_MISTAKE: Final = "berkas_salah"
_OF_STATUS: Final = {
    "draft": (State.DRAFT,),
    "requested": (State.SENT, State.DELIVERED),
    "accepted": (State.ACCEPTED,),
    "rejected": (State.DECLINED,),
    "in-progress": (State.RUNNING, State.SCHEDULED, State.MISSED),
    "on-hold": (State.RUNNING, State.SCHEDULED, State.MISSED),
    "completed": (State.DONE,),
    "cancelled": (State.WITHDRAWN,),
    "failed": (State.EXPIRED,),
    "entered-in-error": (State.WITHDRAWN,),
}
"""The ten statuses of the profile and our states for each; the first where our own is not told."""
_URGENCY: Final = {
    "stat": Urgency.AT_ONCE,
    "asap": Urgency.HOURS_6,
    "urgent": Urgency.HOURS_24,
    "routine": Urgency.ROUTINE,
}
_INSTANT: Final = re.compile(
    r"(19|2[01])\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII
)
_OPAQUE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", re.ASCII)
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,39}", re.ASCII)
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def from_fhir(bundle: object) -> Exchanged:
    """Return the referral that a bundle, as read from JSON, describes.

    Raises BadFhir, with all faults found, for another status than the profile's, a reference that leads out of the
    bundle, anything contained, a bundle that is too large, an instant without a zone, or codes that disagree.
    """
    _check_size(bundle)
    reader = _Reader()
    task, request = reader.resources(bundle)
    found = reader.read(task, request)
    if reader.faults:
        raise BadFhir(reader.faults)
    return Exchanged(**found)


def _check_size(bundle: object) -> None:
    left, waiting = MOST_VALUES, [(bundle, 0)]
    while waiting:
        value, depth = waiting.pop()
        left -= 1
        too_long = isinstance(value, str) and len(value) > MOST_TEXT
        if left < 0 or depth > MOST_DEPTH or too_long:
            raise BadFhir([Fault("Bundle", "too large")])
        if isinstance(value, dict):
            if any(not isinstance(key, str) or len(key) > MOST_TEXT for key in value):
                raise BadFhir([Fault("Bundle", "too large")])
            waiting += [(one, depth + 1) for one in value.values()]
        elif isinstance(value, list):
            waiting += [(one, depth + 1) for one in value]


class _Reader:
    """A bundle while it is read; what is wrong is noted, and reading goes on with something harmless."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.request_url = ""

    def fault(self, path: str, why: str) -> None:
        self.faults.append(Fault(path, why))

    def resources(self, bundle: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the Task and the ServiceRequest; raises BadFhir when there is not one of each and nothing else."""
        found: dict[str, dict[str, Any]] = {}
        if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
            raise BadFhir([Fault("Bundle", "is no bundle")])
        entries = bundle.get("entry")
        for place, entry in enumerate(entries if isinstance(entries, list) else []):
            path = f"Bundle.entry[{place}]"
            resource = entry.get("resource") if isinstance(entry, dict) else None
            kind = resource.get("resourceType") if isinstance(resource, dict) else None
            if kind not in {"Task", "ServiceRequest"} or kind in found or not isinstance(resource, dict):
                raise BadFhir([Fault(path, "holds one Task and one ServiceRequest, and nothing else")])
            if resource.get("contained"):
                raise BadFhir([Fault(f"{kind}.contained", "nothing contained is read")])
            found[kind] = resource
            if kind == "ServiceRequest":
                url = entry.get("fullUrl")
                self.request_url = url if isinstance(url, str) else ""
        if len(found) != len(("Task", "ServiceRequest")):
            raise BadFhir([Fault("Bundle.entry", "holds one Task and one ServiceRequest, and nothing else")])
        return found["Task"], found["ServiceRequest"]

    def read(self, task: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
        for path, resource in (("Task", task), ("ServiceRequest", request)):
            if resource.get("intent") != "order":
                self.fault(f"{path}.intent", "is no order")
        self._focus(task.get("focus"))
        state = self._state(task)
        client = self._who(task.get("for"), "Task.for", "klien")
        if client != self._who(request.get("subject"), "ServiceRequest.subject", "klien"):
            self.fault("ServiceRequest.subject", "is another than that of the Task")
        part_of = self._parent(task.get("partOf"))
        return {
            "id": self._uuid(task.get("id"), "Task.id"),
            "service": self._service(request.get("code")),
            "sender": self._who(task.get("requester"), "Task.requester", "unit"),
            "receiver": self._who(task.get("owner"), "Task.owner", "unit"),
            "client": client,
            "state": state,
            "urgency": self._urgency(task, request),
            "authored_at": self._instant(task.get("authoredOn"), "Task.authoredOn"),
            "modified_at": self._instant(task.get("lastModified"), "Task.lastModified"),
            "reason": self._reason(task, state),
            "outcome": self._outcome(task.get("output"), state),
            "appointment": self._maybe_instant(
                request.get("occurrenceDateTime"), "ServiceRequest.occurrenceDateTime"
            ),
            "due": self._due(task.get("restriction")),
            "part_of": part_of,
        }

    def _focus(self, told: object) -> None:
        reference = told.get("reference") if isinstance(told, dict) else None
        if not self.request_url or reference != self.request_url:
            self.fault("Task.focus", "leads out of the bundle")

    def _state(self, task: dict[str, Any]) -> State:
        status = task.get("status")
        states = _OF_STATUS.get(status) if isinstance(status, str) else None
        if states is None:
            self.fault("Task.status", "is none of the ten of the profile")
            return State.DRAFT
        told = _code_of(task.get("businessStatus"), "rujukan_status")
        if told and told not in states:
            self.fault("Task.businessStatus", "does not go with the status")
        return State(told) if told in states else states[0]

    def _reason(self, task: dict[str, Any], state: State) -> str:
        if task.get("status") == "entered-in-error":
            return _BY_MISTAKE
        if state not in REASONS:
            return ""
        told = _code_of(task.get("statusReason"), REASONS[state])
        if told and told not in codes(REASONS[state]):
            self.fault("Task.statusReason", "is no reason of the list")
        return told or OTHER

    def _outcome(self, told: object, state: State) -> str:
        outputs = told if isinstance(told, list) else []
        found = [
            code
            for one in outputs
            if isinstance(one, dict) and (code := _code_of(one.get("valueCodeableConcept"), "rujukan_hasil"))
        ]
        if len(found) > 1 or any(one not in codes("rujukan_hasil") for one in found):
            self.fault("Task.output", "is not one result of the list")
        if found and state is not State.DONE:
            self.fault("Task.output", "is a result of what is not done")
        return found[0] if found else ""

    def _urgency(self, task: dict[str, Any], request: dict[str, Any]) -> Urgency:
        priority = request.get("priority", task.get("priority", "routine"))
        if not isinstance(priority, str) or priority not in _URGENCY:
            self.fault("ServiceRequest.priority", "is none of routine, urgent, asap and stat")
            return Urgency.ROUTINE
        extensions = request.get("extension")
        for one in extensions if isinstance(extensions, list) else []:
            if isinstance(one, dict) and one.get("url") == f"{BASE}:rujukan_urgensi":
                told = one.get("valueCode")
                if told not in list(Urgency) or PRIORITY[Urgency(told)] != priority:
                    self.fault("ServiceRequest.extension", "does not go with the priority")
                    return Urgency.ROUTINE
                return Urgency(told)
        return _URGENCY[priority]

    def _service(self, told: object) -> str:
        code = _code_of(told, "layanan")
        if not _CODE.fullmatch(code):
            self.fault("ServiceRequest.code", f"has no code of {BASE}:layanan")
        return code

    def _who(self, told: object, path: str, what: str) -> str:
        if isinstance(told, dict) and "reference" in told:
            self.fault(path, "leads out of the bundle")
            return ""
        identifier = told.get("identifier") if isinstance(told, dict) else None
        value = identifier.get("value") if isinstance(identifier, dict) else None
        system = identifier.get("system") if isinstance(identifier, dict) else None
        if system != f"{BASE}:{what}" or not isinstance(value, str) or not _OPAQUE.fullmatch(value):
            self.fault(path, f"has no identifier of {BASE}:{what}")
            return ""
        return value

    def _parent(self, told: object) -> UUID | None:
        if told is None:
            return None
        if not isinstance(told, list) or len(told) != 1:
            self.fault("Task.partOf", "is not one referral")
            return None
        return self._uuid(self._who(told[0], "Task.partOf", "rujukan"), "Task.partOf")

    def _uuid(self, told: object, path: str) -> UUID | None:
        if isinstance(told, str) and _UUID.fullmatch(told):
            return UUID(told)
        self.fault(path, "is no UUID")
        return None

    def _due(self, told: object) -> datetime | None:
        period = told.get("period") if isinstance(told, dict) else None
        end = period.get("end") if isinstance(period, dict) else None
        return self._maybe_instant(end, "Task.restriction.period.end")

    def _maybe_instant(self, told: object, path: str) -> datetime | None:
        return None if told is None else self._instant(told, path)

    def _instant(self, told: object, path: str) -> datetime | None:
        try:
            if isinstance(told, str) and _INSTANT.fullmatch(told):
                return datetime.fromisoformat(told).astimezone(UTC)
        except ValueError:
            pass
        self.fault(path, "is no instant with its zone")
        return None


def _code_of(told: object, of: str) -> str:
    """Return the code that a concept has in one of our systems, or ""."""
    codings = told.get("coding") if isinstance(told, dict) else None
    for one in codings if isinstance(codings, list) else []:
        if isinstance(one, dict) and one.get("system") == f"{BASE}:{of}":
            code = one.get("code")
            return code if isinstance(code, str) else ""
    return ""


STATUSES: Final = frozenset(_OF_STATUS)
