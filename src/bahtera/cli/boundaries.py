"""``bahtera boundaries``: official boundaries of areas, from a GeoJSON file."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bahtera.cli.setup import start_django

console = Console(highlight=False)
commands = typer.Typer(no_args_is_help=True, help="Official boundaries of areas.")

_SHOWN = 20
_WHY = {
    "number": "kodenya angka, nolnya bisa hilang · its code is a number, zeros may be lost",
    "no_polygon": "bukan poligon · no polygon",
    "broken": "koordinat rusak · broken coordinates",
    "elsewhere": "di luar Indonesia, atau bukan derajat · outside Indonesia, or not in degrees",
    "sliver": "terlalu sempit · too narrow",
    "no_code": "tanpa kode · no code",
    "unknown": "kode tidak dikenal · unknown code",
    "far": "jauh dari wilayah dengan kode ini · far from the area of this code",
}


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(commands, name="boundaries")


@commands.callback()
def _group() -> None:
    """Official boundaries of areas."""


@commands.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="GeoJSON in degrees (WGS 84), each feature with its code.")],
    source: Annotated[str, typer.Option(help="Where it is from, as shown beside what it decides.")],
    property_name: Annotated[str, typer.Option("--property", help="Which property holds the code.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what fits, keep nothing.")] = False,
) -> None:
    """Keep the boundaries of a file in place of earlier ones, and tell what did not match."""
    start_django()
    from bahtera.areas import api as areas

    made = areas.import_boundaries(
        file.read_bytes(), source=source, property_name=property_name, actor_key="system", dry_run=dry_run
    )
    again = f", {made.replaced:,} menggantikan yang lama · replace earlier ones" if made.replaced else ""
    console.print(
        f"{'○' if dry_run else '✓'} {made.kept:,} batas cocok · boundaries fit{again}"
        + (", tidak ada yang disimpan · nothing was kept" if dry_run else "")
    )
    for why, count in sorted(Counter(one.why for one in made.unmatched).items()):
        console.print(f"! {count:,} {_WHY[why]}")
    for one in made.unmatched[:_SHOWN]:
        console.print(f"  {one.place}: {one.text or '–'} {one.name}")
    if made.other_names:
        console.print(f"! {len(made.other_names):,} bernama lain · named otherwise")
        for code, told, known in made.other_names[:_SHOWN]:
            console.print(f"  {code}: {told} / {known}")
    if made.without:
        console.print(
            f"! {len(made.without):,} wilayah di sampingnya tanpa batas · areas beside them without"
        )
        console.print(f"  {' '.join(made.without[:_SHOWN])}")
