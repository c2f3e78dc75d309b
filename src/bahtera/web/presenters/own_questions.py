"""What a kader sees of the questions about the own visits: in the words meant for kader, with room to reply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bahtera.checks import api as checks
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.presenters import visits
from bahtera.web.presenters.answers import in_language, language
from bahtera.web.presenters.checks import state_tag, title_of
from bahtera.web.presenters.parts import Tag


@dataclass(frozen=True)
class OwnLine:
    """One question; ``visits`` are empty where it is about all visits of the round."""

    id: UUID
    title: str
    words: str
    other_reasons: tuple[str, ...]
    visits: tuple[surveys.OwnVisit, ...]
    place: str
    round: str
    asked_at: datetime
    said: str
    said_at: datetime | None
    state: Tag


@dataclass(frozen=True)
class OwnPage:
    """The questions about a kader's own visits: those that wait for a word, those with one, those answered."""

    waiting: tuple[OwnLine, ...]
    replied: tuple[OwnLine, ...]
    answered: tuple[OwnLine, ...]
    zone: str
    synthetic: bool


def own_page(
    rows: Sequence[checks.OwnQuestion], known: Mapping[UUID, surveys.OwnVisit], zone: str
) -> OwnPage:
    """Return the page."""
    names = places.names_of({row.village_code for row in rows if row.village_code})
    rounds = {row.id: row for row in surveys.list_rounds()}
    declared = checks.load().checks
    lines = [
        (
            row.state == checks.FlagState.OPEN.value,
            OwnLine(
                id=row.id,
                title=title_of(row.check_id),
                words=in_language(declared[row.check_id].kader),
                other_reasons=declared[row.check_id].other_reasons[language()],
                visits=tuple(known[one] for one in row.visits if one in known),
                place=places.village_line(row.village_code, names) if row.village_code else "",
                round=visits.round_title(rounds[row.round_id]) if row.round_id in rounds else "",
                asked_at=row.first_seen,
                said=row.said,
                said_at=row.said_at,
                state=state_tag(row.state),
            ),
        )
        for row in rows
    ]
    return OwnPage(
        waiting=tuple(line for is_open, line in lines if is_open and not line.said),
        replied=tuple(line for is_open, line in lines if is_open and line.said),
        answered=tuple(line for is_open, line in lines if not is_open),
        zone=zone,
        synthetic=any(visits.is_synthetic(rounds.get(row.round_id)) for row in rows),
    )
