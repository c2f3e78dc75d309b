"""A typed sheet becomes a visit through the door phones use; the second typing of one is compared and kept apart."""

import secrets
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import orjson

from bahtera.access.api import Actor, kin_of, names_behind, same_person
from bahtera.foundation import audit, clock
from bahtera.foundation.errors import Refused
from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable
from bahtera.keying.errors import FamilyIsKnown, NotToBeTyped, WhoseFamily
from bahtera.keying.models import Batch, Draft, Sample, SecondTyping, Sheet
from bahtera.keying.operations.typing import draft_of, is_second
from bahtera.keying.queries.answers import answers_in, shape_of, text_in
from bahtera.keying.queries.candidates import candidates, head_of, is_on_record
from bahtera.keying.queries.visible import sheet_row
from bahtera.keying.rules import DEFAULT_SHARE, MOST_LOOKS, Again, Stage, compare, is_chosen
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

DEVICE: Final = "kertas"
LONGEST_NAME: Final = 100


@dataclass(frozen=True)
class Sent:
    """What became of a typed sheet: the visit's receipt, or how many answers differ from the first typing."""

    receipt: surveys.Receipt | None
    differing: int | None


def send(sheet_id: UUID, xml: bytes, *, is_new: bool, named: str = "", actor: Actor) -> Sent:
    """Take in a typed sheet: the first time as a visit of the interviewer's, the second time to be compared.

    A family that is not on record is looked for first; ``is_new`` says that the typist looked at who was found.
    ``named`` is the head's name on a sheet of which no answer says whose family it was: the visit was not carried
    out. Raises FamilyIsKnown with whom the sheet may be about, WhoseFamily when nothing says so, NotToBeTyped,
    SomebodyTypes, UnknownSheet, and what `surveys.receive` refuses.
    """
    named = " ".join(named.split())[:LONGEST_NAME]
    refusal: Refused | None = None
    with durable():
        sheet = sheet_row(sheet_id, actor, locked=True)
        if (before := _sent_before(sheet, xml, actor)) is not None:
            return before
        if draft_of(sheet, actor) is None:
            raise NotToBeTyped.state()
        form = _form(sheet, xml)
        if is_second(sheet):
            return Sent(None, _keep_second(sheet, form, xml, actor))
        try:
            _check_family(sheet, form, xml, actor, is_new=is_new, named=named)
            receipt = surveys.receive(
                xml,
                actor=interviewer(sheet.batch, actor),
                device_id=f"{DEVICE} {sheet.serial}",
                named=named,
            )
        except Refused as error:
            # The entry about it stays, so this transaction ends as it should.
            refusal = error
        else:
            _note_keyed(sheet, receipt, actor)
    if refusal is not None:
        raise refusal
    return Sent(receipt, None)


def _sent_before(sheet: Sheet, xml: bytes, actor: Actor) -> Sent | None:
    """Return what was answered when the reply to the very same typing was lost."""
    second = SecondTyping.objects.filter(sheet=sheet, erased_at__isnull=True).order_by("pk").first()
    if second is not None and same_person(second.typist, actor.key) and parts.read(second, "body") == xml:
        return Sent(None, second.differing)
    if sheet.submission_id is None or not same_person(sheet.keyed_by, actor.key):
        return None
    if surveys.kept_body(sheet.submission_id) != xml:
        return None
    return Sent(surveys.receive(xml, actor=interviewer(sheet.batch, actor)), None)


def interviewer(batch: Batch, actor: Actor) -> Actor:
    """Return the kader in whose name the visit stands; neither their kin nor the typist's is let pass unseen."""
    key = f"person:{batch.person_id}"
    name = names_behind([batch.person_id]).get(batch.person_id, "")
    plain = Actor.over(key, name, frozenset({"kader"}), (batch.village_code,))
    return replace(plain, kin=kin_of(key) | actor.kin)


def sample_of(round_id: int) -> Sample:
    """Return what a round's sample is drawn by, made the first time it is asked for."""
    defaults = {"seed": secrets.token_hex(16), "per_mille": DEFAULT_SHARE}
    return Sample.objects.get_or_create(round_id=round_id, defaults=defaults)[0]


def _form(sheet: Sheet, xml: bytes) -> questionnaires.FormVersion:
    envelope = questionnaires.read_submission(xml)
    form = questionnaires.get_form(sheet.form_id, sheet.form_version)
    if form is None or (envelope.form_id, envelope.version) != (sheet.form_id, sheet.form_version):
        raise NotToBeTyped.other_form()
    return form


def _check_family(
    sheet: Sheet, form: questionnaires.FormVersion, xml: bytes, actor: Actor, *, is_new: bool, named: str
) -> None:
    """Raise FamilyIsKnown when the sheet opens a family although one like it is on record, WhoseFamily when nobody
    can tell from it which family it was: it would count as one more.
    """
    answers = answers_in(xml, shape_of(form))
    village = sheet.batch.village_code
    if text_in(answers, "kode_desa") not in {"", village}:
        raise NotToBeTyped.other_village()
    claimed = _uuid(text_in(answers, "family_id"))
    if claimed is not None and is_on_record(claimed, village):
        return
    head = head_of(answers) or named
    if not any(letter.isalpha() for letter in head):
        raise WhoseFamily
    if is_new:
        return
    found = candidates(answers, head, village_code=village, printed_for=sheet.family_id, kin=actor.kin)
    if found:
        draft = Draft.objects.select_for_update().get(sheet=sheet)
        if draft.looked >= MOST_LOOKS:
            raise NotToBeTyped.too_often()
        draft.looked += 1
        draft.save(update_fields=["looked"])
        audit.record(
            "keying.candidates_shown",
            actor=actor.key,
            subject=f"paper:{sheet.pk}",
            about=[f"family:{one.family_id}" for one in found],
            details={"count": len(found)},
        )
        raise FamilyIsKnown(found)


def _note_keyed(sheet: Sheet, receipt: surveys.Receipt, actor: Actor) -> None:
    sample = sample_of(sheet.batch.round_id)
    chosen = is_chosen(sample.seed, sheet.serial, sample.per_mille)
    sheet.stage, sheet.submission_id = Stage.KEYED.value, receipt.submission_id
    sheet.keyed_by, sheet.keyed_at = actor.key, clock.now()
    sheet.again = Again.WANTED.value if chosen else Again.NONE.value
    sheet.save(update_fields=["stage", "submission_id", "keyed_by", "keyed_at", "again"])
    Draft.objects.filter(sheet=sheet).delete()
    audit.record(
        "keying.keyed",
        actor=actor.key,
        subject=f"submission:{receipt.submission_id}",
        about=[f"paper:{sheet.pk}", f"person:{sheet.batch.person_id}"],
        details={"sha256": receipt.sha256, "again": chosen},
    )


def _keep_second(sheet: Sheet, form: questionnaires.FormVersion, xml: bytes, actor: Actor) -> int:
    """Keep the second typing with what it says otherwise; nothing differing is settled at once."""
    assert sheet.submission_id is not None
    shape = shape_of(form)
    first = answers_in(surveys.kept_body(sheet.submission_id), shape)
    found = compare(first, answers_in(xml, shape), shape.asked, shape.rows)
    row = SecondTyping(
        sheet=sheet,
        village_code=sheet.batch.village_code,
        round_id=sheet.batch.round_id,
        typist=actor.key,
        keyed_at=clock.now(),
        compared=found.questions,
        differing=len(found.differences),
        questions=[one.question for one in found.differences],
        decided_at=None if found.differences else clock.now(),
    )
    told = [[one.where, one.question, one.row, one.first, one.second, ""] for one in found.differences]
    parts.write(row, body=xml, differences=orjson.dumps(told))
    row.save(force_insert=True)
    sheet.again = Again.TYPED.value if found.differences else Again.SETTLED.value
    sheet.save(update_fields=["again"])
    Draft.objects.filter(sheet=sheet).delete()
    audit.record(
        "keying.keyed_again",
        actor=actor.key,
        subject=f"submission:{sheet.submission_id}",
        about=[f"paper:{sheet.pk}"],
        details={"compared": found.questions, "differing": len(found.differences)},
    )
    return len(found.differences)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
