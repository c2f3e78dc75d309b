"""Finding somebody in the register for whoever serves them: by number, or by name within an area."""

from typing import Final

from django.db.models import Q, QuerySet

from bahtera.families.models import KK_PURPOSE, NIK_PURPOSE, FamilyState, MemberState
from bahtera.families.queries.persons import open_members
from bahtera.families.rules.numbers import usable_number
from bahtera.families.values import FoundPerson
from bahtera.foundation import sealing

_MOST_WORDS: Final = 5


def find_by_nik(nik: str, *, most: int) -> tuple[FoundPerson, ...]:
    """Return who stands under a NIK now, by its digest; nobody for what is no NIK."""
    return _found(open_members().filter(nik_digest__in=_digests(nik, NIK_PURPOSE)), most)


def find_by_kk(no_kk: str, *, most: int) -> tuple[FoundPerson, ...]:
    """Return the members of the families under a KK number now, by its digest; nobody for what is no KK."""
    families = FamilyState.objects.filter(
        valid_to__isnull=True, no_kk_digest__in=_digests(no_kk, KK_PURPOSE)
    ).exclude(status="merged")
    return _found(open_members().filter(family_id__in=families.values("family_id")), most)


def find_by_name(name: str, *, area: str, most: int) -> tuple[FoundPerson, ...]:
    """Return who lives in an area now and whose name holds every word of ``name``."""
    words = name.split()[:_MOST_WORDS]
    if not words or not area:
        return ()
    homes = FamilyState.objects.filter(valid_to__isnull=True).filter(
        Q(village_code=area) | Q(village_code__startswith=f"{area}.")
    )
    rows = open_members().filter(family_id__in=homes.values("family_id"))
    for word in words:
        rows = rows.filter(name__icontains=word)
    return _found(rows, most)


def _digests(number: str, purpose: str) -> list[str]:
    plain = usable_number(number)
    return list(sealing.digests(plain, purpose=purpose)) if plain else []


def _found(rows: QuerySet[MemberState], most: int) -> tuple[FoundPerson, ...]:
    """Return a few of the rows; a double is found under whom it is a double of."""
    ordered = rows.exclude(status="duplicate").defer("nik").order_by("name", "member_id")
    return tuple(
        FoundPerson(
            row.member_id,
            row.family_id,
            row.name,
            row.sex,
            row.birth_date,
            row.relation,
            row.status,
            str(getattr(row, "village", None) or ""),
        )
        for row in ordered[:most]
    )
