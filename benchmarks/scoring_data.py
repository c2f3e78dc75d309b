"""Synthetic families (sintetis) for the scoring benchmark: the same numbers give the same file anywhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import compute

from bahtera.indices import IndexDefinition, Variable, load

Codes = np.ndarray[Any, np.dtype[Any]]
CHUNK = 130_000
VILLAGES = 2_016  # as many as Kalimantan Selatan has
VISITED = date(2026, 11, 2)
EPOCH = date(1970, 1, 1).toordinal()
SIZES = np.array([0.07, 0.13, 0.22, 0.27, 0.17, 0.08, 0.035, 0.015, 0.01])
NOT_GOOD_FIRST = {
    "perkara_pidana": "tidak",
    "kawin_anak": "tidak",
    "disabilitas": "tidak",
    "sakit_kronis": "tidak",
}
UNKNOWN, BLANK = 0.012, 0.004


def write_families(path: Path, families: int, *, seed: int = 2026) -> None:
    """Write a Parquet file with a row a family and the roster as list of struct."""
    definition = load("ikk")
    writer: pq.ParquetWriter | None = None
    for start in range(0, families, CHUNK):
        rng = np.random.default_rng([seed, start])
        table = _chunk(definition, rng, start, min(CHUNK, families - start))
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd", version="2.6")
        writer.write_table(table, row_group_size=CHUNK)
    if writer:
        writer.close()


def write_copies(source: Path, folder: Path, copies: int) -> None:
    """Write the families several times over, with numbers of their own, as parts of one table."""
    folder.mkdir()
    file = pq.ParquetFile(source)
    for copy in range(copies):
        with pq.ParquetWriter(
            folder / f"bagian-{copy:02d}.parquet", file.schema_arrow, compression="zstd"
        ) as out:
            for group in range(file.num_row_groups):
                table = file.read_row_group(group)
                number = compute.add(table["nomor"], copy * file.metadata.num_rows)
                out.write_table(table.set_column(0, "nomor", number), row_group_size=CHUNK)


def families_as_answers(number: int) -> list[dict[str, Any]]:
    """Return the first families as `score_one` takes them."""
    table = _chunk(load("ikk"), np.random.default_rng([2026, 0]), 0, number)
    return [{name: value for name, value in row.items() if name != "nomor"} for row in table.to_pylist()]


def _chunk(definition: IndexDefinition, rng: np.random.Generator, start: int, size: int) -> pa.Table:
    quality = rng.beta(5, 1.6, size)
    number = np.arange(start, start + size)
    columns: dict[str, pa.Array] = {"nomor": pa.array(number)}
    village = number * VILLAGES // 1_300_000 % VILLAGES
    for variable in definition.variables.values():
        if variable.roster is None:
            columns[variable.name] = _family_column(variable, rng, quality, village)
    columns["anggota"] = _roster(definition, rng, quality)
    return pa.table(columns)


def _family_column(variable: Variable, rng: np.random.Generator, quality: Codes, village: Codes) -> pa.Array:
    size = len(quality)
    if variable.name == "kode_desa":
        names = [f"63.{v // 156 + 1:02d}.{v % 156 // 12 + 1:02d}.2{v % 12 + 1:03d}" for v in range(VILLAGES)]
        return _coded(village.astype(np.int32), names)
    if variable.type == "date":
        days = VISITED.toordinal() - EPOCH - rng.integers(0, 60, size, dtype=np.int32)
        return pa.array(days.astype(np.int32), pa.date32())
    if variable.type == "select_one":
        return _choice(variable, rng, quality)
    if variable.name == "pendapatan_bulan":
        income = (rng.lognormal(14.9, 0.55, size) // 1000 * 1000).astype(np.int64)
        return pa.array(income, mask=rng.random(size) < 0.03)
    if variable.name == "luas_lantai":
        hundredths = rng.integers(1200, 16000, size)
        return pa.array(hundredths / 100, pa.float64())
    return pa.array(rng.integers(1, 9, size))


def _choice(variable: Variable, rng: np.random.Generator, quality: Codes) -> pa.Array:
    """Return codes: the good one as often as the family is well, sometimes unknown, rarely blank."""
    codes = [*variable.choices, *variable.missing]
    good = codes.index(NOT_GOOD_FIRST.get(variable.name, codes[0]))
    size, choices = len(quality), len(variable.choices)
    drawn = rng.integers(0, choices, size).astype(np.int32)
    drawn[rng.random(size) < quality] = good
    luck = rng.random(size)
    if variable.missing:
        drawn[luck < UNKNOWN] = codes.index(variable.missing[0])
    return _coded(drawn, codes, (luck >= UNKNOWN) & (luck < UNKNOWN + BLANK))


def _roster(definition: IndexDefinition, rng: np.random.Generator, quality: Codes) -> pa.Array:
    sizes = rng.choice(len(SIZES), len(quality), p=SIZES / SIZES.sum()) + 1
    ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    place = np.arange(ends[-1]) - np.repeat(ends[:-1], sizes)
    well = np.repeat(quality, sizes)
    age = np.where(place == 0, rng.integers(22, 80, len(place)), rng.integers(20, 75, len(place)))
    age = np.where(place >= 2, rng.integers(0, 26, len(place)), age)
    fields: dict[str, pa.Array] = {}
    for variable in (each for each in definition.variables.values() if each.roster == "anggota"):
        if variable.type == "date":
            days = VISITED.toordinal() - EPOCH - age * 365.25 - rng.integers(61, 426, len(place))
            blank = rng.random(len(place)) < BLANK
            fields[variable.name] = pa.array(days.astype(np.int32), mask=blank).cast(pa.date32())
        elif variable.name == "hubungan":
            fields[variable.name] = _coded(np.minimum(place, 2).astype(np.int32), list(variable.choices))
        elif variable.name == "jenis_kelamin":
            fields[variable.name] = _coded((rng.random(len(place)) < 0.5).astype(np.int32), ["l", "p"])
        elif variable.name == "status_kawin":
            drawn = np.where(place < 2, rng.choice(4, len(place), p=[0.03, 0.85, 0.05, 0.07]), 0)
            fields[variable.name] = _coded(drawn.astype(np.int32), list(variable.choices))
        elif variable.name == "sekolah":
            drawn = np.where(rng.random(len(place)) < well, 1, rng.integers(0, 5, len(place)))
            fields[variable.name] = _coded(drawn.astype(np.int32), list(variable.choices))
        else:
            fields[variable.name] = _choice(variable, rng, well)
    return pa.ListArray.from_arrays(pa.array(ends), pa.StructArray.from_arrays(fields.values(), list(fields)))


def _coded(codes: Codes, names: list[str], blank: Codes | None = None) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=blank), pa.array(names))
