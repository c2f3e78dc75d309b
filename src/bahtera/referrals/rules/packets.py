"""What a unit is told for the service it is asked for, what stays at home, and why.

The service asked decides, not the office: an office that does the work of three gets for a birth certificate what a
civil registry gets. What was typed into a field makes no difference: what is not declared does not leave.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from bahtera.referrals.errors import NoPacket
from bahtera.referrals.rules.declaring import packets, within
from bahtera.referrals.values import Ceiling, Declared, Field, Packet, Packets, State, Why

MOST_CODES: Final = 20
"""Most codes in one field."""
NEVER_CALL: Final = "jangan_hubungi"
"""The rule of safe contact by which a number stays at home."""
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,39}", re.ASCII)
_AREA: Final = re.compile(r"\d{2}(\.\d{2}){0,2}", re.ASCII)
_NIK: Final = re.compile(r"\d{16}", re.ASCII)
_PHONE: Final = re.compile(r"\+?[\d -]{6,20}", re.ASCII)
_MOST_NUMBER: Final = 10**12
_BEFORE: Final = frozenset({State.SENT, State.DELIVERED})
_AFTER: Final = frozenset({State.ACCEPTED, State.SCHEDULED, State.MISSED, State.RUNNING, State.DONE})


def packet(
    known: Mapping[str, object], service: str, kinds: Collection[str], *, declared: Packets | None = None
) -> Packet:
    """Return what may be sent of what is known about a client.

    ``kinds``: those of the receiving unit. A service that no packet names gets the least of all. Raises NoPacket when
    the service is not one that units of these kinds are told anything for.
    """
    told = declared or packets()
    chosen, ceiling = _chosen(told, service, kinds)
    sent: dict[str, object] = {}
    left: dict[str, Why] = {}
    for name, value in known.items():
        if value is None or value in ("", (), []):
            continue
        why = _why_not(told.fields.get(name), value, chosen, ceiling)
        if why is None:
            sent[name] = value
        else:
            left[name] = why
    for name in [one for one in sent if _would_endanger(told.fields[one], sent, left)]:
        left[name] = Why.CONTACT_RULES
        del sent[name]
    return Packet(
        chosen.id,
        told.version,
        service,
        ceiling.kind,
        MappingProxyType(sent),
        chosen.before & set(sent),
        MappingProxyType(left),
        tuple(name for name in chosen.needs if name not in sent),
    )


def seen_by_receiver(sent: Packet, state: State) -> Mapping[str, object]:
    """Return what the receiver sees: a part until it has accepted, nothing once the referral ended unserved."""
    if state in _AFTER:
        return sent.sent
    if state in _BEFORE:
        return MappingProxyType({name: sent.sent[name] for name in sorted(sent.before)})
    return MappingProxyType({})


def _chosen(told: Packets, service: str, kinds: Collection[str]) -> tuple[Declared, Ceiling]:
    """Return the packet of a service and, of the unit's kinds that it is for, the one that may see least."""
    named = [one for one in told.declared if service in one.services]
    for one in named or [one for one in told.declared if not one.services]:
        asked = [told.ceilings[kind] for kind in one.kinds if kind in kinds]
        if asked:
            return one, min(asked, key=lambda ceiling: (ceiling.highest, ceiling.words))
    raise NoPacket(service)


def _would_endanger(one: Field, sent: Mapping[str, object], left: Mapping[str, Why]) -> bool:
    """Tell whether a way to reach somebody would travel without the rules for it, or against them."""
    rules = sent.get(one.beside, ())
    return one.beside in left or (
        one.kind == "phone" and isinstance(rules, tuple | list) and NEVER_CALL in rules
    )


def _why_not(one: Field | None, value: object, chosen: Declared, ceiling: Ceiling) -> Why | None:
    if one is None:
        return Why.UNKNOWN
    if not within(one, ceiling):
        return Why.TOO_CONFIDENTIAL
    if one.id not in chosen.needs and one.id not in chosen.may:
        return Why.NOT_NEEDED
    return None if _SHAPES[one.kind](value, one) else Why.MALFORMED


def _is_code(value: object, _one: Field) -> bool:
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def _is_codes(value: object, one: Field) -> bool:
    return (
        isinstance(value, tuple | list)
        and len(value) <= MOST_CODES
        and all(_is_code(each, one) for each in value)
    )


def _matches(pattern: re.Pattern[str]) -> Callable[[object, Field], bool]:
    def shape(value: object, _one: Field) -> bool:
        return isinstance(value, str) and pattern.fullmatch(value) is not None

    return shape


def _is_line(value: object, one: Field) -> bool:
    return isinstance(value, str) and len(value) <= one.longest and value.isprintable()


def _is_words(value: object, one: Field) -> bool:
    return isinstance(value, str) and len(value) <= one.longest


def _is_date(value: object, _one: Field) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_number(value: object, _one: Field) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_NUMBER


_SHAPES: Final[Mapping[str, Callable[[object, Field], bool]]] = MappingProxyType(
    {
        "code": _is_code,
        "codes": _is_codes,
        "area": _matches(_AREA),
        "line": _is_line,
        "words": _is_words,
        "date": _is_date,
        "number": _is_number,
        "nik": _matches(_NIK),
        "phone": _matches(_PHONE),
    }
)
