"""Visits that an earlier round left unfinished, and who would visit these families in a new one.

Unfinished is a task without a visit, one that met nobody (not found, nobody to answer), and one that was sent back and
not sent again. Who declined or moved away is not asked again; whoever died, merged or left lives there no more.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from bahtera.access.api import Actor, Teammate, covers, kaders_of, reach
from bahtera.families import api as families
from bahtera.surveys.models import Assignment, Round, Submission
from bahtera.surveys.queries.rounds.assignments import key_of, to_row, visited_families, winner
from bahtera.surveys.queries.rounds.other_kaders import kept_apart
from bahtera.surveys.queries.rounds.reading import to_value
from bahtera.surveys.rules import RoundState, State, within
from bahtera.surveys.values import AssignmentRow, CarriedProgress, RoundRow

_MANAGE: Final = "assignment.manage"
_NOBODY_MET: Final = frozenset({"tidak_ditemukan", "tidak_ada_responden"})
_NOT_AGAIN: Final = frozenset({"menolak", "pindah"})
_GONE: Final = (State.REJECTED.value, State.SUPERSEDED.value)
_BEFORE_END: Final = (RoundState.DRAFT.value, RoundState.FIELD.value)


@dataclass(frozen=True)
class LeftOver:
    """A family whose visit was not finished; ``person_id`` None when nobody is found who may visit it."""

    family_id: UUID
    person_id: UUID | None


def earlier_round(row: RoundRow) -> RoundRow | None:
    """Return the latest round before this one that gave tasks in its area and whose field work is over."""
    rows = Round.objects.exclude(state__in=_BEFORE_END).exclude(pk=row.id).filter(opens__lte=row.opens)
    for one in rows.order_by("-opens", "-pk"):
        near = within(one.area_code, row.area_code) or within(row.area_code, one.area_code)
        if near and Assignment.objects.filter(round=one).exists():
            return to_value(one)
    return None


def left_over(row: RoundRow, earlier: RoundRow, village_code: str, actor: Actor) -> Iterator[LeftOver]:
    """Yield the families of a village that wait since the earlier round, and who is to visit them in this one.

    The kader who had them, or else whoever their RT is given to now. Families that this round has visited, that
    have a task of their own in it or had a carried one, and the actor's own kin are not among them.
    """
    places = {one.family_id: one for one in families.places_in([village_code])}
    were = Assignment.objects.filter(round_id=earlier.id, village_code=village_code)
    before = [_book(were.filter(ended_at__isnull=True)), _book(were.filter(ended_at__isnull=False))]
    here = Assignment.objects.filter(round_id=row.id, village_code=village_code)
    now = _book(here.filter(ended_at__isnull=True))
    own = here.filter(family_id__isnull=False).filter(
        Q(ended_at__isnull=True) | Q(carried_from__isnull=False)
    )
    not_these = set(own.order_by("pk").values_list("family_id", flat=True)) | actor.kin
    not_these |= _settled(earlier.id, village_code, places) | visited_families(row.id, village_code)
    team = {one.person_id: one for one in kaders_of(village_code)}
    apart = kept_apart(team.keys())
    for family_id, place in places.items():
        old = next((found for book in before if (found := winner(book, place)) is not None), None)
        if old is None or family_id in not_these:
            continue
        holders = [one.person_id for one in (old, winner(now, place)) if one is not None]
        yield LeftOver(family_id, _first_fit(holders, family_id, team, apart))


def carried_progress(round_id: int, area_code: str, *, actor: Actor) -> CarriedProgress:
    """Return how far the carried families are in an area (empty: all), where the actor gives tasks."""
    scopes = reach(actor, _MANAGE)
    rows = Assignment.objects.filter(round_id=round_id, carried_from__isnull=False, ended_at__isnull=True)
    wanted = {
        family_id
        for family_id, village in rows.order_by("pk").values_list("family_id", "village_code")
        if within(village, area_code) and any(covers(scope, village) for scope in scopes)
    }
    visits = Submission.objects.filter(round_id=round_id, is_current=True, family_id__in=wanted)
    visited = set(visits.order_by("pk").values_list("family_id", flat=True))
    return CarriedProgress(len(wanted), len(visited))


def _book(rows: Iterable[Assignment]) -> dict[tuple[str, ...], AssignmentRow]:
    """Return tasks by what they are about; of several about the same the one given last."""
    return {key_of(one): one for one in map(to_row, sorted(rows, key=lambda one: one.pk))}


def _settled(round_id: int, village_code: str, places: Mapping[UUID, object]) -> set[UUID]:
    """Return the families that a round met, that declined or that moved away."""
    moved = Submission.objects.filter(round_id=round_id).exclude(village_code=village_code)
    rows = Submission.objects.filter(round_id=round_id, village_code=village_code)
    found: set[UUID] = set()
    for some in (rows, moved.filter(family_id__in=places)):
        seen = some.exclude(state__in=_GONE).order_by("pk")
        for family_id, claimed, result, state in seen.values_list(
            "family_id", "claimed_family_id", "result_code", "state"
        ):
            to_mend = state == State.RETURNED.value or result in _NOBODY_MET
            if result in _NOT_AGAIN or not to_mend:
                found |= {one for one in (family_id, claimed) if one is not None}
    return found


def _first_fit(
    holders: Iterable[UUID],
    family_id: UUID,
    team: Mapping[UUID, Teammate],
    apart: Mapping[UUID, frozenset[UUID]],
) -> UUID | None:
    for one in holders:
        if one in team and family_id not in team[one].kin and family_id not in apart.get(one, frozenset()):
            return one
    return None
