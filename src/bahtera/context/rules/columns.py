"""Which columns a table of figures or opinions has, and its heading. The heading tells one from the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.context.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.context.rules.lines import Table
    from bahtera.foundation.sheets import Cell

FIGURE_COLUMNS: Final = (
    *("seri", "wilayah", "periode", "nilai", "satuan", "sumber", "alamat", "dikutip", "mutu_tanggal"),
    *("sifat", "catatan"),
)
OPINION_COLUMNS: Final = ("seri", "wilayah", "pembicara", "tanggal", "sumber", "alamat", "pendapat")
_OPTIONAL: Final = frozenset({"alamat", "sifat", "catatan"})


def read_heading(table: Table, number: int, cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the columns of figures or of opinions; none, with faults, where the heading is neither."""
    names = ["" if cell is None else " ".join(str(cell).split()).casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    wanted = OPINION_COLUMNS if "pendapat" in names else FIGURE_COLUMNS
    for at, name in enumerate(names):
        where = {"line": number, "column": at + 1}
        if name not in wanted:
            table.faults.append(
                Fault(
                    "context.unknown_column",
                    "There is no column {name}. Columns are: {known}.",
                    **where,
                    name=name or "–",
                    known=", ".join(wanted),
                )
            )
        elif name in table.at:
            table.faults.append(
                Fault("context.column_twice", "The column {name} is there twice.", **where, name=name)
            )
        else:
            table.at[name] = at
    lacking = [name for name in wanted if name not in table.at and name not in _OPTIONAL]
    if lacking:
        table.faults.append(
            Fault(
                "context.column_lacks",
                "These columns are missing: {names}.",
                line=number,
                column=0,
                names=", ".join(lacking),
            )
        )
    return () if table.faults else wanted
