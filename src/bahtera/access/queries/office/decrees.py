"""Decrees: which there are, which may carry a role, and whom to tell that one runs out."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bahtera.access.errors import NoSuchDecree
from bahtera.access.models import Decree, DecreeNotice, Person, RoleGrant
from bahtera.access.queries.actors import holds, live_grants, zone_of
from bahtera.access.queries.scoping import inside, narrow
from bahtera.access.rules.areas import covers
from bahtera.access.rules.policy import reach
from bahtera.access.values import Actor, DecreeChangeRow, DecreeRow
from bahtera.access.values import DecreeNotice as Notice
from bahtera.foundation import blobs, clock
from bahtera.foundation.paging import Page, keyset

WARNED_BEFORE = timedelta(days=60)


def list_decrees(*, actor: Actor, cursor: str | None = None, size: int = 40) -> Page[DecreeRow]:
    """Return a page of decrees in the actor's areas, the latest signed first."""
    page = keyset(_visible(actor), ("-signed_on", "-id"), cursor=cursor, size=size)
    ids = [row.pk for row in page.items]
    counted = RoleGrant.objects.filter(decree__in=ids, ended_at=None).values("decree_id")
    counts = dict(counted.annotate(n=Count("pk")).order_by("decree_id").values_list("decree_id", "n"))
    return Page([decree_row(row, counts.get(row.pk, 0)) for row in page.items], page.next_cursor)


def get_decree(decree_id: UUID, *, actor: Actor) -> DecreeRow:
    """Return a decree of the actor's areas; raises NoSuchDecree."""
    row = visible_decree(decree_id, actor)
    return decree_row(row, row.grants.filter(ended_at=None).count())


def decree_changes(decree_id: UUID, *, actor: Actor) -> tuple[DecreeChangeRow, ...]:
    """Return how a decree's days were put right, the latest first; raises NoSuchDecree."""
    row = visible_decree(decree_id, actor)
    people = {f"user:{one.user_id}": one.name for one in _who_changed(row)}
    return tuple(
        DecreeChangeRow(
            one.at,
            people.get(one.by, ""),
            one.reason,
            one.from_before,
            one.from_after,
            one.to_before,
            one.to_after,
            one.roles,
        )
        for one in row.changes.order_by("-at", "-pk")
    )


def _who_changed(row: Decree) -> QuerySet[Person]:
    keys = row.changes.filter(by__startswith="user:").order_by("pk").values_list("by", flat=True)
    return Person.objects.filter(user_id__in=[int(key.removeprefix("user:")) for key in keys]).order_by("pk")


def open_scan(decree_id: UUID, *, actor: Actor) -> tuple[bytes, str]:
    """Return a decree's scan and its name; raises NoSuchDecree when there is none."""
    row = visible_decree(decree_id, actor)
    if not row.scan_sha256:
        raise NoSuchDecree
    with blobs.open(row.scan_sha256) as file:
        return file.read(), row.scan_name


def visible_decree(decree_id: UUID, actor: Actor) -> Decree:
    """Return a decree's row; raises NoSuchDecree outside the actor's areas."""
    row = _visible(actor).filter(pk=decree_id).order_by("pk").first()
    if row is None:
        raise NoSuchDecree
    return row


def decrees_for(area: str, *, on: date | None = None) -> list[DecreeRow]:
    """Return the decrees that may carry a role over an area: of the area itself or one that holds it."""
    day = on or clock.today(zone_of(area))
    rows = Decree.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day)).order_by("-signed_on", "-pk")
    above = [area[:length] for length in (0, 2, 5, 8, 13) if length <= len(area)]
    return [decree_row(row) for row in rows.filter(area_code__in=above)]


def decrees_to_choose(actor: Actor) -> list[DecreeRow]:
    """Return the valid decrees that may carry a role somewhere in the actor's areas."""
    wanted = Q(pk__in=[])
    for scope in reach(actor, "role.grant"):
        above = [scope[:length] for length in (0, 2, 5, 8, 13) if length <= len(scope)]
        wanted |= inside("area_code", scope) | Q(area_code__in=above)
    day = clock.today(zone_of(""))
    rows = Decree.objects.filter(wanted).filter(Q(valid_to=None) | Q(valid_to__gte=day))
    return [decree_row(row) for row in rows.order_by("-signed_on", "-pk")[:200]]


def decree_row(row: Decree, grants: int = 0) -> DecreeRow:
    """Return a decree as a value, judged today in the zone of its area."""
    today = clock.today(zone_of(row.area_code))
    valid = row.valid_from <= today and (row.valid_to is None or today <= row.valid_to)
    soon = valid and row.valid_to is not None and row.valid_to - today <= WARNED_BEFORE
    return DecreeRow(
        row.pk,
        row.number,
        row.about,
        row.signed_on,
        row.signer,
        row.area_code,
        row.valid_from,
        row.valid_to,
        row.scan_name if row.scan_sha256 else "",
        valid,
        soon,
        grants,
    )


def notices_of(person: Person | None) -> list[Notice]:
    """Return the words about decrees that somebody has not seen yet, the most urgent first."""
    if person is None:
        return []
    rows = DecreeNotice.objects.filter(person=person, seen_at=None).select_related("decree")
    own = set(
        RoleGrant.objects.filter(person=person, ended_at=None, decree__isnull=False)
        .order_by("pk")
        .values_list("decree_id", flat=True)
    )
    return [
        Notice(
            row.pk,
            row.decree_id,
            row.decree.number,
            row.decree.about,
            row.decree.valid_to,
            row.decree_id in own,
        )
        for row in rows.order_by("decree__valid_to", "pk")
        if row.decree.valid_to is not None
    ]


def concerned_by(decree: Decree) -> set[UUID]:
    """Return whom a decree's end concerns: who hold roles by it, and the nearest who look after its area."""
    resting = RoleGrant.objects.filter(decree=decree, ended_at=None)
    found = set(resting.order_by("pk").values_list("person_id", flat=True))
    keepers = [
        row
        for row in live_grants(RoleGrant.objects.filter(role="administrator")).order_by("pk")
        if covers(row.area_code, decree.area_code) and holds(row)
    ]
    nearest = max((len(row.area_code) for row in keepers), default=0)
    return found | {row.person_id for row in keepers if len(row.area_code) == nearest}


def _visible(actor: Actor) -> QuerySet[Decree]:
    return narrow(Decree.objects.all(), actor, "decree.read")
