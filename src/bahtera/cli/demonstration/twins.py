"""Family records of which some are one family twice, as clerks make them: with slips of the keyboard, and the truth.

Names are put together from syllables beside common first names, so that neither all nor none are alike. No real person.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from bahtera.cli.demonstration.people import common_names
from bahtera.statistics.linkage import FamilyRecord

_SYLLABLES: Final = (
    *("an", "ba", "di", "ha", "ja", "ka", "li", "ma", "na", "ni", "ra", "ri", "sa", "si", "su"),
    *("ta", "wa", "ya", "zu", "mu", "ru", "fi", "la", "ir", "ul", "am", "in"),
)
_FIRST: Final = date(1940, 1, 1)
_VILLAGE_SIZE: Final = 400
_SHORTEST: Final = 4


@dataclass(frozen=True)
class Twins:
    """Records, and which pairs of them are one family, by their ids in order."""

    records: tuple[FamilyRecord, ...]
    pairs: frozenset[tuple[str, str]]


def twins(count: int, *, seed: int, share: float = 0.02) -> Twins:
    """Return so many records, of which a share repeats another with slips: a letter, a turned date, another village."""
    rng = Random(f"twins:{seed}")  # noqa: S311 - reproducible
    doubled = int(count * share)
    villages = max(1, count // _VILLAGE_SIZE)
    records = [_family(rng, number, villages) for number in range(count - doubled)]
    pairs = set()
    for number in range(doubled):
        original = records[rng.randrange(count - doubled)]
        copy = _again(rng, original, f"t{number:06d}", records[rng.randrange(count - doubled)])
        records.append(copy)
        pairs.add((original.id, copy.id))
    rng.shuffle(records)
    return Twins(tuple(records), frozenset(pairs))


def _family(rng: Random, number: int, villages: int) -> FamilyRecord:
    village = rng.randrange(villages)
    has_spouse = rng.random() < 0.78  # noqa: PLR2004 - a share
    man = has_spouse or rng.random() < 0.3  # noqa: PLR2004 - a share
    head_born = _born(rng, 5, 66)
    if rng.random() < 0.12:  # noqa: PLR2004 - a share knows only the year
        head_born = head_born.replace(month=rng.choice((1, 7, 12)), day=1)
    district = f"63.{village // 150 + 1:02d}.{village // 10 % 15 + 1:02d}"
    return FamilyRecord(
        f"f{number:06d}",
        f"{district}.{2000 + village}",
        district,
        _name(rng, "l" if man else "p"),
        head_born,
        _name(rng, "p") if has_spouse else "",
        _born(rng, 8, 68) if has_spouse else None,
        rng.randint(1, 6),
    )


def _name(rng: Random, sex: str) -> str:
    pool = common_names(sex)
    if rng.random() < 0.7:  # noqa: PLR2004 - a share
        return "".join(rng.sample(pool, 2 if rng.random() < 0.8 else 1)).casefold()  # noqa: PLR2004
    own = "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 3)))
    return f"{rng.choice(pool)}{own}".casefold()


def _born(rng: Random, earliest: int, latest: int) -> date:
    return _FIRST + timedelta(days=rng.randrange(int(365.25 * earliest), int(365.25 * latest)))


def _again(rng: Random, one: FamilyRecord, new_id: str, elsewhere: FamilyRecord) -> FamilyRecord:
    copy = one._replace(id=new_id)
    if rng.random() < 0.6:  # noqa: PLR2004 - a share
        copy = copy._replace(head=_slip(rng, copy.head))
    if copy.spouse and rng.random() < 0.4:  # noqa: PLR2004 - a share
        copy = copy._replace(spouse=_slip(rng, copy.spouse))
    born = one.head_born
    assert born is not None
    if rng.random() < 0.2:  # noqa: PLR2004 - a share
        copy = copy._replace(head_born=_turned(born))
    elif rng.random() < 0.1:  # noqa: PLR2004 - a share
        copy = copy._replace(head_born=born + timedelta(days=365))
    if copy.spouse and rng.random() < 0.1:  # noqa: PLR2004 - a share
        copy = copy._replace(spouse="", spouse_born=None)
    if rng.random() < 0.15:  # noqa: PLR2004 - a share moved
        copy = copy._replace(village=elsewhere.village, district=elsewhere.district)
    return copy


def _slip(rng: Random, name: str) -> str:
    if len(name) < _SHORTEST:
        return name
    at = rng.randrange(1, len(name) - 1)
    return rng.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + rng.choice("aeiourstn") + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + name[at] + name[at:],
        )
    )


def _turned(born: date) -> date:
    if born.day <= 12:  # noqa: PLR2004 - a month
        return born.replace(month=born.day, day=born.month)
    return born + timedelta(days=1)
