"""Reads of rounds."""

from django.db.models import Exists, OuterRef

from bahtera.surveys.errors import UnknownRound
from bahtera.surveys.models import Round, RoundVillage
from bahtera.surveys.values import RoundRow, VillageTarget


def get_round(round_id: int) -> RoundRow:
    """Return a round; raises UnknownRound."""
    row = Round.objects.filter(pk=round_id).first()
    if row is None:
        raise UnknownRound(round_id)
    return to_value(row)


def open_rounds() -> list[RoundRow]:
    """Return the rounds that take submissions, newest first."""
    return [to_value(row) for row in Round.objects.filter(is_open=True).order_by("-opens", "-id")]


def list_rounds() -> list[RoundRow]:
    """Return every round, newest first."""
    return [to_value(row) for row in Round.objects.order_by("-opens", "-id")]


def targets(round_id: int) -> list[VillageTarget]:
    """Return the villages of a round with their targets, by code; empty when the round names none."""
    rows = RoundVillage.objects.filter(round_id=round_id).order_by("village_code", "id")
    return [VillageTarget(row.village_code, row.target_families) for row in rows]


def rounds_for(form_id: str, village_code: str) -> list[tuple[RoundRow, bool]]:
    """Return the rounds that use a form, each with whether the village takes part in it."""
    villages = RoundVillage.objects.filter(round=OuterRef("pk"))
    rows = (
        Round.objects.filter(form_id=form_id)
        .annotate(
            names_villages=Exists(villages), names_this=Exists(villages.filter(village_code=village_code))
        )
        .order_by("id")
    )
    return [(to_value(row), row.names_this or not row.names_villages) for row in rows]


def to_value(row: Round) -> RoundRow:
    """Turn a row into the value others get."""
    return RoundRow(
        id=row.pk,
        name=row.name,
        year=row.year,
        form_id=row.form_id,
        index_ids=tuple(row.index_ids),
        area_code=row.area_code,
        opens=row.opens,
        closes=row.closes,
        is_open=row.is_open,
    )
