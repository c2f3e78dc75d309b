"""Writing results by the ending of their file, and a glance of them for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import typer
from rich.table import Table

from bahtera.cli.scoring import sums_files, tables, workbook
from bahtera.cli.scoring.figures import figures_of, total_figures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from bahtera.cli.scoring.figures import Figures
    from bahtera.indices import IndexDefinition, UnknownColumn
    from bahtera.indices.sums import Sums
    from bahtera.indices.values import Language

_WRITERS = {".csv": tables.write_csv, ".json": tables.write_json, ".parquet": tables.write_parquet}
_ENDINGS = {"--out": (*_WRITERS, ".xlsx"), "--sums": (".json", ".parquet"), "--families": (".parquet",)}
_SHOWN = 20


def check_endings(out: Path | None, sums: Path | None, families: Path | None) -> None:
    """Refuse file names whose ending says nothing, and folders that are not there, before any work."""
    for (option, endings), path in zip(_ENDINGS.items(), (out, sums, families), strict=True):
        if path is None:
            continue
        if path.suffix not in endings:
            raise typer.BadParameter(f"{option} ends with {' or '.join(endings)}, not {path.name}")
        if not path.resolve().parent.is_dir():
            raise typer.BadParameter(f"{option}: there is no folder {path.parent}")


def check_places(inputs: Sequence[Path], *outputs: Path | None) -> None:
    """Refuse to write over what is read, or two results into one file."""
    written = [path.resolve() for path in outputs if path is not None]
    if len(set(written)) < len(written):
        raise typer.BadParameter("two results cannot go into one file")
    for source in (path.resolve() for path in inputs):
        for target in written:
            if target == source or source in target.parents:
                raise typer.BadParameter(
                    f"{target.name} would be written over what is read from {source.name}"
                )


def write(
    definition: IndexDefinition,
    sums: Sums,
    *,
    out: Path | None,
    sums_out: Path | None,
    language: str,
    files: Sequence[str],
    unknown: Sequence[UnknownColumn] | None = None,
) -> None:
    """Write the results and the sums that were asked for; `unknown` None when nobody looked."""
    if sums_out is not None:
        sums_files.write_sums(sums, sums_out)
    if out is None:
        return
    if out.suffix == ".xlsx":
        workbook.write_workbook(
            definition, sums, out, language=cast("Language", language), files=files, unknown=unknown
        )
    else:
        _WRITERS[out.suffix](definition, sums, out)


def show(console: Console, definition: IndexDefinition, sums: Sums) -> None:
    """Print the method, the first groups and the total."""
    status = "set kerja, bukan resmi · working, not official" if definition.status != "official" else "resmi"
    console.print(
        f"{definition.title.id} {definition.version} · {definition.method} · {status}", markup=False
    )
    console.print(f"definisi · definition {definition.hash[:12]}", markup=False)
    table = Table(*sums.by, "keluarga", "dinilai", definition.id.upper(), box=None)
    for each in definition.categories:
        table.add_column(f"{each.id} %", justify="right")
    groups = figures_of(sums)
    for figures in groups[:_SHOWN] if sums.by else []:
        table.add_row(*("-" if part is None else str(part) for part in figures.key), *_cells(figures))
    if len(groups) > _SHOWN:
        table.add_row(*["..." for _ in sums.by], f"+{len(groups) - _SHOWN}")
    table.add_row(*["" for _ in sums.by], *_cells(total_figures(sums)), style="bold")
    console.print(table)


def show_unknown(console: Console, unknown: Sequence[UnknownColumn] | None) -> None:
    """Print which answers could not be read and counted as unanswered."""
    if unknown is None:
        console.print("Jawaban yang tidak terbaca tidak dihitung · unreadable answers were not counted")
    elif unknown:
        console.print(
            "Tidak terbaca, dihitung sebagai belum dijawab · could not be read, counted as unanswered:",
            style="yellow",
        )
        for each in unknown:
            console.print(f"  {each}", markup=False)


def _cells(figures: Figures) -> list[str]:
    shares = ["" if percent is None else str(percent) for _, percent in figures.categories.values()]
    mean = "" if figures.mean is None else str(figures.mean)
    return [str(figures.families), str(figures.scored), mean, *shares]
