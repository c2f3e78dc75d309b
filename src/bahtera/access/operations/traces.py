"""What doors leave behind: who read what names people, and who was refused. Never what was read."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from bahtera.access.rules.policy import ACTIONS
from bahtera.access.values import Actor, Level
from bahtera.foundation import audit
from bahtera.foundation.errors import DomainError, NotFound


@contextmanager
def carrying(actor: Actor) -> Iterator[None]:
    """Let every entry of a request carry the id of the emergency access under which its actor works."""
    with audit.carrying(*([f"glass:{actor.glass}"] if actor.glass else [])):
        yield


def note_read(
    actor: Actor,
    action: str,
    *,
    subject: str,
    about: Sequence[str] = (),
    details: Mapping[str, bool | str] | None = None,
) -> None:
    """Leave an entry of a sensitive read: of an action that touches identities or more. Others leave none.

    ``subject`` names the page or the thing (``submission:0192...``), ``about`` whom and what else it showed.
    Doors call it before the first byte goes: what cannot be written down is not shown.
    """
    if ACTIONS[action].level >= Level.IDENTITY:
        audit.note(
            "access.read",
            actor=actor.key,
            subject=subject,
            details={**(details or {}), "action": action},
            about=about,
        )


def note_refused(actor: Actor, action: str, refusal: DomainError, *, subject: str) -> None:
    """Leave an entry of a refusal: who, by which door, to what, and the error's code.

    Of what was not found only when one of our keys was asked for: it may lie in somebody else's area.
    """
    if isinstance(refusal, NotFound) and subject.startswith(_DOOR):
        return
    audit.note(
        "access.refused", actor=actor.key, subject=subject, details={"action": action, "code": refusal.code}
    )


_DOOR = "door:"


def subject_of(door: str, named: Mapping[str, Any]) -> str:
    """Return what an entry of a door is about: the thing its address names by our key, or the door itself.

    Nothing else is taken from an address: anybody may have typed it.
    """
    for name, value in named.items():
        if name.endswith("_id") and isinstance(value, int | UUID):
            return f"{name.removesuffix('_id')}:{value}"
    return f"{_DOOR}{door}"
