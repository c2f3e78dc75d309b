"""Records a visit: the family and members it found, as versions in time, and what looks odd."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from bahtera.families import queries
from bahtera.families.models import Family, FamilyState, Member, MemberState, Visit
from bahtera.families.operations import versions
from bahtera.families.operations.matching import Match, Row, match
from bahtera.families.operations.register import proposing
from bahtera.families.queries.register.zones import today_in
from bahtera.families.rules.findings import finding
from bahtera.families.rules.names import name_key
from bahtera.families.rules.numbers import clean_number
from bahtera.families.rules.timeline import kept
from bahtera.families.values import MemberInput, Place, VisitFinding, VisitInput, VisitOutcome
from bahtera.foundation import audit, clock
from bahtera.foundation.ids import new_id


def record_visit(
    *,
    village_code: str,
    family_id: UUID | None,
    visited_on: date,
    source: str,
    actor_key: str,
    members: Sequence[MemberInput] = (),
    no_kk: str = "",
    kk_reason: str = "",
    head_name: str = "",
    address: str = "",
    dusun: str = "",
    rw: str = "",
    rt: str = "",
    replaces: str | None = None,
) -> VisitOutcome:
    """Record what a visit found, inside the caller's transaction, in at most seven queries (eight when somebody
    is new or missing) and those of its audit entry.

    ``family_id`` is ours or the phone's; one we do not know opens a new family, as None does. What matches
    somebody on record (NIK, KK, name with birth date in the same regency) becomes a finding and is never
    merged. An empty answer erases nothing. A visit that arrives late takes its place in time; one
    dated ahead of today, as by a phone's wrong clock, counts as today's, or it would outlast all that follow.
    ``source`` is unique to the visit: recording it again changes nothing and returns the first outcome.
    ``replaces`` names the source this one corrects: what that one alone had added and this one lacks is
    withdrawn.

    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        message = "record_visit outside a transaction"
        raise RuntimeError(message)
    head = head_name or next((member.name for member in members if member.relation == "kepala"), "")
    found = match(
        VisitInput(
            village_code=village_code[:13],
            family_id=family_id,
            no_kk=clean_number(no_kk)[:32],
            kk_reason=kk_reason[:20],
            head_name=head.strip()[:120],
            place=Place(address=address[:250], dusun=dusun[:80], rw=rw[:10], rt=rt[:10]),
            members=tuple(members),
            visited_on=min(visited_on, today_in(village_code)),
            source=source[:120],
            actor_key=actor_key,
            replaces=replaces,
        )
    )
    return _record(found)


def _record(found: Match) -> VisitOutcome:
    visit = found.visit
    is_new = found.family_id is None
    family_id = found.family_id or new_id()
    opened = {row.number: new_id() for row in found.rows if row.line is None and not found.apart}
    ids = [row.member_id or opened.get(row.number) for row in found.rows]
    claimed = _claim(
        Visit(
            source=visit.source,
            family_id=family_id,
            is_new=is_new,
            visited_on=visit.visited_on,
            members=[str(member_id) if member_id else None for member_id in ids],
            findings=[_stored(note) for note in found.findings],
            recorded_at=clock.now(),
        )
    )
    if not claimed:
        return _first_outcome(visit.source)
    if not found.apart:
        _write_family(found, family_id)
        _write_members(found, family_id, opened)
        proposing.follow_visit(found, family_id, opened)
    audit.record(
        "families.visit_recorded",
        actor=visit.actor_key,
        subject=f"family:{family_id}",
        about=[f"member:{member_id}" for member_id in ids if member_id],
        details={
            "source": visit.source,
            "is_new": is_new,
            "members": len(ids),
            "findings": sorted({one.code for one in found.findings}),
        },
    )
    return VisitOutcome(family_id, is_new, tuple(ids), tuple(found.findings))


# --- the visit itself, once a source ----------------------------------------------------------------------


def _claim(record: Visit) -> bool:
    """Write the visit unless its source was recorded before, and say whether it was written.

    One statement, so that two deliveries at the same moment cannot both go on; Django offers no
    ``ON CONFLICT DO NOTHING`` that tells which way it went.
    """
    meta = Visit._meta  # noqa: SLF001 - Django's documented meta API
    fields = meta.concrete_fields
    names = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [f.get_db_prep_save(getattr(record, f.attname), connection) for f in fields]
    table = connection.ops.quote_name(meta.db_table)
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT (source) DO NOTHING"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount == 1)


def _stored(note: VisitFinding) -> dict[str, Any]:
    return {"code": note.code, "row": note.row, "details": dict(note.details)}


def _first_outcome(source: str) -> VisitOutcome:
    visit = queries.visit_of(source)
    assert visit is not None
    return VisitOutcome(
        family_id=visit.family_id,
        is_new=visit.is_new,
        member_ids=tuple(UUID(text) if text else None for text in visit.members),
        findings=tuple(finding(f["code"], row=f["row"], **f["details"]) for f in visit.findings),
        repeated=True,
    )


# --- what is written --------------------------------------------------------------------------------------


def _signature(visit: VisitInput, reason: str) -> dict[str, Any]:
    return {
        "valid_from": visit.visited_on,
        "reason": reason,
        "source": visit.source,
        "actor_key": visit.actor_key,
        "recorded_at": clock.now(),
    }


def _write_family(found: Match, family_id: UUID) -> None:
    visit, place = found.visit, found.visit.place
    if found.line:
        base = versions.base_for(found.line, visit.visited_on)
    else:
        base = FamilyState(family_id=family_id)
        Family.objects.create(
            id=family_id, client_id=visit.family_id, opened_source=visit.source, created_at=clock.now()
        )
    new = versions.successor(
        base,
        status="present",
        village_code=visit.village_code,
        no_kk=kept(visit.no_kk, base.no_kk),
        kk_reason="" if visit.no_kk else kept(visit.kk_reason, base.kk_reason),
        head_name=kept(visit.head_name, base.head_name),
        address=kept(place.address, base.address),
        dusun=kept(place.dusun, base.dusun),
        rw=kept(place.rw, base.rw),
        rt=kept(place.rt, base.rt),
        **_signature(visit, "visit" if found.line else "opened"),
    )
    if not found.line or not versions.same_content(base, new):
        versions.save(FamilyState, versions.placed(found.line, new))


def _write_members(found: Match, family_id: UUID, opened: Mapping[int, UUID]) -> None:
    visit, now = found.visit, clock.now()
    Member.objects.bulk_create(
        Member(id=opened[row.number], client_id=row.client_id, opened_source=visit.source, created_at=now)
        for row in found.rows
        if row.number in opened
    )
    states: list[MemberState] = []
    for row in found.rows:
        if row.number in opened:
            base = MemberState(member_id=opened[row.number], family_id=family_id)
            states.append(versions.successor(base, **_answers(row, base), **_signature(visit, "opened")))
        elif row.line is not None and not row.leave_alone:
            states += _next_version(visit, row, row.line)
    for line in found.withdrawn:
        mistaken = versions.successor(line[-1], status="withdrawn", **_signature(visit, "corrected"))
        mistaken.valid_from = line[-1].valid_from
        states += versions.placed(line, mistaken)
    versions.save(MemberState, states)


def _next_version(visit: VisitInput, row: Row, line: list[MemberState]) -> list[MemberState]:
    base = versions.base_for(line, visit.visited_on)
    new = versions.successor(base, **_answers(row, base), **_signature(visit, "visit"))
    return [] if versions.same_content(base, new) else versions.placed(line, new)


def _answers(row: Row, base: MemberState) -> dict[str, Any]:
    """Return the member's content after this row: what it says, else what was known."""
    given = row.given
    name = kept(given.name[:120], base.name)
    nik = kept(clean_number(given.nik)[:32], base.nik)
    return {
        "name": name,
        "name_key": name_key(name),
        "nik": nik,
        "nik_reason": "" if nik else kept(given.nik_reason[:20], base.nik_reason),
        "sex": kept(given.sex[:1], base.sex),
        "birth_date": given.birth_date or base.birth_date,
        "birth_date_estimated": given.birth_date_estimated if given.birth_date else base.birth_date_estimated,
        "relation": kept(given.relation[:20], base.relation),
    }
