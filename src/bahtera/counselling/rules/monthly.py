"""The monthly report (R/I): every cell is a count of lines of the register, so each can be opened into its lines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from bahtera.counselling.values import Body

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bahtera.counselling.values import Cell, Flow, Line

ACTIVITIES: Final = "kegiatan"
"""Activities by service and form."""
MODES: Final = "cara"
"""Activities by mode, and whether of one client or a group."""
GROUPS: Final = "sasaran"
"""People who came, by target group and sex; somebody who came twice counts twice."""
AGES: Final = "umur"
"""People who came, by age and sex."""
RESULTS: Final = "hasil"
"""Sessions of clients by result, and whether it was the first of the record."""
REFERRALS: Final = "rujukan"
"""Sessions that ended in a referral, by the kind of office."""
CLIENTS: Final = "klien"
"""Clients of the month, each once, by the service of their first session in it, and sex."""
TABLES: Final = (ACTIVITIES, MODES, GROUPS, AGES, CLIENTS, RESULTS, REFERRALS)
SESSION: Final = "sesi"
GROUP: Final = "kelompok"
FIRST: Final = "pertama"
AGAIN: Final = "ulang"
SENT: Final = "dirujuk"


def cells_of(line: Line) -> Counter[Cell]:
    """Return what one line of the register adds to which cells."""
    found: Counter[Cell] = Counter()
    found[ACTIVITIES, line.service, line.form.value] += 1
    found[MODES, line.mode.value, line.kind] += 1
    for one in line.people:
        found[GROUPS, one.target_group, one.sex] += one.people
        found[AGES, one.age, one.sex] += one.people
    if line.kind == SESSION:
        found[RESULTS, line.result, FIRST if line.first else AGAIN] += 1
        if line.new_client:
            found[CLIENTS, line.service, line.people[0].sex] += 1
        if line.receiver_kind:
            found[REFERRALS, line.receiver_kind, SENT] += 1
    return found


def body_of(lines: Iterable[Line], *, flow: Flow, no_shows: int, definitions: str) -> Body:
    """Return the report of some lines."""
    found = tuple(lines)
    cells: Counter[Cell] = Counter()
    for line in found:
        cells.update(cells_of(line))
    return Body(
        dict(sorted((cell, count) for cell, count in cells.items() if count)),
        flow,
        no_shows,
        found,
        definitions,
    )


def lines_of(body: Body, cell: Cell) -> tuple[Line, ...]:
    """Return the lines that a cell counts."""
    return tuple(line for line in body.lines if cells_of(line)[cell])


def total(cells: Mapping[Cell, int], table: str, *, row: str = "", column: str = "") -> int:
    """Return the sum of a table, of one of its rows or of one of its columns."""
    return sum(
        count
        for (here, a_row, a_column), count in cells.items()
        if here == table and row in {"", a_row} and column in {"", a_column}
    )


def sums_agree(body: Body) -> bool:
    """Tell whether what is counted twice comes to the same: activities, people, sessions, referrals."""
    cells = body.cells
    sessions = total(cells, MODES, column=SESSION)
    return (
        total(cells, ACTIVITIES) == total(cells, MODES) == len(body.lines)
        and total(cells, GROUPS) == total(cells, AGES)
        and total(cells, RESULTS) == sessions
        and total(cells, REFERRALS) == total(cells, RESULTS, row="rujukan")
        and total(cells, CLIENTS) <= sessions
        and body.flow.open_after >= 0
    )
