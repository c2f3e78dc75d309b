"""Holds are placed and lifted, each by a letter."""

from datetime import date
from typing import Final
from uuid import UUID

from bahtera.access.api import Actor, NotAllowed, check_may, zone_of
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.privacy.errors import HoldRefused
from bahtera.privacy.models import LegalHold
from bahtera.privacy.queries import holds as queries

_LONGEST_LETTER: Final = 120
_LONGEST_WORDS: Final = 500


def place_hold(
    *,
    kind: str,
    actor: Actor,
    letter: str,
    ordered_by: str,
    reason: str,
    subject_id: UUID | None = None,
    area: str = "",
    holds_from: date | None = None,
    holds_until: date | None = None,
) -> UUID:
    """Order that something is not destroyed, from now on; without a last day until it is lifted.

    ``kind`` is ``area`` with an area, or one of ``holdable_kinds`` with the id of the subject. ``holds_from`` is
    the first day the letter names. What is destroyed at this moment is waited for.

    Raises NotAllowed, HoldRefused.
    """
    where = _where(kind, subject_id, area, actor)
    number, who, why = _line(letter, _LONGEST_LETTER), _line(ordered_by), _line(reason)
    if not number:
        raise HoldRefused.letter_missing()
    if not who or not why:
        raise HoldRefused.reason_missing()
    today = clock.today(zone_of(where))
    first = holds_from or today
    if holds_until is not None and (holds_until < first or holds_until < today):
        raise HoldRefused.wrong_days()
    with durable():
        queries.guard_holds()
        row = LegalHold.objects.create(
            kind=kind,
            subject_id=subject_id if kind != queries.AREA else None,
            area_code=where,
            letter=number,
            ordered_by=who,
            reason=why,
            holds_from=first,
            holds_until=holds_until,
            placed_at=clock.now(),
            placed_by=actor.key,
        )
        audit.record(
            "privacy.hold_placed",
            actor=actor.key,
            subject=f"hold:{row.pk}",
            about=[f"{kind}:{subject_id}"] if row.subject_id else [],
            details={"kind": kind, "area": where, "until": holds_until},
        )
    return row.pk


def lift_hold(hold_id: UUID, *, letter: str, actor: Actor) -> None:
    """Let retention touch it again, as a letter says. Raises NotAllowed, NoSuchRecord, HoldRefused."""
    number = _line(letter, _LONGEST_LETTER)
    if not number:
        raise HoldRefused.letter_missing()
    with durable():
        queries.guard_holds()
        row = queries.find(hold_id, actor=actor)
        if row.lifted_at is not None:
            raise HoldRefused.lifted_already()
        row.lifted_at, row.lifted_by, row.lifted_letter = clock.now(), actor.key, number
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_letter"])
        audit.record(
            "privacy.hold_lifted",
            actor=actor.key,
            subject=f"hold:{row.pk}",
            about=[f"{row.kind}:{row.subject_id}"] if row.subject_id else [],
            details={"kind": row.kind, "area": row.area_code},
        )


def _where(kind: str, subject_id: UUID | None, area: str, actor: Actor) -> str:
    """Return where the subject lies; a foreign one is told from none that exists by nothing."""
    check_may(actor, "privacy.manage")
    if kind == queries.AREA:
        if area and not areas.exists(area):
            raise HoldRefused.unknown_subject()
        check_may(actor, "privacy.manage", area=area)
        return area
    found = queries.find_holdable(kind, subject_id) if subject_id is not None else None
    if found is None:
        raise HoldRefused.unknown_subject()
    try:
        check_may(actor, "privacy.manage", area=found.area)
    except NotAllowed as error:
        raise HoldRefused.unknown_subject() from error
    return found.area


def _line(text: str, most: int = _LONGEST_WORDS) -> str:
    return " ".join(text.split())[:most]
