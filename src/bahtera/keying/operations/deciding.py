"""A third person decides which of two answers stands; what changes is a correction of the visit, with its history."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import orjson
from lxml import etree

from bahtera.access.api import Actor, check_may, same_person
from bahtera.foundation import audit, clock
from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable
from bahtera.keying.errors import BadBatch, NotDecided
from bahtera.keying.models import SecondTyping, Sheet
from bahtera.keying.operations.sending import DEVICE, interviewer, sample_of
from bahtera.keying.queries.answers import answers_in, shape_of
from bahtera.keying.queries.comparing import told_in
from bahtera.keying.queries.visible import second_row
from bahtera.keying.rules import Again, settled
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

_CHOICES = frozenset({"first", "second"})
_MOST = 1000


def decide(second_id: UUID, choices: Mapping[str, str], *, actor: Actor) -> UUID | None:
    """Settle every difference ("first" or "second" by where); return the correction, None when the first stands.

    Raises UnknownComparison, NotDecided, Erased, and what `surveys.receive` refuses.
    """
    with durable():
        row = second_row(second_id, actor, locked=True)
        sheet = Sheet.objects.select_for_update(of=("self",)).select_related("batch").get(pk=row.sheet_id)
        if row.decided_at is not None:
            raise NotDecided.done()
        if any(same_person(actor.key, key) for key in (sheet.keyed_by, row.typist)):
            raise NotDecided.same_person()
        assert sheet.submission_id is not None
        before = surveys.get_body(sheet.submission_id, actor=actor)
        told = told_in(row)
        if {one[0] for one in told} - {where for where, one in choices.items() if one in _CHOICES}:
            raise NotDecided.open_questions()
        taken = [one[0] for one in told if choices[one[0]] == "second"]
        receipt = _correct(sheet, row, before, taken, actor) if taken else None
        for one in told:
            one[5] = choices[one[0]]
        parts.write(row, differences=orjson.dumps(told))
        row.decided_at, row.decided_by = clock.now(), actor.key
        row.correction_id = receipt.submission_id if receipt else None
        row.save(update_fields=["key", "differences", "decided_at", "decided_by", "correction_id"])
        sheet.again = Again.SETTLED.value
        sheet.save(update_fields=["again"])
        audit.record(
            "keying.decided",
            actor=actor.key,
            subject=f"submission:{sheet.submission_id}",
            about=[f"paper:{sheet.pk}", *([f"submission:{receipt.submission_id}"] if receipt else [])],
            details={"differing": len(told), "changed": len(taken)},
        )
    return receipt.submission_id if receipt else None


def set_share(round_id: int, percent: float, *, actor: Actor) -> None:
    """Set which share of a round's sheets is typed again, for those typed from now on. Raises BadBatch, NotAllowed."""
    check_may(actor, "round.manage", area=surveys.get_round(round_id).area_code)
    if not 0 <= percent <= _MOST / 10:
        raise BadBatch.share()
    with durable():
        row = sample_of(round_id)
        row.per_mille = round(percent * 10)
        row.save(update_fields=["per_mille"])
        audit.record(
            "keying.share_set",
            actor=actor.key,
            subject=f"round:{round_id}",
            details={"per_mille": row.per_mille},
        )


def _correct(
    sheet: Sheet, row: SecondTyping, before: bytes, taken: list[str], actor: Actor
) -> surveys.Receipt:
    """Send the first typing with the chosen answers of the second as a correction of the visit."""
    form = questionnaires.get_form(sheet.form_id, sheet.form_version)
    assert form is not None, "a typed sheet has a published form"
    shape = shape_of(form)
    again = parts.read(row, "body")
    assert again is not None
    merged = settled(answers_in(before, shape), answers_in(again, shape), taken)
    known = {name: value for name, value in merged.items() if name in shape.known}
    number = f"uuid:{uuid4()}"
    on = sheet.batch.received_on
    xml = questionnaires.writer(form).write({**known, "instanceID": number}, on=on)
    return surveys.receive(
        _corrects(xml, questionnaires.read_submission(before).instance_id),
        actor=interviewer(sheet.batch, actor),
        device_id=f"{DEVICE} {sheet.serial}",
    )


def _corrects(xml: bytes, instance_id: str) -> bytes:
    """Say which visit this one corrects."""
    root = etree.fromstring(xml)
    given = next(one for one in root.iter() if isinstance(one.tag, str) and one.tag.endswith("instanceID"))
    made = etree.Element(given.tag.removesuffix("instanceID") + "deprecatedID")
    made.text = instance_id
    given.addnext(made)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
