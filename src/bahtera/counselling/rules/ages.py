"""The band of age under which somebody is counted."""

from datetime import date

from bahtera.counselling.rules.words import UNKNOWN, words


def band_of(born: date | None, day: date) -> str:
    """Return the code of the band on a day; that of the unknown without a birth date, or with one that lies ahead."""
    if born is None or born > day:
        return UNKNOWN
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    begun = [one.name for one in words("ages") if one.since is not None and one.since <= age]
    return begun[-1]
