"""Typing a sheet: one person at a time, the draft sealed on the server and open to nobody else."""

from uuid import UUID

from bahtera.access.api import Actor, may, names_behind, same_person
from bahtera.foundation import audit, clock
from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable
from bahtera.keying.errors import NotToBeTyped, SomebodyTypes
from bahtera.keying.models import Draft, Sheet
from bahtera.keying.queries.batches import may_type
from bahtera.keying.queries.people import names_of
from bahtera.keying.queries.visible import DECIDE, sheet_row
from bahtera.keying.rules import LARGEST_DRAFT, Again, Stage
from bahtera.keying.values import Begun, ToType


def begin(sheet_id: UUID, *, actor: Actor) -> ToType:
    """Begin, or go on, typing a sheet: from now on it is this person's until it is sent or let go.

    Raises UnknownSheet, SomebodyTypes, NotToBeTyped.
    """
    with durable():
        sheet = sheet_row(sheet_id, actor, locked=True)
        draft = draft_of(sheet, actor)
        if draft is None:
            now = clock.now()
            draft = Draft.objects.create(sheet=sheet, typist=actor.key, begun_at=now, saved_at=now)
            audit.record(
                "keying.begun",
                actor=actor.key,
                subject=f"paper:{sheet.pk}",
                about=_about(sheet),
                details={"second": is_second(sheet)},
            )
        kept = parts.read(draft, "data") if draft.data is not None else None
    batch = sheet.batch
    return ToType(
        sheet_id=sheet.pk,
        batch_id=sheet.batch_id,
        serial=sheet.serial,
        form_id=sheet.form_id,
        form_version=sheet.form_version,
        village_code=batch.village_code,
        family_id=sheet.family_id,
        prefilled=sheet.family_id is not None,
        interviewer=names_behind([batch.person_id]).get(batch.person_id, ""),
        second=is_second(sheet),
        begun=Begun(kept.decode(), draft.saved_at) if kept is not None else None,
    )


def keep(sheet_id: UUID, text: str, *, actor: Actor) -> None:
    """Keep what is typed so far, sealed. Raises UnknownSheet, SomebodyTypes, NotToBeTyped.

    The beginning and the end of a typing are entered in the audit; the drafts between them are not, like the
    pieces of a file.
    """
    data = text.encode()
    if len(data) > LARGEST_DRAFT:
        raise NotToBeTyped.too_large()
    with durable():
        sheet = sheet_row(sheet_id, actor, locked=True)
        draft = draft_of(sheet, actor)
        if draft is None:
            raise NotToBeTyped.state()
        parts.write(draft, data=data)
        draft.saved_at = clock.now()
        draft.save(update_fields=["key", "data", "saved_at"])


def let_go(sheet_id: UUID, *, actor: Actor) -> None:
    """Throw away what was begun, so that somebody else can type the sheet: whoever began, or who decides there.

    Raises UnknownSheet, SomebodyTypes.
    """
    with durable():
        sheet = sheet_row(sheet_id, actor, locked=True)
        draft = Draft.objects.filter(sheet=sheet).order_by("pk").first()
        if draft is None:
            return
        if not same_person(draft.typist, actor.key) and not may(actor, DECIDE, area=sheet.batch.village_code):
            raise SomebodyTypes(names_of([draft.typist]).get(draft.typist, ""))
        draft.delete()
        audit.record("keying.let_go", actor=actor.key, subject=f"paper:{sheet.pk}", about=_about(sheet))


def draft_of(sheet: Sheet, actor: Actor) -> Draft | None:
    """Return this person's draft of a sheet, None before it is begun; raises SomebodyTypes, NotToBeTyped."""
    draft = Draft.objects.select_for_update().filter(sheet=sheet).order_by("pk").first()
    if draft is not None and not same_person(draft.typist, actor.key):
        raise SomebodyTypes(names_of([draft.typist]).get(draft.typist, ""))
    if sheet.family_id in actor.kin:
        raise NotToBeTyped.own_kin()
    if not may_type(sheet, "", actor):
        wanted = sheet.again == Again.WANTED.value
        raise NotToBeTyped.same_person() if wanted else NotToBeTyped.state()
    return draft


def is_second(sheet: Sheet) -> bool:
    """Tell whether the sheet is typed again now."""
    return sheet.stage == Stage.KEYED.value


def _about(sheet: Sheet) -> list[str]:
    return [f"family:{sheet.family_id}"] if sheet.family_id else []
