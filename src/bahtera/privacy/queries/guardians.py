"""Who a guardian is, and whether they may act for a child."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bahtera.foundation import sealing
from bahtera.privacy.errors import ConsentRefused
from bahtera.privacy.models import BAR_PURPOSE, GuardianBar
from bahtera.privacy.queries import subjects
from bahtera.privacy.values import Guardian, Subject

_NIK_DIGITS: Final = 16
_LONGEST_NAME: Final = 150
_LONGEST_CODE: Final = 20


def usable_nik(text: str) -> str:
    """Return a NIK that can tell people apart, in plain digits; empty for anything else."""
    digits = "".join(sign for sign in text if sign not in " .-")
    sound = len(digits) == _NIK_DIGITS and digits.isascii() and digits.isdigit() and len(set(digits)) > 1
    return digits if sound else ""


def identify(guardian: Guardian) -> Guardian:
    """Return the guardian under our own member id and with a plain NIK; raises ConsentRefused.

    The NIK that the register knows wins over the one that was said.
    """
    nik = usable_nik(guardian.nik)
    if guardian.member_id is None:
        if not nik:
            raise ConsentRefused.guardian_unnamed()
        return Guardian(None, nik, guardian.name.strip()[:_LONGEST_NAME], _code(guardian.relation))
    found = subjects.find(guardian.member_id)
    if found is None:
        raise ConsentRefused.guardian_unnamed()
    return Guardian(
        found.member_id,
        usable_nik(found.nik) or nik,
        guardian.name.strip()[:_LONGEST_NAME],
        _code(guardian.relation),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What is read once for many requests: members by id, and the bars that stand, by the id they were set on."""

    people: Mapping[UUID, Subject]
    bars: Mapping[UUID, Sequence[GuardianBar]]


def known_of(children: Collection[UUID], guardian_ids: Collection[UUID]) -> Known:
    """Return what decides over some children and whoever acts for them: one query for people, one for bars."""
    people = dict(subjects.find_many({*children, *guardian_ids}))
    ids = {one for child in children if child in people for one in people[child].ids}
    bars: dict[UUID, list[GuardianBar]] = {}
    for bar in GuardianBar.objects.filter(member_id__in=ids, lifted_at__isnull=True).order_by("pk"):
        bars.setdefault(bar.member_id, []).append(bar)
    barred = {bar.barred_id for found in bars.values() for bar in found if bar.barred_id}
    people |= subjects.find_many(barred - people.keys())
    return Known(people, bars)


def is_barred(child: Subject, guardian: Guardian, known: Known | None = None) -> bool:
    """Tell whether an identified guardian may not act for the child.

    One record by member id and another by NIK are the same person when the register says so, and so are doubles,
    of the child as of the guardian, also those found out after the bar was set.
    """
    if known is None:
        known = known_of([child.member_id], [guardian.member_id] if guardian.member_id else [])
    bars = [bar for one in sorted(child.ids) for bar in known.bars.get(one, ())]
    if not bars:
        return False
    person = known.people.get(guardian.member_id) if guardian.member_id else None
    ids = person.ids if person else frozenset()
    niks = {nik for nik in (guardian.nik, usable_nik(person.nik) if person else "") if nik}
    digests = {one for nik in niks for one in sealing.digests(nik, purpose=BAR_PURPOSE)}
    return any(
        bar.barred_id in ids
        or bar.barred_nik_digest in digests
        or _same_person(known.people.get(bar.barred_id) if bar.barred_id else None, ids, niks)
        for bar in bars
    )


def may_not_act(member_id: UUID, nik: str) -> bool:
    """Tell whether somebody with a NIK may not act for a member; for services that ask before they take a consent."""
    child = subjects.find(member_id)
    return child is not None and is_barred(child, Guardian(None, usable_nik(nik)))


def known(guardian: Guardian) -> Subject | None:
    """Return the guardian as a member of the register; None for somebody from outside."""
    return subjects.find(guardian.member_id) if guardian.member_id else None


def _same_person(barred: Subject | None, ids: frozenset[UUID], niks: set[str]) -> bool:
    return barred is not None and (usable_nik(barred.nik) in niks or not barred.ids.isdisjoint(ids))


def _code(text: str) -> str:
    """Return a code as it was given; empty for anything that is none."""
    return text if text.isascii() and text.isidentifier() and len(text) <= _LONGEST_CODE else ""
