"""What families chose to do at their last visit: the next one asks about it."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import islice
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import Q

from bahtera.foundation.sealing import parts
from bahtera.surveys.models import Content, Submission
from bahtera.surveys.rules import State, counts_as_visit
from bahtera.surveys.values import AgreedStep

_MOST: Final = 500


def agreed_steps(
    family_ids: Collection[UUID] | None, *, villages: Iterable[str]
) -> dict[UUID, tuple[AgreedStep, ...]]:
    """Return the steps chosen at the last visit of each family (of all in the villages when none is named).

    The last visit is the latest that counts and was not sent back; a family that chose nothing there is not named.
    ``villages`` are where these families live: visits are found by them.
    """
    last = _last_visits(family_ids, villages)
    found: dict[UUID, tuple[AgreedStep, ...]] = {}
    wanted = iter(sorted(last))
    while part := list(islice(wanted, _MOST)):
        rows = Content.objects.filter(submission_id__in=part, steps__isnull=False).order_by("submission_id")
        for row in rows.only("submission_id", "key", "steps"):
            if not parts.is_erased(row):
                found[last[row.submission_id]] = _read(parts.read(row, "steps"))
    return found


def _last_visits(family_ids: Collection[UUID] | None, villages: Iterable[str]) -> dict[UUID, UUID]:
    """Return the last visits, with their families."""
    named = Q() if family_ids is None else Q(family_id__in=family_ids)
    rows = (
        Submission.objects.filter(
            named, village_code__in=sorted(set(villages)), is_current=True, family_id__isnull=False
        )
        .exclude(state=State.RETURNED.value)
        .order_by("visited_on", "received_at", "pk")
    )
    told = rows.values_list("pk", "family_id", "result_code")
    by_family = {family_id: pk for pk, family_id, result in told if family_id and counts_as_visit(result)}
    return {pk: family_id for family_id, pk in by_family.items()}


def _read(packed: bytes | None) -> tuple[AgreedStep, ...]:
    told: list[dict[str, Any]] = orjson.loads(packed or b"[]")
    return tuple(
        AgreedStep(one["step"], one["other"], date.fromisoformat(one["due"]) if one["due"] else None)
        for one in told
    )
