"""Sums by unit give what families give, in one piece or put together from parts."""

import csv
from pathlib import Path

import numpy as np
import pytest
from pyarrow import csv as arrow_csv

from bahtera.statistics import LOCUS_AVERAGE, PsuSums, design, post_stratify, psu_sums
from bahtera.statistics.estimates.errors import (
    BadOption,
    EmptyDomain,
    LonelyPsu,
    NoPopulation,
    NotAdditive,
    UnreadableColumn,
    WiderThanLoci,
)
from bahtera.statistics.estimates.publication import Note

CASES = Path(__file__).parent / "cases"


def sample(name):
    nulls = arrow_csv.ConvertOptions(strings_can_be_null=True)
    return arrow_csv.read_csv(CASES / f"{name}.csv", convert_options=nulls)


def questions():
    with (CASES / "questions.csv").open(encoding="utf-8") as file:
        asked = list(csv.DictReader(file))
    plain = [one for one in asked if not (one["calibration"] or one["where"] or one["categories"] == "yes")]
    return [one for one in plain if one["psu"] and "+" not in one["strata"]]


def names(text):
    return tuple(text.split("+")) if text else None


def built(asked, table):
    return design(
        table,
        strata=names(asked["strata"]),
        psu=names(asked["psu"]),
        weights=asked["weights"] or None,
        fpc=names(asked["fpc"]),
        nest=asked["nest"] == "yes",
        lonely_psu=asked["lonely"],
    )


def same(one, other):
    assert (one.domain, one.df, one.n, one.n_psu, one.missing) == (
        other.domain, other.df, other.n, other.n_psu, other.missing,
    )  # fmt: skip
    assert (one.note, one.publication) == (other.note, other.publication)
    for name in ("value", "se", "rse", "low", "high", "deff"):
        ours, theirs = getattr(one, name), getattr(other, name)
        assert ours == theirs or ours == pytest.approx(theirs, rel=1e-9), name


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked["id"])
def test_sums_give_what_families_give(asked):
    found = built(asked, sample(asked["data"]))
    columns = [asked["variable"], *filter(None, [asked["denominator"]])]
    by = names(asked["by"])
    whole = getattr(found, asked["statistic"])(*columns, by=by, deff=asked["deff"])
    sums = psu_sums(found, asked["statistic"], *columns, by=by)
    added = sums.estimate(lonely_psu=asked["lonely"], deff=asked["deff"])
    assert len(added) == len(whole)
    for one, other in zip(added, whole, strict=True):
        same(one, other)


def parts(sums, cut):
    """Return the sums as if two offices had made them: every unit and its cells belongs to one."""
    first = np.asarray(sums.units[sums.psu]) % 3 == cut
    cells = np.asarray(sums.cells[sums.psu]) % 3 == cut
    made = [
        (sums.units.filter(one), sums.cells.filter(two)) for one, two in ((first, cells), (~first, ~cells))
    ]
    return [
        PsuSums(sums.statistic, sums.variable, sums.by, sums.strata, sums.psu, sums.loci, cell, unit)
        for unit, cell in made
    ]


@pytest.mark.parametrize("data", ["clusters", "two_stage"])
def test_offices_put_their_sums_together(data):
    fpc = "N" if data == "clusters" else ("N1", "N2")
    psu = "psu" if data == "clusters" else ("psu", "family")
    found = design(sample(data), strata="stratum", psu=psu, weights="w", fpc=fpc)
    sums = psu_sums(found, "mean", "index", by="kind")
    one, other = parts(sums, 0)
    for joined in (one + other, other + one):
        for ours, theirs in zip(joined.estimate(), found.mean("index", by="kind"), strict=True):
            same(ours, theirs)
    twice = sums + sums
    assert twice.estimate()[0].n == 2 * sums.estimate()[0].n, "cells add up where both have them"
    assert twice.units.num_rows == sums.units.num_rows


def test_sums_of_other_questions_are_refused():
    found = design(sample("clusters"), strata="stratum", psu="psu", weights="w")
    mean = psu_sums(found, "mean", "index")
    with pytest.raises(NotAdditive, match="different questions"):
        mean + psu_sums(found, "mean", "size")
    elsewhere = design(sample("clusters"), strata="stratum", psu="psu", weights="w", fpc="N")
    with pytest.raises(NotAdditive, match="different things of the same unit"):
        mean + psu_sums(elsewhere, "mean", "index")
    broken = PsuSums("mean", "index", (), ("stratum",), "psu", None, mean.cells, mean.units.slice(1))
    with pytest.raises(NotAdditive):
        broken.estimate()


def test_designs_that_read_families_are_refused():
    table = sample("clusters")
    clusters = design(table, strata="stratum", psu="psu", weights="w")
    calibrated = post_stratify(clusters, "head", {"f": 2000, "m": 3000})
    inner = sample("two_stage")
    for found in (
        calibrated,
        design(table, weights="w"),
        design(inner, strata=("stratum", "half"), psu=("psu", "family"), weights="w"),
    ):
        with pytest.raises(NotAdditive, match="need a design"):
            psu_sums(found, "mean", "index")
    with pytest.raises(NoPopulation):
        psu_sums(design(table, psu="psu"), "total", "index")
    with pytest.raises(UnreadableColumn):
        psu_sums(clusters, "mean", "kind")


def test_options_that_there_are_not_are_refused():
    found = design(sample("clusters"), strata="stratum", psu="psu", weights="w")
    with pytest.raises(BadOption, match="statistic cannot be median"):
        psu_sums(found, "median", "index")
    with pytest.raises(BadOption, match="lonely_psu cannot be hope"):
        psu_sums(found, "mean", "index").estimate(lonely_psu="hope")
    with pytest.raises(BadOption, match="between 0 and 1"):
        psu_sums(found, "mean", "index").estimate(level=1)


def test_sums_keep_the_rules():
    lonely = psu_sums(design(sample("lonely"), strata="stratum", psu="psu", weights="w"), "mean", "index")
    with pytest.raises(LonelyPsu, match="1, 3"):
        lonely.estimate()
    assert lonely.estimate(lonely_psu="remove").only.se > 0
    chosen = design(sample("clusters"), strata="stratum", psu="psu", weights="w", loci="psu")
    with pytest.raises(WiderThanLoci):
        psu_sums(chosen, "mean", "index").estimate()
    assert psu_sums(chosen, "mean", "index").estimate(label=LOCUS_AVERAGE).label == LOCUS_AVERAGE
    assert psu_sums(chosen, "mean", "index", by="psu").estimate()[0].note is Note.ONE_PSU
    nothing = PsuSums("mean", "index", (), ("stratum",), "psu", None, lonely.cells.slice(0, 0), lonely.units)
    with pytest.raises(EmptyDomain):
        nothing.estimate()


def test_equal_answers_have_no_spread_in_sums_either():
    table = sample("two_stage")
    table = table.append_column("same", [[70.3] * table.num_rows]).append_column(
        "none", [[None] * table.num_rows]
    )
    found = design(table, strata="stratum", psu=("psu", "family"), fpc=("N1", "N2"))
    equal = psu_sums(found, "mean", "same").estimate().only
    assert (equal.se, equal.note) == (0, Note.NO_VARIATION)
    silent = psu_sums(found, "mean", "none").estimate().only
    assert (silent.value, silent.note, silent.missing) == (None, Note.NOBODY, table.num_rows)


@pytest.mark.parametrize("method", ["logit", "korn-graubard", "t"])
def test_intervals_of_shares_are_chosen_here_too(method):
    found = design(sample("clusters"), strata="stratum", psu="psu", weights="w")
    ours = psu_sums(found, "share", "yes").estimate(interval=method, level=0.9).only
    same(ours, found.share("yes", interval=method, level=0.9).only)
