"""How many families a sample needs, and what a sample of some size can tell.

Cochran (1977): section 4.4 for shares, 4.6 for means by coefficient of variation, with the finite population in 4.4
(eq. 4.2). Design effect of taking b families a village with intraclass correlation rho: 1 + (b - 1) rho (Kish 1965,
Survey Sampling, section 5.4). Orders of size for planning, not for estimating: binary floating point is good enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from bahtera.statistics.sampling.errors import BadAssumption


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is supposed of a domain before anything was measured.

    Args:
        share: the share expected, from 0.001 to 0.999; None when a mean is asked for.
        cv: standard deviation over mean of what is measured; None when a share is asked for.
        icc: how alike families of one village are, 0 (not at all) to 1.
        take: families a village.
        response: the share of families drawn that will answer, above 0 to 1.
        families: in the domain; None when it is large.
    """

    share: float | None = None
    cv: float | None = None
    icc: float = 0.05
    take: int = 10
    response: float = 0.9
    families: int | None = None

    @property
    def effect(self) -> float:
        """The design effect: how many times the variance of a simple random sample of as many."""
        return 1 + (self.take - 1) * self.icc

    @property
    def unit_variance(self) -> float:
        """The squared coefficient of variation of one family."""
        if self.share is not None:
            return (1 - self.share) / self.share
        return (self.cv or 0.0) ** 2


@dataclass(frozen=True, slots=True)
class Needed:
    """A sample size: families that must answer, families to draw, villages, and the effect it rests on."""

    answers: int
    families: int
    villages: int
    effect: float
    whole: bool


def needed(target: float, suppose: Assumptions) -> Needed:
    """Return the sample with which a domain's relative standard error is at most the target.

    Args:
        target: the relative standard error wanted, from 0.001 to 1, such as 0.1.
        suppose: what is supposed of the domain.

    ``whole`` says that it takes every family of the domain. A country of three regencies each with an own figure needs
    this three times.

    Raises:
        BadAssumption: something lies outside its limits, or neither or both of share and mean are given.
    """
    _within("RSE", target, 0.001, 1.0)
    _check(suppose)
    simple = suppose.unit_variance / target**2 * suppose.effect
    if suppose.families is not None:
        simple = simple / (1 + simple / suppose.families)
    answers = max(1, _ceil(simple))
    drawn = _ceil(answers / suppose.response)
    whole = suppose.families is not None and drawn >= suppose.families
    if whole and suppose.families is not None:
        drawn = suppose.families
        answers = min(answers, drawn)
    return Needed(answers, drawn, _ceil(drawn / suppose.take), suppose.effect, whole)


def expected_rse(villages: int, suppose: Assumptions) -> float:
    """Return the relative standard error that so many villages are expected to give; raises BadAssumption."""
    _within("villages", villages, 1, 10**6)
    _check(suppose)
    answers = villages * suppose.take * suppose.response
    variance = suppose.unit_variance * suppose.effect / answers
    if suppose.families is not None:
        variance *= max(0.0, 1 - answers / suppose.families)
    return math.sqrt(variance)


def _check(suppose: Assumptions) -> None:
    if (suppose.share is None) == (suppose.cv is None):
        raise BadAssumption("share / cv", "0", "1")
    if suppose.share is not None:
        _within("share", suppose.share, 0.001, 0.999)
    if suppose.cv is not None:
        _within("cv", suppose.cv, 0.0, 100.0, low_in=False)
    _within("ICC", suppose.icc, 0.0, 1.0)
    _within("take", suppose.take, 1, 1000)
    _within("response", suppose.response, 0.0, 1.0, low_in=False)
    if suppose.families is not None:
        _within("families", suppose.families, 1, 10**9)


def _within(what: str, value: float, low: float, high: float, *, low_in: bool = True) -> None:
    inside = low <= value <= high if low_in else low < value <= high
    if not inside:  # NaN is not
        raise BadAssumption(what, f"{low:g}", f"{high:g}")


def _ceil(value: float) -> int:
    """Round up, forgiving what binary fractions leave: 100.00000000000001 families are a hundred."""
    return math.ceil(value - 1e-9 * max(1.0, value))
