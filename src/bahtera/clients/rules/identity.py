"""What may be told of somebody, and the text under which two records look alike."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from bahtera.clients.errors import BadClient
from bahtera.clients.values import BirthQuality, Identity
from bahtera.foundation.inputs import one_line

_OLDEST: Final = 125
_PHONE: Final = re.compile(r"\+?\d{6,15}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_NAME: Final = 120
_NIK_LENGTH: Final = 16


def cleaned(told: Identity, *, today: date, nik: Callable[[str], str]) -> Identity:
    """Return what is kept of what was told; raises BadClient. ``nik`` strips separators of a typed number."""
    if (told.birth_date is None) != (told.birth_quality is BirthQuality.UNKNOWN):
        raise BadClient.birth_quality()
    if told.birth_date is not None and not today.year - _OLDEST <= told.birth_date.year:
        raise BadClient.born_later()
    if told.birth_date is not None and told.birth_date > _latest(told, today):
        raise BadClient.born_later()
    if told.sex not in {"", "l", "p"}:
        raise BadClient.sex()
    number = nik(told.nik)
    if number and not (len(number) == _NIK_LENGTH and number.isascii() and number.isdigit()):
        raise BadClient.nik()
    phone = re.sub(r"[\s.\-()]+", "", told.phone)
    if phone and not _PHONE.fullmatch(phone):
        raise BadClient.phone()
    if any(not _LANGUAGE.fullmatch(one) for one in told.languages):
        raise BadClient.language()
    return replace(
        told,
        name=one_line(told.name)[:_NAME],
        nik=number,
        phone=phone,
        languages=tuple(sorted(set(told.languages))),
        needs=tuple(sorted(set(told.needs))),
    )


def likeness(identity: Identity, *, name_key: Callable[[str], str]) -> str:
    """Return the folded name, birth date and village by which records meet; "" when one of them is not known.

    Only a certain date tells people apart: two estimates of one year say nothing.
    """
    key = name_key(identity.name)
    certain = identity.birth_quality is BirthQuality.CERTAIN and identity.birth_date is not None
    if not (key and certain and identity.village_code):
        return ""
    return f"{key}|{identity.birth_date}|{identity.village_code}"


def _latest(told: Identity, today: date) -> date:
    """Return the last day that may stand: an estimate of this year is written as 1 July of it."""
    return today if told.birth_quality is BirthQuality.CERTAIN else date(today.year, 12, 31)
