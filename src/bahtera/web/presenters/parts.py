"""Small pieces that several pages show."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from bahtera.results import api as results
from bahtera.web import numbers, wording
from bahtera.web.charts import Cell, Scale


@dataclass(frozen=True)
class Tag:
    """A short label; ``icon`` repeats in shape what ``style`` says in colour."""

    label: str
    style: str = "state"
    icon: str = ""


def state_tag(state: str) -> Tag:
    """Return the label of a submission's state."""
    styles = {
        "flagged": "sedang",
        "approved": "tinggi",
        "returned": "rendah",
        "superseded": "none",
        "rejected": "none",
    }
    icons = {"flagged": "warning", "approved": "ok", "returned": "back", "rejected": "error"}
    return Tag(wording.say(wording.STATES, state), styles.get(state, "state"), icons.get(state, ""))


def category_tag(category: str | None, label: str = "") -> Tag | None:
    """Return the label of a family's category; None when it was not scored."""
    if category is None:
        return None
    style = wording.CATEGORY_STYLE.get(category, "state")
    icon = style if style != "state" else ""
    return Tag(label or wording.say(wording.CATEGORIES, category), style, icon)


@dataclass(frozen=True)
class Place:
    """One step of the way from the country to a village."""

    name: str
    url: str | None


@dataclass(frozen=True)
class Tab:
    """One of the pages for those who look after people."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str
    chosen: bool


def options_of(words: Mapping[str, str], chosen: str = "") -> tuple[Option, ...]:
    """Return codes to choose from, by their words in the reader's language."""
    return tuple(Option(code, gettext(text), code == chosen) for code, text in words.items())


@dataclass(frozen=True)
class ProgressBar:
    """Visited and approved families against a target; ``visited`` may exceed it."""

    visited: int
    approved: int
    target: int | None

    @property
    def approved_width(self) -> str:
        """Return the share approved, of the target or of those visited, for a drawing."""
        return self._width(self.approved)

    @property
    def visited_width(self) -> str:
        """Return the share visited for a drawing."""
        return self._width(self.visited)

    @property
    def over(self) -> int:
        """Return how many more families were visited than targeted."""
        return results.beyond_target(self.visited, self.target)

    @property
    def within(self) -> int:
        """Return how many of the visited families the target holds."""
        return self.visited - self.over

    @property
    def words(self) -> str:
        """Return the bar as a sentence."""
        if not self.target:
            text = gettext("{visited} families visited, {approved} approved")
        elif self.over:
            text = gettext(
                "{within} of {target} targeted families visited, {over} beyond the target; {approved} approved"
            )
        else:
            text = gettext("{visited} of {target} families visited, {approved} approved")
        counts = {
            "visited": self.visited,
            "within": self.within,
            "approved": self.approved,
            "target": self.target or 0,
            "over": self.over,
        }
        return text.format(**{name: numbers.integer(count) for name, count in counts.items()})

    @property
    def share(self) -> Fraction | None:
        """Return the share visited of the target in per cent, or None without a target."""
        return Fraction(100 * self.visited, self.target) if self.target else None

    def _width(self, count: int) -> str:
        whole = max(self.target or self.visited, self.visited, 1)
        return f"{100 * count / whole:.2f}%"


@dataclass(frozen=True)
class Plank:
    """One dimension of a family's index: its name, its counts and one cell an indicator."""

    label: str
    met: int
    applicable: int
    unanswered: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Unmet:
    """An indicator not met: why, what would meet it, and by how many points the index would rise."""

    label: str
    why: str
    remedy: str
    dimension: str
    gain: Fraction | None


@dataclass(frozen=True)
class Lift:
    """A smallest set of unmet indicators that would lift the family over the next cut."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class IndexCard:
    """One index of one family as the page shows it."""

    index_id: str
    title: str
    value: Fraction | float | None
    category: Tag | None
    scale: Scale
    planks: tuple[Plank, ...]
    unmet: tuple[Unmet, ...]
    unanswered: tuple[str, ...]
    lifts: tuple[Lift, ...]
    more_lifts: int
    next_category: str
    not_scored_because: str
    method: str
    version: str
    hash: str
    status: str
    provisional_note: str = ""
    apart_note: str = ""
    leaves_out_private: bool = False
