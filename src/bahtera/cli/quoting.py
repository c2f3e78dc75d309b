"""``bahtera context``: figures of others about an area, from a file of them."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bahtera.cli.setup import start_django

console = Console(highlight=False, soft_wrap=True)
commands = typer.Typer(no_args_is_help=True, help="Figures of others about an area, each with its source.")
EXIT_FAULTS = 3


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(commands, name="context")


@commands.callback()
def _group() -> None:
    """Figures of others about an area, each with its source."""


@commands.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX of figures or opinions.", exists=True)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what fits, keep nothing.")] = False,
) -> None:
    """Keep a whole file of figures or opinions, or tell every fault of it and keep nothing."""
    start_django()
    from bahtera.access.api import SYSTEM
    from bahtera.context import api as context

    found = context.preview_import(file.read_bytes(), actor=SYSTEM)
    for fault in found.content.faults:
        where = f"baris {fault.line}" if fault.line else "berkas"
        where += f", kolom {fault.column}" if fault.column else ""
        console.print(f"✗ {where}: {fault} [{fault.code}]", markup=False)
    if not found.fits:
        console.print("tidak ada yang disimpan · nothing was kept")
        raise typer.Exit(EXIT_FAULTS)
    for one, other in found.conflicts:
        console.print(
            f"! {one.series} {one.area} {one.period.text}: {one.value} ({one.source}) ≠ {other.value}"
            f" ({other.source})",
            markup=False,
        )
    told = f"{len(found.content.figures)} angka · figures, {len(found.content.opinions)} pendapat · opinions"
    if dry_run:
        console.print(f"○ {told}, tidak ada yang disimpan · nothing was kept")
        return
    batch = context.import_figures(file.read_bytes(), file_name=file.name, actor=SYSTEM)
    console.print(f"✓ impor · import {batch.id}: {told}")


@commands.command("list")
def list_(
    area: Annotated[str, typer.Argument(help="Kemendagri code, such as 63, or ID for Indonesia.")] = "",
) -> None:
    """List the declared series and imports; or with an area, what is quoted of it."""
    start_django()
    from bahtera.context import api as context

    if area:
        for name, rows in context.quoted_in(area.upper()).items():
            console.print(f"{name} ({context.get_series(name).unit.value})", markup=False)
            for row in rows:
                told = "; ".join(f"{one.value} ({one.source})" for one in row.figures)
                mark = "!" if row.conflicting else " "
                console.print(f" {mark} {row.period.text}: {told}", markup=False)
        return
    counts = Counter({name: len(context.areas_of(name)) for name in context.all_series()})
    for name, series in context.all_series().items():
        console.print(
            f"{name}: {series.unit.value}, {series.institution}, {counts[name]} wilayah · areas", markup=False
        )
    for batch in context.batches():
        ended = f", ditarik · taken back: {batch.reason}" if batch.taken_back_at else ""
        console.print(
            f"#{batch.id} {batch.file_name}: {batch.figures} + {batch.opinions}{ended}", markup=False
        )
