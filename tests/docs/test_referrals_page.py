"""The page about referrals holds the table that the code goes by."""

import re

from tests.docs.tutorials import ROOT

from bahtera.referrals.api import TABLE

PAGE = ROOT / "docs" / "reference" / "referrals.md"


def table(name):
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"<!-- table: {name} -->\n(.*?)<!-- end -->", text, re.DOTALL)
    rows = [line.strip("| ").split(" | ") for line in found.group(1).splitlines()]
    return [[cell.strip(" `") for cell in row] for row in rows[2:]]


def test_the_table_of_states_is_the_code():
    assert table("states") == [[one.state, one.move, one.by, one.next, one.need or "-"] for one in TABLE]
