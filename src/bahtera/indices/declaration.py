"""What a definition file says, as frozen values: the input of the compiler."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from bahtera.indices.errors import Problem
    from bahtera.indices.expressions.tree import Logical
    from bahtera.indices.values import Parameter, Roster, Text, Variable

Method = Literal["arithmetic", "geometric", "harmonic", "pooled"]
METHODS: tuple[Method, ...] = ("arithmetic", "geometric", "harmonic", "pooled")
Status = Literal["official", "working"]
MissingRule = Literal["unanswered", "not_met", "not_applicable"]
EmptyDimension = Literal["leave_out", "not_scored"]
FULL: Literal["full"] = "full"
WITHOUT_PRIVATE: Literal["without_private"] = "without_private"
Variant = Literal["full", "without_private"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of indicators with its weight in the index."""

    id: str
    title: Text
    weight: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """One yes/no statement about a family.

    `applies` None means every family. `missing` says what an unknown `met` gives where the indicator applies; an
    unknown `applies` is always unanswered. `why_unmet` and `to_meet` are plain sentences for the family's page.
    `sensitive`: of an area's families neither "all" nor "none" may be told; every private indicator is.
    """

    id: str
    dimension: str
    label: Text
    applies: Logical | None
    met: Logical
    missing: MissingRule
    weight: int
    private: bool
    sensitive: bool
    why_unmet: Text
    to_meet: Text
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Category:
    """A class of the index: values from `at` on, `at` itself included or not; the lowest has `at` None."""

    id: str
    title: Text
    basis: str
    at: Fraction | None
    includes: bool


@dataclass(frozen=True, slots=True)
class Aggregation:
    """How indicators become one number.

    `across` joins the dimensions' shares; "pooled" ignores dimensions. `floor` replaces a dimension's share of
    zero in the geometric and harmonic means (0: the index is then 0). A family of whose applicable indicators
    more than `most_unanswered` are unanswered is not scored.
    """

    across: Method
    alternatives: tuple[Method, ...]
    floor: Fraction
    empty_dimension: EmptyDimension
    most_unanswered: Fraction


@dataclass(frozen=True, slots=True)
class Declaration:
    """A whole definition. `content` is the canonical text its hash is taken of; `places` finds lines for problems."""

    id: str
    version: str
    status: Status
    variant: Variant
    title: Text
    source: str
    note: str
    interview_date: Variable
    area: Variable | None
    variables: Mapping[str, Variable]
    rosters: Mapping[str, Roster]
    parameters: Mapping[str, Parameter]
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]
    categories: tuple[Category, ...]
    aggregation: Aggregation
    content: str
    places: Mapping[str, Problem]
