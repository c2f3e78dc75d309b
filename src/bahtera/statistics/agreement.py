"""Whether two people who asked the same families heard the same: agreement, Cohen's kappa, and what bounds them.

Sources: Cohen (1960), Educational and Psychological Measurement 20, for kappa; Fleiss, Cohen and Everitt (1969),
Psychological Bulletin 72, for its standard errors; Byrt, Bishop and Carlin (1993), Journal of Clinical Epidemiology 46,
for the kappa adjusted for prevalence and bias (PABAK); Wilson (1927) for the interval of a share; De Vries et al.
(2008), Qualitative Health Research 18, for the kappa pooled over questions.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean, stdev
from typing import Final

SMALL: Final = 30
"""Below so many pairs an interval is so wide that a figure is a hint at most."""

_TWO: Final = 2


class AgreementError(ValueError):
    """Pairs that cannot be compared."""


@dataclass(frozen=True)
class Agreement:
    """How far two series of answers agree.

    Args:
        n: pairs compared.
        agreed: pairs that are equal.
        share: ``agreed / n``, 0 to 1; None without pairs.
        low: lower end of Wilson's interval of the share.
        high: its upper end.
        expected: agreement that chance alone would give both, from how often each gave each answer.
        kappa: agreement beyond chance, at most 1; None where it is undefined, because both gave one and the same
            answer throughout.
        error: kappa's standard error; None without kappa or with a single pair.
        kappa_low: lower end of kappa's interval, not below -1; None where the error is 0 or missing.
        kappa_high: its upper end, not above 1.
        error_if_none: standard error if there were no agreement beyond chance, for a test.
        pabak: kappa if every answer were as frequent as the others and both as often; None with fewer than two
            possible answers.
        answers: how many different answers there could be.
    """

    n: int = 0
    agreed: int = 0
    share: float | None = None
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    kappa: float | None = None
    error: float | None = None
    kappa_low: float | None = None
    kappa_high: float | None = None
    error_if_none: float | None = None
    pabak: float | None = None
    answers: int = 0

    @property
    def does_not_vary(self) -> bool:
        """Tell whether kappa is undefined because nobody gave but one answer."""
        return self.n > 0 and self.kappa is None

    @property
    def is_small(self) -> bool:
        """Tell whether so few pairs were compared that the figures are a hint at most."""
        return self.n < SMALL


def agreement(
    first: Sequence[Hashable], second: Sequence[Hashable], *, answers: int | None = None, level: float = 0.95
) -> Agreement:
    """Compare two series of answers pair by pair.

    ``answers``: how many different answers the question allows; else as many as were given. Raises AgreementError for
    series of different length, a level outside 0 to 1, and fewer possible answers than were given.
    """
    if len(first) != len(second):
        msg = f"{len(first)} answers cannot be paired with {len(second)}"
        raise AgreementError(msg)
    if not 0 < level < 1:
        msg = "a level lies between 0 and 1"
        raise AgreementError(msg)
    pairs = Counter(zip(first, second, strict=True))
    given = {one for pair in pairs for one in pair}
    possible = len(given) if answers is None else answers
    if possible < len(given):
        msg = f"{len(given)} different answers were given, and only {possible} are possible"
        raise AgreementError(msg)
    return _of(pairs, possible, NormalDist().inv_cdf((1 + level) / 2))


def pooled_kappa(several: Iterable[Agreement]) -> float | None:
    """Return one kappa over several questions: from their mean agreement and mean agreement by chance, by pairs.

    It has no standard error here: answers of one family are not independent of each other. None where no question
    varies.
    """
    told = [(one.n, one.share, one.expected) for one in several if one.n]
    total = sum(n for n, _, _ in told)
    if not total:
        return None
    share = sum(n * (value or 0) for n, value, _ in told) / total
    chance = sum(n * (value or 0) for n, _, value in told) / total
    return (share - chance) / (1 - chance) if chance < 1 else None


@dataclass(frozen=True)
class Differences:
    """How far two series of numbers lie apart: second minus first.

    ``mean`` and ``deviation`` are in the numbers' own unit; ``within`` counts pairs at most a tolerance apart. None
    where too few pairs were compared.
    """

    n: int
    equal: int
    within: int
    mean: float | None
    deviation: float | None


def differences(first: Sequence[float], second: Sequence[float], *, tolerance: float = 0) -> Differences:
    """Compare two series of numbers pair by pair; raises AgreementError for series of different length."""
    if len(first) != len(second):
        msg = f"{len(first)} numbers cannot be paired with {len(second)}"
        raise AgreementError(msg)
    apart = [later - earlier for earlier, later in zip(first, second, strict=True)]
    return Differences(
        n=len(apart),
        equal=sum(one == 0 for one in apart),
        within=sum(abs(one) <= tolerance for one in apart),
        mean=fmean(apart) if apart else None,
        deviation=stdev(apart) if len(apart) >= _TWO else None,
    )


Pairs = Counter[tuple[Hashable, Hashable]]


def _of(pairs: Pairs, possible: int, z: float) -> Agreement:
    n = pairs.total()
    agreed = sum(count for (one, other), count in pairs.items() if one == other)
    if not n:
        return Agreement(answers=possible)
    rows: Counter[Hashable] = Counter()
    columns: Counter[Hashable] = Counter()
    for (one, other), count in pairs.items():
        rows[one] += count
        columns[other] += count
    chance = sum(count * columns[one] for one, count in rows.items())
    share, expected = agreed / n, chance / n**2
    # in whole numbers: a share that chance explains wholly is told apart from one nearly so
    varies = chance != n**2
    kappa = (n * agreed - chance) / (n**2 - chance) if varies else None
    low, high = _wilson(share, n, z)
    error = none = below = above = None
    if kappa is not None and n > 1:
        error = _error(pairs, rows, columns, n, kappa)
        none = _error_if_none(rows, columns, n)
        if error:
            below, above = max(kappa - z * error, -1.0), min(kappa + z * error, 1.0)
    return Agreement(
        n=n,
        agreed=agreed,
        share=share,
        low=low,
        high=high,
        expected=expected,
        kappa=kappa,
        error=error,
        kappa_low=below,
        kappa_high=above,
        error_if_none=none,
        pabak=(possible * share - 1) / (possible - 1) if possible > 1 else None,
        answers=possible,
    )


def _error(pairs: Pairs, rows: Counter[Hashable], columns: Counter[Hashable], n: int, kappa: float) -> float:
    """Return kappa's standard error (Fleiss, Cohen and Everitt 1969, their formula for a kappa that is not 0)."""
    p_row, p_column = _shares(rows, n), _shares(columns, n)
    expected = sum(share * p_column.get(one, 0.0) for one, share in p_row.items())
    total = 0.0
    for (one, other), count in sorted(pairs.items(), key=lambda item: repr(item[0])):
        if one == other:
            inner = 1 - (p_row.get(one, 0.0) + p_column.get(one, 0.0)) * (1 - kappa)
        else:
            inner = (1 - kappa) * (p_column.get(one, 0.0) + p_row.get(other, 0.0))
        total += count / n * inner**2
    variance = (total - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    return sqrt(max(variance, 0.0))


def _error_if_none(rows: Counter[Hashable], columns: Counter[Hashable], n: int) -> float:
    """Return the standard error of a kappa that is 0 in truth (Fleiss, Cohen and Everitt 1969)."""
    p_row, p_column = _shares(rows, n), _shares(columns, n)
    both = [(p_row[one], p_column[one]) for one in sorted(p_row.keys() & p_column.keys(), key=repr)]
    expected = sum(row * column for row, column in both)
    third = sum(row * column * (row + column) for row, column in both)
    return sqrt(max(expected + expected**2 - third, 0.0) / n) / (1 - expected)


def _shares(counts: Counter[Hashable], n: int) -> dict[Hashable, float]:
    return {one: count / n for one, count in counts.items()}


def _wilson(share: float, n: int, z: float) -> tuple[float, float]:
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(middle - half, 0.0), min(middle + half, 1.0)
