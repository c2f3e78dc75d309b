"""Rows counted and hashed in a form that both databases share."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from bahtera.cli.archiving import columns
from bahtera.cli.archiving.columns import NOTHING
from bahtera.cli.archiving.tables import Table


@dataclass
class Digest:
    """Count and SHA-256 of a table's rows, taken in as they pass."""

    table: Table
    rows: int = 0
    _sha256: Any = field(default_factory=hashlib.sha256)
    _rest: bytes = b""

    def __post_init__(self) -> None:
        found = [(at, columns.steady(one.kind)) for at, one in enumerate(self.table.columns)]
        self._steady = [(at, change) for at, change in found if change is not None]

    def add(self, text: bytes) -> None:
        """Take more text; it may end in the middle of a row."""
        whole, found, rest = (self._rest + text).rpartition(b"\n")
        self._rest = rest
        if not found:
            return
        self.rows += whole.count(b"\n") + 1
        if self._steady:
            whole = b"\n".join(self._same(line) for line in whole.split(b"\n"))
        self._sha256.update(whole + b"\n")

    def told(self) -> dict[str, Any]:
        """Return rows and hash."""
        return {"rows": self.rows, "sha256": self._sha256.hexdigest()}

    def _same(self, line: bytes) -> bytes:
        values = line.split(b"\t")
        for at, change in self._steady:
            if values[at] != NOTHING:
                values[at] = change(values[at])
        return b"\t".join(values)
