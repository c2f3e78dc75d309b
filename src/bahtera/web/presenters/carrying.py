"""Words about visits that an earlier round left unfinished."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from bahtera.access.api import Actor, may
from bahtera.surveys import api as surveys
from bahtera.web import numbers
from bahtera.web.presenters import visits


@dataclass(frozen=True)
class CarryCard:
    """What the page of a round offers; ``sampled``: nothing, since the draw decides."""

    earlier: str
    sampled: bool


def card_of(row: surveys.RoundRow, actor: Actor) -> CarryCard | None:
    """Return what is offered to who gives tasks in a round in the field; None without an earlier round."""
    if not row.is_open or not may(actor, "assignment.manage"):
        return None
    earlier = surveys.earlier_round(row)
    if earlier is None:
        return None
    return CarryCard(visits.round_title(earlier), row.design is not surveys.Design.ENUMERATION)


def done_words(found: surveys.CarriedOver) -> str:
    """Say what was carried over."""
    if not found.families:
        return gettext("No further family of the earlier round waits for a task here.")
    return ngettext(
        "{n} family whose visit was not finished is a task of this round now.",
        "{n} families whose visit was not finished are tasks of this round now.",
        found.families,
    ).format(n=numbers.integer(found.families))


def left_words(found: surveys.CarriedOver) -> tuple[str, ...]:
    """Say what was not carried over, and what to do about it."""
    nobodys = ngettext(
        "{n} more family waits, but no kader is found who may visit it: give it on the page of tasks.",
        "{n} more families wait, but no kader is found who may visit them: give them on the page of tasks.",
        found.nobodys,
    ).format(n=numbers.integer(found.nobodys))
    waiting = ngettext(
        "In {n} village no task is given yet: each kader sees every family there. Share the tasks out first.",
        "In {n} villages no task is given yet: each kader sees every family there. Share the tasks out first.",
        found.waiting,
    ).format(n=numbers.integer(found.waiting))
    return (*((nobodys,) if found.nobodys else ()), *((waiting,) if found.waiting else ()))


def task_notes(one: surveys.Task, earlier: str) -> tuple[str, ...]:
    """Say of a task from which round it comes, and what its former kader left unfinished."""
    notes = []
    if earlier:
        notes.append(gettext("from {round}").format(round=earlier))
    if one.row.taken_over and one.unfinished:
        notes.append(
            ngettext(
                "taken over from another kader with {n} unfinished visit",
                "taken over from another kader with {n} unfinished visits",
                one.unfinished,
            ).format(n=numbers.integer(one.unfinished))
        )
    if one.to_mend:
        notes.append(
            ngettext(
                "{n} sent back and not sent again", "{n} sent back and not sent again", one.to_mend
            ).format(n=numbers.integer(one.to_mend))
        )
    return tuple(notes)
