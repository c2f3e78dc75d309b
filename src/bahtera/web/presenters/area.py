"""A village's results, or a roll-up of locus villages, as the page shows them."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from bahtera.web.charts import Segment
from bahtera.web.numbers import Number
from bahtera.web.presenters.area_weakest import Weakest
from bahtera.web.presenters.context import SeriesLine
from bahtera.web.presenters.papers import Papers
from bahtera.web.presenters.parts import Option, Place, ProgressBar, Tab, Tag


@dataclass(frozen=True)
class DistributionRow:
    """Families in one category; ``count`` None means hidden for safety."""

    label: str
    style: str
    icon: str
    count: int | None
    share: Number | None


@dataclass(frozen=True)
class Distribution:
    """How scored families spread over the categories; ``total`` is their printed sum."""

    rows: tuple[DistributionRow, ...]
    segments: tuple[Segment, ...]
    total: int | None
    summary: str


@dataclass(frozen=True)
class MethodValue:
    """The index of the area by one method; None means hidden or no families."""

    method: str
    value: Fraction | float | None
    category: Tag | None
    main: bool
    hidden: bool = False


@dataclass(frozen=True)
class DimensionValue:
    """One dimension's value, 0 to 100."""

    label: str
    value: Fraction | float | None
    x: str
    hidden: bool = False


@dataclass(frozen=True)
class ShareRow:
    """One indicator's share met among the families it applies to; None shares are hidden or empty."""

    code: str
    label: str
    dimension: str
    share: Fraction | float | None
    applicable: int | None
    x: str
    hidden: bool

    @property
    def side(self) -> str:
        """Return ``under`` or ``over`` the line of 75; 75 itself is not under."""
        line = 75
        return "under" if self.share is not None and self.share < line else "over"


@dataclass(frozen=True)
class IndexResult:
    """One index in one area.

    ``hidden`` indicators may lie on either side of the line; ``empty`` ones apply to nobody. ``sum_line`` says
    where the approved families are that have no score; empty when all have one.
    """

    index_id: str
    title: str
    values: tuple[MethodValue, ...]
    scored: int
    not_scored: int | None
    distribution: Distribution
    dimensions: tuple[DimensionValue, ...]
    under: tuple[ShareRow, ...]
    over: tuple[ShareRow, ...]
    hidden: tuple[ShareRow, ...]
    empty: tuple[ShareRow, ...]
    version: str
    hash: str
    provisional_note: str
    apart_note: str
    sum_line: str
    status: str

    @property
    def rest(self) -> int:
        """Return how many indicators are not shown to be under the line: a phone folds them."""
        return len(self.over) + len(self.hidden) + len(self.empty)


@dataclass(frozen=True)
class ChildRow:
    """An area below this one."""

    name: str
    url: str
    bar: ProgressBar | None
    value: Fraction | float | None
    category: Tag | None
    hidden: bool


@dataclass(frozen=True)
class Download:
    """One file to take away."""

    label: str
    url: str


@dataclass(frozen=True)
class AreaPage:
    """Everything an area's page shows; ``results`` is empty where nothing was measured.

    ``speaks``: for whom the figures speak, empty where that is the village.
    """

    code: str
    name: str
    level: str
    is_village: bool
    places: tuple[Place, ...]
    rounds: tuple[Option, ...]
    round_name: str
    bar: ProgressBar | None
    villages: int | None
    speaks: str
    part: str
    is_sample: bool
    estimates_url: str
    data_state: str
    is_provisional: bool
    computed_at: datetime | None
    zone: str
    threshold: int
    results: tuple[IndexResult, ...]
    children: tuple[ChildRow, ...]
    downloads: tuple[Download, ...]
    synthetic: bool
    cites: str = ""
    """From which data version the figures come; empty while from none."""
    quoted_of: str = ""
    """Whose context figures are shown: the area's, or the nearest above it that has some."""
    quoted: tuple[SeriesLine, ...] = ()
    step: int | None = None
    """Families that must come or go in a village before its figures move on; None: they follow every decision."""
    tabs: tuple[Tab, ...] = ()
    families_url: str = ""
    """Where the families of a village stand; empty for whoever may not see who they are."""
    papers: Papers | None = None
    weakest: Weakest | None = None
    sections: tuple[tuple[str, str], ...] = ()
    """Where on the page what stands: the id of a heading and its words."""
