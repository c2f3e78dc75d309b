"""Families that were merged are one family, whichever id somebody remembers."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from bahtera.families.models import Family, FamilyLink


def same_families(family_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return the ids and those of every family merged with one of them, directly or by way of others.

    A family that a phone had named first goes under that number too.
    """
    found: set[UUID] = set()
    new = set(family_ids)
    while new:
        found |= new
        links = FamilyLink.objects.filter(kind="merge", undone_at__isnull=True).order_by("pk")
        into = links.filter(from_family__in=new).values_list("to_family_id", flat=True)
        from_ = links.filter(to_family__in=new).values_list("from_family_id", flat=True)
        new = {*into, *from_, *_other_numbers(new)} - found
    return frozenset(found)


def _other_numbers(family_ids: Collection[UUID]) -> set[UUID]:
    """Return the numbers that phones gave to families, and the families behind such numbers."""
    rows = Family.objects.filter(Q(pk__in=family_ids) | Q(client_id__in=family_ids)).order_by("pk")
    return {one for pair in rows.values_list("pk", "client_id") for one in pair if one is not None}
