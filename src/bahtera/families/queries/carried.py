"""What phones carry of families: where each lives, and what a visit begins with. No numbers of people or cards."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet

from bahtera.families.models import FamilyState, MemberState

_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class FamilyPlace:
    """Where a family lives, and its head."""

    family_id: UUID
    village_code: str
    rw: str
    rt: str
    head_name: str


@dataclass(frozen=True, slots=True)
class CarriedMember:
    """Somebody of the family, as the form asks."""

    member_id: UUID
    name: str
    sex: str
    birth_date: date | None
    birth_date_estimated: bool
    relation: str


@dataclass(frozen=True, slots=True)
class CarriedFamily:
    """A family as it is known now, with those who live there."""

    place: FamilyPlace
    dusun: str
    address: str
    members: tuple[CarriedMember, ...]


def places_in(village_codes: Iterable[str]) -> list[FamilyPlace]:
    """Return where the families of some villages live, by village and id."""
    rows = (
        _present().filter(village_code__in=sorted(set(village_codes))).order_by("village_code", "family_id")
    )
    return [
        FamilyPlace(*row) for row in rows.values_list("family_id", "village_code", "rw", "rt", "head_name")
    ]


def count_families(village_codes: Iterable[str]) -> dict[str, int]:
    """Return how many families live in each of some villages now; a village without any is absent."""
    wanted, found = sorted(set(village_codes)), dict[str, int]()
    for start in range(0, len(wanted), _MOST):
        rows = _present().filter(village_code__in=wanted[start : start + _MOST]).values_list("village_code")
        found |= dict(rows.annotate(count=Count("pk")).order_by("village_code"))
    return found


def living_places(family_ids: Collection[UUID]) -> list[FamilyPlace]:
    """Return where some families live now, by id; those that moved away or ended are not among them."""
    rows = _present().filter(family_id__in=sorted(set(family_ids))).order_by("family_id")
    return [
        FamilyPlace(*row) for row in rows.values_list("family_id", "village_code", "rw", "rt", "head_name")
    ]


def villages_ever(family_ids: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Return the villages in which some families live or ever lived, in pairs with their ids."""
    rows = FamilyState.objects.filter(family_id__in=sorted(set(family_ids))).exclude(village_code="")
    return set(rows.order_by("family_id").values_list("family_id", "village_code"))


def carried_families(family_ids: Collection[UUID]) -> dict[UUID, CarriedFamily]:
    """Return families that live in a village now, by id, with their living members."""
    wanted = sorted(set(family_ids))
    found: dict[UUID, CarriedFamily] = {}
    for start in range(0, len(wanted), _MOST):
        found |= _carried(wanted[start : start + _MOST])
    return found


def _carried(family_ids: Sequence[UUID]) -> dict[UUID, CarriedFamily]:
    members: dict[UUID, list[CarriedMember]] = {}
    rows = MemberState.objects.filter(family_id__in=family_ids, valid_to__isnull=True, status="present")
    columns = ("family_id", "member_id", "name", "sex", "birth_date", "birth_date_estimated", "relation")
    for family_id, *told in rows.order_by("family_id", "member_id").values_list(*columns):
        members.setdefault(family_id, []).append(CarriedMember(*told))
    states = _present().filter(family_id__in=family_ids).defer("no_kk", "no_kk_digest")
    return {
        state.family_id: CarriedFamily(
            FamilyPlace(state.family_id, state.village_code, state.rw, state.rt, state.head_name),
            state.dusun,
            state.address,
            tuple(members.get(state.family_id, ())),
        )
        for state in states.order_by("family_id")
    }


def _present() -> QuerySet[FamilyState]:
    return FamilyState.objects.filter(valid_to__isnull=True, status="present")
