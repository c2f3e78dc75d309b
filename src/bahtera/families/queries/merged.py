"""Families that were merged are one family, whichever id somebody remembers."""

from collections.abc import Collection
from uuid import UUID

from bahtera.families.models import FamilyLink


def same_families(family_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return the ids and those of every family merged with one of them, directly or by way of others."""
    found: set[UUID] = set()
    new = set(family_ids)
    while new:
        found |= new
        links = FamilyLink.objects.filter(kind="merge").order_by("pk")
        into = links.filter(from_family__in=new).values_list("to_family_id", flat=True)
        from_ = links.filter(to_family__in=new).values_list("from_family_id", flat=True)
        new = {*into, *from_} - found
    return frozenset(found)
