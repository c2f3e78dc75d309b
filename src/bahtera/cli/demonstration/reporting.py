"""Village reports of the demonstration: all of last year's round accepted, of the present one the first few."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Final
from uuid import UUID, uuid5

from rich.console import Console

from bahtera.access import api as access
from bahtera.cli.demonstration import accounts
from bahtera.cli.demonstration.villages import STORY_REGENCY, VILLAGES, DemoVillage
from bahtera.foundation import clock
from bahtera.foundation.transactions import durable
from bahtera.reports import api as reports
from bahtera.reports.api import State
from bahtera.surveys import api as surveys

_NAMESPACE: Final = UUID("5f0d3c52-1f0e-4a35-9a7e-0c8b7f6f2d41")
_DAY: Final = timedelta(days=1)
_STEP: Final = timedelta(days=1, hours=3, minutes=20)
_BEFORE_NOW: Final = (timedelta(days=9, hours=2), timedelta(days=7, minutes=35), timedelta(days=4, hours=5))
"""How long before the present the reports of the running round were begun: its calendar goes with the present too."""
_FIRST_OF_ALL: Final = datetime(2025, 10, 1, 2, 0, tzinfo=UTC)
"""Two days after last year's figures were final."""

_NOW_AT: Final[Mapping[str, State]] = {
    "63.09.02.2002": State.ACCEPTED,
    "63.05.01.2009": State.RETURNED,
    "63.02.11.2009": State.RECEIVED,
}
"""Where the reports of the present round stand; the other villages still visit, or may try it in the app."""

_WHY_BACK: Final = (
    "Tolong jelaskan mengapa banyak keluarga sulit ditemui, lalu kirim lagi (contoh komentar, data sintetis)."
)
_OTHERS: Final = "Jalan ke beberapa RT terendam pada musim hujan (contoh sintetis)"
_BY_BOAT: Final = frozenset({"63.08.09.2001", "63.04.02.2010", "63.02.11.2009"})


@dataclass(frozen=True)
class _Village:
    """Those by whom a report of a village goes on; the TPK2D's own regency before the province."""

    kader: access.Actor
    coordinator: access.Actor
    officer: access.Actor
    team: access.Actor


def ensure_reports(
    console: Console,
    earlier: surveys.RoundRow,
    present: surveys.RoundRow,
    villages: Sequence[DemoVillage],
    actors: Mapping[str, access.Actor],
) -> int:
    """Lead the reports of villages to where they stand, where there is none yet; return how many were made.

    A report stands on the figures that the public sees of its village at that moment.
    """
    team = actors["pengamat"]
    settled = _without_report(earlier, villages, team)
    running = [one for one in _without_report(present, villages, team) if one.code in _NOW_AT]
    for place, village in enumerate(settled):
        people = _people(village, actors)
        at = _FIRST_OF_ALL + place % 4 * _DAY
        _lead(earlier, village, people, State.ACCEPTED, at=None if at > clock.now() else at)
    begun = dict(zip(_NOW_AT, _BEFORE_NOW, strict=True))
    for village in running:
        at = clock.now() - begun[village.code]
        _lead(present, village, _people(village, actors), _NOW_AT[village.code], at=at, wait=_STEP)
    made = len(settled) + len(running)
    if made:
        console.print(f"✓ laporan desa · village reports: {made}")
    return made


def _without_report(
    row: surveys.RoundRow, villages: Sequence[DemoVillage], team: access.Actor
) -> list[DemoVillage]:
    reported = {one.village_code: one.report for one in reports.village_standings(row.id, actor=team)}
    return [one for one in villages if one.code in reported and reported[one.code] is None]


def _people(village: DemoVillage, actors: Mapping[str, access.Actor]) -> _Village:
    kader = access.resolve_token(accounts.fresh_kader(village, actors["admin"]))
    if kader is None:
        message = f"the kader of {village.code} is not known"
        raise LookupError(message)
    own = village is VILLAGES[0]
    return _Village(
        kader=kader,
        coordinator=actors["koordinator"] if own else _person(village, "koordinator", "coordinator"),
        officer=actors["kades"] if own else _person(village, "kades", "desa_officer"),
        team=actors["kotabaru" if village.code.startswith(f"{STORY_REGENCY}.") else "pengamat"],
    )


def _person(village: DemoVillage, name: str, role: str) -> access.Actor:
    """Return who holds a role in a village. Nobody knows the password of the account: it is never said."""
    return access.ensure_account(
        username=f"{name}-{village.name.casefold().replace(' ', '-')}",
        password=token_urlsafe(24),
        full_name=f"{name.capitalize()} {village.name} (sintetis)",
        roles=[role],
        areas=[village.code],
    )


def _lead(
    row: surveys.RoundRow,
    village: DemoVillage,
    people: _Village,
    wanted: State,
    *,
    at: datetime | None = None,
    wait: timedelta = _DAY,
) -> None:
    """Make a report and lead it to a state, or do nothing: a ``wait`` a step from ``at`` on, or all at this moment."""
    report_id = uuid5(_NAMESPACE, f"{row.id}:{village.code}")
    steps: list[Callable[[], object]] = [
        lambda: reports.make_report(
            report_id,
            round_id=row.id,
            village_code=village.code,
            words=_words(village),
            actor=people.kader,
        ),
        lambda: reports.confirm_report(report_id, actor=people.coordinator),
        lambda: reports.endorse_report(report_id, actor=people.officer),
    ]
    if wanted is State.ACCEPTED:
        steps.append(lambda: reports.accept_report(report_id, actor=people.team))
    elif wanted is State.RETURNED:
        steps.append(lambda: reports.return_report(report_id, reason=_WHY_BACK, actor=people.team))
    with durable():
        for number, step in enumerate(steps):
            with nullcontext() if at is None else clock.frozen(at + number * wait):
                step()


def _words(village: DemoVillage) -> reports.Words:
    """Return what the kader of a village adds: by its way there, and by how well it does."""
    far = village.code in _BY_BOAT
    return reports.Words(
        problems=("far", "signal") if far else ("not_home", "papers"),
        proposals=("papers", "housing") if village.drive else ("income", "parenting"),
        other_problems=(_OTHERS,) if far else (),
    )
