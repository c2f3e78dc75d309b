"""Tables that become cards on a phone: every cell must name its column, for no head stands above it there."""

import re
from pathlib import Path

import pytest

from bahtera import web

TEMPLATES = Path(web.__file__).parent / "templates"
TABLE = re.compile(r'<table class="(?:[\w-]+ )*cells(?: [\w-]+)*"[^>]*>.*?</table>', re.DOTALL)
CELL = re.compile(r"<td\b[^>]*>")
TABLES = {
    f"{path.relative_to(TEMPLATES)}:{number}": found
    for path in sorted(TEMPLATES.rglob("*.html"))
    for number, found in enumerate(TABLE.findall(path.read_text(encoding="utf-8")))
}


def test_the_tables_whose_columns_may_not_be_lost_are_such():
    for page in ("explore/change", "calendar", "needs/overview", "needs/whatif"):
        assert any(name.startswith(f"web/{page}.html") for name in TABLES), page


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_names_its_column(name):
    unnamed = [
        cell
        for cell in CELL.findall(TABLES[name])
        if not re.search(r'data-label="[^"]+"', cell) and "colspan" not in cell and "aria-hidden" not in cell
    ]
    assert unnamed == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_drawn_as_cards_says_what_it_is(name):
    """Some browsers forget that it is a table once its rows are drawn otherwise."""
    table = TABLES[name]
    assert 'role="table"' in table.partition(">")[0]
    for tag, role in (("tr", "row"), ("td", "cell")):
        assert all(f'role="{role}"' in each for each in re.findall(rf"<{tag}\b[^>]*>", table)), tag
