"""Taking boxes in and letting them go, without looking into them."""

from uuid import UUID

from bahtera.access.api import Actor
from bahtera.confided.errors import NotSealedForHere
from bahtera.confided.models import HelpBox, SealedAnswers
from bahtera.confided.values import ANSWERS_STEP, HELP_STEP, SentPrivate
from bahtera.foundation import audit, clock, events
from bahtera.foundation.sealing import exchange
from bahtera.foundation.transactions import durable


def check_boxes(sent: SentPrivate) -> None:
    """Raise NotSealedForHere unless both boxes begin and measure as every box does. They are not opened."""
    for box, step in ((sent.answers, ANSWERS_STEP), (sent.help, HELP_STEP)):
        if len(box) != exchange.size_of(step) or not exchange.is_sealed(box):
            raise NotSealedForHere


def keep_private(
    visit_id: UUID, sent: SentPrivate, *, village_code: str, regency_code: str, actor: Actor
) -> None:
    """Keep the private part of a visit; one that is here already stays as it is.

    The entry of the trail says that it came and nothing more. Whoever is told of a call for help is told so of
    every box: only who opens it knows. Raises NotSealedForHere.
    """
    check_boxes(sent)
    with durable():
        _, is_new = SealedAnswers.objects.get_or_create(
            visit_id=visit_id,
            defaults={
                "village_code": village_code,
                "asked": sent.asked.value,
                "key_id": exchange.sealed_to(sent.answers),
                "box": sent.answers,
            },
        )
        if not is_new:
            return
        call = HelpBox.objects.create(
            regency_code=regency_code,
            came_on=clock.now().date(),
            key_id=exchange.sealed_to(sent.help),
            box=sent.help,
        )
        audit.record("confided.kept", actor=actor.key, subject=f"submission:{visit_id}")
        events.publish("confided.help_box_came", key=str(call.pk))


def forget_private(visit_id: UUID) -> None:
    """Let go of the answers of an erased visit, inside the eraser's transaction, which leaves its own entry.

    Its box for UPTD PPA stays its own time: nobody can say which it is, and who asks for a visit to be erased
    must not be able to silence a call for help.
    """
    SealedAnswers.objects.filter(visit_id=visit_id).delete()
