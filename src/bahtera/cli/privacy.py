"""``bahtera privacy``: what this site processes, and why."""

from enum import StrEnum
from typing import Annotated

import typer

from bahtera.cli.setup import start_django

commands = typer.Typer(no_args_is_help=True, help="What is processed, and why.")

EXIT_UNPLACED = 1


class Format(StrEnum):
    """Of the register."""

    MARKDOWN = "markdown"
    CSV = "csv"


@commands.callback()
def _privacy() -> None:
    """Keep `register` a command of its own while it is the only one."""


@commands.command()
def register(
    form: Annotated[Format, typer.Option("--format", help="A page, or a table.")] = Format.MARKDOWN,
) -> None:
    """Print the register of processing activities; ends with 1 when something has no purpose."""
    start_django()
    from bahtera.privacy import api

    found = api.processing_register()
    typer.echo(api.as_csv(found) if form is Format.CSV else api.as_markdown(found), nl=False)
    for name in found.unplaced:
        typer.echo(f"tanpa tujuan · without a purpose: {name}", err=True)
    if found.unplaced:
        raise typer.Exit(EXIT_UNPLACED)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(commands, name="privacy")
