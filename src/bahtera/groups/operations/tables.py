"""Cards and members out of a table: whole, or nothing of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.foundation import audit, clock
from bahtera.foundation.sheets import Limits, read_lines
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.groups.errors import BadTable, Fault
from bahtera.groups.models import Group, Member
from bahtera.groups.operations.groups import change_card, open_group
from bahtera.groups.operations.members import add, rewrite
from bahtera.groups.queries.groups import card_of
from bahtera.groups.queries.scope import TABLE
from bahtera.groups.rules.cells import text_of
from bahtera.groups.rules.table import ReadCards, ReadMembers, read_cards, read_members
from bahtera.groups.values import Kind, TableOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bahtera.foundation.sheets import Cell
    from bahtera.groups.rules.table import GroupKey

LARGEST_MB: Final = 5
_LIMITS: Final = Limits(megabytes=LARGEST_MB, lines=20_000, cells=30)
_ZONE: Final = "Asia/Jayapura"
"""Where the day begins first: whatever is today somewhere in the country does not lie ahead."""


def preview_cards(content: bytes, *, actor: access.Actor) -> ReadCards:
    """Return what a CSV or XLSX table of groups would keep and every fault; keeps nothing.

    Raises NotAllowed, UnreadableSheet, SheetTooLarge.
    """
    access.check_may(actor, TABLE)
    lines = _lines(content)
    said = {text_of(cell) for _, cells in lines for cell in cells}
    found = areas.find({one for one in said if areas.is_code(one)})
    villages = {
        one
        for one in found
        if len(one) == areas.CODE_LENGTHS["village"] and access.may(actor, TABLE, area=one)
    }
    read = read_cards(lines, villages, today=_today())
    return ReadCards(read.cards, (*read.faults, *_elsewhere(read)))


def keep_cards(content: bytes, *, actor: access.Actor) -> TableOutcome:
    """Keep all groups of a table: new ones, and those of the same kind and number written otherwise.

    Groups that are not in the table stay. Raises BadTable, and keeps nothing then, or as `preview_cards`.
    """
    with durable():
        read = preview_cards(content, actor=actor)
        if read.faults:
            raise BadTable(read.faults)
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        for _, card in read.cards:
            row = Group.objects.filter(kind=card.kind.value, number=card.number).order_by("pk").first()
            if row is None:
                open_group(card, actor=actor)
                counts["added"] += 1
                continue
            after = change_card(row.pk, card, version=row.version, actor=actor)
            counts["changed" if after.version > row.version else "unchanged"] += 1
        _note("groups.cards_read_in", content, counts, actor)
        return TableOutcome(**counts)


def preview_members(content: bytes, *, actor: access.Actor) -> ReadMembers:
    """Return what a table of members would keep and every fault; keeps nothing. Raises as `preview_cards`."""
    access.check_may(actor, TABLE)
    lines = _lines(content)
    known = _groups({text_of(cell) for _, cells in lines for cell in cells}, actor)
    return read_members(lines, known, today=_today(), usable=families.usable_number)


def keep_members(content: bytes, *, actor: access.Actor) -> TableOutcome:
    """Keep all members of a table: who is new, and who is known by NIK, or by name where there is none.

    Raises BadTable, and keeps nothing then, or as `preview_cards`.
    """
    with durable():
        read = preview_members(content, actor=actor)
        if read.faults:
            raise BadTable(read.faults)
        groups = _groups({key[1] for _, key, _ in read.members}, actor)
        for key in sorted({key for _, key, _ in read.members}):
            one_at_a_time(f"groups:{groups[key].pk}")
        known: dict[GroupKey, list[Member]] = {}
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        for _, key, member in read.members:
            row = groups[key]
            if key not in known:
                known[key] = list(
                    Member.objects.select_for_update().filter(group=row, left_on=None).order_by("pk")
                )
            same = [
                one
                for one in known[key]
                if (one.nik == member.nik if member.nik and one.nik else _alike(one.name, member.name))
            ]
            if not same:
                known[key].append(add(row, member, actor=actor))
                counts["added"] += 1
            else:
                counts["changed" if rewrite(row, same[0], member, actor=actor) else "unchanged"] += 1
        _note("groups.members_read_in", content, counts, actor)
        return TableOutcome(**counts)


def _lines(content: bytes) -> list[tuple[int, Sequence[Cell]]]:
    return list(read_lines(content, _LIMITS, formulas=True))


def _today() -> date:
    return clock.today(_ZONE)


def _groups(numbers: set[str], actor: access.Actor) -> dict[GroupKey, Group]:
    rows = Group.objects.filter(number__in=numbers, closed_on=None).order_by("pk")
    return {
        (Kind(row.kind), row.number): row for row in rows if access.may(actor, TABLE, area=row.village_code)
    }


def _elsewhere(read: ReadCards) -> list[Fault]:
    """Return a fault for each line whose number is that of a group in another village, or one deactivated."""
    rows = Group.objects.filter(number__in={card.number for _, card in read.cards}).order_by("pk")
    known = {(row.kind, row.number): row for row in rows}
    found = []
    for line, card in read.cards:
        row = known.get((card.kind.value, card.number))
        if row is None:
            continue
        if card_of(row).village_code != card.village_code:
            found.append(
                Fault(
                    "groups.number_taken",
                    "Another group of this kind has this number.",
                    "nomor",
                    line,
                )
            )
        elif row.closed_on is not None:
            found.append(
                Fault(
                    "groups.closed",
                    "This group was deactivated. Its card stays; nothing is added to it.",
                    "nomor",
                    line,
                )
            )
    return found


def _alike(one: str, other: str) -> bool:
    return families.name_key(one) == families.name_key(other)


def _note(what: str, content: bytes, counts: dict[str, int], actor: access.Actor) -> None:
    audit.record(
        what,
        actor=actor.key,
        subject=f"table:{hashlib.sha256(content).hexdigest()[:16]}",
        details=counts,
    )
