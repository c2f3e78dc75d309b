"""What one process does: play the kader of a village, or its supervisor. Django must be started."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import Any, Final

from bahtera import indices
from bahtera.access import api as access
from bahtera.checks import api as checks
from bahtera.cli.demonstration.accounts import PEOPLE
from bahtera.cli.demonstration.earlier import YEAR as EARLIER_YEAR
from bahtera.cli.demonstration.earlier import asked_before, known_from_before, visits_before, was_met
from bahtera.cli.demonstration.families import visits
from bahtera.cli.demonstration.filling import Filler
from bahtera.cli.demonstration.sending import WAITS, NotKept, Phone
from bahtera.cli.demonstration.villages import PROVINCE, DemoVillage
from bahtera.foundation import clock
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

_INDEX: Final = "ikk"
_PAGE: Final = 200
_RETURNED: Final = 0.02
_REVIEW_AFTER: Final = timedelta(days=2, hours=3)
_UNDECIDED: Final = ("accepted", "flagged")


def send_part(village: DemoVillage, token: str, start: int, stop: int, *known: int) -> int:
    """Send a slice of a village's visits through the receiving door and return how many.

    ``known``: the families, counted from 0, whom the earlier round met, so that the phone's list has them.
    """
    phone = Phone(token, _filler().fill, name=village.code)
    listed = frozenset(known)
    for visit in islice(visits(village, categorise(), within=range(start, stop)), stop - start):
        phone.send(known_from_before(visit) if visit.number - 1 in listed else visit)
    return stop - start


def met_before(village: DemoVillage) -> tuple[int, ...]:
    """Return the families, counted from 0, whom the earlier round met."""
    return tuple(place for place in asked_before(village) if was_met(village, place + 1))


def send_earlier_part(village: DemoVillage, token: str, start: int, stop: int) -> int:
    """Send a slice of a village's visits of the earlier round, as the app does after some days without signal."""
    kader = access.resolve_token(token)
    if kader is None:
        message = f"the token of {village.code} is not known"
        raise NotKept(message)
    places = asked_before(village)[start:stop]
    sent = list(visits_before(village, categorise(), places))
    bodies = [surveys.SentVisit(_filler().fill(visit)) for visit in sent]
    at = max(visit.received_at for visit in sent)
    for wait in (*WAITS, None):
        with clock.frozen(at):
            outcomes = surveys.receive_many(bodies, actor=kader, device_id=f"demo:{village.code}")
        again = any(one.outcome == "again" for one in outcomes)
        if not again or wait is None:
            break
        time.sleep(wait)
    for outcome in outcomes:
        # One that an older Bahtera sent with other answers before it was interrupted stays.
        if outcome.receipt is None and not isinstance(outcome.error, surveys.InstanceReused):
            raise NotKept(str(outcome.error or outcome.outcome))
    return len(sent)


def review_earlier_village(village: DemoVillage, round_id: int) -> int:
    """Approve all visits of a village in the earlier round: those without a finding together, the others one by one."""
    supervisor = _supervisor()
    with clock.frozen(datetime(EARLIER_YEAR, 8, 31, 2, 0, tzinfo=UTC)):
        while surveys.approve_village(
            round_id, village.code, actor=supervisor, asked_in=checks.open_questions
        ):
            continue
        for row in [one for state in _UNDECIDED for one in _rows(supervisor, village, state, round_id)]:
            surveys.approve(row.id, actor=supervisor)
    return len(asked_before(village))


def written(village: DemoVillage, count: int) -> Iterator[bytes]:
    """Yield the first visits of a village as the phone keeps them."""
    for visit in visits(village, categorise(), within=range(min(count, village.families))):
        yield _filler().fill(visit)


def review_village(village: DemoVillage) -> int:
    """Approve most of a village's visits, return some, leave the rest to be looked at."""
    supervisor = _supervisor()
    rows = [row for state in _UNDECIDED for row in _rows(supervisor, village, state)]
    for row in sorted(rows, key=lambda row: row.received_at):
        with clock.frozen(row.received_at + _REVIEW_AFTER):
            _decide(row, village, supervisor)
    return village.families


def left_waiting(village: DemoVillage) -> int:
    """Return how many visits of a village the demonstration leaves undecided, at most."""
    return round(village.families * (1 - village.reviewed) * 1.5) + 3


def _decide(row: surveys.SubmissionRow, village: DemoVillage, supervisor: access.Actor) -> None:
    chance = Random(f"review:{village.code}:{row.family_name}:{row.received_at}").random()  # noqa: S311
    if chance >= village.reviewed:
        return
    if row.error_count or chance < _RETURNED:
        surveys.return_with_comments(row.id, comments=[_comment(row, supervisor)], actor=supervisor)
    else:
        try:
            surveys.approve(row.id, actor=supervisor)
        except surveys.WouldReplaceApproved:
            surveys.set_aside(row.id, actor=supervisor)


def _comment(row: surveys.SubmissionRow, supervisor: access.Actor) -> tuple[str, str]:
    found = surveys.get_submission(row.id, actor=supervisor).findings
    for finding in found:
        if finding.question and finding.severity == "error":
            return (finding.question, f"Mohon dicek kembali: {finding.messages['id']}")
    return ("alamat", "Mohon lengkapi alamat, lalu kirim ulang. (contoh komentar, data sintetis)")


def _rows(
    supervisor: access.Actor, village: DemoVillage, state: str, round_id: int | None = None
) -> list[surveys.SubmissionRow]:
    rows: list[surveys.SubmissionRow] = []
    cursor: str | None = None
    while True:
        page = surveys.list_submissions(
            actor=supervisor, area=village.code, state=state, round_id=round_id, cursor=cursor, size=_PAGE
        )
        rows += page.items
        cursor = page.next_cursor
        if cursor is None:
            return rows


def _supervisor() -> access.Actor:
    person = next(one for one in PEOPLE if one.role == "supervisor" and one.area == PROVINCE)
    return access.ensure_account(
        username=person.username,
        password=person.password,
        full_name=person.full_name,
        roles=[person.role],
        areas=[person.area],
    )


@cache
def _filler() -> Filler:
    form = next(one for one in questionnaires.current_forms() if one.form_id == "kunjungan_keluarga")
    return Filler(form)


@cache
def categorise() -> Callable[[Any], str | None]:
    """Return what names the IKK category of answers, None when they cannot be scored."""
    definition = indices.load(_INDEX).without_private()

    def category(answers: dict[str, Any]) -> str | None:
        score = definition.score_one(answers)
        return score.category if score.scored else None

    return category


__all__ = [
    "asked_before",
    "categorise",
    "left_waiting",
    "met_before",
    "review_earlier_village",
    "review_village",
    "send_earlier_part",
    "send_part",
    "written",
]
