"""What happened to families, as rows."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from bahtera.families.models import EventPart, FamilyEvent, FamilyLink, FamilyState, MemberState
from bahtera.families.rules.lineage import lineage
from bahtera.families.rules.people import HEAD
from bahtera.families.values.register import EventRow, Kind, Lineage, Precision, SourceKind


def source_of(event_id: UUID) -> str:
    """Return the source that versions made by an event carry."""
    return f"event:{event_id}"


def events_of(family_id: UUID) -> list[EventRow]:
    """Return what happened to a family, the latest first."""
    ids = EventPart.objects.filter(family_id=family_id).order_by().values("event_id")
    rows = FamilyEvent.objects.filter(pk__in=ids).order_by("-on", "-recorded_at", "-id")
    return rows_of(rows)


def about_whom(rows: Collection[EventRow]) -> dict[UUID, tuple[UUID, ...]]:
    """Return whom each event is about: who came, went, died or became head; not whose relation changed with it.

    Everybody whom it changed for an event of which that is no longer known.
    """
    by_source = {source_of(one.id): one for one in rows}
    sides: dict[tuple[UUID, UUID | None], dict[str, UUID]] = {}
    for part in EventPart.objects.filter(event__in=[one.id for one in rows], member__isnull=False).order_by(
        "pk"
    ):
        sides.setdefault((part.event_id, part.member_id), {})[part.side] = part.family_id
    found: dict[UUID, set[UUID]] = {}
    for state in MemberState.objects.filter(source__in=by_source).order_by("pk"):
        row = by_source[state.source]
        there = sides.get((row.id, state.member_id), {})
        moved = there.get("before") != there.get("after") or state.status != "present"
        heads = row.kind is Kind.HEAD and state.relation == HEAD
        if moved or heads:
            found.setdefault(row.id, set()).add(state.member_id)
    return {
        row.id: tuple(one for one in row.persons if one in found.get(row.id, set())) or row.persons
        for row in rows
    }


def rows_of(events: Iterable[FamilyEvent]) -> list[EventRow]:
    """Return events with whom they concern, in the order given."""
    found = list(events)
    keys = [one.pk for one in found]
    parts: dict[UUID, list[EventPart]] = {}
    for part in EventPart.objects.filter(event__in=keys).order_by("pk"):
        parts.setdefault(part.event_id, []).append(part)
    backs = FamilyEvent.objects.filter(reverses__in=keys).order_by("pk")
    back = dict(backs.values_list("reverses_id", "pk"))
    return [_row(one, parts.get(one.pk, []), back.get(one.pk)) for one in found]


def followed(before: Collection[UUID], after: Collection[UUID], *, since: date, until: date) -> Lineage:
    """Return what became of families known at one moment among those known at a later one.

    ``since`` and ``until`` are the days of the two moments; splits and joins taken back do not count.
    """
    links = FamilyLink.objects.filter(on__gt=since, on__lte=until, undone_at__isnull=True).order_by("pk")
    return lineage(before, after, links.values_list("from_family_id", "to_family_id"))


def revision_of(family_id: UUID) -> str:
    """Return what changes whenever the family or somebody in it does: the newest version's id."""
    family = FamilyState.objects.filter(family_id=family_id).order_by("-id").values_list("pk", flat=True)[:1]
    here = MemberState.objects.filter(family_id=family_id, valid_to__isnull=True)
    members = here.order_by("-id").values_list("pk", flat=True)
    return "".join(one.hex[-6:] for one in (*family, *members[:1])) + f"-{len(members)}"


def _row(event: FamilyEvent, parts: list[EventPart], back: UUID | None) -> EventRow:
    return EventRow(
        id=event.pk,
        kind=Kind(event.kind),
        on=event.on,
        precision=Precision(event.precision),
        village_code=event.village_code,
        source_kind=SourceKind(event.source_kind),
        source=event.source,
        note=event.note,
        actor_key=event.actor_key,
        recorded_at=event.recorded_at,
        persons=_once(one.member_id for one in parts if one.member_id),
        before=_once(one.family_id for one in parts if one.side == "before"),
        after=_once(one.family_id for one in parts if one.side == "after"),
        reverses=event.reverses_id,
        reversed_by=back,
    )


def _once(ids: Iterable[UUID | None]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(one for one in ids if one is not None))
