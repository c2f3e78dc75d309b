"""What one process does: play the kader of a village, or its supervisor. Django must be started."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import Any, Final

from bahtera import indices
from bahtera.access import api as access
from bahtera.cli.demonstration.accounts import PEOPLE
from bahtera.cli.demonstration.families import visits
from bahtera.cli.demonstration.filling import Filler
from bahtera.cli.demonstration.sending import Phone
from bahtera.cli.demonstration.villages import PROVINCE, DemoVillage
from bahtera.foundation import clock
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

_INDEX: Final = "ikk"
_PAGE: Final = 200
_RETURNED: Final = 0.02
_REVIEW_AFTER: Final = timedelta(days=2, hours=3)
_UNDECIDED: Final = ("accepted", "flagged")


def send_part(village: DemoVillage, token: str, start: int, stop: int) -> int:
    """Send a slice of a village's visits through the receiving door and return how many."""
    phone = Phone(token, _filler().fill, name=village.code)
    for visit in islice(visits(village, categorise(), within=range(start, stop)), stop - start):
        phone.send(visit)
    return stop - start


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


def _rows(supervisor: access.Actor, village: DemoVillage, state: str) -> list[surveys.SubmissionRow]:
    rows: list[surveys.SubmissionRow] = []
    cursor: str | None = None
    while True:
        page = surveys.list_submissions(
            actor=supervisor, area=village.code, state=state, cursor=cursor, size=_PAGE
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


__all__ = ["categorise", "left_waiting", "review_village", "send_part", "written"]
