"""People who belong to two families by a stated rule: seen from each, and counted once."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from bahtera.families.models import MemberState, SharedMember
from bahtera.families.queries.register.scope import villages_of
from bahtera.families.values.register import SharedRow, Sharing


def shared_of(family_id: UUID) -> list[SharedRow]:
    """Return the members of a family who belong to another one too."""
    here = MemberState.objects.filter(family_id=family_id, valid_to__isnull=True).order_by("member_id")
    mine = list(here.values_list("member_id", flat=True))
    rows = SharedMember.objects.filter(Q(main__in=mine) | Q(other__in=mine), valid_to__isnull=True).exclude(
        reason=""
    )
    pairs = [
        (row.main_id, row.other_id, row) if row.main_id in mine else (row.other_id, row.main_id, row)
        for row in rows.order_by("pk")
    ]
    families = _families([other for _, other, _ in pairs])
    villages = villages_of(families.values())
    return [
        SharedRow(
            member_id=one,
            elsewhere_member_id=other,
            elsewhere_family_id=families[other],
            elsewhere_village=villages.get(families[other], ""),
            reason=Sharing(row.reason),
            is_main=row.main_id == one,
        )
        for one, other, row in pairs
        if other in families
    ]


def persons_counted(family_ids: Collection[UUID]) -> tuple[int, int]:
    """Return how many members live in some families, and how many persons they are: who is in two counts once."""
    rows = MemberState.objects.filter(family_id__in=family_ids, valid_to__isnull=True, status="present")
    members = set(rows.order_by("pk").values_list("member_id", flat=True))
    ties = SharedMember.objects.filter(other__in=members, valid_to__isnull=True).order_by("pk")
    first = dict(ties.values_list("other_id", "main_id"))
    return len(members), len({first.get(one, one) for one in members})


def _families(member_ids: Collection[UUID]) -> dict[UUID, UUID]:
    rows = MemberState.objects.filter(member_id__in=member_ids, valid_to__isnull=True).order_by("pk")
    return dict(rows.values_list("member_id", "family_id"))
