"""Decrees are registered, get their scan, and are warned of before they run out."""

from datetime import date
from typing import IO
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q

from bahtera.access.errors import BadEntry, BadScan, NoSuchDecree, Taken, UnknownScope
from bahtera.access.models import Decree, DecreeNotice
from bahtera.access.operations.office.days import check_days
from bahtera.access.queries.actors import zone_of
from bahtera.access.queries.office.decrees import WARNED_BEFORE, concerned_by, visible_decree
from bahtera.access.queries.office.people import person_of
from bahtera.access.rules import papers
from bahtera.access.rules.policy import check_may
from bahtera.access.values import Actor
from bahtera.areas import api as areas
from bahtera.foundation import audit, blobs, clock, photos
from bahtera.foundation.transactions import durable


def register_decree(
    number: str,
    *,
    signed_on: date,
    signer: str,
    area: str,
    valid_from: date,
    actor: Actor,
    valid_to: date | None = None,
    about: str = "",
    scan: tuple[str, IO[bytes]] | None = None,
) -> UUID:
    """Register a decree of an area, with its scan when there is one already (file name, open file).

    Raises BadEntry, BadDates, BadScan, UnknownScope, Taken, NotAllowed.
    """
    plain, who = " ".join(number.split())[:80], " ".join(signer.split())[:150]
    if not plain or not who:
        raise BadEntry.number()
    if area and not areas.exists(area):
        raise UnknownScope(area)
    check_may(actor, "decree.manage", area=area)
    check_days(signed_on, None, area)
    check_days(valid_from, valid_to, area, over=False)
    stored = _store(*scan) if scan else ("", "")
    with durable():
        try:
            with durable():
                row = Decree.objects.create(
                    number=plain,
                    about=" ".join(about.split())[:200],
                    signed_on=signed_on,
                    signer=who,
                    area_code=area,
                    valid_from=valid_from,
                    valid_to=valid_to,
                    scan_sha256=stored[0],
                    scan_name=stored[1],
                )
        except IntegrityError as error:
            raise Taken.decree() from error
        audit.record(
            "access.decree_registered",
            actor=actor.key,
            subject=f"decree:{row.pk}",
            details={"decree": plain, "area": area, "to": valid_to, "scan": stored[0]},
        )
    return row.pk


def attach_scan(decree_id: UUID, *, name: str, file: IO[bytes], actor: Actor) -> None:
    """Keep the scan of a decree; an earlier one stays stored under its hash. Raises NoSuchDecree, BadScan."""
    found = visible_decree(decree_id, actor)
    check_may(actor, "decree.manage", area=found.area_code)
    sha256, shown = _store(name, file)
    with durable():
        row = Decree.objects.select_for_update().get(pk=found.pk)
        earlier, row.scan_sha256, row.scan_name = row.scan_sha256, sha256, shown
        row.save(update_fields=["scan_sha256", "scan_name"])
        audit.record(
            "access.decree_scanned",
            actor=actor.key,
            subject=f"decree:{row.pk}",
            details={"scan": sha256, "earlier": earlier},
        )


def warn_of_ending_decrees() -> None:
    """Tell everybody concerned, once, of each decree that runs out within 60 days; the nightly job."""
    furthest = clock.today("Asia/Jayapura") + WARNED_BEFORE
    due = Decree.objects.filter(warned_on=None, valid_to__lte=furthest)
    for decree_id in list(due.order_by("valid_to", "pk").values_list("pk", flat=True)):
        _warn(decree_id)


def note_seen(notice_id: int, *, actor: Actor) -> None:
    """Remember that somebody saw the word about a decree; raises NoSuchDecree for another's."""
    person = person_of(actor.key)
    with durable():
        rows = DecreeNotice.objects.filter(Q(person=person), pk=notice_id)
        if person is None or not rows.exists():
            raise NoSuchDecree
        rows.filter(seen_at=None).update(seen_at=clock.now())
        audit.record("access.decree_notice_seen", actor=actor.key, subject=f"person:{person.pk}")


def _warn(decree_id: UUID) -> None:
    with durable():
        row = Decree.objects.select_for_update().get(pk=decree_id)
        today = clock.today(zone_of(row.area_code))
        if row.warned_on is not None or row.valid_to is None or row.valid_to - today > WARNED_BEFORE:
            return
        row.warned_on = today
        row.save(update_fields=["warned_on"])
        people = concerned_by(row) if row.valid_to >= today else set()
        DecreeNotice.objects.bulk_create(
            [DecreeNotice(decree=row, person_id=one, made_on=today) for one in sorted(people)],
            ignore_conflicts=True,
        )
        audit.record(
            "access.decree_warned",
            actor="system",
            subject=f"decree:{row.pk}",
            details={"people": len(people), "to": row.valid_to},
        )


def _store(name: str, file: IO[bytes]) -> tuple[str, str]:
    data = file.read(papers.LARGEST + 1)
    if len(data) > papers.LARGEST:
        raise BadScan.size()
    kind = papers.kind_of(data)
    if kind is None:
        raise BadScan.kind()
    return blobs.put(photos.stripped(data)), papers.scan_name(name, kind)
