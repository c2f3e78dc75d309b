"""Adds versions to timelines; never deletes one and never changes anything but its end."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from bahtera.families.models import FamilyState, MemberState
from bahtera.families.rules.timeline import slot_for
from bahtera.foundation.ids import new_id

V = TypeVar("V", FamilyState, MemberState)
_OWN = {"id", "valid_from", "valid_to", "reason", "source", "actor_key", "recorded_at"}


def successor(base: V, **changes: Any) -> V:
    """Return a new, unsaved version with the base's content and these changes."""
    names = [field.attname for field in base._meta.concrete_fields]  # noqa: SLF001 - documented meta API
    content = {name: getattr(base, name) for name in names if name not in _OWN}
    return type(base)(id=new_id(), **{**content, **changes})


def same_content(one: V, other: V) -> bool:
    """Say whether two versions state the same, whenever and by whomever."""
    names = [field.attname for field in one._meta.concrete_fields]  # noqa: SLF001 - documented meta API
    return all(getattr(one, name) == getattr(other, name) for name in names if name not in _OWN)


def placed(line: Sequence[V], new: V) -> list[V]:
    """Return the rows to write so that ``new`` takes its place in the line: the one it ends, then itself."""
    slot = slot_for([state.valid_from for state in line], new.valid_from)
    new.valid_to = slot.until
    if slot.before is None:
        return [new]
    before = line[slot.before]
    before.valid_to = new.valid_from
    return [before, new]


def base_for(line: Sequence[V], on: date) -> V:
    """Return the version that a new one of this day starts from: the one before it, else the first."""
    slot = slot_for([state.valid_from for state in line], on)
    return line[slot.before or 0]


def save(model: type[V], rows: Iterable[V]) -> None:
    """Write new versions and new ends in one statement; an end goes before the version that needs it."""
    batch = list(rows)
    if batch:
        model.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["id"], update_fields=["valid_to"]
        )
