"""The page about referrals holds the tables that the code goes by."""

import re

import pytest
from tests.docs.tutorials import ROOT

from bahtera.referrals.api import CLOCKS, ON_WITHDRAWAL, STATUS, TABLE, State, packets

PAGE = ROOT / "docs" / "reference" / "referrals.md"


def states():
    return [[one.state, one.move, one.by, one.next, one.need or "-"] for one in TABLE]


def clocks():
    return [
        [one.clock, one.starts, ", ".join(state for state in State if state in one.runs_in)] for one in CLOCKS
    ]


def declared_packets():
    return [
        [
            one.id,
            ", ".join(sorted(one.services)) or "-",
            ", ".join(one.kinds),
            ", ".join(one.needs),
            ", ".join(sorted(one.before)),
        ]
        for one in packets().declared
    ]


def withdrawal():
    return [[state, follows] for state, follows in ON_WITHDRAWAL.items()]


def fhir():
    return [[state, status] for state, status in STATUS.items()]


TABLES = {
    "states": states,
    "clocks": clocks,
    "packets": declared_packets,
    "withdrawal": withdrawal,
    "fhir": fhir,
}


def printed(name):
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"<!-- table: {name} -->\n(.*?)<!-- end -->", text, re.DOTALL)
    rows = [line.strip("| ").split(" | ") for line in found.group(1).splitlines()]
    return [[cell.replace("`", "").strip() for cell in row] for row in rows[2:]]


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_the_code(name):
    assert printed(name) == TABLES[name]()
