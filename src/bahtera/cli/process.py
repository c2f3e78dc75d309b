"""Commands that start, stop and prepare the processes of a site."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bahtera.cli.setup import check_settings, start_django

console = Console(highlight=False)

Address = Annotated[str, typer.Option(help="Host and port to listen on.")]
Workers = Annotated[int, typer.Option(min=1, help="Web processes.")]
Certificate = Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="TLS certificate (PEM).")]
PrivateKey = Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="TLS private key (PEM).")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(run)
    app.command()(serve)
    app.command()(worker)
    app.command()(migrate)
    app.command(name="load-areas")(load_areas)


def run(address: Address = "127.0.0.1:8000", workers: Workers = 2) -> None:
    """Prepare the embedded site with its demonstration province, then start web and worker."""
    from bahtera.cli import demo, supervisor

    supervisor.read_address(address)
    # Papers carry the address of the site: without one given, that which this start prints.
    os.environ.setdefault("BAHTERA_PUBLIC_URL", demo.site_at(address))
    check_settings()
    supervisor.check_free(address)
    start_django()
    migrate()
    load_areas()
    accounts = demo.prepare(console)
    demo.show_accounts(console, address, accounts)
    os.environ["BAHTERA_DEMONSTRATION"] = "1"  # for the web processes: they show the codes of these accounts
    supervisor.run(supervisor.web(address, workers), supervisor.worker())


def serve(
    address: Address = "127.0.0.1:8000",
    workers: Workers = 2,
    cert: Certificate = None,
    key: PrivateKey = None,
    with_worker: Annotated[bool, typer.Option(help="Start the worker too.")] = True,
) -> None:
    """Start web and worker under one supervisor; with --cert and --key over https."""
    from bahtera.cli import supervisor

    if (cert is None) != (key is None):
        message = "--cert and --key go together"
        raise typer.BadParameter(message)
    check_settings()
    supervisor.check_free(address)
    _check_keyring()
    parts = [supervisor.web(address, workers, cert, key)]
    if with_worker:
        parts.append(supervisor.worker())
    supervisor.run(*parts)


def worker() -> None:
    """Handle events, background tasks and scheduled jobs until stopped."""
    _check_keyring()
    from bahtera.cli import working

    working.run()


def migrate() -> None:
    """Bring the database to this version's shape."""
    start_django()
    from django.core.management import call_command

    from bahtera.cli import keys

    with console.status("Menyiapkan basis data · preparing the database"):
        call_command("migrate", verbosity=0, interactive=False)
    console.print("✓ basis data siap · database ready")
    keys.seal_plain()


def _check_keyring() -> None:
    """Refuse to start over a database that was sealed with another key ring, or without any."""
    start_django()
    from django.db import DatabaseError, connection

    from bahtera.foundation.sealing import records

    try:
        records.check_keyring()
    except DatabaseError:
        console.print("basis data belum menjawab · the database does not answer yet")
    finally:
        connection.close()


def load_areas() -> None:
    """Load the provinces, regencies, districts and villages of the shipped decree."""
    start_django()
    from bahtera.areas.api import load_snapshot

    with console.status("Memuat wilayah · loading areas"):
        loaded = load_snapshot()
    console.print(f"✓ wilayah · areas: {loaded.total:,} ({loaded.decree})")
