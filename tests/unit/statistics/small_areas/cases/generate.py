"""Writes the made-up areas (sintetis) beside it: ``python generate.py``. Seeds are fixed; the files count.

`milk.csv` is not made up: average household spending on fresh milk in 43 areas of the United States, its standard error
and the larger area of each, from the Consumer Expenditure Survey of the US Bureau of Labor Statistics, 1989, as
printed by Arora and Lahiri (1997), *Statistica Sinica* 7, 1053-1063, and by You and Chapman (2006), *Survey
Methodology* 32, 97-103.
"""

import csv
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def write(name, columns):
    with (HERE / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(columns)
        rows.writerows(zip(*columns.values(), strict=True))


def areas(seed, m, sigma, *, psi, silent=0):
    """Return `m` areas with two covariates; the last `silent` have no direct figure."""
    rng = np.random.default_rng(seed)
    x1, x2 = np.round(rng.uniform(0, 50, m), 2), np.round(rng.normal(1e4, 3e3, m), 0)
    psi = np.round(rng.uniform(*psi, m), 4)
    y = 80 - 0.3 * x1 + 0.0005 * x2 + rng.normal(0, sigma, m) + rng.normal(0, np.sqrt(psi))
    said = np.arange(m) < m - silent
    return {
        "area": [f"a{number:03d}" for number in range(m)],
        "y": np.where(said, np.round(y, 3).astype(str), ""),
        "v": np.where(said, psi.astype(str), ""),
        "x1": x1,
        "x2": x2,
    }


if __name__ == "__main__":
    write("regular", areas(1, 40, 3.0, psi=(1, 16), silent=5))
    write("boundary", areas(5, 25, 0.0, psi=(4, 30)))
    write("few", areas(3, 8, 2.0, psi=(0.5, 2)))
    write("unequal", areas(6, 60, 5.0, psi=(0.01, 400)))
