"""Finds pairs of family records that may be one family, with Splink on DuckDB, in memory and without a network.

Pairs are looked at only where something agrees to begin with (a birth date, or a name in a village); of those the
model says how probable it is that they are one family. Nothing is joined here: a person looks at each pair.
"""

import logging
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa

from bahtera.statistics.linkage.model import COMPARISONS, DECLARED, LinkageModel, Rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from splink.internals.linker import Linker

_CLOSE: Final = 0.94
_ALIKE: Final = 0.86
_SHORTEST: Final = 5
_NEAR_ENOUGH: Final = 0.8
_SEED: Final = 2026
_PAIRS_SAMPLED: Final = 2_000_000
_FEWEST: Final = 2
_SMALLEST_SHARE: Final = 1e-6


class FamilyRecord(NamedTuple):
    """One family as it is compared: names folded to lower case and single blanks, empty where not known."""

    id: str
    village: str
    district: str
    head: str
    head_born: date | None
    spouse: str = ""
    spouse_born: date | None = None
    size: int = 0


@dataclass(frozen=True, order=True)
class Candidate:
    """Two records that may be one family; ``first`` sorts before ``second``.

    ``probability`` is the model's, ``weight`` its evidence in bits, ``levels`` say how each comparison came out;
    one that could not be told is left out.
    """

    first: str
    second: str
    probability: float
    weight: float
    levels: Mapping[str, str]


def find_duplicates(
    records: Iterable[FamilyRecord], *, model: LinkageModel = DECLARED, at_least: float = 0.5
) -> list[Candidate]:
    """Return the pairs that are one family with at least this probability, sorted by their ids.

    Ids must be unique. The same records and model give the same pairs in any order of records. Names that are
    common among the records weigh less than rare ones.
    """
    table = _table(records)
    if table.num_rows < _FEWEST:
        return []
    linker = _linker(table, model)
    found = linker.inference.predict(threshold_match_probability=at_least).as_duckdbpyrelation()
    names = {name: place for place, name in enumerate(found.columns)}
    return sorted(_candidate(row, names) for row in found.fetchall())


def train(records: Iterable[FamilyRecord], *, share: float = 0.01) -> LinkageModel:
    """Return a model fitted to some thousands of records by expectation maximisation.

    ``u`` comes from pairs picked at random, ``m`` from pairs that agree on the head's birth date, and then from those
    that agree on village and name. Rates that could not be fitted keep the declared ones.
    """
    from splink import block_on  # noqa: PLC0415 - half a second that only a search pays

    table = _table(records)
    linker = _linker(table, LinkageModel(DECLARED.rates, share))
    linker.training.estimate_u_using_random_sampling(max_pairs=_PAIRS_SAMPLED, seed=_SEED)
    for rule in (block_on("head_born"), block_on("village", "head")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    fitted = linker.misc.save_model_to_json(None)
    return LinkageModel(
        {one["output_column_name"]: _rates(one) for one in fitted["comparisons"]},
        share,
    )


def _table(records: Iterable[FamilyRecord]) -> pa.Table:
    rows = sorted(records)
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * 8
    ids, village, district, head, head_born, spouse, spouse_born, size = columns
    if len(set(ids)) != len(ids):
        message = "each family has one record"
        raise ValueError(message)
    text = [[value or None for value in column] for column in (village, district, head, spouse)]
    return pa.table(
        {
            "unique_id": pa.array(ids, pa.string()),
            "village": pa.array(text[0], pa.string()),
            "district": pa.array(text[1], pa.string()),
            "head": pa.array(text[2], pa.string()),
            "head_born": pa.array(head_born, pa.date32()),
            "spouse": pa.array(text[3], pa.string()),
            "spouse_born": pa.array(spouse_born, pa.date32()),
            "size": pa.array(size, pa.int32()),
        }
    )


def _linker(table: pa.Table, model: LinkageModel) -> "Linker":
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415 - see `train`

    settings = SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=model.chance_of_two(table.num_rows),
        comparisons=_comparisons(model),
        blocking_rules_to_generate_predictions=[
            block_on("head_born"),
            block_on("spouse_born"),
            block_on("village", "head"),
            block_on("head", "spouse"),
            block_on("district", "substr(head, 1, 5)", "size"),
            # Who lives alone has one name and one date: either may be misspelt, and the date turned besides.
            block_on("village", "substr(head, 1, 4)"),
            block_on("head", "year(head_born)"),
            *(
                block_on(
                    place,
                    "year(head_born)",
                    "greatest(month(head_born), day(head_born))",
                    "least(month(head_born), day(head_born))",
                )
                for place in ("district", "substr(head, 1, 3)")
            ),
        ],
    )
    engine = DuckDBAPI()
    linker = Linker(engine.register(table), settings)
    logging.getLogger("splink").setLevel(logging.ERROR)  # the linker itself turns it up
    return linker


def _comparisons(model: LinkageModel) -> list[Any]:
    import splink.comparison_level_library as levels  # noqa: PLC0415 - see `train`
    from splink.comparison_library import CustomComparison  # noqa: PLC0415 - see `train`

    def name(column: str) -> list[Any]:
        left, right = f"{column}_l", f"{column}_r"
        near = f"jaro_winkler_similarity({left}, {right})"
        # One slip of the keyboard; the cheaper likeness first, since few pairs come as far as the dearer one.
        slip = (
            f"{near} >= {_NEAR_ENOUGH} and abs(length({left}) - length({right})) <= 1"
            f" and least(length({left}), length({right})) >= {_SHORTEST} and damerau_levenshtein({left}, {right}) <= 1"
        )
        return [
            levels.NullLevel(column),
            levels.ExactMatchLevel(column, term_frequency_adjustments=True),
            levels.CustomLevel(f"{near} >= {_CLOSE} or ({slip})", label_for_charts="close"),
            levels.JaroWinklerLevel(column, _ALIKE),
            levels.ElseLevel(),
        ]

    def day(column: str) -> list[Any]:
        left, right = f"{column}_l", f"{column}_r"
        same = " + ".join(f"({part}({left}) = {part}({right}))::int" for part in ("year", "month", "day"))
        one_part = f"({same}) = 2"
        swapped = (
            f"year({left}) = year({right}) and month({left}) = day({right}) and day({left}) = month({right})"
        )
        digits = f"{left}::varchar, {right}::varchar"
        slip = f"{one_part} and damerau_levenshtein({digits}) = 1"
        return [
            levels.NullLevel(column),
            levels.ExactMatchLevel(column),
            levels.CustomLevel(
                f"({swapped}) or ({slip} and levenshtein({digits}) = 2)", label_for_charts="turned"
            ),
            levels.CustomLevel(slip, label_for_charts="one digit"),
            levels.CustomLevel(one_part, label_for_charts="one part differs"),
            levels.ElseLevel(),
        ]

    place = [
        levels.NullLevel("village"),
        levels.ExactMatchLevel("village"),
        levels.ExactMatchLevel("district"),
        levels.ElseLevel(),
    ]
    size = [
        levels.CustomLevel("size_l = 0 or size_r = 0", label_for_charts="not known").configure(
            is_null_level=True
        ),
        levels.ExactMatchLevel("size"),
        levels.CustomLevel("abs(size_l - size_r) = 1", label_for_charts="one more or less"),
        levels.ElseLevel(),
    ]
    made = {
        "head": name("head"),
        "head_born": day("head_born"),
        "spouse": name("spouse"),
        "spouse_born": day("spouse_born"),
        "place": place,
        "size": size,
    }
    return [
        CustomComparison(_rated(made[one], model.rates[one]), output_column_name=one) for one in COMPARISONS
    ]


def _rated(made: list[Any], rates: Rates) -> list[Any]:
    for level, m, u in zip(made[1:], rates.m, rates.u, strict=True):
        level.configure(m_probability=m, u_probability=u)
    return made


def _candidate(row: tuple[Any, ...], names: Mapping[str, int]) -> Candidate:
    first, second = sorted((row[names["unique_id_l"]], row[names["unique_id_r"]]))
    levels = {}
    for name, said in COMPARISONS.items():
        gamma = row[names[f"gamma_{name}"]]
        if gamma >= 0:  # the highest is agreement; -1 could not be told
            levels[name] = said[len(said) - 1 - gamma]
    return Candidate(
        first,
        second,
        round(row[names["match_probability"]], 4),
        round(row[names["match_weight"]], 2),
        levels,
    )


def _rates(fitted: Mapping[str, Any]) -> Rates:
    told = [one for one in fitted["comparison_levels"] if not one.get("is_null_level")]
    declared = DECLARED.rates[fitted["output_column_name"]]
    return Rates(
        _shares([one.get("m_probability") for one in told], declared.m),
        _shares([one.get("u_probability") for one in told], declared.u),
    )


def _shares(fitted: list[float | None], declared: tuple[float, ...]) -> tuple[float, ...]:
    """Return shares that add up to 1, each above nothing; declared ones where a level was never met."""
    known = [
        max(_SMALLEST_SHARE, other if share is None or math.isnan(share) else share)
        for share, other in zip(fitted, declared, strict=True)
    ]
    return tuple(share / sum(known) for share in known)
