"""What analysis takes and hands out: values without a database behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, Protocol

Bases = Literal["enumeration", "sample"]
Fits = Literal["reml", "ml"]
Levels = Literal["provinsi", "kabupaten", "kecamatan", "desa"]
LEVELS: Final[tuple[Levels, ...]] = ("provinsi", "kabupaten", "kecamatan", "desa")
"""Levels of areas, from the largest; also the columns of a frame."""

LENGTHS: Final[Mapping[Levels, int]] = {"provinsi": 2, "kabupaten": 5, "kecamatan": 8, "desa": 13}
"""How long an area's code is at each level."""


class Reach(Protocol):
    """For what part of an area answers speak, as `samples.Reach`."""

    @property
    def strata(self) -> int: ...
    @property
    def silent_strata(self) -> tuple[str, ...]: ...
    @property
    def villages(self) -> int: ...
    @property
    def silent_villages(self) -> tuple[str, ...]: ...
    @property
    def unlisted(self) -> tuple[str, ...]: ...
    @property
    def families(self) -> int: ...
    @property
    def spoken(self) -> int: ...
    @property
    def is_whole(self) -> bool: ...
    @property
    def is_enough(self) -> bool: ...


class Kind(StrEnum):
    """What is measured: a mean of points, or a share in per cent."""

    INDEX = "indeks"
    DIMENSION = "dimensi"
    INDICATOR = "indikator"
    CATEGORY = "kategori"

    @property
    def is_share(self) -> bool:
        """Tell whether figures of this kind are shares of families."""
        return self in {Kind.INDICATOR, Kind.CATEGORY}


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to estimate of a round; ``key`` stands in addresses. Texts are by language.

    ``part``: the dimension or indicator. ``categories``: of an index, lowest first, id -> title.
    """

    key: str
    kind: Kind
    index_id: str
    part: str
    title: Mapping[str, str]
    sensitive: bool = False
    categories: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class MicroScore(Protocol):
    """One index of one family."""

    @property
    def index_id(self) -> str: ...
    @property
    def index_hash(self) -> str: ...
    @property
    def states(self) -> str: ...


class MicroRow(Protocol):
    """One family that counts, de-identified."""

    @property
    def family(self) -> str: ...
    @property
    def village_code(self) -> str: ...
    @property
    def result_code(self) -> str: ...
    @property
    def groups(self) -> Mapping[str, str]: ...
    @property
    def scores(self) -> Sequence[MicroScore]: ...
    @property
    def stratum(self) -> str: ...
    @property
    def weight(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """How the families of a sample were drawn: villages within strata, then families within villages.

    ``by_size``: villages by their number of families, so that errors are those of drawing with replacement; otherwise
    both stages' corrections hold. ``villages``: stratum -> how many villages it has; ``families``: village -> how many
    families it has; ``drawn``: village -> its stratum, the weight of each of its families, and how many of them are to
    be interviewed; ``certain``: villages that could not but be drawn, each a stratum of its own. ``frame``: village ->
    families of every village of the frame, drawn or not.
    """

    by_size: bool
    villages: Mapping[str, int]
    families: Mapping[str, int]
    drawn: Mapping[str, tuple[str, float, int]] = field(default_factory=dict)
    certain: frozenset[str] = frozenset()
    frame: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a measure at a level of areas, split by a group or not, with choices of method.

    ``cells``: families that did not answer are stood for by those of their village (``desa``) or stratum
    (``strata``); "" leaves them out. ``totals``: known families of the population by class of ``group``, for
    post-stratification. ``model``: "" or ``tetap`` (small areas drawn towards their mean) or ``keluarga`` (and by
    how many families they have); ``smooth`` takes steadier sampling variances for it, as is always done where an area
    has fewer than eight degrees of freedom; ``fit`` is how the variance between areas is found: ``reml`` or ``ml``.
    """

    measure: str
    level: Levels
    group: str = ""
    cells: str = ""
    model: str = ""
    smooth: bool = False
    fit: Fits = "reml"
    totals: Mapping[str, float] = field(default_factory=dict)


class Why(StrEnum):
    """Why a figure has no value."""

    FEW = "few"
    """Few families stand behind it, or it would give such a figure away: not told apart."""
    PROTECTS = "protects"
    """Enough families stand behind it, as is known of them, but with it a figure of few could be worked out."""
    UNSURE = "unsure"
    """Its relative standard error is above 50 %."""
    ONE_UNIT = "one_unit"
    """All who answered are in one village of the sample: nothing says how villages differ."""
    NO_INTERVAL = "no_interval"
    """As many strata as villages: there is no interval."""
    NOBODY = "nobody"
    """Nobody answered."""
    PARTIAL = "partial"
    """Strata in which nobody answered hold more than a fifth of the area's families."""

    @property
    def is_hidden(self) -> bool:
        """Tell whether the figure is hidden for the sake of few families."""
        return self in {Why.FEW, Why.PROTECTS}


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. Points or per cent; None stands for what there is not, or is not shown.

    ``area``: its code. ``group``: a class of the group, "" without one; ``category``: of a category share.
    ``low``, ``high``: the 95 % interval, of samples only. ``marked``: to be used with care: RSE above
    25 %, or ``weak``: fewer than eight degrees of freedom, so that its error is itself unsure.
    ``partial``: it does not speak for strata in which nobody answered, see `Estimated.reaches`. ``listed``,
    ``coverage``, ``refusal``: of the families listed, or drawn, without a group. ``item_missing``: of those
    interviewed, the share without the item. Shares of these are in 0..1.
    """

    area: str
    group: str = ""
    category: str = ""
    value: float | None = None
    n: int | None = None
    se: float | None = None
    rse: float | None = None
    low: float | None = None
    high: float | None = None
    deff: float | None = None
    df: int | None = None
    marked: bool = False
    weak: bool = False
    partial: bool = False
    why: Why | None = None
    listed: int | None = None
    coverage: float | None = None
    refusal: float | None = None
    item_missing: float | None = None
    modelled: float | None = None
    """The small-area model's figure of the area, its root mean squared error, and the direct figure's weight."""
    modelled_error: float | None = None
    gamma: float | None = None
    synthetic: bool = False
    residual: float | None = None
    """How far the area's own figure lies from the model, in standard deviations."""


@dataclass(frozen=True, slots=True)
class ModelNote:
    """What the small-area model says of itself: ``sigma2`` is the variance between areas, ``p`` of no such variance.

    ``fit``: REML or ML; ``aic`` of its likelihood. ``coefficients``: (term, value, standard error). ``smoothed``: its
    sampling variances are a curve over areas, not each area's own; ``pulls``: areas with Cook's distance above 1.
    """

    fit: Fits
    sigma2: float
    boundary: bool
    areas: int
    aic: float
    coefficients: tuple[tuple[str, float, float], ...]
    smoothed: bool
    pulls: tuple[str, ...]
    p: float | None
    shapiro_p: float | None
    r2: float | None
    covariate: str


@dataclass(frozen=True, slots=True)
class Cited:
    """From which data: ``number`` of the version, None for what is approved this moment; ``digest`` its hash."""

    number: int | None
    kind: str | None
    digest: str
    made_at: datetime | None
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Estimated:
    """The answer to a question, with everything a reader must know beside it.

    ``label``: what figures over several villages must be called when these were chosen on purpose. ``families``: all
    that count; ``other_definition``: those scored by another definition, left out. ``outside``: families of no class.
    ``by_size``: villages were drawn by their number of families. ``reaches``: area -> for which of the chosen strata
    and villages its figures speak, of the reader's areas.
    """

    question: Question
    measure: Measure
    basis: Bases
    label: str | None
    lines: tuple[Line, ...]
    cites: Cited
    index_version: str
    index_hash: str
    index_status: str
    families: int
    other_definition: int
    outside: int
    threshold: int
    lonely: str
    by_size: bool = False
    reaches: Mapping[str, Reach] = field(default_factory=dict)
    model: ModelNote | None = None
