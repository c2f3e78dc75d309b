"""A family moves away. Where to is kept only of one that agreed; the other village then takes it up, or does not."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.families import queries
from bahtera.families.errors import UnknownFamily
from bahtera.families.models import FamilyMove
from bahtera.families.operations.register.happening import carry_out
from bahtera.families.queries.register import scope
from bahtera.families.rules import refusing
from bahtera.families.rules.ages import is_adult
from bahtera.families.values import Place
from bahtera.families.values.register import EventRow, Kind, Manner, MoveState, Precision, Told
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

CONSENT_TEXT: Final = "1"
_LONGEST: Final = 500
_DECIDED: Final = MappingProxyType(
    {
        MoveState.ACCEPTED: "families.move_accepted",
        MoveState.DECLINED: "families.move_declined",
        MoveState.WITHDRAWN: "families.move_withdrawn",
    }
)


@dataclass(frozen=True, slots=True)
class MoveConsent:
    """That an adult of the family agreed to be named to the new village: by a signature or before a witness."""

    to_village: str
    member_id: UUID
    manner: Manner
    witness: str = ""


def move_out(
    family_id: UUID,
    *,
    on: date,
    actor: access.Actor,
    seen: str,
    precision: Precision = Precision.DAY,
    consent: MoveConsent | None = None,
    note: str = "",
) -> EventRow:
    """Record that a whole family moved away. Without a consent only that remains, and not where to.

    With one the family waits to be taken up by the village it moves to. Raises UnknownFamily, FamilyRefused, and areas'
    UnknownArea for a village that is not on the list.
    """
    with durable():
        village = scope.check_family(family_id, actor, scope.KEEP)
        family = queries.get_family(family_id)
        if family.status != "present":
            raise refusing.away_already()
        present = [one for one in family.members if one.status == "present"]
        if consent is not None:
            _check_consent(consent, village, {one.id: one.birth_date for one in present}, on)
        told = Told(
            Kind.MOVE_OUT, family_id, on, precision, member_ids=tuple(one.id for one in present), note=note
        )
        row = carry_out(told, actor_key=actor.key, seen=seen)
        if consent is not None:
            _ask(row, family_id, village, consent, actor)
        return row


def accept_move(move_id: UUID, *, actor: access.Actor, place: Place | None = None) -> EventRow:
    """Take a family up into the village it moved to; it stands on that village's list from then on.

    Raises UnknownFamily for what is not theirs to decide, FamilyRefused when it was decided or the family is elsewhere.
    """
    with durable():
        move = _waiting(move_id, actor)
        told = Told(Kind.MOVE_IN, move.family_id, max(move.moved_on, _since(move.family_id)))
        row = carry_out(told, actor_key=actor.key, place=place or Place(), village=move.to_village)
        move.arrival_id = row.id
        _decide(move, MoveState.ACCEPTED, actor)
        return row


def decline_move(move_id: UUID, *, actor: access.Actor, reason: str) -> None:
    """Say that a family does not live in the village; raises UnknownFamily, FamilyRefused without a reason."""
    if not reason.strip():
        raise refusing.reason_missing()
    with durable():
        move = _waiting(move_id, actor)
        move.reason = reason.strip()[:_LONGEST]
        _decide(move, MoveState.DECLINED, actor)


def withdraw_move(family_id: UUID, *, actor: access.Actor) -> None:
    """Take a family's name back from a village that has not answered, as the family asks. Raises UnknownFamily."""
    with durable():
        scope.check_family(family_id, actor, scope.KEEP)
        rows = FamilyMove.objects.select_for_update().filter(
            family_id=family_id, state=MoveState.WAITING.value
        )
        move = rows.order_by("pk").first()
        if move is None:
            raise UnknownFamily(family_id)
        _decide(move, MoveState.WITHDRAWN, actor)


# --- inside -----------------------------------------------------------------------------------------------


def _check_consent(consent: MoveConsent, village: str, present: dict[UUID, date | None], on: date) -> None:
    if not areas.exists(consent.to_village) or consent.to_village.count(".") != village.count("."):
        raise areas.UnknownArea(consent.to_village)
    if consent.to_village == village:
        raise refusing.same_village()
    if consent.member_id not in present:
        raise refusing.not_living_there()
    born = present[consent.member_id]
    if born is not None and not is_adult(born, on):
        raise refusing.consent_of_adult()
    if consent.manner is Manner.SPOKEN and not consent.witness.strip():
        raise refusing.witness_missing()


def _ask(row: EventRow, family_id: UUID, village: str, consent: MoveConsent, actor: access.Actor) -> None:
    move = FamilyMove.objects.create(
        family_id=family_id,
        from_village=village,
        to_village=consent.to_village,
        moved_on=row.on,
        consent_by_id=consent.member_id,
        consent_manner=consent.manner.value,
        consent_witness=consent.witness.strip()[:_LONGEST],
        consent_text=CONSENT_TEXT,
        asked_by=actor.key,
        asked_at=clock.now(),
        out_id=row.id,
    )
    _audit("families.move_asked", move, actor)


def _waiting(move_id: UUID, actor: access.Actor) -> FamilyMove:
    move = FamilyMove.objects.select_for_update().filter(pk=move_id).order_by("pk").first()
    if move is None or not access.may(actor, scope.MOVE, area=move.to_village):
        raise UnknownFamily(move_id)
    if scope.is_kin(move.family_id, actor):
        raise UnknownFamily(move_id)
    if move.state != MoveState.WAITING.value:
        raise refusing.decided_already()
    if queries.get_family(move.family_id).status != "away":
        raise refusing.decided_already()
    return move


def _since(family_id: UUID) -> date:
    return queries.get_family(family_id).valid_from


def _decide(move: FamilyMove, state: MoveState, actor: access.Actor) -> None:
    move.state, move.decided_by, move.decided_at = state.value, actor.key, clock.now()
    move.save(update_fields=["state", "decided_by", "decided_at", "reason", "arrival"])
    _audit(_DECIDED[state], move, actor)


def _audit(action: str, move: FamilyMove, actor: access.Actor) -> None:
    audit.record(
        action,
        actor=actor.key,
        subject=f"family:{move.family_id}",
        about=[f"member:{move.consent_by_id}"],
        details={"from": move.from_village, "to": move.to_village},
    )
