"""A person answers a question: explained, confirmed or mended, in a few words."""

from uuid import UUID

from bahtera.access.api import Actor, check_may
from bahtera.checks.errors import NoNote, StaleFlag, UnknownAnswer
from bahtera.checks.models import Flag
from bahtera.checks.queries import find_flag
from bahtera.checks.values import ANSWERS, FlagState
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

_LONGEST = 1000


def answer(flag_id: UUID, *, state: str, note: str, revision: int, actor: Actor) -> None:
    """Write down what a person found out; answering again changes the answer.

    ``revision`` is what the person saw. Raises UnknownFlag, NoNote, UnknownAnswer, StaleFlag, NotAllowed.
    """
    if state not in {one.value for one in ANSWERS}:
        raise UnknownAnswer
    said = note.strip()[:_LONGEST]
    if not said:
        raise NoNote
    with durable():
        found = find_flag(flag_id, actor)
        check_may(actor, "check.answer", area=found.village_code)
        if found.other_village:
            check_may(actor, "check.answer", area=found.other_village)
        row = Flag.objects.select_for_update().get(pk=flag_id)
        if row.revision != revision or row.state == FlagState.PASSED.value:
            raise StaleFlag
        now = clock.now()
        row.state, row.note = state, said
        row.answered_at, row.answered_by, row.answered_name = now, actor.key, actor.name
        row.ended_at = now
        row.revision += 1
        row.save()
        audit.record(
            "checks.answered",
            actor=actor.key,
            subject=f"flag:{row.pk}",
            details={"check": row.check_id, "state": state},
            about=[f"submission:{row.submission_id}"] if row.submission_id else (),
        )
