"""What is still asked in a round, for whoever decides about its visits."""

from uuid import UUID

from django.db.models import Q

from bahtera.access.api import Actor, check_may
from bahtera.checks.models import Flag
from bahtera.checks.queries.flags import seen_by, to_row
from bahtera.checks.queries.kader import kader_behind, keys_held
from bahtera.checks.rules import load
from bahtera.checks.values import FlagRow, FlagState
from bahtera.surveys import api as surveys

_SERIOUS = "high"


def open_questions(round_id: int) -> surveys.Asked:
    """Return what is still asked about visits, families and, seriously, about kader; whoever may see it."""
    visits: set[UUID | None] = set()
    families: set[UUID | None] = set()
    kader: set[str] = set()
    rows = Flag.objects.filter(round_id=round_id, state=FlagState.OPEN.value).order_by("id")
    about_kader = _about_kader()
    for check_id, severity, key, *ids in rows.values_list(
        "check_id", "severity", "actor_key", "submission_id", "other_id", "family_id", "other_family_id"
    ):
        if check_id in about_kader:
            kader |= {key} if severity == _SERIOUS else set()
        elif ids[0] or ids[1]:
            visits |= {ids[0], ids[1]}
        else:
            families |= {ids[2], ids[3]}
    return surveys.Asked(
        visits=frozenset(one for one in visits if one),
        families=frozenset(one for one in families if one),
        kader=keys_held(one for one in kader if one),
    )


def count_open(round_id: int) -> tuple[int, int]:
    """Return how many questions of a round nobody has answered, and how many of them are serious."""
    severities = Flag.objects.filter(round_id=round_id, state=FlagState.OPEN.value).order_by("id")
    found = list(severities.values_list("severity", flat=True))
    return len(found), found.count(_SERIOUS)


def asked_about(
    round_id: int, submission_id: UUID, *, family_id: UUID | None, kader: str, actor: Actor
) -> list[FlagRow]:
    """Return what was asked about a visit, its family and, seriously, its kader, as far as the reader may see it.

    Answered questions are among them. Raises NotAllowed.
    """
    check_may(actor, "check.read")
    about_kader = _about_kader()
    about = Q(submission_id=submission_id) | Q(other_id=submission_id)
    if family_id is not None:
        apart = Q(submission_id__isnull=True, other_id__isnull=True)
        about |= apart & (Q(family_id=family_id) | Q(other_family_id=family_id))
    about &= ~Q(check_id__in=about_kader)
    if kader:
        about |= Q(
            check_id__in=about_kader,
            severity=_SERIOUS,
            actor_key__in={kader, *kader_behind([kader]).values()},
        )
    return [to_row(row) for row in seen_by(actor).filter(about, round_id=round_id).order_by("id")]


def _about_kader() -> frozenset[str]:
    return frozenset(one.id for one in load().checks.values() if one.concerns == "kader")
