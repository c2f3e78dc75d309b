"""The standing rules of contact, opened; and the yes or no that every letter and notice asks for."""

from datetime import datetime, time
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from bahtera.access.api import units_behind, zone_of
from bahtera.clients.models import ContactRule
from bahtera.clients.queries.states import records_of
from bahtera.clients.rules import contact as rules
from bahtera.clients.values import SafeContact, SafeHours, Way
from bahtera.foundation.sealing import Erased
from bahtera.foundation.sealing.fields import PartKeyField, SealedPartField

_KEY: Final[PartKeyField] = ContactRule._meta.get_field("key")  # noqa: SLF001 - Django's meta API
_RULES: Final[SealedPartField] = ContactRule._meta.get_field("rules")  # noqa: SLF001


def may_contact(client_id: UUID, way: Way, at: datetime) -> bool:
    """Tell whether a client may be reached a way at an instant; no when nothing is recorded or it was taken back.

    Of several records of one person every rule must agree. Hours are of the zone of the unit that wrote them.
    """
    rows = list(ContactRule.objects.filter(client__in=records_of(client_id), standing=True).order_by("pk"))
    units = units_behind([row.unit_id for row in rows])
    answers = []
    for row in rows:
        told = opened(row)
        unit = units.get(row.unit_id)
        local = at.astimezone(ZoneInfo(zone_of(unit.area if unit else "")))
        answers.append(told is not None and rules.may_contact([told], way, local))
    return bool(answers) and all(answers)


def standing_rule(client_id: UUID) -> ContactRule | None:
    """Return what stands for one record."""
    return ContactRule.objects.filter(client_id=client_id, standing=True).order_by("pk").first()


def opened(row: ContactRule) -> SafeContact | None:
    """Return the rules of a row; None when their key was destroyed."""
    try:
        key = _KEY.open(row.key, row.pk)
    except Erased:
        return None
    return _read(orjson.loads(key.unseal(bytes(row.rules or b""), purpose=_RULES.purpose)))


def closed(row_id: UUID, told: SafeContact) -> tuple[bytes, bytes]:
    """Return a fresh wrapped key for a row and its rules closed with it."""
    key = _KEY.new(row_id)
    written = {
        "ways": sorted(told.ways),
        "hours": [[sorted(x.weekdays), x.opens.isoformat(), x.closes.isoformat()] for x in told.hours],
        "silent": told.silent,
        "password": told.password,
        "never": list(told.never),
        "note": told.note,
    }
    return key.wrapped, key.seal(orjson.dumps(written), purpose=_RULES.purpose)


def _read(told: dict[str, Any]) -> SafeContact:
    return SafeContact(
        ways=frozenset(Way(one) for one in told["ways"]),
        hours=tuple(
            SafeHours(frozenset(days), time.fromisoformat(opens), time.fromisoformat(closes))
            for days, opens, closes in told["hours"]
        ),
        silent=told["silent"],
        password=told["password"],
        never=tuple(told["never"]),
        note=told["note"],
    )
