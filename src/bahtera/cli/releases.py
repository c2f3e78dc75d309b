"""``bahtera release``: are the signed data of a round as they were signed, and do the figures follow from them?"""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from bahtera.cli.setup import start_django

commands = typer.Typer(no_args_is_help=True, help="Signed data versions of rounds.")

EXIT_CHANGED = 1

_PROBLEMS = {
    "format": "bukan berkas versi data, atau bagiannya hilang · not a file of a data version, or part of it is missing",
    "key": "ditandatangani situs lain · signed by another site",
    "signature": "tanda tangan tidak cocok · the signature does not fit",
    "figures": "angkanya diubah · the figures were changed",
    "manifest": "daftar barisnya diubah · the list of lines was changed",
    "lines": "ada baris yang diubah · a line was changed",
    "sums": "jumlahnya tidak berasal dari barisnya · the sums do not follow from the lines",
}


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(commands, name="release")


@commands.callback()
def _group() -> None:
    """Signed data versions of rounds."""


@commands.command()
def verify(
    file: Annotated[
        Path, typer.Argument(help="A file of a data version, the whole one or that for everybody.")
    ],
    key: Annotated[
        str, typer.Option(help="Public key of the site, taken from elsewhere; else the key the file names.")
    ] = "",
) -> None:
    """Check a file of a data version by itself: signature, hashes and, with its lines, sums; ends with 1 if not."""
    start_django()
    from bahtera.releases import api as releases

    try:
        told = orjson.loads(file.read_bytes())
    except ValueError:
        told = None
    found = releases.verify_file(told or {}, public_key=key)
    for problem in found.problems:
        typer.echo(f"✗ {_PROBLEMS[problem]}")
    if found.problems:
        raise typer.Exit(EXIT_CHANGED)
    typer.echo(
        f"✓ versi data · data version {found.number}, {found.kind}, {found.families} keluarga · families,"
        f" hash {found.digest}"
    )
    if found.withheld:
        typer.echo(f"  {found.withheld} baris hanya berupa hash · lines stand as their hash alone")
    if not key:
        typer.echo(
            "  Kunci situs diambil dari berkas ini sendiri (--key) · the key was taken from the file itself"
        )


@commands.command()
def check(
    round_id: Annotated[int, typer.Argument(metavar="ROUND", help="Number of the round.")],
    number: Annotated[int, typer.Argument(help="Number of the version; all of them when left out.")] = 0,
) -> None:
    """Work every figure of a round's data versions out again from their lines; ends with 1 when one differs."""
    start_django()
    from bahtera.access.api import SYSTEM
    from bahtera.releases import api as releases

    wanted = [number] if number else sorted(row.number for row in releases.versions(round_id, actor=SYSTEM))
    whole = True
    for each in wanted:
        found = releases.reproduce(round_id, each)
        whole = whole and found.is_whole
        told = f"{found.families} keluarga · families, {found.areas} wilayah · areas"
        told += f", {found.erased} baris dihapus · lines erased" if found.erased else ""
        typer.echo(f"{'✓' if found.is_whole else '✗'} versi · version {each}: {told}")
        for area in found.differs[:20]:
            typer.echo(f"    {area}")
    if not whole:
        raise typer.Exit(EXIT_CHANGED)
