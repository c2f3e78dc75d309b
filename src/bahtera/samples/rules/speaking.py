"""For which strata and villages the answers of a round speak, and which are silent: nobody there answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

LEAST: Final = (4, 5)
"""Strata with respondents must hold this part of an area's families, or it has no figure of its own."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a round chose. ``frame``: village -> its stratum and its families; of every village that could be drawn.

    ``drawn``: village -> whether its families were listed. A full enumeration has one stratum, and all are drawn.
    """

    frame: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    drawn: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reach:
    """For what part of an area answers speak.

    ``strata``, ``villages``: how many there are, of villages those drawn; ``silent_strata``, ``silent_villages``: those
    in which nobody answered, ``unlisted`` those of them whose families were never listed. ``families``: of the frame;
    ``spoken``: of these in strata that are not silent.
    """

    strata: int
    silent_strata: tuple[str, ...]
    villages: int
    silent_villages: tuple[str, ...]
    unlisted: tuple[str, ...]
    families: int
    spoken: int

    @property
    def is_whole(self) -> bool:
        """Tell whether somebody answered in every stratum."""
        return not self.silent_strata

    @property
    def is_enough(self) -> bool:
        """Tell whether a figure may be called one of the area: its silent strata hold little of it."""
        over, under = LEAST
        return under * self.spoken >= over * self.families


def reaches_of(chosen: Chosen, heard: Collection[str], size: int) -> dict[str, Reach]:
    """Return area -> for what part of it answers speak, of areas whose codes are ``size`` long; 0 is all together.

    ``heard``: villages in which somebody answered. A stratum of which no village of the area was drawn is spoken for
    by its villages elsewhere.
    """
    heard, sampled = set(heard), {chosen.frame[code][0] for code in chosen.drawn}
    families: dict[str, Counter[str]] = {}
    drawn: dict[str, Counter[str]] = {}
    spoke: dict[str, set[str]] = {}
    for code, (stratum, count) in chosen.frame.items():
        families.setdefault(code[:size], Counter())[stratum] += count
    silent: dict[str, list[str]] = {}
    for code in sorted(chosen.drawn):
        area, stratum = code[:size], chosen.frame[code][0]
        drawn.setdefault(area, Counter())[stratum] += 1
        if code in heard:
            spoke.setdefault(area, set()).add(stratum)
        else:
            silent.setdefault(area, []).append(code)
    found = {}
    for area, counts in sorted(families.items()):
        here, voices = drawn.get(area, Counter()), spoke.get(area, set())
        quiet = {name for name in counts if name not in voices and (here[name] or name not in sampled)}
        villages = tuple(silent.get(area, ()))
        found[area] = Reach(
            strata=len(counts),
            silent_strata=tuple(sorted(quiet)),
            villages=here.total(),
            silent_villages=villages,
            unlisted=tuple(code for code in villages if not chosen.drawn[code]),
            families=counts.total(),
            spoken=sum(count for name, count in counts.items() if name not in quiet),
        )
    return found
