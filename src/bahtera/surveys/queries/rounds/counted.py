"""The families that count in a round, a thousand in memory at a time."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum

from bahtera.foundation.sealing.errors import Erased
from bahtera.foundation.sealing.parts import read_columns
from bahtera.surveys.models import Content, Submission
from bahtera.surveys.queries.keeping.exporting import Written, scores_of
from bahtera.surveys.queries.reviewing.carrying import carried
from bahtera.surveys.queries.reviewing.submissions import unpack_answers
from bahtera.surveys.queries.rounds.grouping import groups_of
from bahtera.surveys.rules import VISITED_RESULTS, State
from bahtera.surveys.values.counted import CountedFamily

_CHUNK = 1000
_CODES = 500
_COLUMNS = (
    "sha256",
    "revision",
    "form_version",
    "village_code",
    "result_code",
    "visited_on",
    "content__key",
    "content__answers",
)


def counted_villages(round_id: int) -> list[str]:
    """Return the villages in which a family counts, by code."""
    rows = Submission.objects.filter(round_id=round_id, state=State.APPROVED.value, is_current=True)
    codes = rows.exclude(village_code="").values_list("village_code", flat=True)
    return sorted(set(codes.order_by("village_code").distinct()))


def heard_villages(round_id: int) -> set[str]:
    """Return the villages in which a family that counts answered; in the others nobody did, whatever was sent."""
    rows = Submission.objects.filter(
        round_id=round_id, state=State.APPROVED.value, is_current=True, result_code__in=VISITED_RESULTS
    )
    return set(rows.values_list("village_code", flat=True).order_by("village_code").distinct())


def heard_families(round_id: int) -> dict[str, int]:
    """Return village -> families that count and answered; only villages that `heard_villages` names."""
    rows = Submission.objects.filter(
        round_id=round_id, state=State.APPROVED.value, is_current=True, result_code__in=VISITED_RESULTS
    )
    return dict(rows.order_by("village_code").values_list("village_code").annotate(families=Count("pk")))


def counted_families(round_id: int, village_codes: Collection[str]) -> Iterator[CountedFamily]:
    """Yield the approved families of some villages, by village and then in the order they came.

    De-identified: no name, no address, no answer; ages and sizes in classes. Whoever asks has checked that the
    reader may have single families' scores there.
    """
    for code in sorted(set(village_codes)):
        yield from _of_village(round_id, code)


def counted_stamps(round_id: int) -> dict[str, str]:
    """Return village -> text that changes whenever a visit there comes or is decided about ("" is no village)."""
    rows = Submission.objects.filter(round_id=round_id).values_list("village_code").order_by("village_code")
    counted = rows.annotate(rows=Count("pk"), revisions=Sum("revision"), last=Max("instance_id"))
    return {code: f"{rows}:{revisions}:{last}" for code, rows, revisions, last in counted}


def same_families(before_round: int, after_round: int, village_codes: Collection[str]) -> int:
    """Return how many families count and answered in both rounds, of those in some villages in the later one."""

    def answered(round_id: int) -> QuerySet[Submission]:
        return Submission.objects.filter(
            round_id=round_id,
            is_current=True,
            state=State.APPROVED.value,
            result_code__in=VISITED_RESULTS,
            family_id__isnull=False,
        )

    codes = sorted(set(village_codes))
    return sum(
        answered(after_round)
        .filter(village_code__in=codes[start : start + _CODES])
        .filter(Exists(answered(before_round).filter(family_id=OuterRef("family_id"))))
        .count()
        for start in range(0, len(codes), _CODES)
    )


def _of_village(round_id: int, village_code: str) -> Iterator[CountedFamily]:
    rows = Submission.objects.filter(
        carried(round_id=round_id, state=State.APPROVED.value), village_code=village_code, is_current=True
    )
    ordered = rows.order_by("id").values_list(Written("id"), Written("family_id"), *_COLUMNS)
    last: str | None = None
    while chunk := list((ordered.filter(id__gt=last) if last else ordered)[:_CHUNK]):
        last = chunk[-1][0]
        scores = scores_of([row[0] for row in chunk])
        for submission_id, family_id, sha256, revision, form, village, result, day, key, piece in chunk:
            yield CountedFamily(
                submission_id,
                family_id,
                sha256,
                revision,
                form,
                village,
                result,
                _groups(submission_id, key, piece, day),
                tuple(scores[submission_id]),
            )


def _groups(submission_id: str, key: bytes | None, piece: bytes | None, day: date | None) -> dict[str, str]:
    """Return the family's classes; none of one whose answers were erased, or of a visit that has none."""
    if piece is None:
        return {}
    bound_to = bytes.fromhex(submission_id.replace("-", ""))
    try:
        packed = read_columns(Content, "answers", bound_to=bound_to, key=key, piece=piece)
    except Erased:
        return {}
    return groups_of(unpack_answers(packed), day)
