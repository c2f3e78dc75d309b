"""Families that nobody visits any more lose their names and numbers; how many there were stays countable."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import Q

from bahtera.families.models import Family, FamilyState, MemberState
from bahtera.families.queries import keeping
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
    states.update(no_kk="", no_kk_digest=None, kk_reason="", head_name="", address="", dusun="", rw="", rt="")
    # It stands in no list of families to visit any more.
    states.filter(Q(status="present") | Q(status="away"), valid_to__isnull=True).update(status="ended")
    Family.objects.filter(pk__in=found).update(forgotten_at=clock.now())
    return len(found)


EXECUTORS: Final = (
    Executor(
        name="families.register",
        ending=Ending.ANONYMISE,
        since="last_record",
        tables=("families.FamilyState", "families.MemberState"),
        find=keeping.old_families,
        end=forget_families,
        batch=50,
    ),
)
