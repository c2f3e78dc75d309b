"""Writes families.csv: invented families of twelve villages at two moments. Run once; the file is kept."""

import csv
from pathlib import Path
from random import Random

HERE = Path(__file__).parent


def main() -> None:
    rng = Random(2026)
    with (HERE / "families.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(
            [
                "village",
                "stratum",
                "treated",
                "cell",
                "weight",
                "met_before",
                "met_after",
                "score_before",
                "score_after",
            ]
        )
        for place in range(12):
            treated, level = int(place % 5 < 2), rng.gauss(0, 6) - (4 if place % 5 < 2 else 0)
            for _ in range(rng.randint(9, 18)):
                before = min(100, max(0, 68 + level + rng.gauss(0, 14)))
                after = min(100, max(0, before + 2 + 5 * treated + rng.gauss(0, 7) - 0.15 * (before - 68)))
                met = int(rng.random() < before / 100)
                met_after = int(met or rng.random() < 0.2 + 0.35 * treated) if rng.random() < 0.95 else 0
                cell = f"{'abc'[(before > 55) + (before > 75)]}{met}"
                weight = round(rng.uniform(3, 9), 2)
                scores = (round(before, 3), round(after, 3))
                out.writerow(
                    [f"v{place:02d}", "ab"[place % 2], treated, cell, weight, met, met_after, *scores]
                )


if __name__ == "__main__":
    main()
