"""A kader says in own words how it was; whoever checks reads that before answering."""

from uuid import UUID

from bahtera.access.api import Actor, person_behind
from bahtera.checks.errors import NoReply, StaleFlag, UnknownFlag
from bahtera.checks.models import Flag, Reply
from bahtera.checks.queries.own import own_flag
from bahtera.checks.values import FlagState
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

_LONGEST = 500


def reply(flag_id: UUID, *, said: str, actor: Actor) -> None:
    """Write down what a kader says to an open question about the own visits; again says it anew.

    Whoever has the question before them reads it again before they answer. Raises UnknownFlag, NoReply, StaleFlag
    (answered or gone meanwhile), NotAllowed.
    """
    words = said.strip()[:_LONGEST]
    if not words:
        raise NoReply
    person = person_behind(actor.key)
    if person is None:
        raise UnknownFlag
    with durable():
        own_flag(flag_id, actor)
        row = Flag.objects.select_for_update().get(pk=flag_id)
        if row.state != FlagState.OPEN.value:
            raise StaleFlag
        Reply.objects.filter(flag=row, person_id=person).delete()
        Reply.objects.create(flag=row, person_id=person, said=words, said_at=clock.now())
        row.revision += 1
        row.save(update_fields=["revision"])
        audit.record(
            "checks.replied", actor=actor.key, subject=f"flag:{row.pk}", details={"check": row.check_id}
        )
