"""Questions as the kader sees them whom they concern: asked, never accused, and none about the own household."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from bahtera.access.api import Actor, check_may, keys_behind, person_behind
from bahtera.checks.errors import UnknownFlag
from bahtera.checks.models import Flag, Reply
from bahtera.checks.queries.flags import find_flag
from bahtera.checks.rules import load
from bahtera.checks.values import ANSWERS, FlagState, OwnQuestion, ReplyRow

_ACTION = "check.own"
# What a kader can say something about; a village's figures and doubled families are no kader's.
_CONCERNS = ("visit", "pair", "kader")
_ANSWERED = tuple(one.value for one in ANSWERS)
_MOST_ANSWERED = 20


def own_questions(*, actor: Actor) -> list[OwnQuestion]:
    """Return what is asked about a kader's own visits: all that is open, then the last that was answered.

    Raises NotAllowed.
    """
    rows = _own(actor).order_by("-id")
    found = [*rows.filter(state=FlagState.OPEN.value), *rows.filter(state__in=_ANSWERED)[:_MOST_ANSWERED]]
    person = person_behind(actor.key)
    replies = Reply.objects.filter(flag__in=found, person_id=person).order_by("pk") if person else []
    said = {row.flag_id: row for row in replies}
    keys = _keys(actor)
    return [_question(row, keys, said.get(row.pk)) for row in found]


def count_own(*, actor: Actor) -> int:
    """Return how many open questions about a kader's visits wait for a word. Raises NotAllowed."""
    rows = _own(actor).filter(state=FlagState.OPEN.value)
    person = person_behind(actor.key)
    return (rows.exclude(replies__person_id=person) if person else rows).count()


def own_flag(flag_id: UUID, actor: Actor) -> Flag:
    """Return the row of a question about the actor's own visits; raises UnknownFlag, NotAllowed."""
    row = _own(actor).filter(pk=flag_id).order_by("pk").first()
    if row is None:
        raise UnknownFlag
    return row


def replies_to(flag_id: UUID, *, actor: Actor) -> list[ReplyRow]:
    """Return what kader said to a question, for whoever answers it; raises UnknownFlag, NotAllowed."""
    row = find_flag(flag_id, actor)
    for area in (row.village_code, row.other_village or row.village_code):
        check_may(actor, "check.answer", area=area)
    found = Reply.objects.filter(flag=row).order_by("said_at", "pk")
    return [ReplyRow(one.person_id, one.said, one.said_at) for one in found]


def replied(flag_ids: Sequence[UUID]) -> Collection[UUID]:
    """Return those of some questions to which a kader said something."""
    return set(Reply.objects.filter(flag__in=flag_ids).order_by("pk").values_list("flag_id", flat=True))


def _keys(actor: Actor) -> frozenset[str]:
    person = person_behind(actor.key)
    return (keys_behind(person) if person else frozenset()) | {actor.key}


def _own(actor: Actor) -> QuerySet[Flag]:
    check_may(actor, _ACTION)
    keys = sorted(_keys(actor))
    checks = [one.id for one in load().checks.values() if one.concerns in _CONCERNS]
    rows = Flag.objects.filter(Q(actor_key__in=keys) | Q(other_actor__in=keys), check_id__in=checks)
    if actor.kin:
        rows = rows.exclude(family_id__in=actor.kin).exclude(other_family_id__in=actor.kin)
    return rows


def _question(row: Flag, keys: Collection[str], reply: Reply | None) -> OwnQuestion:
    sides = ((row.actor_key, row.submission_id), (row.other_actor, row.other_id))
    return OwnQuestion(
        id=row.pk,
        check_id=row.check_id,
        round_id=row.round_id,
        village_code=row.village_code,
        visits=tuple(visit for key, visit in sides if key in keys and visit is not None),
        state=row.state,
        first_seen=row.first_seen,
        said=reply.said if reply else "",
        said_at=reply.said_at if reply else None,
    )
