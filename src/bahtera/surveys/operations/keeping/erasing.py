"""Erasing what a submission said: its key is destroyed, its hash and the reason stay."""

from functools import partial
from uuid import UUID

from django.db import transaction

from bahtera.access.api import SYSTEM, Actor, check_may
from bahtera.confided import api as confided
from bahtera.foundation import audit, clock, events
from bahtera.foundation.kept_files import erase_unused
from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable
from bahtera.privacy import api as privacy
from bahtera.surveys.errors import NoReasonToErase, UnknownSubmission
from bahtera.surveys.models import (
    BackCheckVisit,
    Content,
    ReviewComment,
    ReviewEntry,
    Submission,
    SubmissionFinding,
    VisitHold,
)
from bahtera.surveys.queries.keeping import ageing

_ERASED = {"id": "Isinya sudah dihapus.", "en": "Its content was erased."}
_LONGEST_REASON = 200


def erase(submission_id: UUID, *, reason: str, actor: Actor) -> bool:
    """Erase a submission's body, answers, files and what was copied out of them; say whether there was any.

    What stays: the hash, when and by whom it was sent, its area, its state and history without words, its
    scores, which figures already counted. Its name is taken from lists. The family register is not touched.
    Erasing again only makes sure of the files. ``SYSTEM`` may, for retention.

    Raises UnknownSubmission, NoReasonToErase, NotAllowed, and UnderHold where an order says to keep it.
    """
    reason = " ".join(reason.split())[:_LONGEST_REASON]
    if not reason:
        raise NoReasonToErase
    with durable():
        row = Submission.objects.select_for_update().filter(pk=submission_id).order_by("pk").first()
        if row is None:
            raise UnknownSubmission(submission_id)
        if actor.key != SYSTEM.key:
            check_may(actor, "privacy.manage", area=row.area_code)
        privacy.check_not_held(ageing.expired_of([row])[0])
        content = Content.objects.select_for_update().get(pk=row.pk)
        files = sorted(set(row.attachments.order_by("pk").values_list("sha256", flat=True)))
        transaction.on_commit(partial(erase_unused, files))
        if parts.is_erased(content):
            return False
        _erase_content(content, reason, actor)
        _erase_copies(row)
        confided.forget_private(row.pk)
        details = {"sha256": row.sha256, "files": len(files)}
        # What higher packages made of it: they hold copies of their own.
        events.publish("surveys.erased", key=str(row.pk))
        audit.record("surveys.erased", actor=actor.key, subject=f"submission:{row.pk}", details=details)
    return True


def is_erased(row: Submission) -> bool:
    """Tell whether a submission's content was erased."""
    return Content.objects.filter(pk=row.pk, erased_at__isnull=False).exists()


def _erase_content(content: Content, reason: str, actor: Actor) -> None:
    parts.destroy(content)
    content.erased_at = clock.now()
    content.erased_reason = reason
    content.erased_by = actor.key
    content.save()


def _erase_copies(row: Submission) -> None:
    """Take out what findings, notes, comments and lists repeat of the content."""
    SubmissionFinding.objects.filter(submission=row).update(value="", messages=_ERASED)
    ReviewComment.objects.filter(entry__submission=row).update(text="")
    ReviewEntry.objects.filter(submission=row).update(note="")
    VisitHold.objects.filter(submission=row).update(words="", note="")
    for again in BackCheckVisit.objects.filter(submission=row).order_by("pk"):
        parts.destroy(again)
        again.note = ""
        again.save()
    row.attachments.update(erased_at=clock.now())
    row.family_name = row.search_name = row.assess_problem = row.respondent = row.others_present = ""
    row.revision += 1
    told = ("respondent", "others_present")
    row.save(update_fields=["family_name", "search_name", "assess_problem", "revision", *told])
