"""Every comparison beside what R's survey and lm answer (cases/impact.R) to 1e-6."""

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bahtera.statistics.impact import Panel, compare

CASES = Path(__file__).parent / "cases"
TOLERANCE = 1e-6


def read(name):
    with (CASES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


QUESTIONS = {asked["question"]: asked for asked in read("questions.csv")}
EXPECTED = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))


def answered(asked):
    rows = read("families.csv")
    if asked["villages"] != "all":
        rows = [row for row in rows if row["village"] in asked["villages"].split("+")]
    panel = Panel(
        units=[row["village"] for row in rows],
        treated=[row["treated"] == "1" for row in rows],
        before=[float(row[f"{asked['measure']}_before"]) for row in rows],
        after=[float(row[f"{asked['measure']}_after"]) for row in rows],
        weights=[float(row["weight"]) for row in rows] if asked["weighted"] == "yes" else None,
        strata=[row["stratum"] for row in rows] if asked["strata"] == "yes" else None,
    )
    return compare(panel, [row["cell"] for row in rows] if asked["matched"] == "yes" else None)


def close(ours, theirs):
    return abs(ours - theirs) <= TOLERANCE * max(1, abs(theirs))


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["question"])
def test_differences_equal_r_survey(row):
    asked = QUESTIONS[row["question"]]
    found = answered(asked)
    ours = found.matched.difference if asked["matched"] == "yes" else found.difference
    assert ours.df == row["df"]
    for name in ("value", "se", "low", "high"):
        assert close(getattr(ours, name), row[name]), name


@pytest.mark.parametrize("row", [row for row in EXPECTED if "matched" not in row["question"]], ids=str)
def test_what_goes_with_the_beginning_and_the_ways_to_choose_equal_r(row):
    found = answered(QUESTIONS[row["question"]])
    assert close(found.expected, row["expected"])
    if QUESTIONS[row["question"]]["strata"] == "no":
        assert close(found.chance, row["chance"])


def test_every_question_has_an_answer():
    assert set(QUESTIONS) == {row["question"] for row in EXPECTED}


@pytest.mark.slow
def test_r_still_answers_so():
    program = shutil.which("Rscript")
    assert program, "scripts/system-packages all installs r-cran-survey"
    told = subprocess.run(
        [program, "--vanilla", CASES / "impact.R", CASES], check=True, capture_output=True, text=True
    ).stdout
    for now, then in zip(json.loads(told), EXPECTED, strict=True):
        assert now.keys() == then.keys()
        for name, value in then.items():
            assert now[name] == value if isinstance(value, str) else close(now[name], value), (then, name)
