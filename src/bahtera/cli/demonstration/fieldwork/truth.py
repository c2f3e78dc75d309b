"""What was planted, and how much of it checks asked about; what they asked about honest work is a false alarm."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bahtera.checks.api import FlagRow, Found

# Which checks ask about which fault: any of them finds it.
ASKED_BY: Final[Mapping[str, frozenset[str]]] = {
    "copied": frozenset({"near_copy"}),
    "one_house": frozenset({"one_point"}),
    "all_yes": frozenset({"always_one_answer", "all_one_answer"}),
    "twice": frozenset({"likely_duplicate", "same_head", "near_copy"}),
    "hasty": frozenset({"short_interview"}),
    "at_night": frozenset({"night_interview"}),
    "guessed_ages": frozenset({"heaped_ages"}),
    "silent": frozenset({"missing_answers"}),
    "impossible": frozenset({"impossible_roster"}),
    "far_away": frozenset({"far_from_village", "outside_village"}),
}
_OF_KADER: Final = frozenset({"one_house", "all_yes", "guessed_ages", "silent"})
"""Faults that are a kader's way of working; the others are of single interviews."""


@dataclass(frozen=True)
class Fault:
    """A planted fault, by whom, in which interviews."""

    name: str
    kader: str
    visits: tuple[UUID, ...]


@dataclass(frozen=True)
class Score:
    """How many planted things of a fault there are, and how many were asked about."""

    planted: int
    found: int


def judged(
    truth: Sequence[Fault], found: Collection[Found | FlagRow], family_of: Mapping[UUID, UUID]
) -> tuple[dict[str, Score], dict[str, list[Found | FlagRow]]]:
    """Return by fault what was found of it, and by check what was asked about honest work.

    ``family_of`` maps visits to families. What is asked about a kader or an interview with any fault is no false alarm,
    nor what is asked about an indicator of a village where a kader's way of working was planted.
    """
    by_visit = {id_: fault for fault in truth for id_ in fault.visits}
    by_family = {family_of[id_]: fault for id_, fault in by_visit.items() if id_ in family_of}
    scores = {fault.name: _score(fault, found, family_of) for fault in truth}
    spoiled = {fault.kader for fault in truth}
    false: dict[str, list[Found | FlagRow]] = {}
    for one in found:
        of_visits = {one.submission_id, one.other_id} & by_visit.keys()
        of_families = {one.family_id, one.other_family_id} & by_family.keys()
        if (
            not of_visits
            and not of_families
            and not {one.actor_key, one.other_actor} & spoiled
            and not one.question
        ):
            false.setdefault(one.check_id, []).append(one)
    return scores, false


def _score(fault: Fault, found: Collection[Found | FlagRow], family_of: Mapping[UUID, UUID]) -> Score:
    wanted = [one for one in found if one.check_id in ASKED_BY[fault.name]]
    if fault.name in _OF_KADER:
        return Score(1, int(any(one.actor_key == fault.kader for one in wanted)))
    visits = {id_ for one in wanted for id_ in (one.submission_id, one.other_id)}
    families = {id_ for one in wanted for id_ in (one.family_id, one.other_family_id)} - {None}
    hit = [id_ for id_ in fault.visits if id_ in visits or family_of.get(id_) in families]
    return Score(len(fault.visits), len(hit))
