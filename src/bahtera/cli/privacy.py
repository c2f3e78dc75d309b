"""``bahtera privacy``: what this site processes, and why."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bahtera.cli.setup import start_django

if TYPE_CHECKING:
    from bahtera.privacy.api import ReportRow

commands = typer.Typer(no_args_is_help=True, help="What is processed, and why.")

EXIT_UNPLACED = 1
EXIT_FAILED = 1
EXIT_PAUSED = 4


class Format(StrEnum):
    """Of the register."""

    MARKDOWN = "markdown"
    CSV = "csv"


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


@commands.command()
def retention(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only; change nothing.")] = False,
    after_pause: Annotated[
        bool, typer.Option("--after-pause", help="Go on although the last run is more than 35 days ago.")
    ] = False,
) -> None:
    """Carry out how long what is kept, as every night; ends with 1 when something failed, 4 when it paused.

    A rule that is new or was changed is announced first and carried out from 12 hours later on. What is under a
    legal hold is never touched.
    """
    start_django()
    from bahtera.privacy import api

    if dry_run:
        reports, state = api.preview_retention(), "dry run"
    else:
        run = api.carry_out_retention(after_pause=after_pause)
        reports, state = run.reports, run.state
    for line in _report(reports):
        typer.echo(line)
    typer.echo(f"{_STATES[state]}; rules {api.retention_rules().version}")
    if state == "paused":
        raise typer.Exit(EXIT_PAUSED)
    if any(one.failed for one in reports):
        raise typer.Exit(EXIT_FAILED)


_STATES = {
    "dry run": "tidak ada yang diubah · nothing was changed",
    "done": "selesai · carried out",
    "paused": (
        "ditunda: lebih dari 35 hari sejak yang terakhir; periksa jam, lalu pakai --after-pause · "
        "paused: more than 35 days since the last run; check the clock, then use --after-pause"
    ),
}


def _report(reports: Sequence["ReportRow"]) -> Iterator[str]:
    for one in reports:
        how = "carried out" if one.carried_out else "announced"
        more = " and more" if one.left_over else ""
        yield (
            f"{one.rule}: older than {one.older_than:%Y-%m-%d}: {one.due}{more} due, {one.ended} ended, "
            f"{one.held} held, {one.failed} failed ({how}, wording {one.rule_sha256[:12]})"
        )
        for key, error in one.problems:
            yield f"  {key or 'search'}: {error}"


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(commands, name="privacy")
