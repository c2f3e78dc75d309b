"""What the package of samples hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID


class DrawState(StrEnum):
    """How far a draw is."""

    PLANNED = "planned"
    """Seed and plan are recorded; nothing is drawn yet."""
    DRAWN = "drawn"
    CONFIRMED = "confirmed"
    """The round works with it."""
    SET_ASIDE = "set_aside"
    """It stays listed with its seed and the reason."""


class Role(StrEnum):
    """What a drawn family is for."""

    MAIN = "main"
    RESERVE = "reserve"


class SeedFrom(StrEnum):
    """Where a seed came from."""

    LOT = "lot"
    """Drawn by lot before witnesses and typed in."""
    MADE = "made"
    """Made by the system when the draw was planned."""


class Strata(StrEnum):
    """What the strata of a frame are."""

    NONE = "none"
    COLUMN = "column"
    REGENCY = "regency"
    DISTRICT = "district"


class Why(StrEnum):
    """Why a line of a file is not taken."""

    NO_CODE = "no_code"
    STRIPPED = "stripped"
    WITHOUT_DOTS = "without_dots"
    NOT_A_VILLAGE = "not_a_village"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"
    DOUBLE = "double"
    NO_COUNT = "no_count"
    ABSURD = "absurd"
    NO_REFERENCE = "no_reference"
    PERSON_NUMBER = "person_number"


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A village that can be drawn, with its families and what the file says of its stratum."""

    village_code: str
    families: int
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class ListLine:
    """A family of a village's list: what stands for it, and where it lives. No name."""

    reference: str
    rw: str = ""
    rt: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of a file that is not taken: its number in the file, what stands there, and why."""

    line: int
    what: str
    why: Why


@dataclass(frozen=True, slots=True)
class DistrictTotal:
    """What a frame has in a kecamatan: villages taken, their families, and villages that the frame lacks."""

    code: str
    villages: int
    families: int
    lacking: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is kept: the lines that are taken, those that are not, and totals by kecamatan."""

    lines: tuple[FrameLine, ...]
    problems: tuple[Problem, ...]
    districts: tuple[DistrictTotal, ...]
    has_strata: bool

    @property
    def families(self) -> int:
        """Families of the lines that are taken."""
        return sum(line.families for line in self.lines)

    @property
    def lacking(self) -> int:
        """Villages of the round's area that could not be drawn."""
        return sum(one.lacking for one in self.districts)


@dataclass(frozen=True, slots=True)
class StratumTotal:
    """What a frame has in a stratum."""

    name: str
    villages: int
    families: int


@dataclass(frozen=True, slots=True)
class FrameInfo:
    """A frame as it is kept; it never changes."""

    id: UUID
    round_id: int
    source: str
    sha256: str
    villages: int
    families: int
    left_out: int
    lacking: int
    made_at: datetime
    strata: tuple[StratumTotal, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to draw: villages by stratum, families and reserves a village, and when a reserve may fill in.

    ``chance`` is `pps` or `equal`; ``allocation`` names how `numbers` came about.
    """

    numbers: Mapping[str, int]
    take: int
    reserves: int
    chance: str = "pps"
    allocation: str = "proportional"
    replace_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawRow:
    """A draw with everything needed to do it again."""

    id: UUID
    round_id: int
    frame_id: UUID
    state: DrawState
    seed: str
    seed_from: SeedFrom
    plan: Plan
    algorithm: str
    frame_sha256: str
    sha256: str
    villages: int
    families: int
    planned_at: datetime
    drawn_at: datetime | None
    confirmed_at: datetime | None
    set_aside_at: datetime | None
    set_aside_why: str
    revision: int


@dataclass(frozen=True, slots=True)
class VillageRow:
    """A village that was drawn; ``listed`` is None until its families were listed."""

    village_code: str
    stratum: str
    families: int
    probability: Fraction
    is_certain: bool
    listed: int | None
    listed_at: datetime | None
    main: int
    reserves: int
    used: int
    weight: Fraction | None


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family that was drawn: its place in the list, its role and order, and for whom it fills in."""

    id: UUID
    village_code: str
    position: int
    role: Role
    rank: int
    reference: str
    family_id: UUID | None
    rw: str
    rt: str
    in_use: bool
    replaces: int | None
    replaced_by: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A draw done again: whether frame and villages came out the same, and the villages whose families did not."""

    frame_is_same: bool
    villages_are_same: bool
    villages: int
    listed: int
    different: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether all of it came out the same."""
        return self.frame_is_same and self.villages_are_same and not self.different


@dataclass(frozen=True, slots=True)
class FamilyDesign:
    """What estimates need of a drawn family. ``weight`` is 1 over both chances, and in whole ten-thousandths beside.

    ``family_id`` is None while nobody said which family of the register a line of an uploaded list is. ``in_use``: a
    main family, or a reserve that fills in; a family replaced by a reserve is not, and ``replaced_for`` is its result.
    """

    family_id: UUID | None
    reference: str
    village_code: str
    stratum: str
    first: Fraction
    second: Fraction
    weight: Fraction
    whole_weight: int
    in_use: bool
    replaced_for: str


@dataclass(frozen=True, slots=True)
class VillageDesign:
    """What estimates need of a drawn village: chances and population sizes of both stages.

    ``stratum`` is that of the frame, or the village itself when it was certain: then it speaks for itself alone.
    ``population`` and ``drawn`` count the villages of that stratum; ``listed`` and ``taken`` its families; None before
    its families were listed.
    """

    village_code: str
    frame_stratum: str
    stratum: str
    families: int
    probability: Fraction
    is_certain: bool
    population: int
    drawn: int
    listed: int | None
    taken: int | None


@dataclass(frozen=True, slots=True)
class RoundDesign:
    """The confirmed draw of a round, as estimates need it."""

    round_id: int
    draw_id: UUID
    seed: str
    algorithm: str
    frame_sha256: str
    sha256: str
    chance: str
    villages: tuple[VillageDesign, ...]
    families: tuple[FamilyDesign, ...]

    def columns(self) -> dict[str, list[object]]:
        """Return a row for each family in use that is known in the register, as columns for `statistics.design`.

        After villages drawn by size (a chance of `pps`) estimate with ``strata="stratum", psu="unit",
        weights="weight"``: as if villages were drawn with replacement, which errs a little on the safe side
        (Saerndal et al. 1992, section 4.5). There the unit is the village, or the family in a village that was certain.
        After equal chances both stages' corrections are exact:
        ``strata="stratum", psu=("village", "family"), fpc=("n_villages", "n_families")``.
        """
        found: dict[str, list[object]] = {name: [] for name in _COLUMNS}
        villages = {one.village_code: one for one in self.villages}
        for family in self.families:
            if not family.in_use or family.family_id is None:
                continue
            village = villages[family.village_code]
            unit = str(family.family_id) if village.is_certain else village.village_code
            row = (
                str(family.family_id),
                family.village_code,
                family.stratum,
                unit,
                float(family.weight),
                family.whole_weight,
                village.population,
                village.listed,
            )
            for name, value in zip(_COLUMNS, row, strict=True):
                found[name].append(value)
        return found


_COLUMNS = ("family", "village", "stratum", "unit", "weight", "whole_weight", "n_villages", "n_families")
