"""The rounds of the demonstration: last year's trial, the one in the field with its calendar, next year's plan."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bahtera.access import api as access
from bahtera.cli.demonstration.villages import PROVINCE
from bahtera.foundation import clock
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
_ZONE: Final = "Asia/Makassar"
# On which day of the year a stage was done, when it was.
_DONE: Final = {
    Stage.LOCUS: (2, 12),
    Stage.TRAINING: (3, 12),
    Stage.SURVEY: (8, 29),
    Stage.RESULTS: (9, 29),
    Stage.PLAN: (12, 8),
    Stage.ASSESSMENT: (10, 28),
}
_TRAINED: Final = 2
"""Stages that were done before the first visit."""
_LEFT: Final = (14, 45, 60, 75)
"""Days from the first start to the end of each stage that is not done: visits, results, plan, assessment."""
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


def sent_from(row: surveys.RoundRow, village_code: str) -> int:
    """Return how many visits of a village have come in a round, also those to nobody, which are no family visited."""
    return sum(surveys.count_states(row.id, village_code).values())


def tell_calendars(earlier: int, present: int, administrator: access.Actor) -> None:
    """Write into the calendars what the state of each round says, once; one that somebody changed is left.

    Of last year's round all was done. In the present one kader are trained and still visit families, so that what is
    not done ends after the day this is written.
    """
    today = clock.today(_ZONE)
    usual = _stages(EARLIER_YEAR)
    if surveys.calendar_of(earlier) == usual:
        done = [_done(one) for one in usual]
        surveys.set_calendar(earlier, done, actor=administrator)
    usual = _stages(ROUND_YEAR)
    if surveys.calendar_of(present) == usual:
        finished = [_done(one) for one in usual[:_TRAINED]]
        ahead = [
            replace(one, ends=max(one.ends, today + timedelta(days=left)))
            for one, left in zip(usual[_TRAINED:], _LEFT, strict=True)
        ]
        surveys.set_calendar(present, [*finished, *ahead], actor=administrator)


def _done(stage: StageRow) -> StageRow:
    """Return a stage done on its day of the year; on a day that has not come it is not."""
    day = date(stage.starts.year, *_DONE[stage.stage])
    return replace(stage, done_on=day) if day <= clock.today(_ZONE) else stage


def _stages(year: int) -> list[StageRow]:
    """Return the usual year: locus in February, training in March, results from June, assessment in October."""
    return [
        StageRow(Stage.LOCUS, date(year, 2, 1), date(year, 2, 28), "TPK2D (contoh)", _chosen(year)),
        StageRow(Stage.TRAINING, date(year, 2, 15), date(year, 3, 15), "DP3A (contoh)"),
        StageRow(Stage.SURVEY, date(year, 3, 1), date(year, 8, 31), "Kader (contoh)"),
        StageRow(Stage.RESULTS, date(year, 6, 1), date(year, 9, 30), "BPS (contoh)"),
        StageRow(Stage.PLAN, date(year, 8, 1), date(year, 10, 15), "Bappeda (contoh)"),
        StageRow(Stage.ASSESSMENT, date(year, 10, 1), date(year, 10, 31), "TPK2D (contoh)"),
    ]


def _chosen(year: int) -> date | None:
    """Return when the locus villages were chosen; of next year's round they are not."""
    return date(year, *_DONE[Stage.LOCUS]) if year <= ROUND_YEAR else None
