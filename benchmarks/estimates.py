"""Estimates with their errors: 2,000 village domains on 1.3 million families, beside a pandas loop and R's survey.

``python -m benchmarks.estimates`` runs every contestant in a process of its own, in turns, on the same made-up
families, and compares what they return. Where R's survey package is not installed its row is left out, and says so.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FAMILIES = 1_300_000
FAMILIES_FOR_R = 130_000
VILLAGES = 2_000
NEIGHBOURHOODS = 30
REGENCIES = 14
ROUNDS = int(os.environ.get("BAHTERA_BENCH_ROUNDS", "5"))
R_SCRIPT = """
suppressPackageStartupMessages(library(survey))
data <- read.csv(commandArgs(TRUE)[1])
began <- proc.time()[["elapsed"]]
design <- svydesign(ids = ~rt, strata = ~regency, weights = ~w, data = data)
found <- svyby(~ikk, ~regency, design, svymean)
took <- proc.time()[["elapsed"]] - began
cat(sprintf('{"wall": %f, "value": %.15g, "se": %.15g}', took, sum(found$ikk), sum(found$se)))
"""


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
        return
    with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as name:
        folder = Path(name)
        run_child("write", folder)
        villages(folder)
        regencies(folder)


def write(folder: Path) -> None:
    """Write made-up families by village: a neighbourhood (RT) is a unit, a regency a stratum."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import csv, parquet

    rng = np.random.default_rng(20261123)
    village = np.sort(rng.integers(0, VILLAGES, FAMILIES))
    rt = village * NEIGHBOURHOODS + rng.integers(0, NEIGHBOURHOODS, FAMILIES)
    effect = rng.normal(0, 4, VILLAGES * NEIGHBOURHOODS)[rt]
    table = pa.table(
        {
            "village": pa.array([f"63.{code:08d}" for code in village.tolist()]),
            "regency": village * REGENCIES // VILLAGES,
            "rt": rt,
            "w": rng.integers(1, 9, FAMILIES) / 2,
            "ikk": np.round(70 + effect + rng.normal(0, 9, FAMILIES), 1),
        }
    )
    parquet.write_table(table, folder / "families.parquet")
    rows = np.sort(rng.choice(FAMILIES, FAMILIES_FOR_R, replace=False))
    parquet.write_table(table.take(rows), folder / "some.parquet")
    csv.write_csv(table.take(rows).drop_columns(["village"]), folder / "some.csv")
    (folder / "survey.R").write_text(R_SCRIPT, encoding="utf-8")


def villages(folder: Path) -> None:
    """Compare with a loop over villages in pandas."""
    runs: dict[str, list[dict[str, Any]]] = {"ours": [], "pandas": []}
    for _ in range(ROUNDS):
        for name, each in runs.items():
            each.append(run_child(name, folder))
            print(f"{name:7} {each[-1]}", flush=True)
    agree(runs["ours"][0], runs["pandas"][0])
    wall = statistics.median(run["wall"] for run in runs["ours"])
    peak = max(run["peak"] for run in runs["ours"])
    many = f"{VILLAGES:,} village domains on {FAMILIES / 1e6:.1f} M rows"
    units = f"{VILLAGES * NEIGHBOURHOODS:,} units in {REGENCIES} strata, weights"
    conditions = f"median of {ROUNDS} turns, each the first in its process; {units}; design and mean together"
    row(f"mean, error and interval of {many}", "<= 0.5 s", f"{wall:.2f} s", wall <= 0.5, conditions)
    row(
        "the same: peak memory",
        "<= 500 MB",
        f"{peak:.0f} MB",
        peak <= 500,
        "the whole process, its table included",
    )
    times = ratio(runs["pandas"], runs["ours"])
    row(
        "the same: how much faster than a pandas loop over villages",
        "-",
        f"{times:.0f} x",
        True,
        "same figures from both",
    )


def regencies(folder: Path) -> None:
    """Compare with R's svyby, on as many rows as it takes in reasonable time."""
    program = shutil.which("Rscript")
    if (
        not program
        or subprocess.run([program, "-e", "library(survey)"], capture_output=True, check=False).returncode
    ):
        print("R's survey package is not installed: no comparison with it", flush=True)
        return
    runs: dict[str, list[dict[str, Any]]] = {"regencies": [], "R": []}
    for _ in range(ROUNDS):
        runs["regencies"].append(run_child("regencies", folder))
        command = [program, "--vanilla", folder / "survey.R", folder / "some.csv"]
        told = subprocess.run(command, check=True, capture_output=True, text=True)
        runs["R"].append(json.loads(told.stdout))
        print(f"ours {runs['regencies'][-1]}\nR    {runs['R'][-1]}", flush=True)
    agree(runs["regencies"][0], runs["R"][0])
    times = ratio(runs["R"], runs["regencies"])
    conditions = (
        f"{FAMILIES_FOR_R:,} rows; median of {ROUNDS} turns; the same from both; design and means together"
    )
    what = f"means and errors of {REGENCIES} domains: how much faster than R survey"
    row(what, ">= 10 x", f"{times:.0f} x", times >= 10, conditions)


def child(name: str, folder: Path) -> None:
    print(json.dumps(CONTESTANTS[name](folder)))


def ours(folder: Path, file: str = "families", by: str = "village") -> dict[str, Any]:
    from pyarrow import parquet

    from bahtera.statistics import design

    table = parquet.read_table(folder / f"{file}.parquet")
    began = time.perf_counter()
    found = design(table, strata="regency", psu="rt", weights="w").mean("ikk", by=by)
    wall = time.perf_counter() - began
    return measured(wall, sum(one.value for one in found), sum(one.se for one in found))


def pandas(folder: Path) -> dict[str, Any]:
    import numpy as np
    import pandas as pd

    frame = pd.read_parquet(folder / "families.parquet")
    began = time.perf_counter()
    units = frame.groupby("regency")["rt"].nunique()
    value = se = 0.0
    for _, part in frame.groupby("village"):
        weight = part["w"].sum()
        mean = (part["w"] * part["ikk"]).sum() / weight
        z = (part["w"] * (part["ikk"] - mean) / weight).groupby([part["regency"], part["rt"]]).sum()
        variance = 0.0
        for regency, sums in z.groupby(level=0):
            n = units[regency]
            variance += n / (n - 1) * ((sums**2).sum() - sums.sum() ** 2 / n)
        value, se = value + mean, se + np.sqrt(variance)
    return measured(time.perf_counter() - began, float(value), float(se))


def measured(wall: float, value: float, se: float) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": wall, "value": value, "se": se, "peak": peak}


CONTESTANTS: dict[str, Any] = {
    "write": write,
    "ours": ours,
    "pandas": pandas,
    "regencies": lambda folder: ours(folder, "some", "regency"),
}


def run_child(name: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.estimates", "--child", name, str(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(told)
    return found


def agree(one: dict[str, Any], other: dict[str, Any]) -> None:
    for name in ("value", "se"):
        assert abs(one[name] / other[name] - 1) < 1e-9, f"the contestants disagree on {name}: {one} {other}"


def ratio(above: list[dict[str, Any]], below: list[dict[str, Any]]) -> float:
    return statistics.median(one["wall"] / two["wall"] for one, two in zip(above, below, strict=True))


def row(what: str, reach: str, measured: str, met: bool, conditions: str) -> None:
    print(f"ROW | {what} | {reach} | {measured} | {'yes' if met else 'no'} | {conditions}", flush=True)


if __name__ == "__main__":
    main()
