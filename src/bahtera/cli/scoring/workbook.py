"""Results as a workbook for screen and paper: results, indicators, what to attend to, method."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from bahtera.cli.scoring.figures import figures_of, method_lines, total_figures
from bahtera.cli.scoring.words import words_in
from bahtera.foundation.workbooks import new_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import xlsxwriter

    from bahtera.cli.scoring.figures import Figures
    from bahtera.indices import IndexDefinition, UnknownColumn
    from bahtera.indices.sums import Sums
    from bahtera.indices.values import Language

_MADE = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed stamp: the same figures give the same bytes
_BLUE, _PALE, _LOW = "#0F4C5C", "#E6F0F2", "#FBE3D6"


def write_workbook(
    definition: IndexDefinition,
    sums: Sums,
    path: Path,
    *,
    language: Language,
    files: Sequence[str],
    unknown: Sequence[UnknownColumn] | None = None,
) -> None:
    """Write the four sheets. `files` are the names the figures come from, `unknown` what in them was unreadable."""
    book = new_book(str(path))
    book.set_properties({"title": definition.title.in_language(language), "created": _MADE})
    sheets = _Workbook(book, definition, sums, language)
    sheets.write_results()
    sheets.write_indicators()
    sheets.write_attention()
    sheets.write_method(files, unknown)
    book.close()


class _Workbook:
    def __init__(
        self, book: xlsxwriter.Workbook, definition: IndexDefinition, sums: Sums, language: Language
    ) -> None:
        self.book, self.definition, self.sums, self.language = book, definition, sums, language
        self.words = words_in(language)
        self.figures = figures_of(sums)
        self.total = total_figures(sums)
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        head = {"bold": True, "font_color": "white", "bg_color": _BLUE, "text_wrap": True, "border": 1}
        self.plain = book.add_format(base)
        self.wrapped = book.add_format({**base, "text_wrap": True})
        self.title = book.add_format({**base, "bold": True, "font_size": 14, "font_color": _BLUE})
        self.head = book.add_format({**base, **head})
        self.count = book.add_format({**base, "num_format": "#,##0"})
        self.number = book.add_format({**base, "num_format": "0.00"})
        self.low = book.add_format({**base, "num_format": "0.00", "bg_color": _LOW})
        total = {**base, "bold": True, "top": 1, "bg_color": _PALE}
        self.total_text = book.add_format(total)
        self.total_count = book.add_format({**total, "num_format": "#,##0"})
        self.total_number = book.add_format({**total, "num_format": "0.00"})

    @property
    def keys(self) -> list[str]:
        """Return the heads of the group columns."""
        return [self.words.get(name, name) for name in self.sums.by] or [self.words["everybody"]]

    def write_results(self) -> None:
        words, definition = self.words, self.definition
        heads = [*self.keys, words["families"], words["scored"], f"{definition.id.upper()} (0-100)"]
        for category in definition.categories:
            heads += [f"{category.id} ({words['families_unit']})", f"{category.id} (%)"]
        heads += [each.title.in_language(self.language) for each in definition.dimensions]
        heads.append(words["number_under"])
        sheet = self._sheet(words["results"], heads)
        for row, figures in enumerate(self.figures, 3):
            self._write(sheet, row, [*self._key(figures), *self._result_cells(figures)])
        if self.sums.by:
            blank: list[Any] = [words["total"], *[""] * (len(self.sums.by) - 1)]
            self._write(sheet, 3 + len(self.figures), [*blank, *self._result_cells(self.total)], total=True)

    def _result_cells(self, figures: Figures) -> list[Any]:
        cells: list[Any] = [figures.families, figures.scored, figures.mean]
        for count, percent in figures.categories.values():
            cells += [count, percent]
        return [*cells, *figures.dimensions.values(), len(figures.attention)]

    def write_indicators(self) -> None:
        words = self.words
        heads = [*self.keys, *(f"{each.id}\n{self._label(each.id)}" for each in self.definition.indicators)]
        sheet = self._sheet(words["indicators"], heads, wide=14)
        for row, figures in enumerate(self.figures, 3):
            self._write(sheet, row, [*self._key(figures), *(each.percent for each in figures.indicators)])
        if self.figures:
            first, last = len(self.keys), len(self.keys) + len(self.definition.indicators) - 1
            rule = {"type": "cell", "criteria": "<", "value": 75, "format": self.low}
            filled = {"type": "blanks", "stop_if_true": True, "format": self.plain}
            sheet.conditional_format(3, first, 2 + len(self.figures), last, filled)
            sheet.conditional_format(3, first, 2 + len(self.figures), last, rule)

    def write_attention(self) -> None:
        words = self.words
        heads = [*self.keys, words["code"], words["indicator"], words["met_percent"], words["not_met"]]
        sheet = self._sheet(words["under"], [*heads, words["applicable"], words["unanswered"]])
        sheet.set_column(len(self.keys) + 1, len(self.keys) + 1, 46)
        row = 3
        for figures in self.figures:
            for each in figures.attention:
                cells = [each.id, self._label(each.id), each.percent, each.applicable - each.met]
                self._write(sheet, row, [*self._key(figures), *cells, each.applicable, each.unanswered])
                row += 1

    def write_method(self, files: Sequence[str], unknown: Sequence[UnknownColumn] | None) -> None:
        words = self.words
        sheet = self.book.add_worksheet(words["method"])
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 100)
        sheet.write(0, 0, words["method_title"], self.title)
        about = dict(method_lines(self.definition))
        about["title"] = self.definition.title.in_language(self.language)
        about["status"] = words.get(about["status"], about["status"])
        lines = [(words[f"about_{name}"], value) for name, value in about.items()]
        lines += [(words["about_source"], self.definition.declaration.source)]
        lines += [(words["about_note"], self.definition.declaration.note)]
        lines += [(words["about_files"], ", ".join(files))]
        lines += [(words[f"rule_{name}"], words[f"rule_{name}_text"]) for name in ("mean", "share", "use")]
        lines += self._unknown_lines(unknown)
        for row, (name, value) in enumerate(lines, 2):
            sheet.write_string(row, 0, name, self.head)
            sheet.write_string(row, 1, value, self.wrapped)

    def _unknown_lines(self, unknown: Sequence[UnknownColumn] | None) -> list[tuple[str, str]]:
        words = self.words
        if unknown is None:
            return [(words["unknown"], words["unknown_not_counted"])]
        return [
            (words["unknown"], words["unknown_text" if unknown else "unknown_none"]),
            *((each.name, self._unknown_line(each)) for each in unknown),
        ]

    def _unknown_line(self, column: UnknownColumn) -> str:
        count = f"{column.count} {self.words['unknown_values']}: {', '.join(column.examples)}"
        return f"{count} ({self.words['unknown_needed']}: {column.needed})"

    # -- pieces ---------------------------------------------------------------------------------------------

    def _label(self, indicator: str) -> str:
        labels = {each.id: each.label for each in self.definition.indicators}
        return labels[indicator].in_language(self.language)

    def _key(self, figures: Figures) -> list[Any]:
        return list(figures.key) or [self.words["everybody"]]

    def _sheet(self, name: str, heads: Sequence[str], *, wide: int = 13) -> Any:
        sheet = self.book.add_worksheet(name)
        status = self.words.get(self.definition.status, self.definition.status)
        title = f"{self.definition.title.in_language(self.language)} {self.definition.version} ({status})"
        sheet.write(0, 0, title, self.title)
        sheet.write(1, 0, self.words["internal"], self.plain)
        for column, head in enumerate(heads):
            sheet.write_string(2, column, head, self.head)
        sheet.set_column(0, len(heads) - 1, wide)
        sheet.set_column(0, len(self.keys) - 1, 18)
        sheet.set_row(2, 62)
        sheet.freeze_panes(3, len(self.keys))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        return sheet

    def _write(self, sheet: Any, row: int, cells: Sequence[Any], *, total: bool = False) -> None:
        for column, cell in enumerate(cells):
            if cell is None:
                sheet.write_blank(row, column, None, self.total_text if total else self.plain)
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell, self.total_text if total else self.plain)
            elif isinstance(cell, int):
                sheet.write_number(row, column, cell, self.total_count if total else self.count)
            else:
                sheet.write_number(row, column, float(cell), self.total_number if total else self.number)
