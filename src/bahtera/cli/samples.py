"""Commands for samples: drawing villages and families of a round, and doing a draw again."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from rich.console import Console

from bahtera.cli.setup import start_django

console = Console(highlight=False)
commands = typer.Typer(no_args_is_help=True, help="Which villages and families a round visits.")
EXIT_DIFFERENT = 1
Kind = TypeVar("Kind", bound=StrEnum)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(commands, name="sample")


@commands.command("draw")
def draw(  # noqa: PLR0917 - options of one command
    round_id: Annotated[int, typer.Argument(help="Number of the round.")],
    villages: Annotated[int, typer.Option(help="How many villages to draw.")],
    frame: Annotated[
        Path | None, typer.Option(help="CSV or XLSX with kode and keluarga; without it the family register.")
    ] = None,
    strata: Annotated[str, typer.Option(help="none, column, regency or district.")] = "none",
    rule: Annotated[str, typer.Option(help="Among strata: proportional, equal or root.")] = "proportional",
    chance: Annotated[str, typer.Option(help="pps (by families) or equal.")] = "pps",
    take: Annotated[int, typer.Option(help="Families a village.")] = 10,
    reserves: Annotated[int, typer.Option(help="Families a village that stand by.")] = 5,
    seed: Annotated[str, typer.Option(help="Drawn by lot; without it the system makes one.")] = "",
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Draw without lines that cannot be taken.")
    ] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="Let the round work with it at once.")] = False,
) -> None:
    """Draw the villages of a round; with --confirm also the families of each, out of the register."""
    start_django()
    from bahtera.access.api import SYSTEM
    from bahtera.samples import api as samples

    kind = _choice(samples.Strata, strata)
    if frame is None:
        kept = samples.frame_from_register(round_id, strata=kind, actor=SYSTEM)
    else:
        kept = samples.keep_frame(
            round_id, frame.read_bytes(), strata=kind, leave_out=leave_out, actor=SYSTEM
        )
    numbers = samples.share_villages(
        kept.id, villages, rule=_choice(samples.Allocation, rule).value, actor=SYSTEM
    )
    plan = samples.Plan(
        numbers, take, reserves, _choice(samples.Chance, chance).value, rule, tuple(samples.USUAL)
    )
    row = samples.plan_draw(kept.id, plan, seed=seed, actor=SYSTEM)
    row = samples.draw(row.id, revision=row.revision, actor=SYSTEM)
    if confirm:
        row = samples.confirm_draw(row.id, revision=row.revision, actor=SYSTEM)
        for one in samples.villages_of(row.id, actor=SYSTEM):
            samples.draw_from_register(row.id, one.village_code, actor=SYSTEM)
    for one in samples.villages_of(row.id, actor=SYSTEM):
        told = f"{one.main} + {one.reserves}" if one.listed else "-"
        console.print(f"{one.village_code}\t{one.probability}\t{told}", markup=False)
    console.print(f"✓ {row.id}  {row.seed}  {row.sha256}", markup=False, soft_wrap=True)


@commands.command("again")
def again(draw_id: Annotated[UUID, typer.Argument(help="Number of the draw.")]) -> None:
    """Do a draw again from its seed, frame and lists; status 1 when anything comes out otherwise."""
    start_django()
    from bahtera.access.api import SYSTEM
    from bahtera.samples import api as samples

    found = samples.redraw(draw_id, actor=SYSTEM)
    if not found.is_same:
        console.print(
            f"✗ {', '.join(found.different) or 'kerangka atau desa · frame or villages'}", markup=False
        )
        raise typer.Exit(EXIT_DIFFERENT)
    console.print(
        f"✓ sama · the same: {found.villages} desa · villages, {found.listed} daftar keluarga · lists of families"
    )


def _choice(kind: type[Kind], text: str) -> Kind:
    try:
        return kind(text)
    except ValueError as error:
        names = ", ".join(one.value for one in kind)
        message = f"{text!r} is none of {names}"
        raise typer.BadParameter(message) from error
