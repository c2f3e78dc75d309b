"""Reads of draws: the list that hides none, one with its villages, and the families of one village."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from uuid import UUID

from bahtera.access.api import Actor, check_may, covers, may, reach
from bahtera.samples.errors import UnknownDraw, UnknownDrawnFamily, UnknownDrawnVillage
from bahtera.samples.models import Draw, DrawnFamily, DrawnVillage
from bahtera.samples.queries.frames import check_readable
from bahtera.samples.values import DrawRow, DrawState, FamilyRow, Plan, Role, SeedFrom, VillageRow
from bahtera.statistics import sampling
from bahtera.surveys import api as surveys


def draws_of(round_id: int, *, actor: Actor) -> list[DrawRow]:
    """Return every draw of a round, also those set aside, newest first; raises UnknownRound, NotAllowed."""
    check_readable(round_id, actor)
    return [to_row(one) for one in Draw.objects.filter(round_id=round_id).order_by("-planned_at", "-pk")]


def get_draw(draw_id: UUID, *, actor: Actor) -> DrawRow:
    """Return a draw; raises UnknownDraw, also for a round elsewhere."""
    check_may(actor, "sample.read")
    row = Draw.objects.filter(pk=draw_id).order_by("pk").first()
    if row is None:
        raise UnknownDraw
    with suppress(surveys.UnknownRound):
        check_readable(row.round_id, actor)
        return to_row(row)
    raise UnknownDraw


def confirmed_draw(round_id: int) -> Draw | None:
    """Return the draw that a round works with."""
    return Draw.objects.filter(round_id=round_id, state=DrawState.CONFIRMED.value).order_by("pk").first()


def villages_of(draw_id: UUID, *, actor: Actor) -> list[VillageRow]:
    """Return the drawn villages where the actor may read of samples, by code, with how far their families are."""
    scopes = reach(actor, "sample.read")
    rows = DrawnVillage.objects.filter(draw_id=draw_id).order_by("village_code", "pk").defer("listing")
    used = _counts(draw_id)
    return [
        _village(row, used.get(row.pk, Counter()))
        for row in rows
        if any(covers(scope, row.village_code) for scope in scopes)
    ]


def get_village(draw_id: UUID, village_code: str, *, actor: Actor) -> VillageRow:
    """Return a drawn village; raises UnknownDrawnVillage, also where the actor may not read."""
    row = DrawnVillage.objects.filter(draw_id=draw_id, village_code=village_code).order_by("pk").first()
    if row is None or not may(actor, "sample.read", area=village_code):
        raise UnknownDrawnVillage
    return _village(row, _counts(draw_id).get(row.pk, Counter()))


def families_of(draw_id: UUID, village_code: str, *, actor: Actor) -> list[FamilyRow]:
    """Return the drawn families of a village, main ones in order of the list and then reserves in order of use.

    For who draws, and for who gives tasks there; the latter do not see their own household and kin. Raises
    UnknownDrawnVillage.
    """
    draws, tasks = (
        may(actor, "sample.draw", area=village_code),
        may(actor, "assignment.manage", area=village_code),
    )
    row = DrawnVillage.objects.filter(draw_id=draw_id, village_code=village_code).order_by("pk").first()
    if row is None or not (draws or tasks):
        raise UnknownDrawnVillage
    rows = DrawnFamily.objects.filter(village=row).select_related("replaces", "replaced_by")
    found = [_family(one, village_code) for one in rows.order_by("role", "rank", "pk")]
    return [one for one in found if one.family_id is None or one.family_id not in actor.kin]


def place_of(drawn_id: UUID, *, actor: Actor) -> tuple[UUID, str]:
    """Return the draw and village of a drawn family; raises UnknownDrawnFamily where the actor gives no tasks."""
    row = DrawnFamily.objects.filter(pk=drawn_id).select_related("village").order_by("pk").first()
    if row is None or not may(actor, "assignment.manage", area=row.village.village_code):
        raise UnknownDrawnFamily
    return row.village.draw_id, row.village.village_code


def in_use(row: DrawnFamily) -> bool:
    """Tell whether a drawn family belongs to the sample: a main one or a reserve called, and not replaced."""
    called = row.role == Role.MAIN.value or row.replaces_id is not None
    return called and getattr(row, "replaced_by", None) is None


def to_row(row: Draw) -> DrawRow:
    """Turn a row into the value others get."""
    return DrawRow(
        id=row.pk,
        round_id=row.round_id,
        frame_id=row.frame_id,
        state=DrawState(row.state),
        seed=row.seed,
        seed_from=SeedFrom(row.seed_from),
        plan=plan_of(row),
        algorithm=row.algorithm,
        frame_sha256=row.frame_sha256,
        sha256=row.sha256,
        villages=sum(row.numbers.values()),
        families=DrawnFamily.objects.filter(village__draw=row, role=Role.MAIN.value).count(),
        planned_at=row.planned_at,
        drawn_at=row.drawn_at,
        confirmed_at=row.confirmed_at,
        set_aside_at=row.set_aside_at,
        set_aside_why=row.set_aside_why,
        revision=row.revision,
    )


def plan_of(row: Draw) -> Plan:
    """Return the plan of a draw."""
    return Plan(row.numbers, row.take, row.reserves, row.chance, row.allocation, tuple(row.replace_for))


def _counts(draw_id: UUID) -> Mapping[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    rows = DrawnFamily.objects.filter(village__draw_id=draw_id).order_by("pk")
    for village, role, replaces in rows.values_list("village_id", "role", "replaces_id"):
        found.setdefault(village, Counter())["used" if replaces else role] += 1
    return found


def _village(row: DrawnVillage, counted: Counter[str]) -> VillageRow:
    chance = Fraction(row.chance_over, row.chance_under)
    main = counted[Role.MAIN.value]
    second = Fraction(main, row.listed) if row.listed else None
    return VillageRow(
        village_code=row.village_code,
        stratum=row.stratum,
        families=row.families,
        probability=chance,
        is_certain=row.is_certain,
        listed=row.listed,
        listed_at=row.listed_at,
        main=main,
        reserves=counted[Role.RESERVE.value] + counted["used"],
        used=counted["used"],
        weight=sampling.weight_of(chance, second) if second else None,
    )


def _family(row: DrawnFamily, village_code: str) -> FamilyRow:
    filled = getattr(row, "replaced_by", None)
    return FamilyRow(
        id=row.pk,
        village_code=village_code,
        position=row.position,
        role=Role(row.role),
        rank=row.rank,
        reference=row.reference,
        family_id=row.family_id,
        rw=row.rw,
        rt=row.rt,
        in_use=in_use(row),
        replaces=row.replaces.position if row.replaces else None,
        replaced_by=filled.position if filled else None,
        why=row.why,
    )
