"""Who lives in one house, which families are on their way, and who has a KKI."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count, Q

from bahtera.access import api as access
from bahtera.families.models import KKI_PURPOSE, FamilyMove, FamilyState, HouseholdStay, MemberState
from bahtera.families.queries.merged import same_families
from bahtera.families.queries.register.scope import MOVE
from bahtera.families.rules.numbers import usable_kki
from bahtera.families.values.register import HouseRow, MoveRow, MoveState
from bahtera.foundation import sealing


def house_of(family_id: UUID) -> HouseRow | None:
    """Return the house a family shares, with the families that live in it now; None when it lives by itself."""
    stays = HouseholdStay.objects.filter(valid_to__isnull=True)
    stay = stays.filter(family_id=family_id).order_by("pk").first()
    if stay is None:
        return None
    rows = stays.filter(household_id=stay.household_id).order_by("valid_from", "pk")
    return HouseRow(stay.household_id, tuple(rows.values_list("family_id", flat=True)))


def houses_in(village_code: str) -> Mapping[UUID, UUID]:
    """Return the house of each family of a village that shares one."""
    here = FamilyState.objects.filter(valid_to__isnull=True, status="present", village_code=village_code)
    stays = HouseholdStay.objects.filter(valid_to__isnull=True, family_id__in=here.values("family_id"))
    return dict(stays.order_by("pk").values_list("family_id", "household_id"))


def moves_for(actor: access.Actor, *, most: int = 200) -> list[MoveRow]:
    """Return the families that wait to be taken up where somebody decides about it, the oldest first.

    Their own household and relatives are never among them.
    """
    rows = access.narrow(FamilyMove.objects.all(), actor, MOVE, path="to_village")
    waiting = rows.filter(state=MoveState.WAITING.value).order_by("asked_at", "pk")
    kin = same_families(actor.kin) if actor.kin else frozenset()
    return _rows([one for one in waiting[: most + len(kin)] if one.family_id not in kin][:most])


def move_of(family_id: UUID) -> MoveRow | None:
    """Return the latest move of a family that agreed to be named; None when there is none."""
    rows = FamilyMove.objects.filter(family_id=family_id).order_by("-asked_at", "-pk")[:1]
    return next(iter(_rows(list(rows))), None)


def families_with_kki(kki: str) -> list[UUID]:
    """Return the families that have a KKI now, by its digest; none for what cannot tell families apart."""
    code = usable_kki(kki)
    digests = sealing.digests(code, purpose=KKI_PURPOSE) if code else ()
    rows = FamilyState.objects.filter(valid_to__isnull=True, kki_digest__in=digests).exclude(status="merged")
    return list(rows.order_by("family_id").values_list("family_id", flat=True))


def kki_of(family_id: UUID) -> str:
    """Return the KKI of a family; empty when none is known."""
    state = FamilyState.objects.filter(family_id=family_id, valid_to__isnull=True).order_by("pk").first()
    return state.kki if state else ""


def repeated_kki(village_codes: list[str]) -> list[tuple[UUID, ...]]:
    """Return the families of some villages that share a KKI with another family, group by group."""
    here = FamilyState.objects.filter(
        valid_to__isnull=True, village_code__in=village_codes, kki_digest__isnull=False
    )
    open_states = FamilyState.objects.filter(
        valid_to__isnull=True, kki_digest__in=here.order_by().values("kki_digest")
    ).exclude(status="merged")
    shared = open_states.order_by("kki_digest").values("kki_digest").annotate(n=Count("pk")).filter(n__gt=1)
    groups: dict[str, list[UUID]] = {}
    wanted = open_states.filter(kki_digest__in=[one["kki_digest"] for one in shared])
    for family_id, digest in wanted.order_by("family_id").values_list("family_id", "kki_digest"):
        groups.setdefault(str(digest), []).append(family_id)
    return [tuple(one) for one in groups.values()]


def _rows(moves: list[FamilyMove]) -> list[MoveRow]:
    ids = [one.family_id for one in moves]
    states = FamilyState.objects.filter(family_id__in=ids, valid_to__isnull=True).order_by("pk")
    heads = dict(states.values_list("family_id", "head_name"))
    present = MemberState.objects.filter(family_id__in=ids).filter(Q(valid_to__isnull=True, status="present"))
    counts = dict(present.order_by().values_list("family_id").annotate(n=Count("pk")))
    return [
        MoveRow(
            id=one.pk,
            family_id=one.family_id,
            head_name=heads.get(one.family_id, ""),
            people=counts.get(one.family_id, 0),
            from_village=one.from_village,
            to_village=one.to_village,
            moved_on=one.moved_on,
            state=MoveState(one.state),
            asked_at=one.asked_at,
        )
        for one in moves
    ]
