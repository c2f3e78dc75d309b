"""Many visits kept in one transaction: the way of a batch in which nothing is unusual.

What is new, of a known form and not heavy is assessed and sealed first, and then written together: one commit, rows
in bulk, audit entries chained in one go. When anything stands against that, nothing of the run is kept, and each visit
goes by itself through `storing.receive`, which knows what to do.
"""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bahtera.access.api import Actor
from bahtera.foundation.errors import Refused
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.models import Content, Submission
from bahtera.surveys.operations.receiving.assessing import assess_body
from bahtera.surveys.operations.receiving.confiding import check_private, pass_on
from bahtera.surveys.operations.receiving.inserting import writing
from bahtera.surveys.operations.receiving.pacing import close_pace
from bahtera.surveys.operations.receiving.settling import content_of, place, settle
from bahtera.surveys.operations.receiving.storing import HEAVY_BYTES, by_name, form_of, new_row, receipt_of
from bahtera.surveys.operations.receiving.succession import Placement
from bahtera.surveys.values import PrivatePart, Receipt, SentFile, SignedPart

logger = logging.getLogger(__name__)

# So many are written at once: the turn is given to others in between.
MOST_TOGETHER = 100


@dataclass(frozen=True)
class Body:
    """A visit as it came.

    ``complete`` is False when files of it are still on their way; ``pace`` is in ms a part; ``private`` is closed.
    ``part``: it is one kader's part of a shared visit, and goes by itself.
    """

    xml: bytes
    files: Sequence[SentFile] = ()
    complete: bool = True
    pace: Mapping[str, int] = field(default_factory=dict)
    private: PrivatePart | None = None
    part: SignedPart | None = None


@dataclass(frozen=True)
class _Ready:
    """A visit of which everything is known that can be known without the write lock."""

    placement: Placement
    content: Content
    files: Sequence[SentFile]
    private: PrivatePart | None


class Together:
    """The visits of one batch that may go together, found by reading all of them once."""

    def __init__(self, bodies: Sequence[Body], *, actor: Actor, device: str) -> None:
        self._bodies = bodies
        self._actor, self._device = actor, device[:120]
        envelopes = [None if one.part else _envelope(one.xml) for one in bodies]
        wanted = {one.instance_id for one in envelopes if one is not None}
        held = set(
            Submission.objects.filter(instance_id__in=wanted)
            .order_by("instance_id")
            .values_list("instance_id", flat=True)
        )
        self._fresh: dict[int, questionnaires.Envelope] = {}
        for index, envelope in enumerate(envelopes):
            if envelope is not None and envelope.instance_id not in held:
                held.add(envelope.instance_id)
                self._fresh[index] = envelope

    def runs(self) -> list[range]:
        """Cut the batch, in its order, into runs of visits that may go together and single others."""
        found: list[range] = []
        for index in range(len(self._bodies)):
            last = found[-1] if found else range(0)
            if last and index in self._fresh and last[0] in self._fresh and len(last) < MOST_TOGETHER:
                found[-1] = range(last.start, index + 1)
            else:
                found.append(range(index, index + 1))
        return found

    def keep(self, run: range) -> list[Receipt] | None:
        """Keep a run whole and return the receipts in order, or keep nothing of it and return None."""
        if len(run) < 2 or run[0] not in self._fresh:  # noqa: PLR2004 - one is nothing to put together
            return None
        try:
            ready = [self._prepare(index) for index in run]
            with writing() as ledger:
                for one in ready:
                    settle(one.placement, files=by_name(one.files), content=one.content, ledger=ledger)
                ledger.write_out()
                for one in ready:
                    if one.private:
                        pass_on(one.placement.row.pk, one.private, actor=self._actor)
        except Exception as error:  # noqa: BLE001 - whatever it was, each visit is tried by itself
            logger.info("a run of %s visits goes one by one: %s", len(run), type(error).__name__)
            return None
        return [receipt_of(one.placement.row, repeated=False) for one in ready]

    def _prepare(self, index: int) -> _Ready:
        body, envelope = self._bodies[index], self._fresh[index]
        if body.private:
            check_private(body.private)
        form = form_of(envelope)
        row = new_row(
            envelope,
            body.xml,
            hashlib.sha256(body.xml).hexdigest(),
            actor=self._actor,
            device=self._device,
            complete=body.complete,
        )
        placement = place(row, assess_body(form, body.xml, row.received_at), kin=self._actor.kin)
        content = content_of(placement, body.xml)
        close_pace(content, body.pace)
        return _Ready(placement, content, body.files, body.private)


def _envelope(xml: bytes) -> questionnaires.Envelope | None:
    """Return what a light body says about itself; None for one that goes by itself."""
    if len(xml) > HEAVY_BYTES:
        return None
    try:
        envelope = questionnaires.read_submission(xml)
        form_of(envelope)
    except Refused:
        return None
    return envelope
