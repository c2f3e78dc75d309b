"""Every read of families."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TypeVar, cast
from uuid import UUID

from django.db.models import Q

from bahtera.families.errors import UnknownFamily, UnknownMember
from bahtera.families.models import FamilyState, MemberState, Visit
from bahtera.families.queries.lines import family_line, member_lines
from bahtera.families.rules.places import neighbourhood
from bahtera.families.values import (
    Family,
    FamilyStatus,
    HistoryEntry,
    Member,
    MemberStatus,
    Place,
)

FAMILY_COLUMNS = ("name", "label", "kode_desa", "no_urut")
MEMBER_COLUMNS = ("name", "label", "family_id", "nama", "jenis_kelamin", "tgl_lahir", "hubungan")

_CHUNK = 500
_FAMILY_FIELDS = (
    "status",
    "village_code",
    "no_kk",
    "kk_reason",
    "head_name",
    "address",
    "dusun",
    "rw",
    "rt",
    "merged_into_id",
)
_MEMBER_FIELDS = (
    "family_id",
    "status",
    "name",
    "nik",
    "nik_reason",
    "sex",
    "birth_date",
    "birth_date_estimated",
    "relation",
    "same_as_id",
)
V = TypeVar("V", FamilyState, MemberState)


# --- what others read -------------------------------------------------------------------------------------


def get_family(family_id: UUID, *, on: date | None = None) -> Family:
    """Return a family and its members as they are, or as they were ``on`` a day.

    The id may be ours or the one a phone gave. Raises UnknownFamily, also for a day before the family was
    first seen.
    """
    line = family_line(family_id)
    state = version_on(line, on)
    if state is None:
        raise UnknownFamily(family_id)
    rows = MemberState.objects.filter(family_id=state.family_id).filter(_holding(on))
    members = tuple(_member(row) for row in rows.order_by("member_id"))
    return _family(state, members)


def get_member(member_id: UUID, *, on: date | None = None) -> Member:
    """Return a member as known now, or ``on`` a day; raises UnknownMember."""
    state = version_on(member_line(member_id), on)
    if state is None:
        raise UnknownMember(member_id)
    return _member(state)


def history(family_id: UUID) -> tuple[HistoryEntry, ...]:
    """Return every version of a family and of the members it ever had, in the order they were recorded.

    Raises UnknownFamily.
    """
    line = family_line(family_id)
    if not line:
        raise UnknownFamily(family_id)
    entries = _entries(line, _FAMILY_FIELDS, member_id=None)
    for member_id, states in member_lines(line[0].family_id).items():
        entries += _entries(states, _MEMBER_FIELDS, member_id=member_id)
    return tuple(sorted(entries, key=lambda entry: (entry.recorded_at, entry.valid_from)))


def known_families(village_codes: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yield the families living in the villages, by village, RW, RT and head, for ``families.csv``.

    Columns as in ``FAMILY_COLUMNS``; ``name`` is the family's id, ``no_urut`` counts within the village.
    """
    for village, states in groupby(_families_living_in(village_codes), lambda state: state.village_code):
        number = 0
        for chunk in _chunks(states):
            spouses = _spouses([state.family_id for state in chunk])
            for state in chunk:
                number += 1
                yield {
                    "name": str(state.family_id),
                    "label": _family_label(state, spouses.get(state.family_id, "")),
                    "kode_desa": village,
                    "no_urut": str(number),
                }


def known_members(village_codes: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yield the living members of those families, in the same order, for ``members.csv``.

    Columns as in ``MEMBER_COLUMNS``; ``tgl_lahir`` is an ISO date or empty.
    """
    for chunk in _chunks(_families_living_in(village_codes)):
        members = _present_members([state.family_id for state in chunk])
        for state in chunk:
            for member in members.get(state.family_id, ()):
                yield {
                    "name": str(member.member_id),
                    "label": _member_label(member, state),
                    "family_id": str(state.family_id),
                    "nama": member.name,
                    "jenis_kelamin": member.sex,
                    "tgl_lahir": member.birth_date.isoformat() if member.birth_date else "",
                    "hubungan": member.relation,
                }


def visit_of(source: str) -> Visit | None:
    """Return the recorded visit of a source."""
    return Visit.objects.filter(source=source).first()


# --- what operations read ---------------------------------------------------------------------------------


def member_line(member_id: UUID) -> list[MemberState]:
    """Return a member's versions in time; empty when unknown."""
    return list(MemberState.objects.filter(member_id=member_id).order_by("valid_from", "id"))


def version_on(line: Sequence[V], on: date | None) -> V | None:
    """Return the version of a day from a line in time, the open one for None."""
    held = [state for state in line if (state.valid_to is None if on is None else state.holds_on(on))]
    return held[-1] if held else None


def family_status_of(state: FamilyState) -> FamilyStatus:
    """Return a version's status, typed."""
    return cast("FamilyStatus", state.status)


def status_of(state: MemberState) -> MemberStatus:
    """Return a version's status, typed."""
    return cast("MemberStatus", state.status)


# --- inside -----------------------------------------------------------------------------------------------


def _holding(on: date | None) -> Q:
    if on is None:
        return Q(valid_to__isnull=True)
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def _families_living_in(village_codes: Iterable[str]) -> Iterator[FamilyState]:
    codes = sorted(set(village_codes))
    for start in range(0, len(codes), _CHUNK):
        rows = FamilyState.objects.filter(
            valid_to__isnull=True, status="present", village_code__in=codes[start : start + _CHUNK]
        )
        yield from rows.order_by("village_code", "rw", "rt", "head_name", "family_id").iterator(_CHUNK)


def _chunks(states: Iterable[FamilyState]) -> Iterator[list[FamilyState]]:
    chunk: list[FamilyState] = []
    for state in states:
        chunk.append(state)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _present_members(family_ids: Sequence[UUID]) -> Mapping[UUID, list[MemberState]]:
    rows = MemberState.objects.filter(family_id__in=family_ids, valid_to__isnull=True, status="present")
    members: dict[UUID, list[MemberState]] = {}
    for row in rows.order_by("family_id", "member_id"):
        members.setdefault(row.family_id, []).append(row)
    return members


def _spouses(family_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    rows = MemberState.objects.filter(
        family_id__in=family_ids, valid_to__isnull=True, status="present", relation="pasangan"
    )
    return dict(rows.order_by("-member_id").values_list("family_id", "name"))


def _family_label(state: FamilyState, spouse: str) -> str:
    people = " dan ".join(filter(None, (state.head_name, spouse))) or "Keluarga tanpa nama"
    return ", ".join(filter(None, (people, neighbourhood(state.rt, state.rw) or state.address)))


def _member_label(member: MemberState, state: FamilyState) -> str:
    name = member.name or "Tanpa nama"
    head = "" if member.relation == "kepala" or not state.head_name else f" (kepala: {state.head_name})"
    where = neighbourhood(state.rt, state.rw)
    return f"{name}{head}{' ' + where if where else ''}"


def _family(state: FamilyState, members: tuple[Member, ...]) -> Family:
    return Family(
        id=state.family_id,
        status=cast("FamilyStatus", state.status),
        village_code=state.village_code,
        no_kk=state.no_kk,
        kk_reason=state.kk_reason,
        head_name=state.head_name,
        place=Place(address=state.address, dusun=state.dusun, rw=state.rw, rt=state.rt),
        merged_into=state.merged_into_id,
        valid_from=state.valid_from,
        valid_to=state.valid_to,
        members=members,
    )


def _member(state: MemberState) -> Member:
    return Member(
        id=state.member_id,
        family_id=state.family_id,
        status=cast("MemberStatus", state.status),
        name=state.name,
        nik=state.nik,
        nik_reason=state.nik_reason,
        sex=state.sex,
        birth_date=state.birth_date,
        birth_date_estimated=state.birth_date_estimated,
        relation=state.relation,
        same_as=state.same_as_id,
        valid_from=state.valid_from,
        valid_to=state.valid_to,
    )


def _entries(line: Sequence[V], fields: Sequence[str], *, member_id: UUID | None) -> list[HistoryEntry]:
    entries = []
    for index, state in enumerate(line):
        before = line[index - 1] if index else None
        changed = (
            () if before is None else tuple(f for f in fields if getattr(before, f) != getattr(state, f))
        )
        entries.append(
            HistoryEntry(
                member_id=member_id,
                family_id=state.family_id,
                valid_from=state.valid_from,
                valid_to=state.valid_to,
                status=state.status,
                reason=state.reason,
                changed=tuple(name.removesuffix("_id") for name in changed),
                source=state.source,
                actor_key=state.actor_key,
                recorded_at=state.recorded_at,
            )
        )
    return entries
