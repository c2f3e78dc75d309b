"""Whether a service is for somebody, as far as its declared criteria say. A help to people, never a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.directory.values import Answer, Criterion, DisabilityRole, Eligibility, Fit, PersonFacts

if TYPE_CHECKING:
    from collections.abc import Collection

ANYONE: Final = "siapa_saja"
"""The target group that everybody is in."""


def fits(eligibility: Eligibility, facts: PersonFacts) -> Fit:
    """Return whether the criteria are met, with those that are not and those that nobody knows about."""
    answers = {
        Criterion.AGE: _age(eligibility, facts),
        Criterion.SEX: None if facts.sex is None else facts.sex == eligibility.sex,
        Criterion.DISABILITY: _disability(eligibility, facts),
        Criterion.RESIDENCE: _residence(eligibility, facts),
        Criterion.TARGET_GROUP: _any(eligibility.target_groups, facts.target_groups),
        Criterion.WELFARE: _any(eligibility.welfare, facts.welfare),
    }
    asked = _asked(eligibility)
    against = tuple(one for one in Criterion if one in asked and answers[one] is False)
    lacking = tuple(one for one in Criterion if one in asked and answers[one] is None)
    answer = Answer.FITS_NOT if against else Answer.UNKNOWN if lacking else Answer.FITS
    meant = DisabilityRole.TARGET in eligibility.disability and _disability(eligibility, facts) is True
    return Fit(answer, against, lacking, meant_first=meant and not against)


def _asked(eligibility: Eligibility) -> frozenset[Criterion]:
    wanted = {
        Criterion.AGE: eligibility.age_from is not None or eligibility.age_to is not None,
        Criterion.SEX: bool(eligibility.sex),
        Criterion.DISABILITY: DisabilityRole.ELIGIBILITY in eligibility.disability,
        Criterion.RESIDENCE: bool(eligibility.residence),
        Criterion.TARGET_GROUP: bool(eligibility.target_groups) and ANYONE not in eligibility.target_groups,
        Criterion.WELFARE: bool(eligibility.welfare),
    }
    return frozenset(name for name, asked in wanted.items() if asked)


def _age(eligibility: Eligibility, facts: PersonFacts) -> bool | None:
    """Return whether the age lies within; not known too where an estimated age reaches over an end."""
    if facts.age is None:
        return None
    least, most = facts.age
    low = eligibility.age_from if eligibility.age_from is not None else least
    high = eligibility.age_to if eligibility.age_to is not None else most
    if most < low or least > high:
        return False
    return True if low <= least and most <= high else None


def _disability(eligibility: Eligibility, facts: PersonFacts) -> bool | None:
    if facts.disabilities is None:
        return None
    if not eligibility.disabilities:
        return bool(facts.disabilities)
    return bool(facts.disabilities & eligibility.disabilities)


def _residence(eligibility: Eligibility, facts: PersonFacts) -> bool | None:
    """Return whether they live there; of somebody known to live in a larger area only, it is not known."""
    if facts.residence is None:
        return None
    if any(within(facts.residence, one) for one in eligibility.residence):
        return True
    return None if any(within(one, facts.residence) for one in eligibility.residence) else False


def _any(wanted: Collection[str], had: frozenset[str] | None) -> bool | None:
    return None if had is None else bool(had & frozenset(wanted))


def within(code: str, scope: str) -> bool:
    """Tell whether an area is the scope or lies in it; ``63.1`` does not hold ``63.10``, "" holds all."""
    return not scope or code == scope or code.startswith(f"{scope}.")
