"""Planning a draw, drawing, confirming, setting aside. The seed is in the audit before anything is drawn."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from uuid import UUID

from django.db import IntegrityError

from bahtera.access.api import Actor, check_may
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.samples.errors import DrawMoved, DrawUnderway
from bahtera.samples.models import Draw, DrawnFamily, DrawnVillage
from bahtera.samples.operations.framing import check_unvisited
from bahtera.samples.queries.draws import get_draw, to_row
from bahtera.samples.queries.frames import first_stage, frame_row, to_info
from bahtera.samples.rules.moving import check_move, check_plan, clean_reason
from bahtera.samples.values import DrawRow, DrawState, Plan, Role, SeedFrom
from bahtera.statistics import sampling
from bahtera.surveys import api as surveys

_BYTES = 16


def share_villages(
    frame_id: UUID, n: int, *, rule: str, spread: Mapping[str, Fraction] | None = None, actor: Actor
) -> dict[str, int]:
    """Return how many of n villages each stratum gets; raises UnknownFrame, BadSize, BadFrame, NotAllowed."""
    row = frame_row(frame_id)
    check_may(actor, "sample.draw", area=surveys.get_round(row.round_id).area_code)
    strata = to_info(row).strata
    sizes, most = ({one.name: one.families for one in strata}, {one.name: one.villages for one in strata})
    return sampling.allocate(n, sizes, most, rule=sampling.Allocation(rule), spread=spread)


def plan_draw(frame_id: UUID, plan: Plan, *, seed: str = "", actor: Actor) -> DrawRow:
    """Record a plan and its seed, before anything is drawn.

    Args:
        frame_id: what is drawn from.
        plan: how.
        seed: a text drawn by lot before witnesses; without one the system makes it.
        actor: who plans.

    Raises:
        UnknownFrame, NotAllowed, BadPlan, BadSeed, BadSize.
        DrawUnderway: the round has a draw that was not set aside.
        RoundVisited: a family was visited already.
    """
    frame = frame_row(frame_id)
    check_may(actor, "sample.draw", area=surveys.get_round(frame.round_id).area_code)
    check_plan(plan, {one.name: one.villages for one in to_info(frame).strata})
    chosen = sampling.clean_seed(seed) if seed.strip() else secrets.token_hex(_BYTES)
    # What cannot be drawn is refused before the seed is spent.
    first_stage(frame_id, plan.numbers, chance=plan.chance, seed=chosen)
    with durable():
        check_unvisited(frame.round_id)
        row = Draw(
            round_id=frame.round_id,
            frame=frame,
            state=DrawState.PLANNED.value,
            seed=chosen,
            seed_from=(SeedFrom.LOT if seed.strip() else SeedFrom.MADE).value,
            take=plan.take,
            reserves=plan.reserves,
            chance=sampling.Chance(plan.chance).value,
            allocation=plan.allocation[:12],
            algorithm=sampling.ALGORITHM,
            frame_sha256=frame.sha256,
            planned_at=clock.now(),
            planned_by=actor.key,
        )
        row.numbers, row.replace_for = dict(plan.numbers), sorted(plan.replace_for)
        _create(row)
        audit.record(
            "samples.planned",
            actor=actor.key,
            subject=f"round:{row.round_id}",
            details={
                "draw": str(row.pk),
                # Its origin before it: a bare number could be a person's, and the audit would withhold it.
                "seed": f"{row.seed_from}:{row.seed}",
                "frame_sha256": row.frame_sha256,
                "algorithm": row.algorithm,
                "chance": row.chance,
                "villages": sum(plan.numbers.values()),
                "take": row.take,
                "reserves": row.reserves,
            },
        )
    return to_row(row)


def plan_that_stands(frame_id: UUID, plan: Plan, *, seed: str = "", actor: Actor) -> DrawRow | None:
    """Return the plan that somebody recorded just so and that nothing was drawn by yet: their form came twice.

    None when another plan or draw stands. Raises UnknownFrame, UnknownRound, NotAllowed.
    """
    frame = frame_row(frame_id)
    check_may(actor, "sample.draw", area=surveys.get_round(frame.round_id).area_code)
    row = Draw.objects.filter(frame=frame, state=DrawState.PLANNED.value, planned_by=actor.key).first()
    if row is None:
        return None
    same = replace(plan, replace_for=tuple(sorted(plan.replace_for)), numbers=dict(plan.numbers))
    stands = to_row(row)
    as_kept = replace(
        stands.plan, replace_for=tuple(sorted(stands.plan.replace_for)), numbers=dict(stands.plan.numbers)
    )
    seeds = sampling.clean_seed(seed) == row.seed if seed.strip() else row.seed_from == SeedFrom.MADE.value
    return stands if same == as_kept and seeds else None


def draw(draw_id: UUID, *, revision: int, actor: Actor) -> DrawRow:
    """Draw the villages of a plan; raises UnknownDraw, DrawMoved, NotAllowed, RoundVisited."""
    with durable():
        row = _locked(draw_id, DrawState.DRAWN, revision, actor)
        check_unvisited(row.round_id)
        found = first_stage(row.frame_id, row.numbers, chance=row.chance, seed=row.seed)
        if found.frame_sha256 != row.frame_sha256:
            raise DrawMoved
        DrawnVillage.objects.bulk_create(
            DrawnVillage(
                draw=row,
                village_code=one.key,
                stratum=one.stratum,
                families=one.size,
                chance_over=one.probability.numerator,
                chance_under=one.probability.denominator,
                is_certain=one.certain,
                population=one.population,
                drawn=one.drawn,
            )
            for one in found.units
        )
        row.sha256, row.drawn_at, row.drawn_by = found.sha256, clock.now(), actor.key
        _moved(row, DrawState.DRAWN)
        audit.record(
            "samples.drawn",
            actor=actor.key,
            subject=f"round:{row.round_id}",
            details={"draw": str(row.pk), "sha256": row.sha256, "villages": len(found.units)},
        )
    return to_row(row)


def confirm_draw(draw_id: UUID, *, revision: int, actor: Actor) -> DrawRow:
    """Let the round work with a draw: its villages become the round's, with as many families as are to be taken.

    Raises UnknownDraw, DrawMoved, NotAllowed, RoundVisited.
    """
    with durable():
        row = _locked(draw_id, DrawState.CONFIRMED, revision, actor)
        rows = DrawnVillage.objects.filter(draw=row).order_by("village_code", "pk")
        wanted = {code: min(row.take, count) for code, count in rows.values_list("village_code", "families")}
        surveys.set_targets(row.round_id, wanted, actor=actor)
        row.confirmed_at, row.confirmed_by = clock.now(), actor.key
        _moved(row, DrawState.CONFIRMED)
        audit.record(
            "samples.confirmed",
            actor=actor.key,
            subject=f"round:{row.round_id}",
            details={"draw": str(row.pk), "sha256": row.sha256, "villages": len(wanted)},
        )
    return to_row(row)


def set_aside_draw(draw_id: UUID, *, why: str, revision: int, actor: Actor) -> DrawRow:
    """Set a draw aside with a reason; it stays listed with its seed.

    The round's villages stay as they are until another draw is confirmed.

    Raises UnknownDraw, DrawMoved, NoReason, NotAllowed, RoundVisited.
    """
    reason = clean_reason(why)
    with durable():
        row = _locked(draw_id, DrawState.SET_ASIDE, revision, actor)
        check_unvisited(row.round_id)
        row.set_aside_at, row.set_aside_by, row.set_aside_why = clock.now(), actor.key, reason
        _moved(row, DrawState.SET_ASIDE)
        audit.record(
            "samples.set_aside",
            actor=actor.key,
            subject=f"round:{row.round_id}",
            details={"draw": str(row.pk), "families": _families(row)},
        )
    return to_row(row)


def _create(row: Draw) -> None:
    try:
        with durable():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise DrawUnderway from error


def _locked(draw_id: UUID, to: DrawState, revision: int, actor: Actor) -> Draw:
    get_draw(draw_id, actor=actor)
    row = Draw.objects.select_for_update().get(pk=draw_id)
    check_may(actor, "sample.draw", area=surveys.get_round(row.round_id).area_code)
    check_move(DrawState(row.state), to)
    if row.revision != revision:
        raise DrawMoved
    return row


def _moved(row: Draw, to: DrawState) -> None:
    row.state = to.value
    row.revision += 1
    row.save()


def _families(row: Draw) -> int:
    return DrawnFamily.objects.filter(village__draw=row, role=Role.MAIN.value).count()
