"""What visits left to be asked about families."""

from collections.abc import Collection
from uuid import UUID

from bahtera.families.models import EventProposal, MemberState, Visit
from bahtera.families.queries.register.scope import villages_of
from bahtera.families.values.register import ProposalRow, ProposalState


def proposals_for(family_ids: Collection[UUID]) -> list[ProposalRow]:
    """Return what is still to be said of families, the oldest first.

    Not of somebody missing whom the last visit met, or whose leaving an event told meanwhile.
    """
    rows = EventProposal.objects.filter(family_id__in=family_ids, state=ProposalState.OPEN.value)
    found = list(rows.order_by("made_at", "pk"))
    here = _living({one.member_id for one in found})
    villages = villages_of({one.family_id for one in found})
    met = _met_later(found)
    return [
        ProposalRow(one.pk, one.family_id, one.member_id, one.kind, one.on, villages.get(one.family_id, ""))
        for one in found
        if here.get(one.member_id) == one.family_id and not (one.kind == "missing" and one.pk in met)
    ]


def families_asked_about(village_code: str, family_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how much is to be said of each of a village's families."""
    counts: dict[UUID, int] = {}
    for one in proposals_for(family_ids):
        if one.village_code == village_code:
            counts[one.family_id] = counts.get(one.family_id, 0) + 1
    return counts


def _living(member_ids: set[UUID]) -> dict[UUID, UUID]:
    rows = MemberState.objects.filter(member_id__in=member_ids, valid_to__isnull=True, status="present")
    return dict(rows.order_by("pk").values_list("member_id", "family_id"))


def _met_later(asked: Collection[EventProposal]) -> set[UUID]:
    """Return the proposals about somebody whom the family's last visit, on a later day, met."""
    missing = [one for one in asked if one.kind == "missing"]
    visits = Visit.objects.filter(family_id__in={one.family_id for one in missing})
    rosters = [one for one in visits.order_by("visited_on", "pk") if one.members]
    last = {one.family_id: (one.visited_on, set(one.members)) for one in rosters}
    return {
        one.pk
        for one in missing
        if one.family_id in last
        and last[one.family_id][0] > one.on
        and str(one.member_id) in last[one.family_id][1]
    }
