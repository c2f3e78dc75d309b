"""Results as CSV, Parquet and JSON: a row a group, the same columns in each."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from bahtera.cli.scoring.figures import figures_of, method_lines, total_figures

if TYPE_CHECKING:
    from pathlib import Path

    from bahtera.cli.scoring.figures import Figures
    from bahtera.indices import IndexDefinition
    from bahtera.indices.sums import Sums

Cell = str | int | Decimal | None
_TWO_PLACES = pa.decimal128(9, 2)


def records(definition: IndexDefinition, sums: Sums) -> list[dict[str, Cell]]:
    """Return a mapping a group: its key, counts, mean index, shares, dimensions and indicators."""
    return [_record(definition, sums.by, each) for each in figures_of(sums)]


def write_csv(definition: IndexDefinition, sums: Sums, path: Path) -> None:
    """Write a CSV in UTF-8 with a byte order mark, for spreadsheets; every row names its definition."""
    rows = records(definition, sums)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_names(definition, sums))
        writer.writerows(["" if cell is None else cell for cell in row.values()] for row in rows)


def write_json(definition: IndexDefinition, sums: Sums, path: Path) -> None:
    """Write the method and the rows; numbers with decimals are texts, so that nobody's reader rounds them."""
    content = {"definition": dict(method_lines(definition)), "by": sums.by, "rows": records(definition, sums)}
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
    path.write_text(text + "\n", encoding="utf-8")


def write_parquet(definition: IndexDefinition, sums: Sums, path: Path) -> None:
    """Write Parquet; the method stands in the file's metadata under `bahtera.definition`."""
    rows = records(definition, sums)
    arrays = {name: _array(name, [row[name] for row in rows], sums.by) for name in _names(definition, sums)}
    about = json.dumps(dict(method_lines(definition)), ensure_ascii=False)
    pq.write_table(pa.table(arrays).replace_schema_metadata({"bahtera.definition": about}), path)


def _array(name: str, cells: list[Cell], by: tuple[str, ...]) -> Any:
    if name in by:
        whole = all(isinstance(cell, int) for cell in cells if cell is not None)
        return pa.array(cells, pa.int64() if cells and whole else pa.string())
    if name.startswith("definition"):
        return pa.array(cells, pa.string())
    with_decimals = name == "index" or name.endswith(("_index", "_percent"))
    return pa.array(cells, _TWO_PLACES if with_decimals else pa.int64())


def _names(definition: IndexDefinition, sums: Sums) -> list[str]:
    return list(_record(definition, sums.by, total_figures(sums)))


def _record(definition: IndexDefinition, by: tuple[str, ...], figures: Figures) -> dict[str, Cell]:
    found: dict[str, Cell] = dict(zip(by, figures.key or (None,) * len(by), strict=True))
    found |= {"families": figures.families, "scored": figures.scored, "index": figures.mean}
    for name, (count, percent) in figures.categories.items():
        found[f"{name}_families"], found[f"{name}_percent"] = count, percent
    found |= {f"{name}_index": value for name, value in figures.dimensions.items()}
    for share in figures.indicators:
        found[f"{share.id}_applicable"] = share.applicable
        found[f"{share.id}_met"] = share.met
        found[f"{share.id}_percent"] = share.percent
        found[f"{share.id}_unanswered"] = share.unanswered
    found["definition"] = f"{definition.id} {definition.version} {definition.status} {definition.method}"
    found["definition_hash"] = definition.hash
    return found
