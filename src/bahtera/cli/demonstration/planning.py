"""The rounds of the demonstration: last year's trial, the one in the field with its calendar, next year's plan."""

from datetime import date
from typing import Final

from bahtera.access import api as access
from bahtera.cli.demonstration.villages import PROVINCE
from bahtera.surveys import api as surveys
from bahtera.surveys.api import Stage, StageRow

FORM_ID: Final = "kunjungan_keluarga"
ROUND_NAME: Final = "Desa lokus Kalimantan Selatan (data sintetis)"
ROUND_YEAR: Final = 2026
_NEXT_NAME: Final = "Desa lokus Kalimantan Selatan (rencana sintetis)"
EARLIER_NAME: Final = "Uji coba desa lokus Kalimantan Selatan (data sintetis)"
EARLIER_YEAR: Final = ROUND_YEAR - 1
_OPENS: Final = date(2026, 3, 1)
_EARLIER_PURPOSE: Final = (
    "Contoh sintetis: uji coba setahun sebelumnya. Di dua desa semua keluarga didatangi, di sebelas desa lain satu RT,"
    " supaya tahun berikutnya keluarga yang sama dapat dibandingkan."
)
_PURPOSE: Final = "Contoh sintetis: mengukur kualitas keluarga di desa lokus untuk rencana aksi TPK2D."
# Not a number that BPS gave: it says so itself.
_RECOMMENDATION: Final = surveys.Recommendation("CONTOH-26.63.001", date(2026, 2, 2))


def first_round(administrator: access.Actor) -> surveys.RoundRow:
    """Make the round of the demonstration with its calendar."""
    row = surveys.create_round(
        name=ROUND_NAME,
        year=ROUND_YEAR,
        form_id=FORM_ID,
        opens=_OPENS,
        area_code=PROVINCE,
        purpose=_PURPOSE,
        actor=administrator,
    )
    row = surveys.change_round(
        row.id,
        name=row.name,
        form_id=row.form_id,
        opens=row.opens,
        closes=row.closes,
        area_code=row.area_code,
        purpose=row.purpose,
        design=row.design,
        recommendation=_RECOMMENDATION,
        revision=row.revision,
        actor=administrator,
    )
    surveys.set_calendar(row.id, _stages(ROUND_YEAR), actor=administrator)
    return row


def earlier_round(administrator: access.Actor) -> surveys.RoundRow:
    """Make last year's round, in the field as it then was."""
    row = surveys.create_round(
        name=EARLIER_NAME,
        year=EARLIER_YEAR,
        form_id=FORM_ID,
        opens=date(EARLIER_YEAR, 3, 1),
        closes=date(EARLIER_YEAR, 8, 31),
        area_code=PROVINCE,
        purpose=_EARLIER_PURPOSE,
        actor=administrator,
    )
    surveys.set_calendar(row.id, _stages(EARLIER_YEAR), actor=administrator)
    return row


def next_round(administrator: access.Actor) -> None:
    """Plan next year's round, once: its first weeks lie in Ramadan, which its page says."""
    planned = [*surveys.planned_rounds(), *surveys.list_rounds()]
    if any((row.name, row.year) == (_NEXT_NAME, ROUND_YEAR + 1) for row in planned):
        return
    row = surveys.draft_round(
        name=_NEXT_NAME,
        form_id=FORM_ID,
        opens=date(ROUND_YEAR + 1, 3, 1),
        closes=date(ROUND_YEAR + 1, 8, 31),
        area_code=PROVINCE,
        purpose=_PURPOSE,
        design=surveys.Design.TWO_STAGE,
        actor=administrator,
    )
    surveys.set_calendar(row.id, _stages(ROUND_YEAR + 1), actor=administrator)


def _stages(year: int) -> list[StageRow]:
    """Return the usual year: locus in February, training in March, results from June, assessment in October."""
    done = year <= ROUND_YEAR
    return [
        StageRow(
            Stage.LOCUS,
            date(year, 2, 1),
            date(year, 2, 28),
            "TPK2D (contoh)",
            date(year, 2, 12) if done else None,
        ),
        StageRow(Stage.TRAINING, date(year, 2, 15), date(year, 3, 15), "DP3A (contoh)"),
        StageRow(Stage.SURVEY, date(year, 3, 1), date(year, 8, 31), "Kader (contoh)"),
        StageRow(Stage.RESULTS, date(year, 6, 1), date(year, 9, 30), "BPS (contoh)"),
        StageRow(Stage.PLAN, date(year, 8, 1), date(year, 10, 15), "Bappeda (contoh)"),
        StageRow(Stage.ASSESSMENT, date(year, 10, 1), date(year, 10, 31), "TPK2D (contoh)"),
    ]
