"""Tasks out of the sample: the families of a village given to a kader, as `surveys` gives them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from bahtera.access.api import Actor, check_may
from bahtera.families import api as families
from bahtera.foundation.errors import Refused
from bahtera.foundation.transactions import durable
from bahtera.samples.models import DrawnFamily
from bahtera.samples.queries.draws import families_of
from bahtera.surveys import api as surveys


def give_families(
    draw_id: UUID,
    village_code: str,
    drawn_ids: Sequence[UUID],
    *,
    round_id: int,
    person_id: UUID,
    last_day: date | None = None,
    actor: Actor,
) -> tuple[int, int]:
    """Give families of the sample in use to a kader; return how many were given and how many could not be.

    A line of an uploaded list that nobody tied to a family is opened in the register by its number, with the first
    task. Not given are those somebody has already, and the kader's own kin. Raises NotAllowed, UnknownDrawnVillage.
    """
    check_may(actor, "assignment.manage", area=village_code)
    wanted = set(drawn_ids)
    rows = [one for one in families_of(draw_id, village_code, actor=actor) if one.id in wanted and one.in_use]
    given = 0
    for row in rows:
        try:
            with durable():
                surveys.assign(
                    round_id=round_id,
                    village_code=village_code,
                    person_id=person_id,
                    family_id=_family_of(row.id, round_id, actor),
                    last_day=last_day,
                    actor=actor,
                )
        except Refused:
            continue
        given += 1
    return given, len(wanted) - given


def _family_of(drawn_id: UUID, round_id: int, actor: Actor) -> UUID:
    """Return the family that a drawn line is, opened in the register when nobody said which it is."""
    rows = DrawnFamily.objects.select_for_update(of=("self",)).select_related("village")
    row = rows.get(pk=drawn_id)
    if row.family_id is None:
        row.family_id = families.open_listed(
            village_code=row.village.village_code,
            number=row.reference,
            rw=row.rw,
            rt=row.rt,
            since=surveys.get_round(round_id).opens,
            source=f"sample:{drawn_id}",
            actor_key=actor.key,
        )
        row.save(update_fields=["family_id"])
    return row.family_id
