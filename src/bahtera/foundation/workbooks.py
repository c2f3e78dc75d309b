"""The one way a workbook is begun: a number stands in its cell as it was given, digit by digit.

`xlsxwriter` writes numbers to sixteen places, and 81.85 to sixteen places is 81.84999999999999: whoever rounds that to
one place gets 81.8 where the page and the paper beside it say 81.9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class _ExactSheet(Worksheet):  # type: ignore[misc] # the library is not typed
    """A sheet that writes the shortest digits that are the number."""

    def _xml_number_element(self, number: float, attributes: Iterable[tuple[str, Any]] = ()) -> None:
        attr = "".join(f' {key}="{self._escape_attributes(value)}"' for key, value in attributes)
        self.fh.write(f"<c{attr}><v>{number!r}</v></c>")


class _ExactBook(Workbook):  # type: ignore[misc] # the library is not typed
    """A workbook of such sheets."""

    worksheet_class = _ExactSheet


def new_book(target: Any, options: Mapping[str, Any] | None = None) -> Workbook:
    """Return an empty workbook that is written to a path or file; ``options`` are those of `xlsxwriter`."""
    return _ExactBook(target, dict(options or {}))
