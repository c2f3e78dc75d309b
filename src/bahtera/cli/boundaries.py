"""``bahtera boundaries``: official boundaries of areas, from GeoJSON, GeoPackage or Shapefile."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from bahtera.cli.setup import start_django

if TYPE_CHECKING:
    from bahtera.areas.api import Imported

console = Console(highlight=False)
commands = typer.Typer(no_args_is_help=True, help="Official boundaries of areas.")

_SHOWN = 20
_WHY = {
    "number": "kodenya angka, nolnya bisa hilang · its code is a number, zeros may be lost",
    "short": "kodenya kurang angka · its code is too short",
    "no_polygon": "bukan poligon · no polygon",
    "broken": "koordinat rusak · broken coordinates",
    "elsewhere": "di luar Indonesia, atau bukan derajat · outside Indonesia, or not in degrees",
    "sliver": "terlalu sempit · too narrow",
    "no_code": "tanpa kode · no code",
    "unknown": "kode tidak dikenal · unknown code",
    "bps_unknown": "kode BPS ini belum ada di daftar kita · a BPS code our list does not have",
    "far": "jauh dari wilayah dengan kode ini · far from the area of this code",
    "other_name": "namanya milik wilayah lain di sebelahnya · bears the name of another area beside it",
}


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(commands, name="boundaries")


@commands.callback()
def _group() -> None:
    """Official boundaries of areas."""


@commands.command("import")
def import_(  # noqa: PLR0917 - the command line names them
    file: Annotated[
        Path, typer.Argument(help="GeoJSON, GeoPackage, or Shapefile (zipped, or beside its .dbf).")
    ],
    source: Annotated[str, typer.Option(help="Where it is from, as printed under each map.")],
    dated: Annotated[str, typer.Option("--date", help="Of when it is, as printed.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Its licence, as printed.")] = "",
    property_name: Annotated[str, typer.Option("--property", help="Which column holds the code.")] = "",
    crs: Annotated[
        str, typer.Option("--crs", help="Its projection, as EPSG:32750, when it tells none.")
    ] = "",
    layer: Annotated[
        str, typer.Option("--layer", help="Which layer to read; all with polygons if not said.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what fits, keep nothing.")] = False,
) -> None:
    """Keep the boundaries of a file in place of earlier ones, and tell what did not match."""
    start_django()
    from bahtera.areas import api as areas

    notes = areas.FileNotes(source, dated, licence, property_name, crs, layer)
    made = areas.import_boundaries(file, notes, actor_key="system", dry_run=dry_run)
    _tell(made, dry_run=dry_run)


@commands.command("list")
def list_() -> None:
    """List the files that were sent or imported, the newest first."""
    start_django()
    from bahtera.areas import api as areas

    for row in areas.boundary_files():
        kept = f"{row.report.kept:,}" if row.report else "–"
        console.print(
            f"{row.id} {row.sent_at:%Y-%m-%d} {row.state.value}: {escape(row.notes.source)}, {row.notes.dated or '–'},"
            f" {kept} batas · boundaries, {row.in_use:,} dipakai · in use, {row.sha256[:12]}"
        )


def _tell(made: "Imported", *, dry_run: bool) -> None:
    again = f", {made.replaced:,} menggantikan yang lama · replace earlier ones" if made.replaced else ""
    console.print(
        f"{'○' if dry_run else '✓'} {made.kept:,} batas cocok · boundaries fit{again}"
        + (", tidak ada yang disimpan · nothing was kept" if dry_run else "")
    )
    levels = ", ".join(f"{level} {count:,}" for level, count in made.levels.items())
    console.print(f"  {levels}; {', '.join(made.columns)}; {made.mended:,} diperbaiki · mended")
    for why, count in sorted(made.reasons.items()):
        console.print(f"! {count:,} {_WHY[why]}")
    for one in made.unmatched[:_SHOWN]:
        console.print(f"  {one.place}: {escape(one.text) or '–'} {escape(one.name)} ({one.why})")
    if made.other_names:
        console.print(f"! {len(made.other_names):,} bernama lain · named otherwise")
        for code, told, known in made.other_names[:_SHOWN]:
            console.print(f"  {code}: {escape(told)} / {known}")
    if made.overlaps:
        console.print(f"! {len(made.overlaps):,} tumpang-tindih · overlap")
        for pair in made.overlaps[:_SHOWN]:
            console.print(f"  {pair.one} / {pair.other}: {pair.percent} %")
    if made.without:
        console.print(
            f"! {len(made.without):,} wilayah di sampingnya tanpa batas · areas beside them without"
        )
        console.print(f"  {' '.join(made.without[:_SHOWN])}")
