"""Rupiah as the reader's language writes them, on every page alike: Rp 7.850.000, Rp 7,9 juta, Rp 1,43 miliar."""

from fractions import Fraction

from django.utils.translation import gettext

from bahtera.web import numbers

_MILLION, _MILLIARD = 10**6, 10**9
_HALF = 50_000
_NO_BREAK = "\N{NO-BREAK SPACE}"
_TRUSTED = 2
"""So many digits of what was divided by a rounded or expected number are worth telling."""


def rupiah(amount: int | Fraction | None) -> str:
    """Write an amount to the rupiah; a dash for none."""
    return "–" if amount is None else _kept(gettext("Rp {amount}"), numbers.number(amount, 0))


def rupiah_short(amount: int | Fraction) -> str:
    """Write an amount in millions to one place or thousand millions to two, as one says it; less than that exactly."""
    told = (int(amount) + _HALF) // (2 * _HALF) * 2 * _HALF
    if told >= _MILLIARD:
        text = _kept(gettext("Rp {amount} billion"), numbers.number(Fraction(amount, _MILLIARD), 2))
    elif told >= _MILLION:
        text = _kept(gettext("Rp {amount} million"), numbers.number(Fraction(amount, _MILLION), 1))
    else:
        text = rupiah(amount)
    return text


def rupiah_near(amount: float) -> str:
    """Write what is known roughly: two digits and no more, such as Rp 1.6 million."""
    whole = round(amount)
    kept = round(amount, _TRUSTED - len(str(whole)))
    return rupiah_short(int(kept))


def _kept(text: str, amount: str) -> str:
    """Return an amount that no line end parts."""
    return text.format(amount=amount).replace(" ", _NO_BREAK)
