"""What happened to some families of the demonstration since their visit: each page has something to show."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final
from uuid import UUID

from bahtera.access import api as access
from bahtera.cli.demonstration.villages import DemoVillage
from bahtera.families import api as families
from bahtera.foundation import clock

_SIZE: Final = 4
_NOTE: Final = "data sintetis"


def tell_happenings(home: DemoVillage, other: DemoVillage, supervisor: access.Actor) -> int:
    """Record events in families of one village, once, and one that moves to another village; return how many."""
    rows = families.families_in(home.code, actor=supervisor)
    today = clock.today("Asia/Makassar")
    ids = [row.family_id for row in rows]
    splitting = next(
        ((one, child) for one in _couples_with_children(ids) for child in _grown_children(one, today)), None
    )
    if splitting is None:
        return 0
    split, child = splitting
    others = (one for one in _couples_with_children(ids) if one.id != split.id)
    chosen = list(islice(others, _SIZE - 1))
    if len(chosen) < _SIZE - 1 or any(families.events_of(one.id) for one in (split, *chosen)):
        return 0
    born, bereaved, moving = chosen
    baby = families.Newcomer("Putri Sintetis", "p", today)
    _tell(supervisor, born, families.Kind.BIRTH, today, newcomer=baby, newcomer_relation="anak")
    head, spouse = _couple(bereaved)
    _tell(supervisor, bereaved, families.Kind.DEATH, today, member_ids=(head,), head=spouse)
    _tell(
        supervisor, split, families.Kind.SPLIT, today, member_ids=(child,), starts_family=True, new_head=child
    )
    families.share_house(bereaved.id, with_family=born.id, on=today, actor=supervisor)
    families.set_kki(born.id, "KKI0000000017", actor=supervisor)
    families.move_out(
        moving.id,
        on=today,
        actor=supervisor,
        seen=families.revision_of(moving.id),
        consent=families.MoveConsent(other.code, _couple(moving)[1], families.Manner.SIGNED),
        note=_NOTE,
    )
    return _SIZE


def _tell(
    supervisor: access.Actor, family: families.Family, kind: families.Kind, on: date, **more: object
) -> None:
    told = families.Told(kind, family.id, on, note=_NOTE, **more)  # type: ignore[arg-type]
    families.record_event(told, actor=supervisor, seen=families.revision_of(family.id))


def _couples_with_children(family_ids: list[UUID]) -> Iterator[families.Family]:
    """Give families with one head, a grown spouse and a child."""
    for one in family_ids:
        family = families.get_family(one)
        relations = [member.relation for member in family.members if member.status == "present"]
        adult = next((m.birth_date for m in family.members if m.relation == "pasangan"), None)
        whole = relations.count("kepala") == relations.count("pasangan") == 1 and "anak" in relations
        if whole and families.is_adult(adult, family.valid_from):
            yield family


def _grown_children(family: families.Family, on: date) -> Iterator[UUID]:
    """Give the grown children of a couple, who may found a family of their own."""
    for one in family.members:
        if (
            one.status == "present"
            and one.relation == "anak"
            and one.birth_date
            and families.is_adult(one.birth_date, on)
        ):
            yield one.id


def _couple(family: families.Family) -> tuple[UUID, UUID]:
    """Return the head and the spouse."""
    by_relation = {one.relation: one.id for one in family.members if one.status == "present"}
    return by_relation["kepala"], by_relation["pasangan"]
