"""Groups and their cards: registered, written otherwise, filed once a year, deactivated. Nothing is deleted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.groups.errors import BadEntry, Fault, Moved, NotYet
from bahtera.groups.models import CardRecord, Group, Member
from bahtera.groups.queries.bundles import DISTRICT_LENGTH
from bahtera.groups.queries.groups import card_of, group_view, people_of
from bahtera.groups.queries.months import card_due
from bahtera.groups.queries.scope import KEEP, OVERSEE, group_row, today_at
from bahtera.groups.rules.checking import card_faults, needed_reason, refuse
from bahtera.groups.rules.writing import card_json, yearly_json
from bahtera.groups.values import Handed

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from bahtera.groups.values import Card, GroupView


def open_group(card: Card, *, actor: access.Actor) -> GroupView:
    """Register a group in a village; a number is given when it has none. Raises NotAllowed, BadEntry."""
    access.check_may(actor, KEEP, area=card.village_code)
    plain = checked(card)
    with durable():
        one_at_a_time(f"groups:{plain.kind}")
        if not plain.number:
            plain = replace(plain, number=_next_number(plain))
        _check_number(plain, None)
        row = Group(opened_at=clock.now(), opened_by=actor.key)
        _fill(row, plain)
        row.save(force_insert=True)
        audit.record(
            "groups.opened",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"kind": row.kind, "village": row.village_code},
        )
        return group_view(row)


def change_card(group_id: UUID, card: Card, *, version: int, actor: access.Actor) -> GroupView:
    """Write a card otherwise; kind and village stay. ``version``: the one the writer had before them.

    Nothing is written when it says the same. Raises NotAllowed, UnknownGroup, Closed, Moved, BadEntry.
    """
    with durable():
        row = group_row(group_id, actor, lock=True, writing=True)
        check_version(row.version, version)
        before = card_of(row)
        plain = checked(
            replace(
                card,
                kind=before.kind,
                village_code=before.village_code,
                number=card.number or before.number,
            )
        )
        if plain == before:
            return group_view(row)
        one_at_a_time(f"groups:{plain.kind}")
        _check_number(plain, row.pk)
        _fill(row, plain)
        row.version += 1
        row.save()
        audit.record(
            "groups.card_changed",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"version": row.version},
        )
        return group_view(row)


def deactivate(group_id: UUID, *, on: date, reason: str, version: int, actor: access.Actor) -> GroupView:
    """Let a group be no longer at work; its card, members and months stay. The kecamatan does it.

    Raises NotAllowed, UnknownGroup, Closed, Moved, NoReason, BadEntry.
    """
    why = needed_reason(reason)
    with durable():
        row = group_row(group_id, actor, OVERSEE, lock=True, writing=True)
        access.check_may(actor, OVERSEE, area=row.village_code[:DISTRICT_LENGTH])
        check_version(row.version, version)
        if on > today_at(row.village_code) or (row.started_on is not None and on < row.started_on):
            raise BadEntry((Fault("groups.bad_day", "The day lies ahead, or too far back.", "on"),))
        row.closed_on, row.closed_why, row.closed_by = on, why, actor.key
        row.version += 1
        row.save()
        audit.record("groups.deactivated", actor=actor.key, subject=f"group:{row.pk}", details={"from": on})
        return group_view(row)


def file_card(group_id: UUID, year: int, *, actor: access.Actor, reason: str = "") -> Handed:
    """File the card (K/0) of a year as it stands; a further version needs a reason.

    Raises NotAllowed, UnknownGroup, Closed, NotYet for a year that lies ahead, NoReason.
    """
    with durable():
        row = group_row(group_id, actor, lock=True, writing=True)
        today = today_at(row.village_code)
        if year > today.year:
            raise NotYet
        last = CardRecord.objects.filter(group=row, year=year).order_by("-version", "pk").first()
        why = needed_reason(reason) if last else ""
        officers = Counter(
            Member.objects.filter(group=row, left_on=None)
            .exclude(office="")
            .order_by("pk")
            .values_list("office", flat=True)
        )
        now = clock.now()
        made = CardRecord.objects.create(
            group=row,
            year=year,
            version=last.version + 1 if last else 1,
            content=yearly_json(card_of(row), people_of([row.pk], today)[row.pk], officers),
            filed_at=now,
            filed_by=actor.key,
            reason=why,
            late=now > card_due(row.village_code, year),
        )
        audit.record(
            "groups.card_filed",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"year": year, "version": made.version},
        )
        return Handed(made.version, made.filed_at, made.filed_by, made.reason, made.late)


def checked(card: Card) -> Card:
    """Return a card with tidy words; raises BadEntry."""
    faults = []
    if len(card.village_code) != areas.CODE_LENGTHS["village"] or not areas.find([card.village_code]):
        faults.append(Fault("groups.no_village", "Choose a village.", "village_code"))
        today = clock.now().date()
    else:
        today = today_at(card.village_code)
    plain, found = card_faults(card, today=today)
    refuse([*faults, *found])
    return plain


def check_version(version: int, seen: int) -> None:
    """Raise Moved unless somebody saw the version that holds."""
    if version != seen:
        raise Moved(version)


def _fill(row: Group, card: Card) -> None:
    row.kind, row.number, row.title = card.kind.value, card.number, card.name
    row.village_code, row.started_on, row.content = card.village_code, card.started_on, card_json(card)


def _next_number(card: Card) -> str:
    stem = f"{card.village_code}/{card.kind.upper()}/"
    taken = set(
        Group.objects.filter(number__startswith=stem, kind=card.kind.value)
        .order_by("number", "pk")
        .values_list("number", flat=True)
    )
    return next(f"{stem}{one:02d}" for one in range(1, len(taken) + 2) if f"{stem}{one:02d}" not in taken)


def _check_number(card: Card, own_id: UUID | None) -> None:
    rows = Group.objects.filter(kind=card.kind.value, number=card.number)
    if own_id is not None:
        rows = rows.exclude(pk=own_id)
    if rows.exists():
        raise BadEntry(
            (Fault("groups.number_taken", "Another group of this kind has this number.", "number"),)
        )
