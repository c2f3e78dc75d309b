"""What must not be destroyed: the holds that stand, and what each of them covers today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from bahtera.access.api import Actor, check_may, covers, may, narrow
from bahtera.foundation import clock
from bahtera.foundation.expiring import Expired
from bahtera.foundation.paging import Page, keyset
from bahtera.foundation.transactions import one_at_a_time
from bahtera.privacy.errors import NoSuchRecord, UnderHold
from bahtera.privacy.models import LegalHold

AREA = "area"
_GUARD = "privacy.holds"
# The last zone in which a day ends: until then a hold to that day stands.
_LAST_ZONE = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class Holdable:
    """Where something lies, and under which references its things stand (``family:0192...``)."""

    area: str
    references: frozenset[str]


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold; who ordered it and why are empty for those who only watch over it."""

    id: UUID
    kind: str
    subject_id: UUID | None
    area_code: str
    letter: str
    ordered_by: str
    reason: str
    holds_from: date
    holds_until: date | None
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None
    lifted_letter: str
    stands: bool


Look = Callable[[UUID], Holdable | None]
_lookups: dict[str, Look] = {}


def register_holdable(kind: str, look: Look) -> None:
    """Name what finds one kind of subject (None: there is none); only config calls this."""
    _lookups[kind] = look


def holdable_kinds() -> tuple[str, ...]:
    """Return the kinds of subjects that can be held, areas first."""
    return (AREA, *sorted(_lookups))


def find_holdable(kind: str, subject_id: UUID) -> Holdable | None:
    """Return what a hold on a subject covers today; None when there is no such thing."""
    look = _lookups.get(kind)
    return look(subject_id) if look else None


def guard_holds() -> None:
    """Wait until nobody else places a hold or destroys something; then the holds that are read still stand."""
    one_at_a_time(_GUARD)


@dataclass(frozen=True, slots=True)
class Covered:
    """What all standing holds cover together."""

    areas: tuple[str, ...]
    references: frozenset[str]

    def holds(self, item: Expired) -> bool:
        """Tell whether something must not be touched: also what is placed so roughly that it may lie in a held area."""
        where = item.area
        if any(not area or (where is not None and _meet(area, where)) for area in self.areas):
            return True
        return bool(self.references) and not self.references.isdisjoint((item.key, *item.about))


def covered_now() -> Covered:
    """Return what the holds that stand cover. A subject's things are looked up anew: families merge, phones change."""
    found, references = [], set[str]()
    for kind, subject_id, area in _standing().order_by("pk").values_list("kind", "subject_id", "area_code"):
        if subject_id is None:
            found.append(area)
            continue
        references.add(f"{kind}:{subject_id}")
        holdable = find_holdable(kind, subject_id)
        if holdable is not None:
            references |= holdable.references
    return Covered(tuple(found), frozenset(references))


def check_not_held(item: Expired) -> None:
    """Raise UnderHold unless something may be destroyed; to be asked in the transaction that destroys it."""
    guard_holds()
    if covered_now().holds(item):
        raise UnderHold


def list_holds(*, actor: Actor, cursor: str | None = None, size: int = 50) -> Page[HoldRow]:
    """Return a page of holds in the actor's areas, latest first. Raises NotAllowed."""
    check_may(actor, "privacy.manage")
    rows = narrow(LegalHold.objects.all(), actor, "privacy.manage", path="area_code")
    page = keyset(rows, ("-placed_at", "-id"), cursor=cursor, size=size)
    standing = set(
        _standing().filter(pk__in=[row.pk for row in page.items]).order_by("pk").values_list("pk", flat=True)
    )
    return Page([row_of(row, stands=row.pk in standing) for row in page.items], page.next_cursor)


def count_holds(*, actor: Actor) -> int:
    """Return how many holds stand on the whole site. Raises NotAllowed."""
    check_may(actor, "privacy.read")
    return _standing().count()


def find(hold_id: UUID, *, actor: Actor) -> LegalHold:
    """Return a hold's row, locked. Raises NotAllowed, NoSuchRecord."""
    check_may(actor, "privacy.manage")
    row = LegalHold.objects.select_for_update().filter(pk=hold_id).order_by("pk").first()
    if row is None or not may(actor, "privacy.manage", area=row.area_code):
        raise NoSuchRecord(hold_id)
    return row


def row_of(row: LegalHold, *, stands: bool) -> HoldRow:
    """Return a hold as a value."""
    return HoldRow(
        row.pk,
        row.kind,
        row.subject_id,
        row.area_code,
        row.letter,
        row.ordered_by,
        row.reason,
        row.holds_from,
        row.holds_until,
        row.placed_at,
        row.placed_by,
        row.lifted_at,
        row.lifted_letter,
        stands,
    )


def _meet(one: str, other: str) -> bool:
    return covers(one, other) or covers(other, one)


def _standing() -> QuerySet[LegalHold]:
    """Return the holds that stand, also one whose first day is still to come: what it is to keep is there today."""
    today = clock.today(_LAST_ZONE)
    return LegalHold.objects.filter(
        Q(holds_until__isnull=True) | Q(holds_until__gte=today), lifted_at__isnull=True
    )
