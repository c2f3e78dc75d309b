"""Every design with every statistic, beside what R's survey package answers (cases/survey.R) to 1e-6."""

import csv
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from pyarrow import csv as arrow_csv

from bahtera.statistics.estimates.designs import design

CASES = Path(__file__).parent / "cases"
TOLERANCE = 1e-6


@cache
def sample(name):
    return arrow_csv.read_csv(
        CASES / f"{name}.csv", convert_options=arrow_csv.ConvertOptions(strings_can_be_null=True)
    )


def questions():
    with (CASES / "questions.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def expected():
    found = {}
    for row in json.loads((CASES / "expected.json").read_text(encoding="utf-8")):
        found.setdefault(row["question"], []).append(row)
    return found


EXPECTED = expected()


def names(text):
    return tuple(text.split("+")) if text else None


def built(asked):
    return design(
        sample(asked["data"]),
        strata=names(asked["strata"]),
        psu=names(asked["psu"]),
        weights=asked["weights"] or None,
        fpc=names(asked["fpc"]),
        nest=asked["nest"] == "yes",
        lonely_psu=asked["lonely"],
    )


def answers(asked, **more):
    found = built(asked)
    columns = [asked["variable"], *filter(None, [asked["denominator"]])]
    where = None
    if asked["where"]:
        where = np.asarray(found.table[asked["where"]]) == 1
    return getattr(found, asked["statistic"])(
        *columns, by=names(asked["by"]), where=where, deff=asked["deff"], **more
    )


def keyed(rows):
    return {("+".join(map(str, row.domain)), row.category or ""): row for row in rows}


def close(ours, theirs):
    return ours == theirs == None or ours == pytest.approx(theirs, rel=TOLERANCE, abs=1e-12)  # noqa: E711 - both unknown


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked["id"])
def test_equals_r_survey(asked):
    ours, theirs = keyed(answers(asked)), EXPECTED[asked["id"]]
    assert set(ours) == {(row["domain"], row["category"]) for row in theirs}
    for row in theirs:
        found = ours[row["domain"], row["category"]]
        assert found.df == row["df"]
        names = ["value", "se", "deff"] + (["low", "high"] if asked["statistic"] != "share" else [])
        for name in names:
            assert close(getattr(found, name), row[name]), name


@pytest.mark.parametrize(("method", "prefix"), [("logit", "logit_"), ("korn-graubard", "kg_"), ("t", "")])
def test_intervals_of_shares_equal_r_survey(method, prefix):
    compared = 0
    for asked in questions():
        # R counts rows of weight zero in the Korn-Graubard adjustment; here who did not answer is no evidence.
        if asked["statistic"] == "share" and not (prefix == "kg_" and asked["data"] == "unanswered"):
            ours = keyed(answers(asked, interval=method))
            for row in EXPECTED[asked["id"]]:
                found = ours[row["domain"], row["category"]]
                assert close(found.low, row[f"{prefix}low"]), asked["id"]
                assert close(found.high, row[f"{prefix}high"]), asked["id"]
                compared += 1
    assert compared > 100


def test_every_question_has_answers():
    assert {asked["id"] for asked in questions()} == set(EXPECTED)


@pytest.mark.slow
def test_r_survey_still_answers_so():
    program = shutil.which("Rscript")
    assert program, "scripts/system-packages all installs r-cran-survey"
    told = subprocess.run(
        [program, "--vanilla", CASES / "survey.R", CASES], check=True, capture_output=True, text=True
    ).stdout
    fresh = json.loads(told)
    stored = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))
    assert len(fresh) == len(stored)
    for now, then in zip(fresh, stored, strict=True):
        assert now.keys() == then.keys()
        for name, value in then.items():
            assert now[name] == value if isinstance(value, str) else close(now[name], value), (then, name)
