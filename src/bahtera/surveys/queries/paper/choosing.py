"""Whose forms to print: the families of a village, of an RT, or of one kader's tasks, in the order they live."""

from uuid import UUID

from bahtera.access.api import Actor, check_may
from bahtera.families import api as families
from bahtera.surveys.queries.paper.sheets import ACTION
from bahtera.surveys.queries.rounds.assignments import key_of, live, to_row, winner
from bahtera.surveys.values import FamilyLine


def families_to_print(
    round_id: int,
    village_code: str,
    *,
    actor: Actor,
    part: tuple[str, str] | None = None,
    person_id: UUID | None = None,
) -> list[FamilyLine]:
    """Return the families of a village, by RW, RT and name; of an RW and RT, or of a kader's tasks in a round.

    A kader without tasks in the village visits all of it while nobody has one. Leaves out the actor's own kin;
    raises NotAllowed outside their areas.
    """
    check_may(actor, ACTION, area=village_code)
    places = [one for one in families.places_in([village_code]) if one.family_id not in actor.kin]
    if part is not None:
        places = [one for one in places if (families.part_of(one.rw), families.part_of(one.rt)) == part]
    if person_id is not None:
        rows = [to_row(row) for row in live().filter(round_id=round_id, village_code=village_code)]
        book = {key_of(row): row for row in rows}
        if book:
            places = [one for one in places if (row := winner(book, one)) and row.person_id == person_id]
    return [
        FamilyLine(one.family_id, one.head_name, families.part_of(one.rw), families.part_of(one.rt))
        for one in sorted(places, key=_order)
    ]


def _order(place: families.FamilyPlace) -> tuple[str, str, str, str]:
    return (
        families.part_of(place.rw).zfill(4),
        families.part_of(place.rt).zfill(4),
        place.head_name.casefold(),
        str(place.family_id),
    )
