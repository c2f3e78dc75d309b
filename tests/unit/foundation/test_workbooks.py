"""Numbers in a workbook: the digits that were given, no other."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from bahtera.foundation.workbooks import new_book


def cells_of(*numbers, **options):
    file = io.BytesIO()
    with new_book(file, options) as book:
        page = book.add_worksheet("angka")
        for at, number in enumerate(numbers):
            page.write_number(0, at, number)
    with zipfile.ZipFile(file) as archive:
        written = archive.read("xl/worksheets/sheet1.xml").decode()
    return written, load_workbook(io.BytesIO(file.getvalue())).active[1]


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}])
def test_decimals_stand_as_they_were_given(options):
    written, cells = cells_of(81.85, 67.96, 0.1, -2.43, **options)

    assert [f"<v>{each}</v>" in written for each in ("81.85", "67.96", "0.1", "-2.43")] == [True] * 4
    assert [cell.value for cell in cells] == [81.85, 67.96, 0.1, -2.43]


def test_whole_numbers_have_no_point():
    written, cells = cells_of(1_416, 7_850_000)

    assert "<v>1416</v>" in written
    assert "<v>7850000</v>" in written
    assert [cell.value for cell in cells] == [1_416, 7_850_000]
