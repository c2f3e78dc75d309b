"""The confirmed draw of a round as estimates need it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from bahtera.samples.models import DrawnFamily, DrawnVillage, FrameRow
from bahtera.samples.queries.draws import confirmed_draw, in_use
from bahtera.samples.rules.speaking import Chosen
from bahtera.samples.values import FamilyDesign, Role, RoundDesign, VillageDesign
from bahtera.statistics import sampling
from bahtera.surveys import api as surveys

_DRAWN = ("village_code", "is_certain", "listed")


def design_of(round_id: int) -> RoundDesign | None:
    """Return how the families of a round were drawn; None for a round without a confirmed draw.

    For callers who asked `access.may` before: it holds no name, and every drawn family.
    """
    draw = confirmed_draw(round_id)
    if draw is None:
        return None
    rows = list(DrawnVillage.objects.filter(draw=draw).order_by("village_code", "pk").defer("listing"))
    families = list(
        DrawnFamily.objects.filter(village__draw=draw)
        .select_related("replaced_by")
        .order_by("village__village_code", "position", "pk")
    )
    taken = Counter(one.village_id for one in families if one.role == Role.MAIN.value)
    certain = Counter(row.stratum for row in rows if row.is_certain)
    villages = {row.pk: _village(row, certain, taken[row.pk]) for row in rows}
    return RoundDesign(
        round_id=round_id,
        draw_id=draw.pk,
        seed=draw.seed,
        algorithm=draw.algorithm,
        frame_sha256=draw.frame_sha256,
        sha256=draw.sha256,
        chance=draw.chance,
        villages=tuple(villages.values()),
        families=tuple(_family(one, villages[one.village_id]) for one in families),
    )


def frame_sizes(round_id: int) -> dict[str, int]:
    """Return village -> families of the frame that a round was drawn from; empty without a confirmed draw."""
    draw = confirmed_draw(round_id)
    if draw is None:
        return {}
    rows = FrameRow.objects.filter(frame_id=draw.frame_id).order_by("village_code", "pk")
    return dict(rows.values_list("village_code", "families"))


def chosen_of(round_id: int) -> Chosen:
    """Return what a round chose: its confirmed draw, or the villages with a target where every family is visited.

    Empty for a round with neither.
    """
    draw = confirmed_draw(round_id)
    if draw is None:
        targets = {each.village_code: ("", each.target_families) for each in surveys.targets(round_id)}
        return Chosen(targets, dict.fromkeys(targets, True))
    rows = DrawnVillage.objects.filter(draw=draw).order_by("village_code", "pk")
    drawn = {code: (alone, bool(listed)) for code, alone, listed in rows.values_list(*_DRAWN)}
    certain = {code for code, (alone, _) in drawn.items() if alone}
    frame = FrameRow.objects.filter(frame_id=draw.frame_id).order_by("village_code", "pk")
    return Chosen(
        {
            code: (code if code in certain else stratum, families)
            for code, stratum, families in frame.values_list("village_code", "stratum", "families")
        },
        {code: listed for code, (_, listed) in drawn.items()},
    )


def draw_hash(round_id: int) -> str:
    """Return what a data version cites of a round's sample: the hash over the draw and its villages' lists, or ""."""
    draw = confirmed_draw(round_id)
    if draw is None:
        return ""
    rows = DrawnVillage.objects.filter(draw=draw).order_by("village_code", "pk")
    lists: list[list[str | int]] = [
        [code, digest] for code, digest in rows.values_list("village_code", "sha256")
    ]
    return sampling.digest([["draw", draw.sha256], *lists])


def _village(row: DrawnVillage, certain: Mapping[str, int], taken: int) -> VillageDesign:
    alone = row.is_certain
    return VillageDesign(
        village_code=row.village_code,
        frame_stratum=row.stratum,
        stratum=row.village_code if alone else row.stratum,
        families=row.families,
        probability=Fraction(row.chance_over, row.chance_under),
        is_certain=alone,
        population=1 if alone else row.population - certain.get(row.stratum, 0),
        drawn=1 if alone else row.drawn - certain.get(row.stratum, 0),
        listed=row.listed,
        taken=taken or None,
    )


def _family(row: DrawnFamily, village: VillageDesign) -> FamilyDesign:
    second = Fraction(village.taken or 1, village.listed or 1)
    weight = sampling.weight_of(village.probability, second)
    filled = getattr(row, "replaced_by", None)
    return FamilyDesign(
        family_id=row.family_id,
        reference=row.reference,
        village_code=village.village_code,
        stratum=village.stratum,
        first=village.probability,
        second=second,
        weight=weight,
        whole_weight=sampling.whole_weight(weight),
        in_use=in_use(row),
        replaced_for=filled.why if filled is not None else "",
    )
