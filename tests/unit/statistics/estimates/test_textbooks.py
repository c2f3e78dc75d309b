"""What textbooks print of their own examples."""

from pathlib import Path

import pytest
from pyarrow import csv

from bahtera.statistics import design

CASES = Path(__file__).parent / "cases"


def test_grade_points_of_suites():
    """Lohr (1999), Sampling: Design and Analysis, example 5.2: 2.826 with a standard error of 0.164."""
    found = design(csv.read_csv(CASES / "textbook.csv"), psu="suite", fpc="N").mean("gpa").only
    assert (round(found.value, 3), round(found.se, 3)) == (2.826, 0.164)


def test_what_pupils_spend_on_ice_cream():
    """SAS/STAT User's Guide, The SURVEYMEANS Procedure, Getting Started: the sample taken as simple, and by grade."""
    table = csv.read_csv(CASES / "ice_cream.csv")
    simple = design(table, fpc="all").mean("spent").only
    assert (simple.value, simple.df) == (8.75, 39)
    assert simple.se == pytest.approx(0.845139, abs=5e-7)
    by_grade = design(table, strata="grade", fpc="pupils").mean("spent").only
    assert by_grade.value == pytest.approx(9.141298, abs=5e-7)
    assert by_grade.se == pytest.approx(0.531799, abs=5e-7)
    assert (by_grade.low, by_grade.high) == pytest.approx((8.06377052, 10.2188254), abs=5e-7)
    assert by_grade.df == 37


def test_downtime_of_machines_in_plants():
    """Scheaffer, Mendenhall and Ott, Elementary Survey Sampling, chapter 9: 4.80 hours of each of 4,500 machines."""
    table = csv.read_csv(CASES / "machines.csv")
    found = design(table, psu=("plant", "machine"), fpc=("plants", "size")).total("hours").only
    assert round(found.value / 4500, 2) == 4.80
    # By hand from the printed means, variances and sizes: two stages, each with its correction.
    sizes = (50, 65, 45, 48, 52, 58, 42, 66, 40, 56)
    means = (5.40, 4.00, 5.67, 4.80, 4.30, 3.83, 5.00, 3.85, 4.88, 5.00)
    spreads = (11.38, 10.67, 16.75, 13.29, 11.12, 14.88, 5.14, 4.31, 6.13, 11.80)
    drawn = (10, 13, 9, 10, 10, 12, 8, 13, 8, 11)
    totals = [size * mean for size, mean in zip(sizes, means, strict=True)]
    centre = sum(totals) / 10
    first = 90**2 * (1 - 10 / 90) / 10 * sum((total - centre) ** 2 for total in totals) / 9
    second = (
        90
        / 10
        * sum(size * (size - m) * spread / m for size, m, spread in zip(sizes, drawn, spreads, strict=True))
    )
    assert found.se**2 == pytest.approx(first + second, rel=2e-3)
