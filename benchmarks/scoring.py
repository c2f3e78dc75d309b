"""Scoring: the engine against hand-written DuckDB SQL and vectorised pandas, its memory, and one family.

``python -m benchmarks.scoring`` writes 1.3 million synthetic families and ten times as many to a temporary folder,
runs every contestant in a process of its own, in turns, and compares what they return integer by integer.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FAMILIES = 1_300_000
COPIES = 10
ROUNDS = int(os.environ.get("BAHTERA_BENCH_ROUNDS", "5"))
CONTESTANTS = ("engine", "sql", "pandas")


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
        return
    with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as folder:
        small, large = Path(folder) / "families.parquet", Path(folder) / "nation"
        write(small, large)
        one_province(small)
        ten_times(small, large)
    one_family()


def write(small: Path, large: Path) -> None:
    """Write the files in a process of their own, so that this one stays small."""
    start = time.perf_counter()
    run_child("write", small)
    run_child("copy", large)
    size = sum(part.stat().st_size for part in large.glob("*")) / 1e6
    print(
        f"wrote {FAMILIES:,} and {FAMILIES * COPIES:,} families ({size:,.0f} MB) in {time.perf_counter() - start:.0f} s"
    )


def one_province(path: Path) -> None:
    """Compare the contestants, in turns."""
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in CONTESTANTS}
    for turn in range(ROUNDS):
        for name in CONTESTANTS[turn % 3 :] + CONTESTANTS[: turn % 3]:
            runs[name].append(run_child(name, path))
            print(f"{name:7} {show(runs[name][-1])}", flush=True)
    digests = {run["digest"] for each in runs.values() for run in each}
    assert len(digests) == 1, f"the contestants disagree: {digests}"
    conditions = f"median of {ROUNDS} turns; same integers from all three"
    for rival, reach, met in (
        ("sql", "<= 1.2 x", lambda r: 1 / r <= 1.2),
        ("pandas", ">= 2 x", lambda r: r >= 2),
    ):
        wall = ratio(runs[rival], runs["engine"], "wall")
        cpu = ratio(runs[rival], runs["engine"], "cpu")
        if rival == "sql":
            what = "score + tabulate 1.3 M families x 29 indicators: time against hand-written DuckDB SQL"
            row(what, reach, f"{1 / wall:.2f} x (CPU time {1 / cpu:.2f} x)", met(wall), conditions)
        else:
            what = "the same: how much faster than vectorised pandas"
            row(what, reach, f"{wall:.1f} x (CPU time {cpu:.1f} x)", met(wall), conditions)
    seconds = statistics.median(run["wall"] for run in runs["engine"])
    cpu = statistics.median(run["cpu"] for run in runs["engine"])
    row("the same: seconds", "-", f"{seconds:.1f} s ({cpu:.1f} s of CPU)", True, conditions)
    peaks = {name: max(run["peak"] for run in each) for name, each in runs.items()}
    others = f"hand-written SQL {peaks['sql']:.0f} MB, pandas {peaks['pandas']:.0f} MB"
    row("the same: peak memory", "<= 250 MB", f"{peaks['engine']:.0f} MB", peaks["engine"] <= 250, others)


def ten_times(small: Path, large: Path) -> None:
    """Compare ten times the families with one time, in turns."""
    ones, tens = [], []
    for _ in range(max(1, ROUNDS // 2)):
        ones.append(run_child("engine", small))
        tens.append(run_child("engine", large))
        print(f"1.3 M   {show(ones[-1])}\n13 M    {show(tens[-1])}", flush=True)
    wall, cpu = ratio(tens, ones, "wall"), ratio(tens, ones, "cpu")
    peak = max(run["peak"] for run in tens)
    conditions = f"median of {len(ones)} turns, {COPIES} Parquet parts"
    what = "score + tabulate 13 M families: time against 1.3 M"
    row(what, "<= 12 x", f"{wall:.1f} x (CPU time {cpu:.1f} x)", wall <= 12, conditions)
    row("the same: peak memory", "<= 350 MB", f"{peak:.0f} MB", peak <= 350, conditions)


def one_family() -> None:
    """Measure `score_one` over varied families, and take the median."""
    from bahtera.indices import load
    from benchmarks.scoring_data import families_as_answers

    definition = load("ikk")
    answers = families_as_answers(2_000)
    times = []
    for _ in range(3):
        for each in answers:
            start = time.perf_counter()
            definition.score_one(each)
            times.append(time.perf_counter() - start)
    median = statistics.median(times) * 1e6
    high = statistics.quantiles(times, n=100)[94] * 1e6
    conditions = f"{len(answers):,} families of 1 to 9 members; p95 {high:.0f} us"
    row("score_one of one family", "<= 200 us", f"{median:.0f} us (median)", median <= 200, conditions)


def ratio(above: list[dict[str, Any]], below: list[dict[str, Any]], what: str) -> float:
    return statistics.median(one[what] / two[what] for one, two in zip(above, below, strict=True))


def row(what: str, reach: str, measured: str, met: bool, conditions: str) -> None:
    print(f"ROW | {what} | {reach} | {measured} | {'yes' if met else 'no'} | {conditions}", flush=True)


def show(run: dict[str, Any]) -> str:
    return f"{run['wall']:6.2f} s wall, {run['cpu']:6.2f} s CPU, {run['peak']:5.0f} MB"


# -- in a process of its own ----------------------------------------------------------------------------------


def run_child(what: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.scoring", "--child", what, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def child(what: str, path: Path) -> None:
    if what in ("write", "copy"):
        from benchmarks import scoring_data

        if what == "write":
            scoring_data.write_families(path, FAMILIES)
        else:
            scoring_data.write_copies(path.parent / "families.parquet", path, COPIES)
        print("{}")
        return
    task = prepare(what)
    wall, cpu = time.perf_counter(), time.process_time()
    groups = task(path)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak(), "digest": digest(groups)}))


def prepare(what: str) -> Any:
    """Return the task with everything it needs already imported."""
    if what == "engine":
        from bahtera.indices import load

        definition = load("ikk")
        return lambda path: definition.tabulate(path, by=["kode_desa"]).groups
    from benchmarks import scoring_rivals

    return {"sql": scoring_rivals.run_sql, "pandas": scoring_rivals.run_pandas}[what]


def digest(groups: Any) -> str:
    return hashlib.sha256(
        repr(sorted((tuple(key), tuple(row)) for key, row in groups.items())).encode()
    ).hexdigest()


def peak() -> float:
    """Return the greatest memory this process has held, in MB (not what its parent held before it)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
