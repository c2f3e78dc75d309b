"""The families of a village as those who keep the register see them, their own household and relatives' left out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef

from bahtera.access import api as access
from bahtera.families.models import FamilyState, MemberState
from bahtera.families.queries.merged import same_families
from bahtera.families.queries.register.scope import READ, villages_of
from bahtera.families.rules.names import name_key
from bahtera.families.rules.places import part_of
from bahtera.families.rules.special import special_kind


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family in a list; ``special`` is its special make's name, ``people`` how many live in it."""

    family_id: UUID
    head_name: str = field(repr=False)
    rw: str
    rt: str
    people: int
    special: str


def families_in(village_code: str, *, actor: access.Actor, text: str = "") -> list[FamilyRow]:
    """Return the families living in a village by RW, RT and head; with ``text`` those whose head's name holds it.

    Raises NotAllowed outside one's areas.
    """
    access.check_may(actor, READ, area=village_code)
    rows = FamilyState.objects.filter(valid_to__isnull=True, status="present", village_code=village_code)
    return _rows(list(rows.order_by("family_id")), actor, text)


def left_from(village_code: str, *, actor: access.Actor) -> list[FamilyRow]:
    """Return the families of which only is known that they left a village. Raises NotAllowed outside one's areas."""
    access.check_may(actor, READ, area=village_code)
    before = FamilyState.objects.filter(family=OuterRef("family"), village_code=village_code)
    rows = FamilyState.objects.filter(Exists(before), valid_to__isnull=True, status="away")
    found = list(rows.order_by("family_id"))
    last = villages_of([one.family_id for one in found])
    return _rows([one for one in found if last.get(one.family_id) == village_code], actor, "")


def _rows(states: list[FamilyState], actor: access.Actor, text: str) -> list[FamilyRow]:
    kin = same_families(actor.kin) if actor.kin else frozenset()
    wanted = name_key(text)
    shown = [one for one in states if one.family_id not in kin and wanted in name_key(one.head_name)]
    relations = _relations([one.family_id for one in shown])
    found = [
        FamilyRow(
            one.family_id,
            one.head_name,
            one.rw,
            one.rt,
            len(relations.get(one.family_id, ())),
            special_kind(relations.get(one.family_id, ())),
        )
        for one in shown
    ]
    return sorted(found, key=lambda row: (_number(row.rw), _number(row.rt), row.head_name, row.family_id))


def _relations(family_ids: Collection[UUID]) -> Mapping[UUID, list[str]]:
    rows = MemberState.objects.filter(family_id__in=family_ids, valid_to__isnull=True, status="present")
    found: dict[UUID, list[str]] = {}
    for family_id, relation in rows.order_by("pk").values_list("family_id", "relation"):
        found.setdefault(family_id, []).append(relation)
    return found


def _number(text: str) -> tuple[int, str]:
    number = part_of(text)
    return (int(number), "") if number.isdecimal() else (10**6, number)
