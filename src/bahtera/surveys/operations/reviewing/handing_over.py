"""Somebody takes over what a kader or a supervisor leaves open; it stands in the history of each visit."""

from collections.abc import Sequence

from bahtera.access.api import Actor, Leaver, OpenWork, Taker
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.surveys.models import ReviewEntry, Submission
from bahtera.surveys.operations.rounds.assigning import take_assignments
from bahtera.surveys.queries.reviewing.open_work import submission_of

MOVE = "hand_over"


def take_over(leaver: Leaver, work: Sequence[OpenWork], taker: Taker, actor: Actor) -> None:
    """Write down that somebody takes visits to mend, tasks, villages to visit and villages to review."""
    visits = [one for item in work if (one := submission_of(item)) is not None]
    with durable():
        rows = list(Submission.objects.select_for_update().filter(pk__in=visits).order_by("pk"))
        now = clock.now()
        ReviewEntry.objects.bulk_create(
            ReviewEntry(
                submission=row,
                at=now,
                actor_key=actor.key,
                actor_name=actor.name,
                move=MOVE,
                from_state=row.state,
                to_state=row.state,
                note=taker.name,
            )
            for row in rows
        )
        tasks = take_assignments(leaver, work, taker, actor)
        audit.record(
            "surveys.handed_over",
            actor=actor.key,
            subject=f"person:{taker.person_id}",
            about=[f"person:{leaver.person_id}", *(f"submission:{row.pk}" for row in rows)],
            details={
                "role": leaver.role,
                "area": leaver.area,
                "work": len(work),
                "visits": len(rows),
                "tasks": tasks,
            },
        )
