"""The plan of a round: what it is, its calendar and BPS's recommendation; what visits rest on stays as it is."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from bahtera.access.api import Actor, check_may
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import InvalidRound, RoundIsFinal
from bahtera.surveys.models import Round, RoundStage
from bahtera.surveys.operations.rounds.guarding import check_last_day, check_no_visits, locked
from bahtera.surveys.operations.rounds.moving import pins_of
from bahtera.surveys.operations.rounds.opening import (
    INDICES,
    check_form,
    check_name_free,
    check_plan,
    create_round,
)
from bahtera.surveys.queries.receiving import remembered
from bahtera.surveys.queries.rounds.reading import to_value
from bahtera.surveys.rules import DECIDED
from bahtera.surveys.values import Design, Recommendation, RoundRow, RoundState, Stage, StageRow

_NUMBER: Final = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9./ -]{2,39}")
_FIRST_DAWN: Final = "Asia/Jayapura"


def draft_round(
    *,
    name: str,
    form_id: str,
    opens: date,
    closes: date | None,
    area_code: str,
    purpose: str,
    design: Design,
    actor: Actor,
    recommendation: Recommendation | None = None,
) -> RoundRow:
    """Plan a round for a published form; raises InvalidRound, UnknownArea, NotAllowed."""
    if area_code:
        areas.get(area_code)
    check_form(form_id)
    _check_recommendation(recommendation)
    with durable():
        row = create_round(
            name=name,
            year=opens.year,
            form_id=form_id,
            opens=opens,
            closes=closes,
            area_code=area_code,
            index_ids=INDICES,
            state=RoundState.DRAFT,
            purpose=purpose,
            design=design,
            actor=actor,
        )
        if recommendation is not None:
            kept = locked(row.id)
            _recommend(kept, recommendation)
            kept.save(update_fields=["recommendation_number", "recommendation_on"])
            row = to_value(kept)
    return row


def change_round(
    round_id: int,
    *,
    name: str,
    form_id: str,
    opens: date,
    closes: date | None,
    area_code: str,
    purpose: str,
    design: Design,
    recommendation: Recommendation | None,
    revision: int,
    actor: Actor,
) -> RoundRow:
    """Change the plan of a round; ``revision`` is what the person saw.

    Questionnaire, design, area and first day stay once a family was visited (RoundHasVisits); the last day may move,
    but leaves no visit out (VisitsLeftOut). A round whose figures stand changes no more (RoundIsFinal). Raises
    InvalidRound, StaleRound, UnknownRound, UnknownArea, NotAllowed.
    """
    check_plan(name, opens, closes)
    _check_recommendation(recommendation)
    with durable():
        row = locked(round_id, revision)
        check_may(actor, "round.manage", area=row.area_code)
        if RoundState(row.state) in DECIDED:
            raise RoundIsFinal
        new = (form_id, design.value, area_code, opens)
        if new != (row.form_id, row.design, row.area_code, row.opens):
            check_no_visits(row)
            check_may(actor, "round.manage", area=area_code)
            _change_basis(row, form_id, design, area_code, opens.year)
        check_last_day(row, closes)
        row.name, row.opens, row.closes, row.purpose = name.strip(), opens, closes, purpose.strip()
        check_name_free(row)
        _recommend(row, recommendation)
        row.revision += 1
        row.save()
        audit.record("surveys.round_changed", actor=actor.key, subject=f"round:{row.pk}")
        changed = to_value(row)
    remembered.forget()
    return changed


def set_calendar(
    round_id: int, stages: Sequence[StageRow], *, actor: Actor, revision: int | None = None
) -> None:
    """Replace the calendar of a round.

    Raises InvalidRound for days reversed, a stage that begins before the one it follows, or one done on a day that has
    not come; StaleRound, UnknownRound, NotAllowed.
    """
    ordered = sorted(stages, key=lambda one: list(Stage).index(one.stage))
    for one in ordered:
        if one.ends < one.starts:
            raise InvalidRound(
                "surveys.invalid_round", "A stage of the calendar cannot end before it begins."
            )
        if one.done_on is not None and one.done_on > _latest_today():
            raise InvalidRound(
                "surveys.invalid_round", "A stage is done on a day that has come: not later than today."
            )
        if one.done_on is not None and one.done_on < one.starts:
            raise InvalidRound(
                "surveys.invalid_round", "A stage of the calendar cannot be done before it begins."
            )
    if any(after.starts < before.starts for before, after in pairwise(ordered)):
        raise InvalidRound(
            "surveys.invalid_round", "A stage of the calendar cannot begin before the one it follows."
        )
    with durable():
        row = locked(round_id, revision)
        check_may(actor, "round.manage", area=row.area_code)
        row.revision += 1
        row.save(update_fields=["revision"])
        RoundStage.objects.filter(round=row).delete()
        RoundStage.objects.bulk_create(
            RoundStage(
                round=row,
                stage=one.stage.value,
                starts=one.starts,
                ends=one.ends,
                keeper=" ".join(one.keeper.split())[:120],
                done_on=one.done_on,
            )
            for one in ordered
        )
        audit.record(
            "surveys.calendar_set",
            actor=actor.key,
            subject=f"round:{row.pk}",
            details={"stages": len(ordered)},
        )


def _change_basis(row: Round, form_id: str, design: Design, area_code: str, year: int) -> None:
    if area_code:
        areas.get(area_code)
    check_form(form_id)
    if area_code != row.area_code and row.villages.exists():
        raise InvalidRound(
            "surveys.invalid_round", "Take the targets away before the round gets another area."
        )
    row.form_id, row.design, row.area_code, row.year = form_id, design.value, area_code, year
    if row.state != RoundState.DRAFT.value:
        row.pinned = pins_of(row, required=True)


def _check_recommendation(told: Recommendation | None) -> None:
    if told is not None and not _NUMBER.fullmatch(told.number.strip()):
        raise InvalidRound(
            "surveys.invalid_round",
            "“{number}” is no number of a recommendation: letters, digits, dots, slashes and dashes, as BPS wrote it.",
            number=told.number[:60],
        )
    if told is not None and told.on > _latest_today():
        raise InvalidRound(
            "surveys.invalid_round",
            "The recommendation of BPS bears a day that has come: not later than today.",
        )


def _latest_today() -> date:
    """Return today where the day begins first in Indonesia."""
    return clock.today(_FIRST_DAWN)


def _recommend(row: Round, told: Recommendation | None) -> None:
    row.recommendation_number = told.number.strip() if told else ""
    row.recommendation_on = told.on if told else None
