"""Families that nobody visits any more lose their names and numbers; how many there were stays countable."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from bahtera.families.models import (
    EventPart,
    Family,
    FamilyEvent,
    FamilyMove,
    FamilyState,
    Household,
    HouseholdStay,
    MemberState,
    SharedMember,
)
from bahtera.families.queries import keeping
from bahtera.families.values.register import Precision
from bahtera.foundation import clock
from bahtera.foundation.expiring import Ending, Executor


def forget_families(keys: Sequence[str], _why: str) -> int:
    """Take names, numbers, birth dates and addresses out of every version; retention writes the entry.

    The one exception to versions that never change. Members who live in another family now keep what is theirs.
    """
    ids = [UUID(key) for key in keys]
    rows = Family.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    found = list(rows.values_list("pk", flat=True))
    here = MemberState.objects.filter(family_id__in=found, valid_to__isnull=True)
    members = list(here.order_by("member_id").values_list("member_id", flat=True))
    MemberState.objects.filter(member_id__in=members).update(
        name="", name_key="", nik="", nik_digest=None, nik_reason="", birth_date=None
    )
    states = FamilyState.objects.filter(family_id__in=found)
    states.update(
        no_kk="",
        no_kk_digest=None,
        kk_reason="",
        kki="",
        kki_digest=None,
        head_name="",
        address="",
        dusun="",
        rw="",
        rt="",
    )
    # It stands in no list of families to visit any more.
    states.filter(Q(status="present") | Q(status="away"), valid_to__isnull=True).update(status="ended")
    _forget_events(found)
    Family.objects.filter(pk__in=found).update(forgotten_at=clock.now())
    return len(found)


def _forget_events(families: Sequence[UUID]) -> None:
    """Leave of what happened to them the kind and the year; of moves and houses, that there were some."""
    ids = EventPart.objects.filter(family_id__in=families).order_by().values("event_id")
    for event in FamilyEvent.objects.filter(pk__in=ids).order_by("pk"):
        event.on, event.precision, event.note = date(event.on.year, 1, 1), Precision.YEAR.value, ""
        event.save(update_fields=["on", "precision", "note"])
    there = MemberState.objects.filter(family_id__in=families, valid_to__isnull=True).order_by()
    known = there.values("member_id")
    SharedMember.objects.filter(Q(main__in=known) | Q(other__in=known)).update(reason="")
    FamilyMove.objects.filter(family_id__in=families).update(consent_witness="", reason="")
    stays = HouseholdStay.objects.filter(family_id__in=families).order_by()
    for house in Household.objects.filter(pk__in=stays.values("household_id")).order_by("pk"):
        if not house.stays.filter(family__forgotten_at__isnull=True).exclude(family_id__in=families).exists():
            house.address = ""
            house.save(update_fields=["address"])


EXECUTORS: Final = (
    Executor(
        name="families.register",
        ending=Ending.ANONYMISE,
        since="last_record",
        tables=(
            "families.FamilyState",
            "families.MemberState",
            "families.FamilyEvent",
            "families.FamilyMove",
            "families.Household",
            "families.SharedMember",
        ),
        find=keeping.old_families,
        end=forget_families,
        batch=50,
    ),
)
