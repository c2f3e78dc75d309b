"""What is written down, and told to phones, when something changes about a family that two kader share."""

from typing import Final

from bahtera.access.api import Actor
from bahtera.foundation import audit, events
from bahtera.surveys.models import JointTask

CHANGED: Final = "surveys.joint_changed"
"""A part came, or a person settled what two disagreed about: the visit may be whole now."""
MOVED: Final = "surveys.visit_changed"


def record(action: str, task: JointTask, actor: Actor) -> None:
    """Leave an entry, and tell the phones of both that the family changed."""
    audit.record(
        action,
        actor=actor.key,
        subject=f"joint:{task.pk}",
        about=[f"person:{task.first_id}", f"person:{task.second_id}", f"family:{task.family_id}"],
        details={"round": task.round_id, "village": task.village_code},
    )
    events.publish("surveys.assigned", key=task.village_code, payload={"assignment": str(task.assignment_id)})
