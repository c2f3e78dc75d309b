"""When a visit arrives or something becomes of it: keep its traits, ask what it alone leads to, mark its village."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from bahtera.access.api import zone_of
from bahtera.checks.models import ChangedVillage, Flag, Reply, VisitTraits
from bahtera.checks.operations.keeping import keep
from bahtera.checks.queries.kader import kader_behind
from bahtera.checks.rules import AnswerPlan, Definition, load
from bahtera.checks.rules.arriving import questions_of_visit
from bahtera.checks.rules.traits import traits_of
from bahtera.checks.values import CheckedVisit
from bahtera.foundation import clock
from bahtera.foundation.events import Event
from bahtera.foundation.transactions import durable
from bahtera.surveys import api as surveys


def on_visits_changed(batch: Sequence[Event]) -> None:
    """Handle `surveys.received` and `surveys.reviewed`: look at each visit named in the batch once, and again."""
    definition = load()
    now = clock.now()
    arrival = Q(check_id__in=[one.id for one in definition.checks.values() if one.on_arrival])
    ids = sorted({UUID(str(event.payload["submission_id"])) for event in batch})
    visits = surveys.visits_to_check(ids)
    with durable():
        traits = keep_traits(definition, visits, now)
        people = kader_behind(visit.actor_key for visit in visits)
        for visit in visits:
            plan = definition.answers.get(visit.form_id)
            if plan is None:
                continue
            own = traits.get(visit.id)
            found = (
                questions_of_visit(definition, plan, checked(visit, people[visit.actor_key]), own)
                if own
                else []
            )
            keep(definition, visit.round_id, arrival & Q(submission_id=visit.id), found, now=now)
        for round_id, village in sorted({_place(event) for event in batch}):
            mark(round_id, village)


def on_visit_erased(batch: Sequence[Event]) -> None:
    """Handle `surveys.erased`: what was kept of the answers goes with them, and the numbers that questions told."""
    ids = sorted({UUID(event.key) for event in batch})
    with durable():
        VisitTraits.objects.filter(pk__in=ids).delete()
        Reply.objects.filter(Q(flag__submission_id__in=ids) | Q(flag__other_id__in=ids)).delete()
        Flag.objects.filter(Q(submission_id__in=ids) | Q(other_id__in=ids)).update(
            facts={}, note="", revision=F("revision") + 1
        )


def keep_traits(
    definition: Definition, visits: Sequence[surveys.VisitToCheck], now: datetime
) -> dict[UUID, dict[str, Any]]:
    """Keep the traits of current visits whose answers are still there, in place of older ones; returns them."""
    rows = [
        VisitTraits(
            submission_id=visit.id,
            round_id=visit.round_id,
            traits=_traits(definition.answers[visit.form_id], visit),
            answers_hash=definition.answers_hash,
            made_at=now,
        )
        for visit in visits
        if visit.form_id in definition.answers and visit.is_current and visit.answers
    ]
    VisitTraits.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["submission_id"],
        update_fields=["round_id", "traits", "answers_hash", "made_at"],
    )
    return {row.submission_id: row.traits for row in rows}


def mark(round_id: int, village_code: str) -> None:
    """Remember that something changed in a village, so that the next night looks at it."""
    ChangedVillage.objects.bulk_create(
        [ChangedVillage(round_id=round_id, village_code=village_code)], ignore_conflicts=True
    )
    ChangedVillage.objects.filter(round_id=round_id, village_code=village_code).update(
        changes=F("changes") + 1
    )


def checked(visit: surveys.VisitToCheck, kader: str) -> CheckedVisit:
    """Return a visit of a kader as rules see it; its states do not matter to what is asked on arrival."""
    return CheckedVisit(
        visit.id,
        visit.village_code,
        kader,
        visit.family_id,
        visit.result_code,
        visit.visited_on,
        "",
    )


def _traits(plan: AnswerPlan, visit: surveys.VisitToCheck) -> dict[str, Any]:
    return traits_of(
        plan,
        visit.answers,
        started_at=visit.started_at,
        ended_at=visit.ended_at,
        visited_on=visit.visited_on,
        zone=zone_of(visit.village_code),
    )


def _place(event: Event) -> tuple[int, str]:
    round_id, _, village_code = event.key.partition(":")
    return int(round_id), village_code
