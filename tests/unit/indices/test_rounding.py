"""The geometric mean is the only value engines compute in doubles: no family of `ikk` stands where that matters."""

from fractions import Fraction

from bahtera.indices import load
from bahtera.indices.arithmetic import FIXED_POINT, integer_root


def test_no_geometric_mean_is_near_a_rounding_tie():
    """Every product of shares that can occur is at least 1e-5 of the last digit from a tie; doubles err by 1e-9."""
    definition = load("ikk", method="geometric")
    floor = definition.plan.score.floor
    products = {0: {Fraction(1)}}
    for dimension in definition.plan.score.dimensions:
        shares = {Fraction(m, a) if m else floor for a in dimension.sums for m in range(a + 1)}
        longer = {weight: set(values) for weight, values in products.items()}
        for weight, values in products.items():
            longer.setdefault(weight + 1, set()).update(value * share for value in values for share in shares)
        products = longer
    digits = 10**8
    for weight, values in products.items():
        for value in values if weight else ():
            root = integer_root(
                (FIXED_POINT * digits) ** weight * value.numerator // value.denominator, weight
            )
            assert abs(root % digits - digits // 2) > digits // 100_000
