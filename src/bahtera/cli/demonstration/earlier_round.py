"""Last year's round of the demonstration: sent as the field app sends, approved, and closed with a signed version."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from rich.console import Console

from bahtera.access import api as access
from bahtera.cli.demonstration import accounts, planning, playing
from bahtera.cli.demonstration.stages import Stage, run, settle
from bahtera.cli.demonstration.villages import VILLAGES, DemoVillage
from bahtera.foundation import clock
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys

OPENED: Final = datetime(planning.EARLIER_YEAR, 2, 20, 1, 0, tzinfo=UTC)
_PROVISIONAL: Final = datetime(planning.EARLIER_YEAR, 9, 15, 1, 0, tzinfo=UTC)
_FINAL: Final = datetime(planning.EARLIER_YEAR, 9, 29, 1, 0, tzinfo=UTC)
_CLOSED: Final = frozenset({surveys.RoundState.FINAL, surveys.RoundState.CORRECTED})
_PART: Final = 22
"""Visits that a kader brings back from two days without signal."""


def ensure(administrator: access.Actor, villages: Sequence[DemoVillage]) -> surveys.RoundRow:
    """Return last year's round, made for these villages if it is not there; one without visits takes them anew."""
    wanted = (planning.EARLIER_NAME, planning.EARLIER_YEAR)
    found = [row for row in surveys.list_rounds() if (row.name, row.year) == wanted]
    with clock.frozen(OPENED):
        row = found[0] if found else planning.earlier_round(administrator)
        if not surveys.visits_in(row.id):
            targets = {one.code: len(playing.asked_before(one)) for one in villages}
            surveys.set_targets(row.id, targets, actor=administrator)
    return surveys.get_round(row.id)


def load(console: Console, row: surveys.RoundRow, actors: Mapping[str, access.Actor], processes: int) -> None:
    """Bring last year's round to its end: what was sent stays, and once it is final nothing is added."""
    if row.state in _CLOSED:
        return
    villages = [one for one in VILLAGES if one.code in visited_in(row)]
    missing = [one for one in villages if planning.sent_from(row, one.code) < len(playing.asked_before(one))]
    if missing and row.is_open:
        tokens = {one.code: accounts.fresh_kader(one, actors["admin"]) for one in missing}
        pieces = _slices(missing, tokens)
        total = sum(stop - start for _, _, start, stop in pieces)
        title = "Mengirim uji coba · sending last year's visits"
        run(console, Stage(title, playing.send_earlier_part, pieces, total), processes)
    total = sum(len(playing.asked_before(one)) for one in villages)
    reviewed = [(one, row.id) for one in villages]
    title = "Memeriksa uji coba · reviewing last year's"
    run(console, Stage(title, playing.review_earlier_village, reviewed, total), processes)
    settle(console)
    version = _close(row, actors)
    console.print(f"✓ putaran sebelumnya · earlier round: {version.families} keluarga · families, {row.year}")


def visited_in(row: surveys.RoundRow) -> frozenset[str]:
    """Return the villages that last year's round visited."""
    return frozenset(one.village_code for one in surveys.targets(row.id))


def _slices(
    villages: Sequence[DemoVillage], tokens: Mapping[str, str]
) -> list[tuple[DemoVillage, str, int, int]]:
    return [
        (one, tokens[one.code], start, min(start + _PART, len(playing.asked_before(one))))
        for one in villages
        for start in range(0, len(playing.asked_before(one)), _PART)
    ]


def _close(row: surveys.RoundRow, actors: Mapping[str, access.Actor]) -> releases.VersionRow:
    """Move the round to its end, as administrator and statistician do together; the last two moves sign a version."""
    statistician = actors["statistisi"]
    if surveys.get_round(row.id).is_open:
        with clock.frozen(_PROVISIONAL):
            surveys.move_round(row.id, surveys.RoundState.REVIEW, actor=actors["admin"])
    if surveys.get_round(row.id).state is surveys.RoundState.REVIEW:
        with clock.frozen(_PROVISIONAL):
            releases.freeze(row.id, releases.Kind.PROVISIONAL, actor=statistician)
    with clock.frozen(_FINAL):
        left = releases.unsettled_in(row.id).total
        return releases.freeze(row.id, releases.Kind.FINAL, actor=statistician, acknowledged=left)
