"""Every design with every statistic, beside what R's survey package answers (cases/survey.R) to 1e-6."""

import csv
import json
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from pyarrow import csv as arrow_csv

from bahtera.statistics import adjust_nonresponse, calibrate, design, post_stratify, rake

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


@cache
def totals():
    with (CASES / "totals.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def calibrated(found, name):
    rows = [row for row in totals() if row["calibration"] == name]
    margins, plain = {}, {}
    for row in rows:
        if row["category"]:
            margins.setdefault(row["variable"], {})[row["category"]] = float(row["total"])
        else:
            plain[row["variable"]] = float(row["total"])
    if rows[0]["method"] == "poststratify":
        ((variable, known),) = margins.items()
        return post_stratify(found, variable, known)
    if rows[0]["method"] == "rake":
        return rake(found, margins)
    if rows[0]["method"] == "nonresponse":
        answered = replace(
            found, table=found.table.append_column("answered", found.table["gappy"].is_valid())
        )
        return adjust_nonresponse(answered, "answered", by="kind")
    size, low, high = (plain.pop(name, None) for name in ("(size)", "(low)", "(high)"))
    return calibrate(found, margins | plain, size=size, bounds=None if low is None else (low, high))


def built(asked):
    found = drawn(asked)
    return calibrated(found, asked["calibration"]) if asked["calibration"] else found


def drawn(asked):
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
        left_out = {"low", "high"} if asked["statistic"] == "share" else set()
        compared = {"value", "se", "deff", "df", "low", "high"} & set(row) - left_out
        assert {"value", "se"} <= compared
        if row["se"] < 1e-12 * abs(row["value"]):  # what is calibrated on is known: R's rest is rounding
            assert (found.se, found.deff) == (0, None)
            compared -= {"se", "deff"}
        for name in compared:
            assert close(getattr(found, name), row[name]), name


def counts_more_rows(asked, found):
    """R counts rows of weight zero in the Korn-Graubard adjustment; here who did not answer is no evidence.

    Those outside a domain have weight zero in its calibrated designs.
    """
    return asked["data"] == "unanswered" or (
        asked["calibration"] and found.n < sample(asked["data"]).num_rows
    )


@pytest.mark.parametrize(("method", "prefix"), [("logit", "logit_"), ("korn-graubard", "kg_"), ("t", "")])
def test_intervals_of_shares_equal_r_survey(method, prefix):
    compared = 0
    for asked in questions():
        if asked["statistic"] == "share" and "cells" not in asked["id"]:
            ours = keyed(answers(asked, interval=method))
            for row in EXPECTED[asked["id"]]:
                found = ours[row["domain"], row["category"]]
                if found.se == 0 or (prefix == "kg_" and counts_more_rows(asked, found)):
                    continue
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
