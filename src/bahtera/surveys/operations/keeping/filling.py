"""Filling columns that older visits lack from their answers, batch by batch; begins anew where it stopped."""

from typing import Final

from django.db.models import Q

from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable
from bahtera.surveys.models import Content, Submission
from bahtera.surveys.queries.reviewing.submissions import answers_of
from bahtera.surveys.rules import State, facts_of

_BATCH: Final = 500


def fill_settings(batches: int = 200) -> int:
    """Write down who answered and whether others heard it of visits from before these columns; returns how many.

    Nothing else of a visit is touched, nothing is logged of what it says. One not assessed yet waits for that.
    """
    done = 0
    for _ in range(batches):
        count = _fill_batch()
        done += count
        if count < _BATCH:
            break
    return done


def _fill_batch() -> int:
    with durable():
        waiting = Q(respondent__isnull=True) & ~Q(state=State.RECEIVED.value)
        rows = list(Submission.objects.select_for_update().filter(waiting).order_by("pk")[:_BATCH])
        contents = Content.objects.in_bulk([row.pk for row in rows])
        for row in rows:
            content = contents.get(row.pk)
            known = content is not None and not parts.is_erased(content)
            facts = facts_of(answers_of(content) if known and content is not None else {})
            row.respondent, row.others_present = facts.respondent, facts.others_present
        Submission.objects.bulk_update(rows, ["respondent", "others_present"])
    return len(rows)
