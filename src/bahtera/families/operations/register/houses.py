"""Which families live in one house, and the BKKBN's code of a family: told by a person, never guessed."""

from datetime import date
from uuid import UUID

from bahtera.access import api as access
from bahtera.families.errors import UnknownFamily
from bahtera.families.models import FamilyState, Household, HouseholdStay
from bahtera.families.operations import versions
from bahtera.families.operations.register.holding import hold
from bahtera.families.operations.register.writing import end_stays
from bahtera.families.queries.register import scope
from bahtera.families.queries.register.houses import families_with_kki
from bahtera.families.queries.register.zones import today_in
from bahtera.families.rules import refusing
from bahtera.families.rules.numbers import clean_kki, usable_kki
from bahtera.foundation import audit, clock, events
from bahtera.foundation.transactions import durable


def share_house(family_id: UUID, *, with_family: UUID, on: date, actor: access.Actor) -> UUID:
    """Put a family into the house in which another one of its village lives, and return the house.

    Whoever lived elsewhere moves within the village. Raises UnknownFamily, FamilyRefused.
    """
    with durable():
        village = scope.check_family(family_id, actor, scope.KEEP)
        if family_id == with_family:
            raise refusing.with_itself()
        if scope.check_family(with_family, actor, scope.KEEP) != village:
            raise refusing.house_elsewhere()
        held = hold([family_id, with_family], [])
        if any(one.status != "present" for one in held.families.values()):
            raise refusing.away_already()
        on = min(on, today_in(village))
        house = _house_of(with_family, on, village, held.families[with_family].address, actor)
        stay = _stay(family_id)
        if stay is not None and stay.household_id == house:
            raise refusing.nothing()
        end_stays([family_id], on)
        _enter(family_id, house, on, actor)
        _audit("families.house_shared", family_id, [with_family], actor)
        return house


def leave_house(family_id: UUID, *, on: date, actor: access.Actor) -> None:
    """Record that a family lives in a house of its own again; raises UnknownFamily when it shared none."""
    with durable():
        village = scope.check_family(family_id, actor, scope.KEEP)
        hold([family_id], [])
        if _stay(family_id) is None:
            raise UnknownFamily(family_id)
        end_stays([family_id], min(on, today_in(village)))
        _audit("families.house_left", family_id, [], actor)


def set_kki(family_id: UUID, kki: str, *, actor: access.Actor) -> tuple[UUID, ...]:
    """Keep the BKKBN's code of a family, or take it out when empty; return other families that have the same.

    It is an optional key beside ours, never the key. Raises UnknownFamily, FamilyRefused for what cannot be one.
    """
    code = clean_kki(kki)
    with durable():
        village = scope.check_family(family_id, actor, scope.KEEP)
        if code and not usable_kki(code):
            raise refusing.kki_odd()
        now = hold([family_id], []).families[family_id]
        if now.kki == code:
            raise refusing.nothing()
        new = versions.successor(
            now,
            kki=code,
            valid_from=max(today_in(village), now.valid_from),
            reason="kki",
            source="office",
            actor_key=actor.key,
            recorded_at=clock.now(),
        )
        versions.save(FamilyState, versions.placed([now], new))
        _audit("families.kki_set", family_id, [], actor)
        others = families_with_kki(code) if code else []
        return tuple(one for one in others if one != family_id)


# --- inside -----------------------------------------------------------------------------------------------


def _stay(family_id: UUID) -> HouseholdStay | None:
    return HouseholdStay.objects.filter(family_id=family_id, valid_to__isnull=True).order_by("pk").first()


def _house_of(family_id: UUID, on: date, village: str, address: str, actor: access.Actor) -> UUID:
    stay = _stay(family_id)
    if stay is not None:
        return stay.household_id
    house = Household.objects.create(village_code=village, address=address, created_at=clock.now())
    _enter(family_id, house.pk, on, actor)
    return house.pk


def _enter(family_id: UUID, house: UUID, on: date, actor: access.Actor) -> None:
    HouseholdStay.objects.create(
        family_id=family_id,
        household_id=house,
        valid_from=on,
        actor_key=actor.key,
        recorded_at=clock.now(),
    )


def _audit(action: str, family_id: UUID, others: list[UUID], actor: access.Actor) -> None:
    about = [f"family:{one}" for one in others]
    audit.record(action, actor=actor.key, subject=f"family:{family_id}", about=about)
    for one in (family_id, *others):
        events.publish("families.changed", key=str(one))
