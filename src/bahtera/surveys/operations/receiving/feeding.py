"""Writing the feeds phones sync by: the worker gives each change its number, in the order of commits.

Handlers of ``surveys.visit_changed``, ``families.changed`` and ``surveys.assigned``. They run in the worker's
transaction, one at a time: a number that can be read has no smaller one still to come.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db.models import Case, F, Q, When

from bahtera.families import api as families
from bahtera.foundation.events import Event
from bahtera.foundation.transactions import one_at_a_time
from bahtera.surveys.models import Assignment, FamilyFeed, JointPart, Submission, VisitFeed
from bahtera.surveys.queries.receiving.field import last_number
from bahtera.surveys.queries.rounds.assignments import live
from bahtera.surveys.rules import RoundState, uuid_of
from bahtera.surveys.rules.joint import ACTOR_PREFIX

_LOCK: Final = "surveys.feed"
_MOST: Final = 500


def on_visit_changed(batch: Sequence[Event]) -> None:
    """Number visits that came or moved, and their families."""
    ids = {found for event in batch if (found := uuid_of(event.key)) is not None}
    # A visit made of two parts is told of by these, each to its own kader.
    made_of = JointPart.objects.filter(joined_id__in=ids).order_by("pk").values_list("pk", flat=True)
    rows = Submission.objects.filter(pk__in=ids | set(made_of)).order_by("pk")
    # A merged visit was written at an office: whoever sent the one that counted is told what becomes of it.
    by_office = Q(merged_with__isnull=False) & ~Q(actor_key__startswith=ACTOR_PREFIX)
    whose = Case(When(by_office, then=F("previous__actor_key")), default=F("actor_key"))
    told = list(rows.values_list("pk", whose, "family_id", "claimed_family_id"))
    kaders = [one for one in told if not one[1].startswith(ACTOR_PREFIX)]
    one_at_a_time(_LOCK)
    start = last_number(VisitFeed)
    VisitFeed.objects.bulk_create(
        [
            VisitFeed(submission_id=pk, actor_key=actor_key, sequence=start + number)
            for number, (pk, actor_key, *_) in enumerate(kaders, 1)
        ],
        update_conflicts=True,
        unique_fields=["submission"],
        update_fields=["sequence", "actor_key"],
    )
    _number({one for _, _, *both in told for one in both if one is not None})


def on_families_changed(batch: Sequence[Event]) -> None:
    """Number families that an office changed."""
    one_at_a_time(_LOCK)
    _number({found for event in batch if (found := uuid_of(event.key)) is not None})


def on_assigned(batch: Sequence[Event]) -> None:
    """Number the families whose kader may have changed: those of the task; all, when the first or the last task did."""
    one_at_a_time(_LOCK)
    changed: set[UUID] = set()
    for event in batch:
        places = families.places_in([event.key])
        named = uuid_of(event.payload.get("assignment"))
        task = Assignment.objects.filter(pk=named).order_by("pk").first() if named else None
        alone = live().filter(village_code=event.key, round__state=RoundState.FIELD.value).count() <= 1
        changed |= {one.family_id for one in places if task is None or alone or _falls_under(task, one)}
    _number(changed)


def _falls_under(task: Assignment, place: families.FamilyPlace) -> bool:
    if task.family_id is not None:
        return place.family_id == task.family_id
    return (not task.rw or families.part_of(place.rw) == task.rw) and (
        not task.rt or families.part_of(place.rt) == task.rt
    )


def _number(family_ids: Collection[UUID]) -> None:
    """Give families the next numbers, in each village where one lives or ever lived."""
    wanted = sorted(family_ids)
    for begin in range(0, len(wanted), _MOST):
        part = wanted[begin : begin + _MOST]
        pairs = families.villages_ever(part)
        start = last_number(FamilyFeed)
        FamilyFeed.objects.bulk_create(
            _rows(sorted(pairs), start),
            update_conflicts=True,
            unique_fields=["family_id", "village_code"],
            update_fields=["sequence"],
        )


def _rows(pairs: Iterable[tuple[UUID, str]], start: int) -> list[FamilyFeed]:
    return [
        FamilyFeed(family_id=family_id, village_code=village, sequence=start + number)
        for number, (family_id, village) in enumerate(pairs, 1)
    ]
