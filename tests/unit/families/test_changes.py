import re
from datetime import date
from pathlib import Path
from typing import get_args
from uuid import UUID

import pytest

from bahtera.families import operations
from bahtera.families.errors import FamilyRefused
from bahtera.families.rules import changes
from bahtera.families.rules.findings import FINDINGS, finding
from bahtera.families.values import FamilyStatus, MemberStatus

ANN, BOB, EVE = UUID(int=1), UUID(int=2), UUID(int=3)


def test_every_status_stands_in_its_table():
    assert set(changes.FAMILY_ACTIONS) == set(get_args(FamilyStatus))
    assert set(changes.MEMBER_ACTIONS) == set(get_args(MemberStatus))


@pytest.mark.parametrize(
    ("status", "code"), [("merged", "families.is_merged"), ("ended", "families.is_ended")]
)
def test_what_a_family_cannot_undergo(status, code):
    for action in set().union(*changes.FAMILY_ACTIONS.values()) - changes.FAMILY_ACTIONS[status]:
        with pytest.raises(FamilyRefused) as refused:
            changes.check_family_may(action, status)
        assert refused.value.code == code
    changes.check_family_may("move", "present")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("dead", "families.member_is_dead"),
        ("duplicate", "families.member_is_double"),
        ("withdrawn", "families.member_is_withdrawn"),
    ],
)
def test_nobody_dies_twice_and_no_double_changes(status, code):
    with pytest.raises(FamilyRefused) as refused:
        changes.check_member_may("die", status)
    assert refused.value.code == code
    changes.check_member_may("die", "away")
    with pytest.raises(FamilyRefused) as refused:
        changes.check_member_may("restore", "present")
    assert refused.value.code == "families.member_is_present"


def test_a_status_that_refuses_nothing_has_no_sentence():
    """The sentences name merged, ended, dead, doubled and withdrawn: every other status allows everything."""
    every = set().union(*changes.FAMILY_ACTIONS.values())
    assert {s for s, allowed in changes.FAMILY_ACTIONS.items() if allowed != every} == {"merged", "ended"}


def test_days():
    changes.check_day(date(2026, 5, 5), last_change=date(2026, 5, 5), today=date(2026, 5, 5))
    with pytest.raises(FamilyRefused) as refused:
        changes.check_day(date(2026, 5, 6), last_change=date(2026, 5, 1), today=date(2026, 5, 5))
    assert refused.value.code == "families.date_in_future"
    with pytest.raises(FamilyRefused) as refused:
        changes.check_day(date(2026, 4, 30), last_change=date(2026, 5, 1), today=date(2026, 5, 5))
    assert refused.value.code == "families.date_before_last_change"
    assert "2026-05-01" in str(refused.value)


@pytest.mark.parametrize(
    ("moving", "code"),
    [
        ([], "families.split_not_members"),
        ([EVE], "families.split_not_members"),
        ([ANN, BOB], "families.split_all"),
    ],
)
def test_a_split_takes_some_of_the_members(moving, code):
    with pytest.raises(FamilyRefused) as refused:
        changes.check_split(moving, [ANN, BOB])
    assert refused.value.code == code


def test_every_finding_has_two_sentences_that_differ():
    for code in FINDINGS:
        found = finding(code, row=3, member_id="x", count="7")
        assert found.messages["id"]
        assert found.messages["id"] != found.messages["en"]
        assert "{" not in found.messages["id"] + found.messages["en"]
        assert found.severity in {"warning", "info"}
        assert found.details == {"member_id": "x", "count": "7"}


def test_every_finding_is_raised_somewhere():
    package = Path(operations.__file__).parent.parent
    files = [p for p in package.rglob("*.py") if p.name != "findings.py"]
    source = " ".join(path.read_text(encoding="utf-8") for path in files)
    named = set(re.findall(r'"(families\.\w+)"', source))
    # _common_doubts builds these from the kind of number.
    built = {f"families.{n}_{what}" for n in ("nik", "kk") for what in ("area_unknown", "serial_zero")}
    assert set(FINDINGS) <= named | built
