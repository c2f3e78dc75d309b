"""What privacy itself keeps for a time. That there was a request, a consent or a breach, and its dates, stay."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction

from bahtera.foundation import clock
from bahtera.foundation.expiring import Ending, Executor
from bahtera.foundation.kept_files import erase_unused
from bahtera.privacy.models import Breach, BreachNotice, Consent, SubjectRequest
from bahtera.privacy.queries import keeping

_NOBODY: Final = {"guardian_id": None, "guardian_nik": "", "guardian_called": "", "guardian_relation": ""}


def forget_requests(keys: Sequence[str], _why: str) -> int:
    """Take out who asked, how they showed it, what they wanted and were told; retention writes the entry."""
    rows = SubjectRequest.objects.filter(pk__in=_ids(keys), closed_at__isnull=False)
    return rows.update(**_NOBODY, identity="", wanted="", outcome="", forgotten_at=clock.now())


def forget_consents(keys: Sequence[str], _why: str) -> int:
    """Take out guardian and witness, and destroy the sheet that proved it; retention writes the entry."""
    rows = Consent.objects.filter(pk__in=_ids(keys), ended_at__isnull=False)
    sheets = set(rows.exclude(evidence_sha256="").order_by("pk").values_list("evidence_sha256", flat=True))
    transaction.on_commit(partial(erase_unused, sheets))
    return rows.update(**_NOBODY, witness="", forgotten_at=clock.now())


def forget_breaches(keys: Sequence[str], _why: str) -> int:
    """Take out what people wrote about a breach and its letters; retention writes the entry."""
    rows = Breach.objects.filter(pk__in=_ids(keys), closed_at__isnull=False)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    BreachNotice.objects.filter(breach__in=ids).update(letter="")
    words = dict.fromkeys(("what_happened", "handling", "data", "advice", "cause", "prevention"), "")
    return rows.update(**words, forgotten_at=clock.now())


def _ids(keys: Sequence[str]) -> list[UUID]:
    return [UUID(key) for key in keys]


EXECUTORS: Final = (
    Executor(
        name="privacy.requests",
        ending=Ending.ANONYMISE,
        since="closing",
        tables=("privacy.SubjectRequest",),
        find=keeping.old_requests,
        end=forget_requests,
    ),
    Executor(
        name="privacy.consents",
        ending=Ending.ANONYMISE,
        since="end",
        tables=("privacy.Consent",),
        find=keeping.old_consents,
        end=forget_consents,
    ),
    Executor(
        name="privacy.breaches",
        ending=Ending.ANONYMISE,
        since="closing",
        tables=("privacy.Breach", "privacy.BreachNotice"),
        find=keeping.old_breaches,
        end=forget_breaches,
    ),
)
