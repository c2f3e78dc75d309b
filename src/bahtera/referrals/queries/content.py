"""What is told with a referral: closed with a key of its own, opened for those who may read it."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import orjson

from bahtera.foundation.sealing import Erased
from bahtera.referrals.models import Content, Referral
from bahtera.referrals.rules.declaring import packets
from bahtera.referrals.values import Packet

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from bahtera.foundation.sealing.fields import PartKeyField, SealedPartField

_KEY: Final[PartKeyField] = Content._meta.get_field("key")  # noqa: SLF001 - Django's meta API
_TOLD: Final[SealedPartField] = Content._meta.get_field("told")  # noqa: SLF001


def close(row: Content, told: Mapping[str, object], before: Collection[str] = ()) -> None:
    """Put something into a row under a fresh key; whoever calls saves it. An older key is gone then."""
    key = _KEY.new(row.pk)
    row.key = key.wrapped
    row.told = key.seal(orjson.dumps({"told": dict(told), "before": sorted(before)}), purpose=_TOLD.purpose)


def known_of(row: Referral) -> Mapping[str, object]:
    """Return what stands with a referral, by field; nothing when its key was destroyed."""
    return _opened(_row_of(row))[0]


def packet_of(row: Referral) -> Packet:
    """Return what was sent with a referral; empty when its key was destroyed."""
    return _packet(row, _row_of(row))


def packets_of(rows: Collection[Referral]) -> dict[UUID, Packet]:
    """Return what was sent with some referrals, by their ids, with one question."""
    by_id = {row.pk: row for row in rows}
    found = Content.objects.filter(referral__in=by_id).order_by("pk")
    return {one.referral_id: _packet(by_id[one.referral_id], one) for one in found}


def _row_of(row: Referral) -> Content:
    return Content.objects.filter(referral=row).order_by("pk").get()


def _packet(row: Referral, content: Content) -> Packet:
    told, before = _opened(content)
    return Packet(
        content.packet,
        content.packet_version,
        row.service or row.own_words,
        row.receiver_kind,
        told,
        frozenset(before) & set(told),
    )


def _opened(content: Content) -> tuple[Mapping[str, object], tuple[str, ...]]:
    try:
        key = _KEY.open(content.key, content.pk)
    except Erased:
        return MappingProxyType({}), ()
    read = orjson.loads(key.unseal(bytes(content.told or b""), purpose=_TOLD.purpose))
    fields = packets().fields
    told = {
        name: _typed(fields[name].kind if name in fields else "", value)
        for name, value in read["told"].items()
    }
    return MappingProxyType(told), tuple(read["before"])


def _typed(kind: str, value: Any) -> object:
    if kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
