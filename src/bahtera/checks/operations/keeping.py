"""Bringing the kept questions to what was found: new ones open, those no longer found pass, answers stay."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from bahtera.access.api import SYSTEM
from bahtera.checks.models import Flag
from bahtera.checks.rules import Definition
from bahtera.checks.values import FlagState, Found
from bahtera.surveys import api as surveys

_UNANSWERED = {FlagState.OPEN.value, FlagState.PASSED.value}
_CHUNK = 500
# Serious questions about single visits; those about kader and families hold nothing back.
HOLDING = frozenset({"short_interview", "near_copy"})
_LENGTHS = (2, 5, 8, 13)


def keep(
    definition: Definition, round_id: int, within: Q, found: Iterable[Found], *, now: datetime
) -> tuple[int, int]:
    """Make the questions of a round ``within`` some be those found; returns how many opened and how many passed.

    What a person answered stays as it is while its check does; a question that comes back after it passed is open
    again. Doing it twice changes nothing. The caller holds the transaction.
    """
    known = {
        (row.check_id, row.key): row
        for row in Flag.objects.select_for_update().filter(within, round_id=round_id).order_by("id")
    }
    new: list[Flag] = []
    opened = 0
    for one in found:
        row = known.pop((one.check_id, one.key), None)
        if row is None:
            new.append(_new(definition, round_id, one, now))
        elif row.state in _UNANSWERED:
            opened += row.state == FlagState.PASSED.value
            _refresh(definition, row, one)
    Flag.objects.bulk_create(new, batch_size=_CHUNK)
    gone = [row.pk for row in known.values() if row.state == FlagState.OPEN.value]
    _pass(gone, now)
    _hold(new)
    return opened + len(new), len(gone)


def _pass(ids: Sequence[UUID], now: datetime) -> None:
    for start in range(0, len(ids), _CHUNK):
        rows = Flag.objects.filter(pk__in=ids[start : start + _CHUNK], state=FlagState.OPEN.value)
        rows.update(state=FlagState.PASSED.value, ended_at=now)


def _new(definition: Definition, round_id: int, one: Found, now: datetime) -> Flag:
    told = _told(definition, one)
    return Flag(round_id=round_id, check_id=one.check_id, key=one.key, first_seen=now, **told)


def _refresh(definition: Definition, row: Flag, one: Found) -> None:
    told = _told(definition, one)
    if all(getattr(row, name) == value for name, value in told.items()):
        return
    for name, value in told.items():
        setattr(row, name, value)
    row.ended_at = None
    row.revision += 1
    row.save()


def _told(definition: Definition, one: Found) -> dict[str, Any]:
    """Return what an open question says, by the names of its columns."""
    check = definition.checks[one.check_id]
    province, regency, district, village = (
        one.village_code[:length] if len(one.village_code) >= length else "" for length in _LENGTHS
    )
    return {
        "check_hash": check.hash,
        "severity": check.severity,
        "province_code": province,
        "regency_code": regency,
        "district_code": district,
        "village_code": village,
        "other_village": one.other_village,
        "submission_id": one.submission_id,
        "other_id": one.other_id,
        "family_id": one.family_id,
        "other_family_id": one.other_family_id,
        "actor_key": one.actor_key,
        "other_actor": one.other_actor,
        "question": one.question,
        "value": one.value,
        "threshold": one.threshold,
        "facts": dict(one.facts),
        "state": FlagState.OPEN.value,
    }


def _hold(new: Sequence[Flag]) -> None:
    """Let visits wait that a serious question is about, so that a person looks before they are approved."""
    for row in new:
        if row.severity != "high" or row.check_id not in HOLDING:
            continue
        for submission_id in (row.submission_id, row.other_id):
            if submission_id is not None:
                # A visit that counts no more has nothing to wait for.
                with suppress(surveys.IllegalMove, surveys.UnknownSubmission):
                    surveys.hold(submission_id, surveys.HoldReason.RULE, actor=SYSTEM, about=row.check_id)
