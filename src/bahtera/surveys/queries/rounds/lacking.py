"""Which families of a village do not meet an indicator, for those who keep its register."""

from uuid import UUID

from django.db.models.functions import Substr

from bahtera.surveys.models import SubmissionScore
from bahtera.surveys.queries.reviewing.carrying import carried
from bahtera.surveys.rules import State

_NOT_MET = "0"


def families_lacking(
    round_id: int, village_code: str, *, index_id: str, index_hash: str, place: int
) -> frozenset[UUID]:
    """Return the families of a village whose approved visit does not meet the indicator at a place of a definition.

    Exactly those that figures of this definition count as lacking it, by the number their visit has; visits without
    a family on record are left out. Whoever asks has checked that the reader may know single families there, and that
    the indicator is not private.
    """
    rows = SubmissionScore.objects.filter(
        carried(
            submission__round_id=round_id,
            submission__state=State.APPROVED.value,
            submission__is_current=True,
        ),
        submission__village_code=village_code,
        submission__family_id__isnull=False,
        index_id=index_id,
        index_hash=index_hash,
    )
    found = rows.annotate(sign=Substr("states", place + 1, 1)).filter(sign=_NOT_MET)
    ids = found.order_by("pk").values_list("submission__family_id", flat=True)
    return frozenset(one for one in ids if one is not None)
