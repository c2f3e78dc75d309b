"""The demonstration province: made once, shown at every start."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bahtera.cli.setup import start_django

if TYPE_CHECKING:
    from bahtera.cli.demonstration.accounts import DemoAccounts

NOTICE = "Data sintetis · synthetic data: the villages exist, their families here are invented."
SHARES_NOTICE = (
    "Category shares follow what was published for 2022 (78.73 / 18.28 / 3.13 %), whose cut-offs are not"
    " stated and whose sum is 100.14; they are scaled to 100."
)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(demo)
    app.command(name="write-visits")(write_visits)


def demo(
    villages: Annotated[
        int, typer.Option(min=0, max=13, help="How many villages to fill; 0 for all 13.")
    ] = 0,
    processes: Annotated[int, typer.Option(min=1, max=8, help="Processes that play phones.")] = 2,
) -> None:
    """Fill the site with the synthetic province, or go on where it was interrupted."""
    from bahtera.cli.process import load_areas

    load_areas()  # without them every visit would come from a village that nobody knows
    console = Console(highlight=False)
    prepare(console, villages=villages, processes=processes)


def write_visits(
    folder: Annotated[Path, typer.Argument(help="Where to write, one file a visit.", file_okay=False)],
    village: Annotated[str, typer.Option(help="A village of the demonstration.")] = "63.10.11.2011",
    count: Annotated[int, typer.Option(min=1, help="How many visits.")] = 6,
) -> None:
    """Write synthetic visits as ODK Collect keeps them on the phone, for the published questionnaire."""
    start_django()
    from bahtera.cli.demonstration import playing
    from bahtera.cli.demonstration.villages import VILLAGES

    chosen = next((one for one in VILLAGES if one.code == village), None)
    if chosen is None:
        message = f"{village} is not a village of the demonstration"
        raise typer.BadParameter(message)
    folder.mkdir(parents=True, exist_ok=True)
    for number, xml in enumerate(playing.written(chosen, count), 1):
        (folder / f"{number}.xml").write_bytes(xml)
        typer.echo(folder / f"{number}.xml")


def prepare(console: Console, *, villages: int = 0, processes: int = 2) -> "DemoAccounts":
    """Publish the questionnaire, open the round, make accounts and send the families; once.

    Running it again changes nothing; after an interruption it goes on. ``villages`` takes the first ones
    only (0: all). Django must be started and areas be loaded.
    """
    from bahtera.cli.demonstration import loading

    return loading.prepare(console, villages=villages, processes=processes)


def show_accounts(console: Console, address: str, accounts: "DemoAccounts") -> None:
    """Print where the site is and how to enter it."""
    site = site_at(address)
    table = Table(box=None, pad_edge=False)
    table.add_column("peran · role", overflow="fold")
    table.add_column("akun · account", no_wrap=True)  # a name or password that is cut cannot be typed
    table.add_column("sandi · password", no_wrap=True)
    table.add_column("wilayah · area", overflow="fold")
    for account in accounts.people:
        table.add_row(account.title, account.username, account.password, account.area_name)
    console.print()
    console.print(f"[bold]{site}[/bold]")
    console.print(table)
    console.print("Kode langkah kedua tampil di halamannya · the page of the second step shows its code")
    console.print(
        f"Aplikasi kader · the kader's app: {site}/app/ (kode aktivasi dari koordinator · an activation code from"
        f" koordinator: {site}/token/)",
        soft_wrap=True,
    )
    if accounts.token:
        console.print(
            f"ODK Collect ({accounts.token.area_name}): {site}/v1/key/{accounts.token.secret}/projects/1",
            soft_wrap=True,  # an address that is broken in two cannot be copied
        )
    else:
        console.print(f"ODK Collect: {site}/token/ (kode akses baru · a new access code)")
    console.print(NOTICE, SHARES_NOTICE, sep="\n", style="dim")
    console.print()


def site_at(address: str) -> str:
    """Return where a browser on this machine finds a site that listens at an address."""
    host, _, port = address.rpartition(":")
    shown = "localhost" if host in {"", "0.0.0.0", "127.0.0.1", "::", "[::]"} else host  # noqa: S104 - only shown
    return f"http://{shown}:{port}"
