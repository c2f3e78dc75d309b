"""The checklist names tests and pages that are there, each requirement once, and nothing without proof."""

import ast
import re
from functools import cache

import pytest
from tests.docs.tutorials import ROOT

PAGE = ROOT / "docs" / "reference" / "asvs.md"
# How many requirements the standard has: level 1, level 2, and level 3 of the chapters taken up to it.
COUNTS = {"1": 70, "2": 183, "3": 11}
TO_LEVEL_THREE = {"8", "14", "16"}


def rows():
    found = re.findall(
        r"^\| (\d+\.\d+\.\d+) \| (\d) \| (.+?) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE
    )
    assert found
    return found


@cache
def names_in(file):
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_stands_once_and_in_order():
    numbers = [tuple(map(int, number.split("."))) for number, *_ in rows()]
    assert numbers == sorted(set(numbers))


def test_none_of_the_standard_is_left_out():
    levels = [level for _, level, *_ in rows()]
    assert {level: levels.count(level) for level in COUNTS} == COUNTS
    assert {number.partition(".")[0] for number, level, *_ in rows() if level == "3"} == TO_LEVEL_THREE


def attacks():
    return re.findall(r"^\| ([AB]\d+) \| .+? \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)


def test_the_attack_lists_are_whole():
    numbers = [number for number, _ in attacks()]
    assert numbers == [f"A{number}" for number in range(1, 17)] + [f"B{number}" for number in range(1, 11)]


@pytest.mark.parametrize(("number", "proof"), [(number, proof) for number, _, _, proof in rows()] + attacks())
def test_every_line_says_what_proves_it(number, proof):
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", proof)
    for file, name in named:
        assert name in names_in(file), f"{number}: {file}::{name}"
    parts = proof.split(" · ")
    for part in parts:
        assert part.startswith(("`", "written: [", "not applicable: ", "**open**: ")), (number, part)
    reasons = re.findall(r"(?:not applicable|\*\*open\*\*): (.+?)(?: ·|$)", proof)
    assert all(len(reason) > 5 for reason in reasons), number


def test_the_count_on_top_is_right():
    proofs = [proof for *_, proof in rows()]
    still_open = sum("**open**" in proof for proof in proofs)
    aside = sum(proof.startswith("not applicable") and "**open**" not in proof for proof in proofs)
    tested = sum(
        "::" in proof and "**open**" not in proof and not proof.startswith("not app") for proof in proofs
    )
    written = len(proofs) - still_open - aside - tested
    assert (
        f"Of {len(proofs)} lines, {tested} are proven by tests, {written} are written down, {aside} do not apply"
        f" and {still_open} are open"
    ) in PAGE.read_text("utf-8")
