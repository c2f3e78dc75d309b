"""Work on plans is told of: progress, and the papers and photos that show it."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.db import IntegrityError

from bahtera.actions.errors import BadEvidence, IllegalMove, UnknownEvidence
from bahtera.actions.models import PlanEvidence, PlanProgress
from bahtera.actions.operations.history import locked_plan
from bahtera.actions.operations.planning import about_plan
from bahtera.actions.queries.rows import today_of
from bahtera.actions.queries.scope import check_act, visible
from bahtera.actions.rules import papers
from bahtera.actions.rules.moves import WORKING
from bahtera.actions.rules.writing import LONGEST_LINE, checked_line, checked_progress
from bahtera.actions.values.plans import State
from bahtera.foundation import audit, blobs, clock, photos
from bahtera.foundation.kept_files import erase_unused
from bahtera.foundation.transactions import durable

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.actions.models import Plan


def tell_progress(
    plan_id: UUID,
    *,
    on: date,
    actor: Actor,
    percent: int | None = None,
    reached: int | None = None,
    note: str = "",
) -> None:
    """Tell how far a plan is on a day: whole per cent, families reached so far, words, or several of these.

    Raises UnknownPlan, IllegalMove, NotAllowed, NotYourPlan, BadProgress, BadPlan.
    """
    with durable():
        row = locked_plan(plan_id, actor)
        role = _check_work(row, actor, "plan.work")
        clean = checked_progress(
            on,
            percent,
            reached,
            note,
            today=today_of(row.village_code),
            starts_on=row.starts_on,
            last_on=row.told_on,
        )
        now = clock.now()
        PlanProgress.objects.create(
            plan=row,
            on=on,
            percent=percent,
            reached=reached,
            note=clean,
            at=now,
            actor_key=actor.key,
            role=role,
        )
        row.told_on = on
        row.percent = row.percent if percent is None else percent
        row.reached = row.reached if reached is None else reached
        row.save(update_fields=["told_on", "percent", "reached"])
        audit.record(
            "actions.progress_told", actor=actor.key, subject=f"plan:{row.pk}", details=about_plan(row)
        )


def add_evidence(
    plan_id: UUID, *, file: IO[bytes], file_name: str, about: str, nameless: bool, actor: Actor
) -> UUID:
    """Keep a PDF, JPEG or PNG as evidence, sealed under its hash, a photo without what the camera wrote beside it.

    ``nameless``: whoever gives it has looked and says that it names nobody. Raises UnknownPlan, IllegalMove,
    NotAllowed, NotYourPlan, BadEvidence, BadPlan.
    """
    if not nameless:
        raise BadEvidence(
            "actions.evidence_unread",
            "Look at the file first and say that it names nobody: no NIK, no list of recipients, no child's face.",
        )
    words = checked_line(about, LONGEST_LINE, "about")
    with durable():
        row = locked_plan(plan_id, actor)
        role = _check_work(row, actor, "plan.evidence")
        if PlanEvidence.objects.filter(plan=row, withdrawn_at=None).count() >= papers.MOST:
            raise BadEvidence("actions.evidence_many", "A plan keeps at most {most} files.", most=papers.MOST)
        data = file.read(papers.LARGEST + 1)
        kind = papers.kind_of(data)
        plain = photos.stripped(data)
        sha256 = blobs.put(plain)
        kept = _kept(
            PlanEvidence(
                plan=row,
                sha256=sha256,
                name=papers.file_name(file_name, kind),
                kind=kind,
                size=len(plain),
                about=words,
                at=clock.now(),
                actor_key=actor.key,
                role=role,
            )
        )
        audit.record(
            "actions.evidence_added",
            actor=actor.key,
            subject=f"plan:{row.pk}",
            details={**about_plan(row), "sha256": sha256},
        )
    return kept.pk


def withdraw_evidence(evidence_id: UUID, *, reason: str, actor: Actor) -> None:
    """Take a file back: it is erased unless something else needs it; its hash and the reason stay.

    Raises UnknownEvidence, UnknownPlan, NotAllowed, NotYourPlan, BadEvidence without a reason.
    """
    why = checked_line(reason, LONGEST_LINE, "reason")
    with durable():
        row = PlanEvidence.objects.select_for_update().filter(pk=evidence_id).order_by("pk").first()
        if row is None or row.withdrawn_at is not None:
            raise UnknownEvidence
        plan = visible(actor).filter(pk=row.plan_id).order_by("pk").first()
        if plan is None:
            raise UnknownEvidence
        check_act(actor, "plan.evidence", plan.village_code, plan.unit_id)
        if not why:
            raise BadEvidence("actions.evidence_reason", "Say why the file is taken back.")
        row.withdrawn_at, row.withdrawn_by, row.reason = clock.now(), actor.key, why
        row.name = row.about = ""
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "reason", "name", "about"])
        audit.record(
            "actions.evidence_withdrawn",
            actor=actor.key,
            subject=f"plan:{plan.pk}",
            details={**about_plan(plan), "sha256": row.sha256},
        )
    erase_unused([row.sha256])


def _check_work(row: Plan, actor: Actor, action: str) -> str:
    role = check_act(actor, action, row.village_code, row.unit_id)
    if State(row.state) not in WORKING:
        raise IllegalMove(row.state, "tell")
    return role


def _kept(row: PlanEvidence) -> PlanEvidence:
    try:
        with durable():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise BadEvidence(
            "actions.evidence_again", "This very file is kept with the plan already."
        ) from error
    return row
