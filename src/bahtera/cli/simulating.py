"""Simulated interviews for a round, with faults planted in them: to see and to teach what checks ask."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bahtera.cli.setup import start_django

if TYPE_CHECKING:
    from bahtera.surveys.api import RoundRow

_MOST_VILLAGES = 20


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(name="simulate-fieldwork")(simulate_fieldwork)


def simulate_fieldwork(  # noqa: PLR0917 - the options of one command
    round_id: Annotated[int, typer.Argument(help="The number of the round, as in its address.")],
    villages: Annotated[int, typer.Option(min=1, max=_MOST_VILLAGES, help="How many of its villages.")] = 4,
    kader: Annotated[int, typer.Option(min=1, max=9, help="How many kader in each village.")] = 3,
    families: Annotated[int, typer.Option(min=5, max=200, help="How many families each visits.")] = 20,
    seed: Annotated[int, typer.Option(help="The same seed gives the same interviews.")] = 2026,
    honest: Annotated[bool, typer.Option("--honest", help="Plant no faults.")] = False,
) -> None:
    """Send simulated interviews into a round in the field, plant faults in them, and say which were found."""
    start_django()
    from bahtera.checks import api as checks
    from bahtera.cli.demonstration.fieldwork import sending
    from bahtera.surveys import api as surveys

    console = Console(highlight=False)
    row = surveys.get_round(round_id)
    chosen = _villages(row, villages)
    with console.status("Mengirim wawancara buatan · sending simulated interviews"):
        sent, truth = sending.send(row, chosen, kader=kader, families=families, seed=seed, faults=not honest)
    with console.status("Memeriksa mutu · checking"):
        run = checks.run_round(round_id)
    console.print(
        f"✓ data sintetis · synthetic data: {sent} wawancara · interviews, {len(chosen)} desa · villages"
    )
    console.print(f"✓ pertanyaan · questions: {run.opened} /putaran/{round_id}/mutu/")
    scores, false = sending.found(round_id, truth)
    for name, one in sorted(scores.items()):
        console.print(f"  {name}: {one.found} / {one.planted}")
    alarms = sum(len(asked) for asked in false.values())
    console.print(f"  tanpa sebab · asked in vain: {alarms} / {sent}")


def _villages(row: "RoundRow", most: int) -> list[str]:
    """Return the first villages of a round's targets, else of its area."""
    from bahtera.areas import api as areas
    from bahtera.surveys import api as surveys

    known = [one.village_code for one in surveys.targets(row.id)]
    if not known and row.area_code:
        known = [one.code for one in areas.villages_within(row.area_code)]
    if not known:
        message = "This round has neither targets nor an area."
        raise typer.BadParameter(message)
    return sorted(known)[:most]
