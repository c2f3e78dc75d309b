"""Simulated interviews for a round, with faults planted in them: to see and to teach what checks ask."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bahtera.cli.setup import start_django

if TYPE_CHECKING:
    from bahtera.cli.demonstration.fieldwork.sending import Sent
    from bahtera.surveys.api import RoundRow

_MOST_VILLAGES = 20
_SOME_VILLAGES = 6

console = Console(highlight=False)

RoundId = Annotated[int, typer.Argument(help="The number of the round, as in its address.")]
Kader = Annotated[int, typer.Option(min=1, max=9, help="How many kader each village has at the least.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(name="write-frame")(write_frame)
    app.command(name="prepare-fieldwork")(prepare_fieldwork)
    app.command(name="simulate-fieldwork")(simulate_fieldwork)


def write_frame(
    area: Annotated[str, typer.Argument(help="The code of a regency or city, as 63.05.")],
) -> None:
    """Write an invented frame of an area: its villages as they are, with made-up numbers of families."""
    start_django()
    from bahtera.areas import api as areas
    from bahtera.cli.demonstration.fieldwork import drawn

    codes = sorted(one.code for one in areas.villages_within(area)) if areas.exists(area) else []
    if not codes:
        message = f"{area}: tidak ada desa · no villages"
        raise typer.BadParameter(message)
    typer.echo(drawn.frame_of(codes))


def prepare_fieldwork(round_id: RoundId, kader: Kader = 2) -> None:
    """Draw families in villages of a sample that have no list yet, from an invented one, and appoint invented kader."""
    start_django()
    from bahtera.cli.demonstration.fieldwork import drawn
    from bahtera.surveys import api as surveys

    row = _synthetic(surveys.get_round(round_id))
    villages = drawn.drawn_villages(row)
    if not villages:
        message = "Putaran ini belum punya sampel yang ditetapkan · this round has no confirmed sample yet."
        raise typer.BadParameter(message)
    made = drawn.prepare(row, villages, kader=kader)
    console.print(f"✓ {made.villages} desa terpilih · drawn villages /putaran/{round_id}/sampel/")
    console.print(f"✓ {made.lists} daftar keluarga buatan · invented lists of families")
    console.print(f"✓ {made.kader} kader sintetis ditunjuk · synthetic kader appointed")


def simulate_fieldwork(  # noqa: PLR0917 - the options of one command
    round_id: RoundId,
    villages: Annotated[
        int | None,
        typer.Option(
            min=1, max=_MOST_VILLAGES, help="How many of its villages; without it all of a sample, else 6."
        ),
    ] = None,
    kader: Kader = 2,
    families: Annotated[
        int,
        typer.Option(min=5, max=200, help="How many families each kader visits; a sample says it itself."),
    ] = 20,
    seed: Annotated[int, typer.Option(help="The same seed gives the same interviews.")] = 2026,
    honest: Annotated[bool, typer.Option("--honest", help="Plant no faults.")] = False,
) -> None:
    """Send simulated interviews into a round in the field, plant faults in them, and say which were found."""
    start_django()
    from bahtera.checks import api as checks
    from bahtera.cli.demonstration.fieldwork import sending
    from bahtera.surveys import api as surveys

    row = _synthetic(surveys.get_round(round_id))
    if not row.is_open:
        message = "Putaran ini tidak sedang di lapangan · this round is not in the field."
        raise typer.BadParameter(message)
    chosen = _villages(row, villages)
    with console.status("Mengirim wawancara buatan · sending simulated interviews"):
        sent = sending.send(row, chosen, kader=kader, families=families, seed=seed, faults=not honest)
    with console.status("Memeriksa mutu · checking"):
        checks.run_round(round_id)
    console.print(
        f"✓ data sintetis · synthetic data: {sent.interviews} wawancara · interviews,"
        f" {len(sent.kader)} kader, {len(chosen)} desa · villages"
    )
    _tell(round_id, sent)


def _tell(round_id: int, sent: "Sent") -> None:
    """Print what was planted and found, what was not planted and why, and what was asked in vain."""
    from bahtera.access.api import SYSTEM
    from bahtera.checks import api as checks
    from bahtera.cli.demonstration.fieldwork import sending

    flags = checks.iter_flags(round_id, actor=SYSTEM)
    waiting = sum(one.state == checks.FlagState.OPEN.value for one in flags)
    console.print(f"✓ pertanyaan terbuka · open questions: {waiting} /putaran/{round_id}/mutu/")
    scores, false = sending.found(round_id, sent)
    for name, one in sorted(scores.items()):
        console.print(f"  {name}: {one.found} / {one.planted}")
    for name, needed in sorted(sent.unplanted.items()):
        why = (
            f"perlu {needed} wawancara per kader · needs {needed} interviews of one kader"
            if needed
            else "kader kurang · too few kader"
        )
        console.print(f"  {name}: tidak ditanam · not planted ({why})")
    alarms = sum(len(asked) for asked in false.values())
    share = f"{alarms / sent.interviews:.2%}" if sent.interviews else "–"
    console.print(f"  tanpa sebab · asked in vain: {alarms} / {sent.interviews} ({share})")


def _synthetic(row: "RoundRow") -> "RoundRow":
    """Return a round whose name says that its data are made up; invented interviews go into no other."""
    if "sintetis" not in row.name.casefold():
        message = "Nama putaran harus memuat kata sintetis · the round's name must hold the word sintetis."
        raise typer.BadParameter(message)
    return row


def _villages(row: "RoundRow", most: int | None) -> list[str]:
    """Return the drawn villages of a round, else the first of its targets, else of its area."""
    from bahtera.areas import api as areas
    from bahtera.cli.demonstration.fieldwork import drawn
    from bahtera.surveys import api as surveys

    if sampled := drawn.drawn_villages(row):
        return sampled[: most or _MOST_VILLAGES]
    known = [one.village_code for one in surveys.targets(row.id)]
    if not known and row.area_code:
        known = [one.code for one in areas.villages_within(row.area_code)]
    if not known:
        message = "This round has neither targets nor an area."
        raise typer.BadParameter(message)
    return sorted(known)[: most or _SOME_VILLAGES]
