"""Families on record that a typed sheet may be about: by number, or by the name of the head in the same village."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bahtera.families import api as families
from bahtera.keying.queries.answers import rows_in, text_in
from bahtera.keying.rules import resembles
from bahtera.keying.values import Candidate

_MOST: Final = 6
_BEST_FIRST: Final = ("paper", "nik", "kk", "name")


def candidates(
    answers: Mapping[str, Any],
    head: str,
    *,
    village_code: str,
    printed_for: UUID | None,
    kin: frozenset[UUID],
) -> tuple[Candidate, ...]:
    """Return at most six families of the village that the sheet may be about, the likeliest first.

    ``head`` is its head as the paper has it. Told are the name of the head, RT and RW, as they stand on the paper
    in the typist's hand; of the typist's own kin nothing.
    """
    living = {one.family_id: one for one in families.places_in([village_code])}
    why: dict[UUID, list[str]] = {}
    if printed_for is not None:
        why.setdefault(printed_for, []).append("paper")
    members = rows_in(answers, "anggota")
    for member in members:
        for one in families.find_by_nik(text_in(member, "nik"), most=_MOST):
            why.setdefault(one.family_id, []).append("nik")
    for one in families.find_by_kk(text_in(answers, "no_kk"), most=_MOST):
        why.setdefault(one.family_id, []).append("kk")
    for place in living.values():
        if head and resembles(head, place.head_name):
            why.setdefault(place.family_id, []).append("name")
    found = [
        Candidate(place.family_id, place.head_name, place.rw, place.rt, tuple(dict.fromkeys(why[family_id])))
        for family_id, place in living.items()
        if family_id in why and family_id not in kin
    ]
    return tuple(sorted(found, key=lambda one: (_BEST_FIRST.index(one.why[0]), one.head_name))[:_MOST])


def is_on_record(family_id: UUID, village_code: str) -> bool:
    """Tell whether a family lives in a village, as far as the register knows."""
    return any(one.village_code == village_code for one in families.living_places([family_id]))


def head_of(answers: Mapping[str, Any]) -> str:
    """Return the name of the head as typed, else of the first who is named."""
    named = [one for one in rows_in(answers, "anggota") if text_in(one, "nama")]
    head = next((one for one in named if text_in(one, "hubungan") == "kepala"), None)
    return text_in(head or (named[0] if named else {}), "nama")
