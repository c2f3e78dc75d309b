"""Index quality: how sure ranks are, over 1,000 weight sets on 50,000 units, against a plain pandas loop.

``python -m benchmarks.index_quality`` runs every contestant in a process of its own, in turns. Loop and engine get the
same drawn weights and must return the same median ranks.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

UNITS, INDICATORS, DRAWS, SEED = 50_000, 29, 1_000, 2026
LOOPED = 100
ROUNDS = int(os.environ.get("BAHTERA_BENCH_ROUNDS", "3"))
FAMILIES = 1_300_000
CONTESTANTS = ("engine", "gaps", "open", "small", "engine_some", "pandas_some", "counting")


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2])
        return
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in CONTESTANTS}
    for turn in range(ROUNDS):
        for name in CONTESTANTS[turn % 2 :] + CONTESTANTS[: turn % 2]:
            runs[name].append(run_child(name))
            done = runs[name][-1]
            print(
                f"{name:12} {done['wall']:6.2f} s wall, {done['cpu']:6.2f} s CPU, {done['peak']:5.0f} MB",
                flush=True,
            )
    digests = {run["digest"] for name in ("engine_some", "pandas_some") for run in runs[name]}
    assert len(digests) == 1, "engine and loop disagree about the median ranks"
    assert {run["digest"] for run in runs["engine"]} == {run["digest"] for run in runs["small"]}
    report(runs)


def report(runs: dict[str, list[dict[str, Any]]]) -> None:
    what = "Monte-Carlo of ranks: 1,000 weight sets on 50,000 units x 29 indicators"
    how = f"median of {ROUNDS} turns, one thread; load average {os.getloadavg()[0]:.1f}"
    for name, of_it in (
        ("engine", "complete"),
        ("gaps", "10 % of the values missing, left out and re-weighed"),
        ("open", "and two normalisations and two means drawn too"),
    ):
        seconds = middle(runs[name], "wall")
        row(f"{what}, {of_it}", "<= 20 s", f"{seconds:.1f} s", seconds <= 20, how)
    pairs = zip(runs["pandas_some"], runs["engine_some"], strict=True)
    ratio = statistics.median(loop["wall"] / engine["wall"] for loop, engine in pairs)
    row(
        "the same for 100 weight sets: how much faster than a loop of pandas sums and ranks",
        "> 1 x",
        f"{ratio:.1f} x",
        ratio > 1,
        "same median ranks from both",
    )
    peak, less = max(run["peak"] for run in runs["engine"]), max(run["peak"] for run in runs["small"])
    seconds, longer = middle(runs["engine"], "wall"), middle(runs["small"], "wall")
    row(
        "the same, complete: peak memory",
        "bounded by what is asked for",
        f"{peak:.0f} MB; {less:.0f} MB when asked for 64 MB of ranks",
        less < peak,
        f"all of the process, its modules and the table too; {longer / seconds:.1f} x the time, the same bits",
    )
    counted = middle(runs["counting"], "wall")
    row("Alkire-Foster, 1.3 M families x 29 in 2,000 subgroups", "none set", f"{counted:.1f} s", True, how)


def middle(runs: list[dict[str, Any]], what: str) -> float:
    return statistics.median(run[what] for run in runs)


def row(what: str, reach: str, measured: str, met: bool, conditions: str) -> None:
    print(f"ROW | {what} | {reach} | {measured} | {'yes' if met else 'no'} | {conditions}", flush=True)


# -- in a process of its own ----------------------------------------------------------------------------------


def run_child(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.index_quality", "--child", name]
    found: dict[str, Any] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )
    return found


def child(name: str) -> None:
    task = {"counting": counting, "pandas_some": pandas_loop}.get(name, lambda: engine(name))()
    wall, cpu = time.perf_counter(), time.process_time()
    result = task()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    digest = hashlib.sha256(result.astype("<f8").tobytes()).hexdigest()
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak(), "digest": digest}))


def engine(name: str) -> Any:
    from bahtera.statistics import quality as q

    choices = choices_for(name)
    draws = LOOPED if name == "engine_some" else DRAWS
    memory = 64 * 2**20 if name == "small" else 256 * 2**20
    return lambda: q.rank_uncertainty(choices, draws=draws, seed=SEED, memory=memory).median


def choices_for(name: str) -> Any:
    import numpy as np

    from bahtera.statistics import quality as q

    drawn = np.random.default_rng(1)
    values = drawn.beta(4, 2, size=(UNITS, INDICATORS))
    if name in ("gaps", "open"):
        values[drawn.random(values.shape) < 0.1] = np.nan
    table = q.read_table(values)
    weights, missing = q.equal_weights(table.indicators), q.LeaveOut(0.5)
    if name != "open":
        return q.Choices(table, weights, concentration=100, missing=missing)
    scales, means = (q.MinMax(0, 1), q.Percentile()), (q.Mean.ARITHMETIC, q.Mean.GEOMETRIC)
    return q.Choices(table, weights, concentration=100, missing=missing, normalisations=scales, means=means)


def pandas_loop() -> Any:
    """What one writes without the engine: the same weights, one pandas sum and rank a draw."""
    import numpy as np
    import pandas as pd

    from bahtera.statistics.quality.choices import draw_choices

    choices = choices_for("engine")
    weights = draw_choices(choices, LOOPED, np.random.SeedSequence(SEED)).weights
    frame = pd.DataFrame(choices.table.values)

    def run() -> Any:
        ranks = [(frame * each).sum(axis=1).rank(ascending=False) for each in weights]
        return np.median(np.column_stack(ranks), axis=1)

    return run


def counting() -> Any:
    import numpy as np

    from bahtera.statistics import quality as q

    drawn = np.random.default_rng(1)
    table = q.read_table((drawn.random((FAMILIES, INDICATORS)) < 0.2).astype(float))
    weights, groups = q.equal_weights(table.indicators), drawn.integers(2_000, size=FAMILIES).tolist()
    return lambda: np.array([q.alkire_foster(table, weights, k=1 / 3, groups=groups).adjusted_headcount])


def peak() -> float:
    """Return the greatest memory this process has held, in MB (not what its parent held before it)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
