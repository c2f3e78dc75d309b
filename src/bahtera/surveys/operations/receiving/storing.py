"""Taking in what a phone sends: look first, write once, never lose what was acknowledged."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from bahtera.access.api import Actor, check_may, reach
from bahtera.foundation import audit, clock, events, keys
from bahtera.foundation.errors import Refused
from bahtera.foundation.ids import new_id
from bahtera.foundation.kept_files import erase_unused
from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import AttachmentReused, InstanceReused, UnknownForm, WrongRoot
from bahtera.surveys.models import Attachment, Content, RefusedAttempt, RepeatedUpload, Submission
from bahtera.surveys.operations.keeping import erasing
from bahtera.surveys.operations.receiving.assessing import assess_body, is_our_bug, problem_text
from bahtera.surveys.operations.receiving.inserting import writing
from bahtera.surveys.operations.receiving.settling import (
    FamilyKnownOtherwise,
    content_of,
    pack_body,
    place,
    settle,
    update_missing_files,
)
from bahtera.surveys.operations.receiving.turns import turn
from bahtera.surveys.queries.receiving import remembered
from bahtera.surveys.rules import State, fallback_codes
from bahtera.surveys.values import Assessed, Receipt, SentFile, receipt_text

logger = logging.getLogger(__name__)

# Above this a body is kept at once and assessed by the worker: the phone gets its answer in time.
HEAVY_BYTES = 256 * 1024

_TRIES = 4
_LONGEST_DETAIL = 255

Files = Sequence[SentFile]


def receive(
    xml: bytes,
    *,
    actor: Actor,
    attachments: Sequence[SentFile | tuple[str, str]] = (),
    device_id: str | None = None,
    complete: bool = True,
    named: str = "",
) -> Receipt:
    """Keep a submission durably with everything computed from it, and return a signed receipt.

    ``named`` is the family's head as a sheet of paper names them, where no answer does.
    ``attachments`` are files as `keep_file` stored them, or names with the SHA-256 under which blobs keeps the
    bytes; ``complete`` is False when more files will follow with the same XML. The same bytes again change
    nothing. Raises Refused
    (``questionnaires.*``, UnknownForm) for what cannot be taken, InstanceReused for the same instance id
    with other bytes, AttachmentReused for the same file name with other bytes, NotAllowed; each attempt
    that is refused leaves its hash and reason.
    """
    check_may(actor, "submission.send")
    sha256 = hashlib.sha256(xml).hexdigest()
    device = (device_id or "")[:120]
    files = [one if isinstance(one, SentFile) else SentFile(*one) for one in attachments]
    envelope: questionnaires.Envelope | None = None
    try:
        envelope = questionnaires.read_submission(xml)
        return _take(
            xml, envelope, sha256, actor=actor, device=device, files=files, complete=complete, named=named
        )
    except Refused as error:
        record_refused(error, actor=actor, sha256=sha256, size=len(xml), device_id=device, envelope=envelope)
        raise


def record_refused(
    error: Refused,
    *,
    actor: Actor,
    sha256: str = "",
    size: int = 0,
    device_id: str = "",
    envelope: questionnaires.Envelope | None = None,
) -> None:
    """Keep the hash and the latest reason of a body that was not taken, counted per sender.

    The reason stays untranslated beside what fills it in: whoever reads it does so in a language of their own.
    """
    now = clock.now()
    reason = {"message": error.message[:500], "details": _kept(error.details)}
    with durable():
        known = RefusedAttempt.objects.filter(sha256=sha256, code=error.code, actor_key=actor.key)
        if not known.update(times=F("times") + 1, last_at=now, **reason):
            RefusedAttempt.objects.bulk_create(
                [
                    RefusedAttempt(
                        sha256=sha256,
                        code=error.code,
                        **reason,
                        actor_key=actor.key,
                        actor_name=actor.name,
                        device_id=device_id[:120],
                        area_code=actor.areas[0] if actor.areas else "",
                        form_id=envelope.form_id[:200] if envelope else "",
                        form_version=envelope.version[:200] if envelope else "",
                        instance_id=envelope.instance_id[:255] if envelope else "",
                        size=size,
                        first_at=now,
                        last_at=now,
                    )
                ],
                ignore_conflicts=True,
            )
        audit.record(
            "surveys.refused",
            actor=actor.key,
            subject=f"body:{sha256}",
            details={"code": error.code, "size": size},
        )


def _kept(details: Mapping[str, object]) -> dict[str, int | str]:
    return {
        name: value if isinstance(value, int) else str(value)[:_LONGEST_DETAIL]
        for name, value in details.items()
    }


def _take(
    xml: bytes,
    envelope: questionnaires.Envelope,
    sha256: str,
    *,
    actor: Actor,
    device: str,
    files: Files,
    complete: bool,
    named: str,
) -> Receipt:
    """Store or repeat; when another request got in between, look again."""
    for _ in range(_TRIES):
        held = Submission.objects.filter(instance_id=envelope.instance_id).values_list("pk", "sha256")[:1]
        for submission_id, held_sha256 in held:
            if held_sha256 != sha256:
                raise InstanceReused(envelope.instance_id)
            return repeat(submission_id, actor=actor, device=device, files=files, complete=complete)
        form = form_of(envelope)
        row = new_row(envelope, xml, sha256, actor=actor, device=device, complete=complete)
        row.family_name = named
        try:
            row = _store(row, form, xml, files, actor.kin)
        except IntegrityError as error:
            clash = error
            remembered.forget()
            continue
        return receipt_of(row, repeated=False)
    logger.error("a submission clashes with what is stored each time, and is kept unassessed", exc_info=clash)
    row = new_row(envelope, xml, sha256, actor=actor, device=device, complete=complete)
    row.assess_problem = problem_text(clash)
    _store_unassessed(row, xml, files)
    return receipt_of(row, repeated=False)


def form_of(envelope: questionnaires.Envelope) -> questionnaires.FormVersion:
    """Return the form a submission says it answers; raises UnknownForm and WrongRoot."""
    form = remembered.form(envelope.form_id, envelope.version)
    if form is None:
        raise UnknownForm(envelope.form_id, envelope.version)
    if form.root != envelope.root:
        raise WrongRoot(envelope.root)
    return form


def new_row(
    envelope: questionnaires.Envelope, xml: bytes, sha256: str, *, actor: Actor, device: str, complete: bool
) -> Submission:
    """Return the row of a submission as it arrived, not yet written."""
    return Submission(
        id=new_id(),
        instance_id=envelope.instance_id,
        deprecated_id=envelope.deprecated_id or "",
        form_id=envelope.form_id,
        form_version=envelope.version,
        sha256=sha256,
        size=len(xml),
        actor_key=actor.key,
        actor_name=actor.name,
        device_id=device,
        sender_areas=list(reach(actor, "submission.send")),
        received_at=clock.now(),
        is_complete=complete,
        state=State.RECEIVED.value,
    )


def _store(
    row: Submission, form: questionnaires.FormVersion, xml: bytes, files: Files, kin: frozenset[UUID]
) -> Submission:
    """Store a new submission with all that can be said of it, and return it as stored."""
    as_sent = _copy(row)
    assessed = _assess_now(form, xml, row.received_at)
    if assessed is None:
        _store_unassessed(as_sent, xml, files)
        return as_sent
    try:
        _store_settled(row, assessed, xml, files, kin)
    except Exception as error:
        if not is_our_bug(error):
            raise
        logger.exception("a submission of form %s %s is kept unassessed", form.form_id, form.version)
        as_sent.assess_problem = problem_text(error)
        _store_unassessed(as_sent, xml, files)
        return as_sent
    return row


def _store_settled(
    row: Submission, assessed: Assessed, xml: bytes, files: Files, kin: frozenset[UUID]
) -> None:
    placement = place(row, assessed, kin=kin)
    content = content_of(placement, xml)
    for _ in range(_TRIES):
        try:
            with writing() as ledger:
                settle(placement, files=by_name(files), content=content, ledger=ledger)
        except FamilyKnownOtherwise as otherwise:
            placement = place(row, assessed, kin=kin, family_id=otherwise.family_id)
        else:
            return
    message = "the register names the family otherwise each time"
    raise RuntimeError(message)


def by_name(files: Files) -> dict[str, SentFile]:
    """Return files by the names under which the form knows them."""
    return {one.name: one for one in files}


def _copy(row: Submission) -> Submission:
    """Return the row as it is now, apart from what settling will write into it."""
    names = [str(field.attname) for field in Submission._meta.concrete_fields]  # noqa: SLF001 - documented
    return Submission(**{name: getattr(row, name) for name in names})


def _assess_now(form: questionnaires.FormVersion, xml: bytes, received_at: datetime) -> Assessed | None:
    """Return what a body says, or None when that must wait: too heavy, or a bug of ours."""
    if len(xml) > HEAVY_BYTES:
        return None
    try:
        return assess_body(form, xml, received_at)
    except Refused:
        raise
    except Exception:
        logger.exception("a submission of form %s %s is kept unassessed", form.form_id, form.version)
        return None


def _store_unassessed(row: Submission, xml: bytes, files: Files) -> None:
    row.province_code, row.regency_code, row.district_code, row.village_code = fallback_codes(
        row.sender_areas
    )
    content = Content(submission_id=row.pk)
    parts.write(content, body=pack_body(xml))
    with turn(), durable():
        row.save(force_insert=True)
        content.save(force_insert=True)
        _keep_attachments(row, files)
        audit.record(
            "surveys.received",
            actor=row.actor_key,
            subject=f"submission:{row.pk}",
            details={"instance_id": row.instance_id, "sha256": row.sha256, "state": row.state},
        )
        events.publish("surveys.assess_wanted", key=str(row.pk))
        events.publish("surveys.visit_changed", key=str(row.pk))


def repeat(submission_id: UUID, *, actor: Actor, device: str, files: Files, complete: bool) -> Receipt:
    """Acknowledge the same bytes again and keep files that are new; of what was erased nothing comes back."""
    with turn(), durable():
        row = Submission.objects.select_for_update().get(pk=submission_id)
        if erasing.is_erased(row):
            transaction.on_commit(partial(erase_unused, [one.sha256 for one in files if one.sha256]))
        else:
            _add_files(row, files, complete=complete)
        RepeatedUpload.objects.create(submission=row, at=clock.now(), actor_key=actor.key, device_id=device)
        audit.record(
            "surveys.repeated", actor=actor.key, subject=f"submission:{row.pk}", details={"files": len(files)}
        )
    return receipt_of(row, repeated=True)


def _add_files(row: Submission, files: Files, *, complete: bool) -> None:
    """Keep new files; once nothing more will follow, say which declared ones never came."""
    _refuse_other_bytes(row, files)
    row.is_complete = row.is_complete or complete
    if row.state == State.RECEIVED.value:
        _keep_attachments(row, files)
    else:
        _keep_attachments(row, [one for one in files if one.name in row.declared_files])
        row.warning_count += update_missing_files(row)
    row.save(update_fields=["is_complete", "warning_count"])


def _refuse_other_bytes(row: Submission, files: Files) -> None:
    """Raise AttachmentReused when a kept file comes again as another; the row is locked, so none slips in."""
    rows = row.attachments.order_by("pk").values_list("name", "sha256", "sent_sha256") if files else ()
    kept = {one[0]: SentFile(*one) for one in rows}
    for file in files:
        if file.sha256 and kept.get(file.name, file).as_sent != file.as_sent:
            raise AttachmentReused(file.name)


def _keep_attachments(row: Submission, files: Files) -> None:
    """Keep names with hashes; a file that was not stored has none. The first file of a name stays."""
    rows = [Attachment(submission=row, **one._asdict()) for one in files if one.sha256]
    if rows:
        Attachment.objects.bulk_create(rows, ignore_conflicts=True)


def receipt_of(row: Submission, *, repeated: bool) -> Receipt:
    """Return the signed receipt of a stored submission."""
    text = receipt_text(row.instance_id, row.sha256, row.received_at)
    return Receipt(
        submission_id=row.pk,
        instance_id=row.instance_id,
        sha256=row.sha256,
        received_at=row.received_at,
        repeated=repeated,
        state=row.state,
        signature=keys.sign(text.encode()),
    )
