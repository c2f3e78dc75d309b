"""Declared packets out of definitions/referrals: read, and checked against what each kind of unit may see."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import yaml

from bahtera.foundation.shipped import definitions
from bahtera.referrals.errors import BadPackets
from bahtera.referrals.values import Ceiling, Declared, Field, Level, Packets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KINDS_OF_FIELD: Final = frozenset(
    {"code", "codes", "area", "line", "words", "date", "number", "nik", "phone"}
)
BEFORE_ACCEPTANCE: Final = Level.L2
"""The highest level that a receiver sees before it has accepted."""
_TEXTS: Final = frozenset({"line", "words"})


@cache
def packets() -> Packets:
    """Return the declared packets; raises BadPackets for a file that would let out what it must not."""
    text = (definitions("referrals") / "packets.yaml").read_text(encoding="utf-8")
    return read_packets(yaml.safe_load(text))


def read_packets(told: Mapping[str, Any]) -> Packets:
    """Return packets as a file declares them; raises BadPackets with the first fault."""
    fields = _by([_field(one) for one in told["fields"]], "id")
    ceilings = _by([_ceiling(one) for one in told["kinds"]], "kind")
    services = {one["id"]: MappingProxyType(dict(one["label"])) for one in told["services"]}
    declared = tuple(_declared(one) for one in told["packets"])
    for one in fields.values():
        if one.beside and one.beside not in fields:
            raise BadPackets(one.id, "leaves beside a field that is not declared")
    seen: set[tuple[str, str]] = set()
    for one_packet in declared:
        _check(one_packet, fields, ceilings)
        for service in one_packet.services or {""}:
            for kind in one_packet.kinds:
                if (service, kind) in seen:
                    raise BadPackets(
                        one_packet.id, f"is a second packet for {service or 'others'} and {kind}"
                    )
                seen.add((service, kind))
    return Packets(
        str(told["version"]),
        MappingProxyType(fields),
        MappingProxyType(ceilings),
        MappingProxyType(services),
        declared,
    )


def _by(found: Iterable[Any], key: str) -> dict[str, Any]:
    by: dict[str, Any] = {}
    for one in found:
        name = getattr(one, key)
        if name in by:
            raise BadPackets(name, "is declared twice")
        by[name] = one
    return by


def _field(told: Mapping[str, Any]) -> Field:
    name = str(told["id"])
    if told["kind"] not in KINDS_OF_FIELD or told["level"] not in list(Level):
        raise BadPackets(name, "has a kind or level that is not one of ours")
    if not (told.get("label", {}).get("id") and told["label"].get("en")):
        raise BadPackets(name, "is not named in both languages")
    if (told["kind"] in _TEXTS) != bool(told.get("longest")):
        raise BadPackets(name, "says how long it may be, or is no text")
    return Field(
        name,
        Level(told["level"]),
        told["kind"],
        MappingProxyType(dict(told["label"])),
        int(told.get("longest", 0)),
        str(told.get("beside", "")),
    )


def _ceiling(told: Mapping[str, Any]) -> Ceiling:
    if told["highest"] not in list(Level) or told["highest"] == Level.L5:
        raise BadPackets(str(told["kind"]), "sees at most L4: notes never travel with a referral")
    return Ceiling(str(told["kind"]), Level(told["highest"]), bool(told["words"]))


def _declared(told: Mapping[str, Any]) -> Declared:
    return Declared(
        str(told["id"]),
        frozenset(told["services"]),
        tuple(told["kinds"]),
        tuple(told["needs"]),
        tuple(told["may"]),
        frozenset(told["before"]),
    )


def _check(one: Declared, fields: Mapping[str, Field], ceilings: Mapping[str, Ceiling]) -> None:
    named = [*one.needs, *one.may]
    if len(set(named)) != len(named) or not set(named) <= set(fields):
        raise BadPackets(one.id, "names a field twice, or one that is not declared")
    if not one.before <= set(named):
        raise BadPackets(one.id, "shows a field early that it does not send")
    if any(fields[name].level > BEFORE_ACCEPTANCE for name in one.before):
        raise BadPackets(one.id, f"shows more than {BEFORE_ACCEPTANCE} before it is accepted")
    for kind in one.kinds:
        ceiling = ceilings.get(kind)
        if ceiling is None:
            raise BadPackets(one.id, f"is for {kind}, which receives no referral")
        for name in one.needs:
            if not within(fields[name], ceiling):
                raise BadPackets(one.id, f"needs {name}, which {kind} may not see")


def within(one: Field, ceiling: Ceiling) -> bool:
    """Tell whether units of a kind may see a field."""
    return one.level <= ceiling.highest and (ceiling.words or one.kind != "words")
