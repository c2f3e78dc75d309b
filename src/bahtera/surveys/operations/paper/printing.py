"""Giving out printed forms: each gets a serial before it is printed, and can be cancelled when it is lost."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, BinaryIO, Final
from uuid import UUID

from bahtera.access.api import Actor, check_may, kaders_of, may
from bahtera.families import api as families
from bahtera.foundation import audit, blobs, clock
from bahtera.foundation.kept_files import erase_unused
from bahtera.foundation.transactions import durable
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import InvalidAssignment, InvalidPrinting, UnknownPaper
from bahtera.surveys.models import PaperBatch, PaperForm, Round
from bahtera.surveys.queries.paper.serials import new_serial, read_serial
from bahtera.surveys.queries.paper.sheets import ACTION, printing
from bahtera.surveys.queries.rounds.other_kaders import kept_from
from bahtera.surveys.queries.rounds.reading import is_open_in, to_value
from bahtera.surveys.rules import PaperStage, PaperState
from bahtera.surveys.values import PaperBatchRow

MOST_FORMS: Final = 200
# A file of so many is set in seconds and in half a gigabyte; more are several printings.
FORMS_A_FILE: Final = 50
MOST_MEMBERS: Final = 16
MOST_SPARE: Final = 50
_KEPT_FOR: Final = timedelta(days=14)
WHY_CANCELLED: Final = ("lost", "spoiled", "unused", "twice")


def print_blank(
    *,
    round_id: int,
    village_code: str,
    count: int,
    language: str,
    actor: Actor,
    members: int = 4,
    spare: int = 0,
    person_id: UUID | None = None,
) -> list[PaperBatchRow]:
    """Give out some blank forms of a village, each with its serial, in printings of fifty.

    ``spare`` sheets for more members have no serial: it is copied from the form they go with.

    Raises InvalidPrinting, InvalidAssignment for somebody who is no kader there, NotAllowed.
    """
    check_may(actor, ACTION, area=village_code)
    if not 1 <= count <= MOST_FORMS:
        raise InvalidPrinting.how_many(MOST_FORMS)
    return _give_out(
        round_id,
        village_code,
        [None] * count,
        language=language,
        members=members,
        spare=spare,
        person_id=person_id,
        actor=actor,
    )


def print_prefilled(
    *,
    round_id: int,
    village_code: str,
    family_ids: Sequence[UUID],
    language: str,
    actor: Actor,
    spare: int = 0,
    person_id: UUID | None = None,
) -> list[PaperBatchRow]:
    """Give out forms on which what is known of some families of a village will be printed.

    The actor's own household and relatives are left out, and so are the kader's. Raises as ``print_blank``.
    """
    check_may(actor, ACTION, area=village_code)
    here = {one.family_id for one in families.places_in([village_code])} - actor.kin
    wanted = [one for one in dict.fromkeys(family_ids) if one in here]
    if not wanted:
        raise InvalidPrinting.nobody()
    if len(wanted) > MOST_FORMS:
        raise InvalidPrinting.how_many(MOST_FORMS)
    return _give_out(
        round_id,
        village_code,
        wanted,
        language=language,
        members=0,
        spare=spare,
        person_id=person_id,
        actor=actor,
    )


def cancel_paper(serial: str, *, why: str, actor: Actor) -> None:
    """Say that a printed form no longer counts: lost, spoiled, not needed, or printed twice.

    Raises UnknownPaper, also outside the actor's areas; InvalidPrinting when it was cancelled.
    """
    with durable():
        rows = PaperForm.objects.select_for_update().filter(serial=read_serial(serial) or "")
        row = rows.order_by("pk").first()
        if row is None or not may(actor, ACTION, area=row.village_code):
            raise UnknownPaper
        if row.state == PaperState.CANCELLED.value:
            raise InvalidPrinting.done()
        row.state = PaperState.CANCELLED.value
        row.cancelled_at, row.cancelled_by = clock.now(), actor.key
        row.cancelled_why = why if why in WHY_CANCELLED else WHY_CANCELLED[0]
        row.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancelled_why"])
        audit.record(
            "surveys.paper_cancelled",
            actor=actor.key,
            subject=f"paper:{row.serial}",
            about=[f"family:{row.family_id}"] if row.family_id else [],
            details={"village": row.village_code, "why": row.cancelled_why},
        )


def paper_made(batch_id: UUID, sha256: str, pages: int) -> None:
    """Say that the file of a printing lies among the stored files."""
    PaperBatch.objects.filter(pk=batch_id).update(stage=PaperStage.READY.value, sha256=sha256, pages=pages)


def paper_not_made(batch_id: UUID) -> None:
    """Say that the file of a printing could not be made."""
    PaperBatch.objects.filter(pk=batch_id).update(stage=PaperStage.BROKEN.value)


def paper_again(batch_id: UUID, *, actor: Actor) -> PaperBatchRow:
    """Ask for the file of a printing once more: with the same serials, and what is known of the families today."""
    with durable():
        row = PaperBatch.objects.select_for_update().filter(pk=batch_id).order_by("pk").first()
        if row is None or not may(actor, ACTION, area=row.village_code):
            raise UnknownPaper
        row.stage = PaperStage.WAITING.value
        row.save(update_fields=["stage"])
        _record(row, actor, "surveys.paper_again")
        return printing(row.pk)


def _give_out(
    round_id: int,
    village_code: str,
    wanted: Sequence[UUID | None],
    *,
    language: str,
    members: int,
    spare: int,
    person_id: UUID | None,
    actor: Actor,
) -> list[PaperBatchRow]:
    row = Round.objects.filter(pk=round_id).order_by("pk").first()
    if row is None or not is_open_in(to_value(row), village_code):
        raise InvalidAssignment.round_closed()
    form = next((one for one in questionnaires.current_forms() if one.form_id == row.form_id), None)
    if form is None:
        raise InvalidPrinting.no_form()
    if language not in questionnaires.languages(form):
        raise InvalidPrinting.language()
    kin: frozenset[UUID] = frozenset()
    if person_id is not None:
        kader = {one.person_id: one for one in kaders_of(village_code)}.get(person_id)
        if kader is None:
            raise InvalidAssignment.no_kader()
        kin = frozenset(kader.kin) | kept_from(kader.person_id)
    given = [one for one in wanted if one is None or one not in kin]
    shared: dict[str, Any] = {
        "village_code": village_code,
        "language": language,
        "members": min(max(members, 0), MOST_MEMBERS),
        "spare": min(max(spare, 0), MOST_SPARE),
        "person_id": person_id,
    }
    if not given:
        raise InvalidPrinting.nobody()
    with durable():
        return [
            _printing(row, form, given[start : start + FORMS_A_FILE], start, actor=actor, **shared)
            for start in range(0, len(given), FORMS_A_FILE)
        ]


def _printing(
    row: Round,
    form: questionnaires.FormVersion,
    given: Sequence[UUID | None],
    start: int,
    *,
    actor: Actor,
    **shared: Any,
) -> PaperBatchRow:
    # The sheets for more members go with the first file.
    batch = PaperBatch.objects.create(
        round=row,
        form_id=form.form_id,
        form_version=form.version,
        prefilled=given[0] is not None,
        stage=PaperStage.WAITING.value,
        printed_at=clock.now(),
        printed_by=actor.key,
        **(shared if start == 0 else {**shared, "spare": 0}),
    )
    PaperForm.objects.bulk_create(
        PaperForm(
            serial=new_serial(),
            batch=batch,
            place=place,
            round=row,
            village_code=batch.village_code,
            family_id=family_id,
            state=PaperState.PRINTED.value,
        )
        for place, family_id in enumerate(given, start + 1)
    )
    _record(batch, actor, "surveys.paper_printed", [one for one in given if one])
    return printing(batch.pk)


def _record(batch: PaperBatch, actor: Actor, action: str, family_ids: Sequence[UUID] = ()) -> None:
    audit.record(
        action,
        actor=actor.key,
        subject=f"printing:{batch.pk}",
        about=[f"family:{one}" for one in family_ids],
        details={
            "round": batch.round_id,
            "village": batch.village_code,
            "prefilled": batch.prefilled,
            "forms": batch.forms.count(),
        },
    )


def forget_prints() -> None:
    """Let go of the files of printings two weeks old; the lists of their serials stay, and each can be made again."""
    before = clock.now() - _KEPT_FOR
    with durable():
        rows = PaperBatch.objects.select_for_update().filter(printed_at__lt=before).exclude(sha256="")
        old = {row.pk: row.sha256 for row in rows.order_by("pk")}
        PaperBatch.objects.filter(pk__in=old).update(sha256="", stage=PaperStage.FORGOTTEN.value)
    erase_unused(old.values())


def open_paper(batch_id: UUID, *, actor: Actor) -> BinaryIO:
    """Open the file of a printing for reading; raises UnknownPaper, also while there is none."""
    row = PaperBatch.objects.filter(pk=batch_id).order_by("pk").first()
    if row is None or not row.sha256 or not may(actor, ACTION, area=row.village_code):
        raise UnknownPaper
    return blobs.open(row.sha256)
