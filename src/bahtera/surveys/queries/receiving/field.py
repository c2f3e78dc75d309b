"""What a phone fetches: families that changed since a cursor, and what became of its visits."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import Exists, Max, Q

from bahtera.access.api import Actor, check_may, keys_behind, person_behind
from bahtera.families import api as families
from bahtera.foundation import audit
from bahtera.foundation.errors import Refused
from bahtera.surveys.models import FamilyFeed, Round, Submission, VisitFeed
from bahtera.surveys.queries.joint.parts import told_to
from bahtera.surveys.queries.joint.telling import with_joint
from bahtera.surveys.queries.receiving import remembered
from bahtera.surveys.queries.receiving.steps import agreed_steps
from bahtera.surveys.queries.reviewing.lineage import put_together
from bahtera.surveys.queries.reviewing.submissions import last_words, sent_row
from bahtera.surveys.queries.rounds.assignments import Assigned, assigned_families, carried_places, today_in
from bahtera.surveys.rules import RoundState, choose_round
from bahtera.surveys.values import AgreedStep, JointTold, OpenVisit, SentRow

PAGE: Final = 200
RESTORED: Final = "site.restored"
_START: Final = ("", "")


@dataclass(frozen=True, slots=True)
class FamilyChanges:
    """A page of what changed. ``whole``: part of everything there is, ``begins`` with its first page; what no page
    names is to be let go.

    ``steps`` are those chosen at the last visit, by family; ``visits`` the visit that counts in the round that visits
    of today are in, whoever made it; ``joint`` are those that another kader shares. ``gone`` are families that are not
    this phone's, or no more. ``more``: ask again with the cursor at once.
    """

    whole: bool
    items: tuple[families.CarriedFamily, ...]
    gone: tuple[UUID, ...]
    cursor: str
    more: bool
    begins: bool = False
    steps: Mapping[UUID, tuple[AgreedStep, ...]] = field(default_factory=dict)
    visits: Mapping[UUID, OpenVisit] = field(default_factory=dict)
    joint: Mapping[UUID, JointTold] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VisitStates:
    """A page of what became of visits, in the order it happened."""

    items: tuple[SentRow, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Up to which number was read, of which scope, and where a walk over everything stands."""

    sequence: int
    scope: str
    after: tuple[str, str] | None

    @property
    def text(self) -> str:
        told = [self.sequence, self.scope, *(self.after or ())]
        return base64.urlsafe_b64encode(orjson.dumps(told)).decode().rstrip("=")


def families_since(since: str, *, actor: Actor, size: int = PAGE) -> FamilyChanges:
    """Return the families the actor carries that changed since a cursor; everything, page by page, without one.

    A cursor of another scope (a village or a relative more or less, a task or a round that began or ran out) begins
    anew, and so does one from before a back-up was brought back: its numbers are given a second time.
    Raises NotAllowed, and Refused (``surveys.bad_cursor``) for what is no cursor.
    """
    assigned = assigned_families(actor)
    scope = _scope_of(assigned)
    found = _read_cursor(since)
    if found is None or found.scope != scope or found.sequence > last_number(FamilyFeed):
        found = _Cursor(_head(assigned), scope, _START)
    if found.after is not None:
        return _walk(assigned, found, found.after, size)
    return _changed(assigned, found, size)


def states_since(since: str, *, actor: Actor, size: int = PAGE) -> VisitStates:
    """Return what became of the visits of the person on this phone, from all their phones and cards.

    A cursor from before a back-up was brought back begins anew.
    Raises NotAllowed, and Refused (``surveys.bad_cursor``).
    """
    check_may(actor, "submission.send")
    found = _read_cursor(since)
    epoch = _epoch()
    goes_on = found is not None and found.scope == epoch and found.sequence <= last_number(VisitFeed)
    read = found.sequence if found and goes_on else 0
    person_id = person_behind(actor.key)
    keys = keys_behind(person_id) if person_id else frozenset({actor.key})
    rows = VisitFeed.objects.filter(actor_key__in=sorted(keys), sequence__gt=read).select_related(
        "submission"
    )
    rows = rows.annotate(put_together=Exists(put_together("submission_id")))
    page = list(rows.order_by("sequence")[: size + 1])
    shown = page[:size]
    last = last_words(row.submission for row in shown)
    end = shown[-1].sequence if shown else read
    told = (
        sent_row(row.submission, last.get(row.submission_id), put_together=row.put_together) for row in shown
    )
    return VisitStates(
        with_joint([(row.submission_id, one) for row, one in zip(shown, told, strict=True)]),
        _Cursor(end, epoch, None).text,
        len(page) > size,
    )


def receipts_known(claims: Sequence[tuple[str, str]], *, actor: Actor) -> frozenset[str]:
    """Return of receipts (instance id and SHA-256 of the body) the instance ids of which the visit is kept here.

    Whoever holds a receipt hears that it still counts, also when another person's phone had sent the visit first,
    and nothing of what became of it. Raises NotAllowed.
    """
    check_may(actor, "submission.send")
    claimed = set(claims)
    rows = Submission.objects.filter(instance_id__in={one for one, _ in claimed}).order_by("pk")
    kept = rows.values_list("instance_id", "sha256")
    return frozenset(instance_id for instance_id, sha256 in kept if (instance_id, sha256) in claimed)


def _walk(assigned: Assigned, cursor: _Cursor, after: tuple[str, str], size: int) -> FamilyChanges:
    places = [one for one in carried_places(assigned) if (one.village_code, str(one.family_id)) > after]
    page, more = places[:size], len(places) > size
    last = (page[-1].village_code, str(page[-1].family_id)) if page and more else None
    return FamilyChanges(
        whole=True,
        begins=after == _START,
        items=_carried([one.family_id for one in page]),
        gone=(),
        cursor=_Cursor(cursor.sequence, cursor.scope, last).text,
        more=more,
        steps=_steps(page),
        visits=_visits(page),
        joint=told_to(assigned.person_id, [one.family_id for one in page]),
    )


def _changed(assigned: Assigned, cursor: _Cursor, size: int) -> FamilyChanges:
    rows = FamilyFeed.objects.filter(village_code__in=assigned.villages, sequence__gt=cursor.sequence)
    page = list(rows.order_by("sequence").values_list("family_id", "sequence")[: size + 1])
    shown = page[:size]
    ids = {family_id for family_id, _ in shown} - assigned.kin
    places = [one for one in families.living_places(ids) if assigned.holds(one)]
    theirs = [one.family_id for one in places]
    end = shown[-1][1] if shown else cursor.sequence
    return FamilyChanges(
        whole=False,
        items=_carried(theirs),
        gone=tuple(sorted(ids - set(theirs))),
        cursor=_Cursor(end, cursor.scope, None).text,
        more=len(page) > size,
        steps=_steps(places),
        visits=_visits(places),
        joint=told_to(assigned.person_id, theirs),
    )


def _steps(places: Sequence[families.FamilyPlace]) -> dict[UUID, tuple[AgreedStep, ...]]:
    villages = {one.village_code for one in places}
    return agreed_steps([one.family_id for one in places], villages=villages) if places else {}


def _visits(places: Sequence[families.FamilyPlace]) -> dict[UUID, OpenVisit]:
    if not places:
        return {}
    ids = {one.family_id for one in places}
    current = _current_rounds({one.village_code for one in places})
    rows = Submission.objects.filter(
        Q(family_id__in=ids) | Q(claimed_family_id__in=ids),
        village_code__in={one.village_code for one in places},
        round__state=RoundState.FIELD.value,
        is_current=True,
    )
    found: dict[UUID, OpenVisit] = {}
    told = rows.order_by("visited_on", "received_at", "pk")
    columns = ("family_id", "claimed_family_id", "form_id", "village_code", "round_id", "visited_on")
    for *both, form_id, village_code, round_id, on in told.values_list(*columns):
        if round_id == current.get((form_id, village_code)):
            found |= {one: OpenVisit(round_id, on) for one in both if one in ids}
    return found


def _current_rounds(villages: Iterable[str]) -> dict[tuple[str, str], int]:
    """Return by form and village the round of a visit made today: what was done in others is not done in it."""
    forms = Round.objects.filter(state=RoundState.FIELD.value).order_by("form_id")
    books = {
        form_id: remembered.rounds(form_id) for form_id in forms.values_list("form_id", flat=True).distinct()
    }
    chosen = {
        (form_id, code): choose_round(book.rounds, code, today_in(code), book.takes_part)
        for code in villages
        for form_id, book in books.items()
    }
    return {key: row.id for key, row in chosen.items() if row is not None}


def _carried(family_ids: Sequence[UUID]) -> tuple[families.CarriedFamily, ...]:
    found = families.carried_families(family_ids)
    return tuple(found[one] for one in family_ids if one in found)


def _head(assigned: Assigned) -> int:
    rows = FamilyFeed.objects.filter(village_code__in=assigned.villages)
    return int(rows.aggregate(last=Max("sequence"))["last"] or 0)


def last_number(feed: type[FamilyFeed] | type[VisitFeed]) -> int:
    """Return the highest number that a feed has given, 0 before the first."""
    return int(feed.objects.aggregate(last=Max("sequence"))["last"] or 0)


def _epoch() -> str:
    """Return what tells a feed from that of the same site before its last back-up was brought back."""
    return str(audit.last(RESTORED) or "")


def _scope_of(assigned: Assigned) -> str:
    told: list[Any] = [list(assigned.villages), sorted(map(str, assigned.kin)), list(assigned.dormant)]
    told.append(sorted((*key, round_id) for key, round_id in _current_rounds(assigned.villages).items()))
    if epoch := _epoch():
        told.append([epoch])
    return hashlib.sha256(orjson.dumps(told)).hexdigest()[:12]


def _read_cursor(text: str) -> _Cursor | None:
    if not text:
        return None
    try:
        told: Any = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        sequence, scope, *after = told
        walked = (str(after[0]), str(after[1])) if after else None
        if not isinstance(sequence, int) or not 0 <= sequence < 2**62:
            raise ValueError(text)  # noqa: TRY301 - refused with all the others
        return _Cursor(sequence, str(scope), walked)
    except (ValueError, TypeError, IndexError) as error:
        raise Refused("surveys.bad_cursor", "This cursor is not valid. Fetch everything again.") from error
