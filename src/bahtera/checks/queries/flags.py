"""Questions as a reader may see them: in the own areas, of both villages, and none about the own household."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from bahtera.access.api import Actor, check_may, reach
from bahtera.checks.errors import UnknownFlag
from bahtera.checks.models import Flag
from bahtera.checks.values import FlagRow
from bahtera.foundation.paging import Page, keyset

_COLUMN = {2: "province_code", 5: "regency_code", 8: "district_code", 13: "village_code"}
_CHUNK = 1000


@dataclass(frozen=True)
class Wanted:
    """What narrows a list of questions; empty: all."""

    check_id: str = ""
    severity: str = ""
    state: str = ""
    village_code: str = ""
    actor_key: str = ""
    submission_id: UUID | None = None


def list_flags(
    round_id: int, *, actor: Actor, wanted: Wanted | None = None, cursor: str | None = None, size: int = 40
) -> Page[FlagRow]:
    """Return a page of a round's questions, latest first. Raises NotAllowed."""
    check_may(actor, "check.read")
    page = keyset(_narrowed(round_id, actor, wanted or Wanted()), ("-id",), cursor=cursor, size=size)
    return Page([to_row(one) for one in page.items], page.next_cursor)


def iter_flags(round_id: int, *, actor: Actor, wanted: Wanted | None = None) -> Iterator[FlagRow]:
    """Yield a round's questions, oldest first. Raises NotAllowed."""
    check_may(actor, "check.read")
    rows = _narrowed(round_id, actor, wanted or Wanted()).order_by("id")
    for row in rows.iterator(chunk_size=_CHUNK):
        yield to_row(row)


def get_flag(flag_id: UUID, *, actor: Actor) -> FlagRow:
    """Return one question; raises UnknownFlag, also for one the reader may not know of, and NotAllowed."""
    check_may(actor, "check.read")
    return to_row(find_flag(flag_id, actor))


def find_flag(flag_id: UUID, actor: Actor) -> Flag:
    """Return the row of a question in the reader's areas; raises UnknownFlag."""
    row = seen_by(actor).filter(pk=flag_id).order_by("pk").first()
    if row is None:
        raise UnknownFlag
    return row


def seen_by(actor: Actor) -> QuerySet[Flag]:
    """Return the questions a reader may know of."""
    here, there = Q(), Q(other_village="")
    # In what is no area's code nothing lies.
    scopes = [scope for scope in reach(actor, "check.read") if not scope or len(scope) in _COLUMN]
    if not scopes:
        return Flag.objects.none()
    for scope in scopes:
        here |= Q(**{_COLUMN[len(scope)]: scope}) if scope else Q(round_id__isnull=False)
        there |= (
            Q(other_village=scope) | Q(other_village__startswith=f"{scope}.")
            if scope
            else Q(round_id__isnull=False)
        )
    rows = Flag.objects.filter(here).filter(there)
    if actor.kin:
        rows = rows.exclude(family_id__in=actor.kin).exclude(other_family_id__in=actor.kin)
    return rows


def _narrowed(round_id: int, actor: Actor, wanted: Wanted) -> QuerySet[Flag]:
    rows = seen_by(actor).filter(round_id=round_id)
    if wanted.check_id:
        rows = rows.filter(check_id=wanted.check_id)
    if wanted.severity:
        rows = rows.filter(severity=wanted.severity)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.village_code:
        rows = rows.filter(Q(village_code=wanted.village_code) | Q(other_village=wanted.village_code))
    if wanted.actor_key:
        rows = rows.filter(Q(actor_key=wanted.actor_key) | Q(other_actor=wanted.actor_key))
    if wanted.submission_id:
        rows = rows.filter(Q(submission_id=wanted.submission_id) | Q(other_id=wanted.submission_id))
    return rows


def to_row(row: Flag) -> FlagRow:
    """Return a question as others see it."""
    return FlagRow(
        id=row.pk,
        check_id=row.check_id,
        check_hash=row.check_hash,
        severity=row.severity,
        round_id=row.round_id,
        village_code=row.village_code,
        other_village=row.other_village,
        submission_id=row.submission_id,
        other_id=row.other_id,
        family_id=row.family_id,
        other_family_id=row.other_family_id,
        actor_key=row.actor_key,
        other_actor=row.other_actor,
        question=row.question,
        value=row.value,
        threshold=row.threshold,
        facts=row.facts,
        state=row.state,
        first_seen=row.first_seen,
        answered_at=row.answered_at,
        answered_name=row.answered_name,
        note=row.note,
        revision=row.revision,
    )
