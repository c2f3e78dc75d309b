"""What the pages of corrections show: what was asked, by whom, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor, may
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.presenters import rounds, visits
from bahtera.web.presenters.parts import Option, Tag, state_tag

CHANGES: Final = {
    "approve": gettext_noop("Let this visit count"),
    "return": gettext_noop("Take it out and send it back to the kader"),
    "reject": gettext_noop("Take it out for good"),
    "set_aside": gettext_noop("Set this second visit aside"),
    "mend": gettext_noop("Put answers right"),
}
_STANDINGS: Final = {
    "asked": gettext_noop("waits for a second person"),
    "refused": gettext_noop("refused"),
    "done": gettext_noop("agreed and carried out"),
}
_STYLES: Final = {"asked": "sedang", "refused": "none", "done": "tinggi"}
_MOVES: Final = {
    releases.Change.APPROVE: surveys.Move.APPROVE,
    releases.Change.RETURN: surveys.Move.RETURN,
    releases.Change.REJECT: surveys.Move.REJECT,
    releases.Change.SET_ASIDE: surveys.Move.SET_ASIDE,
}


@dataclass(frozen=True)
class CorrectionLine:
    """One correction; names are empty for who does not know the people at work."""

    id: UUID
    place: str
    change: str
    reason: str
    asked_at: datetime
    asked_name: str
    standing: Tag
    answer: str
    decided_at: datetime | None
    decided_name: str
    visit_url: str
    compare_url: str
    can_agree: bool
    can_refuse: bool
    is_own: bool
    look_url: str


@dataclass(frozen=True)
class CorrectionsPage:
    """The corrections of a round in the reader's areas."""

    head: rounds.RoundHead
    lines: tuple[CorrectionLine, ...]
    zone: str


@dataclass(frozen=True)
class AskPage:
    """Asking for a correction of one visit."""

    id: UUID
    round_title: str
    place: str
    visited_on: date | None
    state: Tag
    revision: int
    changes: tuple[Option, ...]
    can_mend: bool
    reason: str
    longest: int
    problem: str


def corrections_page(
    row: surveys.RoundRow, found: Sequence[releases.CorrectionRow], actor: Actor
) -> CorrectionsPage:
    """Return the corrections of a round, the newest first."""
    known = places.names_of(one.village_code for one in found)
    return CorrectionsPage(
        head=rounds.head_of(row, actor, "versions"),
        lines=tuple(_line(one, places.village_line(one.village_code, known), actor) for one in found),
        zone=places.own_zone(actor),
    )


def ask_page(
    detail: surveys.SubmissionDetail,
    row: surveys.RoundRow,
    *,
    chosen: str = "",
    reason: str = "",
    problem: str = "",
) -> AskPage:
    """Return the form that asks for a correction of a visit."""
    code = detail.row.village_code
    state = surveys.State(detail.row.state)
    allowed = [
        change
        for change, move in _MOVES.items()
        if surveys.can_move(state, move)
        and not (change is releases.Change.SET_ASIDE and detail.row.is_current)
    ]
    return AskPage(
        id=detail.row.id,
        round_title=visits.round_title(row),
        place=places.village_line(code, places.names_of([code])),
        visited_on=detail.row.visited_on,
        state=state_tag(detail.row.state),
        revision=detail.revision,
        changes=tuple(
            Option(each.value, wording.say(CHANGES, each.value), each.value == chosen) for each in allowed
        ),
        can_mend=detail.row.is_current and surveys.can_move(state, surveys.Move.REPLACE),
        reason=reason,
        longest=releases.LONGEST_REASON,
        problem=problem,
    )


def _line(one: releases.CorrectionRow, place: str, actor: Actor) -> CorrectionLine:
    code = one.village_code
    waits = one.standing is releases.Standing.ASKED
    own = one.asked_by == actor.key
    decides = may(actor, "release.second", area=code)
    named = may(actor, "person.read", area=code)
    style = _STYLES[one.standing.value]
    return CorrectionLine(
        id=one.id,
        place=place,
        change=wording.say(CHANGES, one.change.value),
        reason=one.reason or gettext("erased together with the visit"),
        asked_at=one.asked_at,
        asked_name=one.asked_name if named else "",
        standing=Tag(wording.say(_STANDINGS, one.standing.value), style, "ok" if style == "tinggi" else ""),
        answer=one.answer,
        decided_at=one.decided_at,
        decided_name=one.decided_name if named else "",
        visit_url=_visit(one, actor),
        compare_url=_compare(one),
        can_agree=waits and decides and not own,
        can_refuse=waits and (decides or own),
        is_own=own,
        look_url=reverse("web:look_at_correction", args=[one.round_id, one.id]),
    )


def correction_line(one: releases.CorrectionRow, actor: Actor) -> CorrectionLine:
    """Return one correction by itself."""
    known = places.names_of([one.village_code])
    return _line(one, places.village_line(one.village_code, known), actor)


def _visit(one: releases.CorrectionRow, actor: Actor) -> str:
    """Return where the reader sees the visit: whole, or without a name at the second level."""
    if may(actor, "submission.read", area=one.village_code):
        return reverse("web:submission", args=[one.submission_id])
    waits = one.standing is releases.Standing.ASKED
    if waits and may(actor, "submission.confirm", area=one.village_code):
        return reverse("web:second_visit", args=[one.round_id, one.submission_id])
    return ""


def _compare(one: releases.CorrectionRow) -> str:
    if one.version is None or one.version < 2:  # noqa: PLR2004 - the first has nothing before it
        return ""
    address = reverse("web:compare_versions", args=[one.round_id])
    return f"{address}?lama={one.version - 1}&baru={one.version}"
