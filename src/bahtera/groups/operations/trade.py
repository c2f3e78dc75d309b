"""What a UPPKA group earns by, and the stage that a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.foundation import audit, clock
from bahtera.foundation.inputs import LARGEST_RUPIAH
from bahtera.foundation.transactions import durable
from bahtera.groups.errors import BadEntry, Fault, UnknownEntry
from bahtera.groups.models import Business, Member, StageRecord, Training, Turnover
from bahtera.groups.operations.groups import check_version
from bahtera.groups.queries.scope import KEEP, OVERSEE, group_row, today_at
from bahtera.groups.queries.trade import business_row, proposal_of, stage_row
from bahtera.groups.rules.checking import business_faults, needed_reason, refuse, tidy, training_faults
from bahtera.groups.rules.months import first_of
from bahtera.groups.rules.stages import judged_json
from bahtera.groups.rules.words import stages
from bahtera.groups.rules.writing import business_json
from bahtera.groups.values import Kind, TrainingRow

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.groups.models import Group
    from bahtera.groups.values import BusinessInput, BusinessRow, StageRow


def keep_business(group_id: UUID, business: BusinessInput, *, actor: Actor) -> BusinessRow:
    """Take up a business of a UPPKA group. Raises NotAllowed, UnknownGroup, Closed, BadEntry."""
    with durable():
        row = _uppka(group_id, actor)
        plain = _checked(row, business)
        found = Business(group=row, kept_at=clock.now(), kept_by=actor.key)
        _fill(found, plain)
        found.save(force_insert=True)
        audit.record(
            "groups.business_kept",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"business": found.pk},
        )
        return business_row(found, {})


def change_business(
    group_id: UUID, business_id: UUID, business: BusinessInput, *, version: int, actor: Actor
) -> BusinessRow:
    """Write a business otherwise. Raises as `keep_business`, UnknownEntry, Moved."""
    with durable():
        row = _uppka(group_id, actor)
        found = _entry(row, business_id)
        check_version(found.version, version)
        _fill(found, _checked(row, business))
        found.version += 1
        found.save()
        audit.record(
            "groups.business_changed",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"business": found.pk, "version": found.version},
        )
        return business_row(found, _turnover(found))


def end_business(group_id: UUID, business_id: UUID, *, on: date, version: int, actor: Actor) -> BusinessRow:
    """Let a business be no longer at work; its turnover stays. Raises as `change_business`."""
    with durable():
        row = _uppka(group_id, actor)
        found = _entry(row, business_id)
        check_version(found.version, version)
        if found.ended_on is not None or not found.since <= on <= today_at(row.village_code):
            raise BadEntry((Fault("groups.bad_day", "The day lies ahead, or too far back.", "on"),))
        found.ended_on = on
        found.version += 1
        found.save()
        audit.record(
            "groups.business_ended",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"business": found.pk, "on": on},
        )
        return business_row(found, _turnover(found))


def tell_turnover(
    group_id: UUID, business_id: UUID, month: date, amount: int | None, *, actor: Actor
) -> BusinessRow:
    """Write what a business took in a month in rupiah; None takes it back. Raises as `change_business`."""
    first = first_of(month)
    with durable():
        row = _uppka(group_id, actor)
        found = _entry(row, business_id)
        if amount is not None and not 0 <= amount <= LARGEST_RUPIAH:
            raise BadEntry(
                (
                    Fault(
                        "groups.bad_number",
                        "Write a whole number of at most {most}.",
                        "amount",
                        details={"most": LARGEST_RUPIAH},
                    ),
                )
            )
        if first > today_at(row.village_code) or first < first_of(found.since):
            raise BadEntry((Fault("groups.bad_day", "The day lies ahead, or too far back.", "month"),))
        if amount is None:
            Turnover.objects.filter(business=found, month=first).delete()
        else:
            Turnover.objects.update_or_create(
                business=found,
                month=first,
                defaults={"amount": amount, "told_at": clock.now(), "told_by": actor.key},
            )
        audit.record(
            "groups.turnover_told",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"business": found.pk, "month": first, "told": amount is not None},
        )
        return business_row(found, _turnover(found))


def record_training(
    group_id: UUID, *, held_on: date, topic: str, people: int, giver: str = "", actor: Actor
) -> TrainingRow:
    """Record a training that members had. Raises NotAllowed, UnknownGroup, Closed, BadEntry."""
    about, by = tidy(topic), tidy(giver)
    with durable():
        row = group_row(group_id, actor, lock=True, writing=True)
        refuse(training_faults(about, by, people, held_on, today=today_at(row.village_code)))
        made = Training.objects.create(
            group=row,
            held_on=held_on,
            topic=about,
            giver=by,
            people=people,
            kept_at=clock.now(),
            kept_by=actor.key,
        )
        audit.record(
            "groups.training_recorded",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"held_on": held_on},
        )
        return TrainingRow(made.pk, made.held_on, made.topic, made.giver, made.people)


def decide_stage(group_id: UUID, stage: str, *, reason: str, actor: Actor) -> StageRow:
    """Decide the stage of a UPPKA group from today on, also another than the records speak for: with a reason.

    Raises NotAllowed, UnknownGroup, Closed, NoReason, BadEntry.
    """
    why = needed_reason(reason)
    declared: Final = stages()
    with durable():
        row = _uppka(group_id, actor, OVERSEE)
        if stage not in declared.order:
            raise BadEntry(
                (
                    Fault(
                        "groups.no_such_code",
                        "{given} is no word of the list.",
                        "stage",
                        details={"given": stage[:40]},
                    ),
                )
            )
        told = proposal_of(row)
        today = today_at(row.village_code)
        made, _ = StageRecord.objects.update_or_create(
            group=row,
            since=today,
            defaults={
                "stage": stage,
                "proposed": told.stage,
                "reason": why,
                "content": judged_json(told.criteria),
                "definition": told.version,
                "definition_sha256": told.sha256,
                "decided_at": clock.now(),
                "decided_by": actor.key,
            },
        )
        audit.record(
            "groups.stage_decided",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"stage": stage, "proposed": told.stage},
        )
        return stage_row(made)


def _uppka(group_id: UUID, actor: Actor, action: str = KEEP) -> Group:
    row = group_row(group_id, actor, action, lock=True, writing=True)
    if row.kind != Kind.UPPKA.value:
        raise BadEntry((Fault("groups.no_uppka", "Only UPPKA groups have businesses and stages.", "kind"),))
    return row


def _checked(row: Group, business: BusinessInput) -> BusinessInput:
    plain, faults = business_faults(business, today=today_at(row.village_code))
    more = []
    if (
        plain.owner_id is not None
        and not Member.objects.filter(pk=plain.owner_id, group=row, forgotten_at=None).exists()
    ):
        more.append(Fault("groups.no_such_owner", "The owner is no member of the group.", "owner_id"))
    refuse([*faults, *more])
    return plain


def _fill(found: Business, business: BusinessInput) -> None:
    found.name, found.owner_id, found.since = business.name, business.owner_id, business.since
    found.content = business_json(business)


def _entry(row: Group, business_id: UUID) -> Business:
    found = Business.objects.select_for_update().filter(pk=business_id, group=row).order_by("pk").first()
    if found is None:
        raise UnknownEntry
    return found


def _turnover(found: Business) -> dict[date, int]:
    return dict(found.turnovers.order_by("month", "pk").values_list("month", "amount"))
