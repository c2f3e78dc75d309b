"""`IndexDefinition`: one version of an index, with everything that can be done with it."""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bahtera.indices.compiler import Plan, compile_declaration, without_private
from bahtera.indices.declaration import FULL, Category, Declaration, Dimension, Indicator, Method
from bahtera.indices.declaring import with_method
from bahtera.indices.errors import UnknownDefinition
from bahtera.indices.explaining import Explanation, explain_score
from bahtera.indices.scoring import Scorer, build_scorer, score_states
from bahtera.indices.sums import Layout, Sums
from bahtera.indices.values import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from bahtera.indices.declaration import Variant
    from bahtera.indices.frames import Absent
    from bahtera.indices.values import Language, Score, Variable

FrameT = TypeVar("FrameT")
_REMARK: Final = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, eq=False)
class IndexDefinition:
    """A compiled index definition. Build one with `load`; it is immutable and safe to share between threads.

    Every output should carry `id`, `version`, `status`, `method`, `variant` and `hash`: scores of different hashes
    are different measures and are never put on one trend line.
    """

    declaration: Declaration = field(repr=False)
    plan: Plan = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IndexDefinition) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        return f"<IndexDefinition {self.id} {self.version} {self.status} {self.method} {self.variant}>"

    # -- what it is ---------------------------------------------------------------------------------------------

    @property
    def id(self) -> str:
        """Return the index's id, such as "ikk"."""
        return self.declaration.id

    @property
    def version(self) -> str:
        """Return the version as written in the file."""
        return self.declaration.version

    @property
    def status(self) -> str:
        """Return "official" or "working"."""
        return self.declaration.status

    @property
    def method(self) -> Method:
        """Return how dimensions are joined: "arithmetic", "geometric", "harmonic" or "pooled"."""
        return self.declaration.aggregation.across

    @property
    def variant(self) -> Variant:
        """Return "full" or "without_private" ("tanpa butir rahasia")."""
        return self.declaration.variant

    @property
    def title(self) -> Text:
        """Return the title in Indonesian and English."""
        return self.declaration.title

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Return the dimensions in order."""
        return self.declaration.dimensions

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return the indicators in order: the order of the signs in `Score.states`."""
        return self.declaration.indicators

    @property
    def categories(self) -> tuple[Category, ...]:
        """Return the categories from the lowest up."""
        return self.declaration.categories

    @property
    def cuts(self) -> tuple[Category, ...]:
        """Return the categories that begin at a cut: each has `at` (0 to 100) and `includes`."""
        return self.declaration.categories[1:]

    @property
    def variables(self) -> Mapping[str, Variable]:
        """Return every declared variable by name, members' variables included."""
        return self.declaration.variables

    @property
    def plain_title(self) -> Text:
        """Return the title for readers: whether it is official in plain words, not in a remark of its makers'."""
        bare = Text(_REMARK.sub("", self.title.id), _REMARK.sub("", self.title.en))
        if self.status == "official":
            return bare
        return Text(f"{bare.id} (belum resmi)", f"{bare.en} (not official yet)")

    @cached_property
    def hash(self) -> str:
        """Return the SHA-256 (hex) of the file's canonical content, the method and the variant."""
        parts = [self.declaration.content, self.method, self.variant]
        canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    # -- variants -----------------------------------------------------------------------------------------------

    def without_private(self) -> IndexDefinition:
        """Return the variant "tanpa butir rahasia"; the definition itself when nothing in it is private.

        No private answer is read by it, so changing one changes no byte of any of its outputs.
        """
        if self.variant != FULL or not any(each.private for each in self.indicators):
            return self
        return _compiled(without_private(self.declaration))

    def with_method(self, method: Method) -> IndexDefinition:
        """Return the definition with another of the ways its file allows to join dimensions.

        Raises:
            UnknownDefinition: the file does not list the method.
        """
        aggregation = self.declaration.aggregation
        if method == aggregation.across:
            return self
        if method not in aggregation.alternatives:
            allowed = ", ".join((aggregation.across, *aggregation.alternatives))
            raise UnknownDefinition(f"{self.id} {self.version} has no method {method}; it has {allowed}")
        return _compiled(with_method(self.declaration, method))

    # -- one family ---------------------------------------------------------------------------------------------

    @cached_property
    def _scorer(self) -> Scorer:
        return build_scorer(self.plan)

    def score_one(self, answers: Mapping[str, object]) -> Score:
        """Return the score of one family.

        Args:
            answers: values by variable name. select_one: str; select_multiple: tuple of str (or one text with
                blanks between codes); integer: int; decimal: Decimal (a float is rounded to the variable's places);
                date: `datetime.date`, or text as yyyy-mm-dd; a roster's name: list of such mappings, one a member.
                A record read from JSON will do. Unanswered: absent, None or "". Names the definition does not know
                are ignored.

        Raises:
            InvalidAnswers: a value of a type its variable cannot have.
        """
        return self._scorer.score(answers)

    def score_states(self, states: str) -> Score:
        """Return the score from the states alone, one of `1 0 - ?` an indicator in the definition's order.

        Raises:
            InvalidAnswers: wrong length or sign.
        """
        return score_states(self.plan, states)

    def explain(
        self, answers: Mapping[str, object], *, language: Language = "id", most_lifts: int = 20
    ) -> Explanation:
        """Return why a family has its index, and the smallest sets of unmet indicators that lift it over a cut.

        Args:
            answers: as for `score_one`.
            language: "id" or "en", for labels and sentences.
            most_lifts: how many of the smallest sets to list; their total number is always given.

        Raises:
            InvalidAnswers: a value of a type its variable cannot have.
        """
        return self.explain_states(self._scorer.states(answers), language=language, most_lifts=most_lifts)

    def explain_states(self, states: str, *, language: Language = "id", most_lifts: int = 20) -> Explanation:
        """Return the explanation from the states alone."""
        score = self.score_states(states)
        return explain_score(self.declaration, self.plan, score, language=language, most=most_lifts)

    # -- many families ------------------------------------------------------------------------------------------

    def score(
        self,
        frame: FrameT,
        *,
        out: Path | str | None = None,
        absent: Absent = "error",
        check: bool = True,
    ) -> FrameT:
        """Return the table with the score of each family added, as the same kind of table.

        Args:
            frame: one row a family, a column a variable: a pyarrow Table, a pandas or Polars frame (eager or lazy), a
                DuckDB relation, or the path of a Parquet file or folder. Choices are texts, dates dates (or ISO
                texts), numbers integer, decimal or double; select-multiple a list of texts or one text with blanks
                between codes; a roster a list of structs.
            out: for a path: the Parquet file to write; its path is returned.
            absent: "error", or "unanswered" to read columns the table lacks as unanswered.
            check: warn with `UnknownAnswers` of codes that are no choice and texts that are no date or number, all of
                which count as unanswered. (A DuckDB relation is then read once to look; otherwise it stays lazy.)

        Columns added, for the index "ikk": `ikk_numerator` (integer; null when not scored), `ikk_denominator`,
        `ikk_value` (double, 0 to 100, for show only), `ikk_category`, `ikk_reason` (why not scored, else null),
        `ikk_states`, and for each dimension `ikk_d1_met`, `ikk_d1_applicable`, `ikk_d1_unanswered`. Row order is kept.

        Source: `declaration.source`, and the `source` of each indicator, category and parameter of the definition.

        Raises:
            InvalidFrame: columns are lacking, of a wrong type, or already there; every problem at once.
        """
        scored: FrameT = _frames().score_frame(self.plan, frame, out=out, absent=absent, check=check)
        return scored

    def tabulate(
        self, frame: object, *, by: Sequence[str] = (), absent: Absent = "error", check: bool = True
    ) -> Sums:
        """Return additive sums by group: families, scored, categories, scores, and counts of every indicator.

        Args:
            frame: as for `score`. A Parquet file is streamed; memory does not grow with it.
            by: columns of text or whole numbers to group by, such as "kode_desa"; none gives one group.
            absent: as for `score`.
            check: as for `score`; looking costs about a tenth more, and a second reading only when something is found.

        Source: as for `score`. The figures made of sums are counts of families, and means and shares of those scored.

        Example:
            >>> sums = load("ikk").tabulate("families.parquet", by=["kode_desa"])
            >>> sums.get("63.02.05.2001").indicators["IKK-D3-03"].unmet_share

        Raises:
            InvalidFrame: columns are lacking or of a wrong type; every problem at once.
        """
        sums: Sums = _frames().tabulate_frame(self.plan, self.hash, frame, by=by, absent=absent, check=check)
        return sums

    def sums_zero(self) -> Sums:
        """Return sums of no families: the neutral element of `Sums.merge`."""
        return Sums(Layout.of(self.plan), self.hash, (), {})

    def sums(self, scores: Iterable[Score | str]) -> Sums:
        """Return the sums of families given by their scores or their states, as one group."""
        layout = Layout.of(self.plan)
        total: tuple[int, ...] | None = None
        for each in scores:
            row = layout.row(self._score_states_cached(each) if isinstance(each, str) else each)
            total = row if total is None else tuple(map(int.__add__, total, row))
        return Sums(layout, self.hash, (), {} if total is None else {(): total})

    @cached_property
    def _score_states_cached(self) -> Callable[[str], Score]:
        return lru_cache(maxsize=4096)(self.score_states)

    # -- on the phone -------------------------------------------------------------------------------------------

    def xlsform_rows(self) -> list[dict[str, str]]:
        """Return survey rows that compute and show the index in any OpenRosa client; see `printers.xlsform`.

        Raises:
            NotPrintable: the definition has private indicators, or a method other than arithmetic or pooled.
        """
        from bahtera.indices.printers import xlsform  # noqa: PLC0415 - it reads definitions

        return xlsform.rows(self)


def compile_definition(declaration: Declaration) -> IndexDefinition:
    """Return the definition ready for use.

    Raises:
        InvalidDefinition: its arithmetic cannot be proved exact, or a public indicator reads a private variable.
    """
    definition = _compiled(declaration)
    for method in declaration.aggregation.alternatives:
        definition.with_method(method)
    return definition


def _compiled(declaration: Declaration) -> IndexDefinition:
    return IndexDefinition(declaration, compile_declaration(declaration))


def _frames() -> Any:
    """Return the module of tables, imported at first use: who scores one family needs no DuckDB in memory."""
    return importlib.import_module("bahtera.indices.frames")


def explain(
    definition: IndexDefinition, answers: Mapping[str, object], language: Language = "id"
) -> Explanation:
    """Return why a family has its index; the same as `definition.explain`."""
    return definition.explain(answers, language=language)
