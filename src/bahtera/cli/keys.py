"""Commands of the keys that seal what must not be read outside: look, rotate, drop, seal what is from before."""

from time import sleep
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from bahtera.cli.setup import start_django

if TYPE_CHECKING:
    from bahtera.foundation.sealing import keyring, rotation

console = Console(highlight=False)

Batch = Annotated[int, typer.Option(min=1, max=10_000, help="Values in one short transaction.")]

_UNOPENED = 4
_NONE = TaskID(-1)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    keys = typer.Typer(no_args_is_help=True, help=__doc__)
    keys.command()(status)
    keys.command()(prepare)
    keys.command()(rotate)
    keys.command()(retire)
    keys.command(name="seal-existing")(seal_existing)
    app.add_typer(keys, name="keys")


def status() -> None:
    """Show which versions there are, which one closes what is new, and what waits for it."""
    start_django()
    from bahtera.foundation.sealing import keyring, records, rotation

    records.check_keyring()
    ring = keyring.current()
    table = Table(
        "kunci · key", "versi · version", "sidik · fingerprint", "sejak · since", "dipakai · in use"
    )
    for kind, keys in ring.kinds():
        for version, key in sorted(keys.by_version.items()):
            mark = "✓" if version == keys.active else ""
            table.add_row(kind, str(version), key.fingerprint, f"{key.made_at:%Y-%m-%d %H:%M} UTC", mark)
    console.print(str(keyring.path()), soft_wrap=True, markup=False)
    console.print(table)
    waiting = rotation.unfinished()
    for name, count in waiting.items():
        console.print(f"  {name}: {count:,} menunggu · waiting", markup=False)
    if not waiting:
        console.print("✓ semua di bawah versi terbaru · everything under the newest version")


def prepare() -> None:
    """Add a version that closes nothing yet, to be copied to every machine of the site before `rotate`."""
    start_django()
    from bahtera.foundation.sealing import keyring, records, rotation

    records.check_keyring()
    ring = rotation.prepare()
    _write_down("keys.prepared", ring)
    console.print(f"✓ versi {ring.sealing.newest} siap · version {ring.sealing.newest} prepared")
    console.print(str(keyring.path()), soft_wrap=True, markup=False)


def rotate(
    batch: Batch = 1000,
    anew: Annotated[
        bool, typer.Option("--anew", help="A new version though the last is unfinished.")
    ] = False,
) -> None:
    """Add a version, let it close what is new, and bring what is stored to it, while the site works.

    Interrupted, it goes on where it was when started again. The old version stays until `retire`.
    """
    start_django()
    from bahtera.foundation.sealing import keyring, records, rotation

    records.check_keyring()
    ring = keyring.current()
    if len(ring.sealing.by_version) > 1 and rotation.unfinished() and not anew:
        console.print(
            f"melanjutkan versi {ring.sealing.active} · going on with version {ring.sealing.active}"
        )
    else:
        _wait_for_others(rotation.prepare())
        ring = rotation.activate()
        _write_down("keys.rotated", ring)
        console.print(f"✓ versi {ring.sealing.active} dipakai · version {ring.sealing.active} in use")
    _work(batch=batch)
    console.print("✓ selesai · done; `bahtera keys retire` membuang versi lama · drops the old version")


def retire() -> None:
    """Drop the old versions once nothing needs them. Keep the old key ring with back-ups made before."""
    start_django()
    from bahtera.foundation.sealing import keyring, records, rotation

    records.check_keyring()
    dropped = rotation.retire()
    if not dropped:
        console.print("tidak ada versi lama · no old version")
        return
    _write_down("keys.retired", keyring.current())
    named = ", ".join(map(str, dropped))
    console.print(f"✓ versi {named} dibuang · version {named} dropped")


def seal_existing(batch: Batch = 1000) -> None:
    """Seal what a database and a folder of files from before hold in plain."""
    start_django()
    from bahtera.foundation.sealing import records

    records.check_keyring()
    _work(batch=batch, plain=True)
    _wipe()
    console.print("✓ tidak ada yang terbuka · nothing is plain")


def seal_plain() -> None:
    """Seal what an older version left in plain; part of bringing a database to this version's shape."""
    from bahtera.foundation import blobs
    from bahtera.foundation.sealing import rotation

    files = not blobs.all_sealed()
    if rotation.unfinished(files=files):
        console.print("menyegel data lama · sealing what is from before")
        _work(batch=1000, plain=True, files=files)
        _wipe()
    elif files:
        blobs.note_all_sealed()


# --- inside -----------------------------------------------------------------------------------------------


def _work(*, batch: int, plain: bool = False, files: bool = True) -> None:
    """Seal with a line of progress for each table; ends with status 4 when something could not be opened."""
    from bahtera.foundation.sealing import rotation

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bars:
        lines: dict[str, TaskID] = {}

        def show(progress: "rotation.Progress") -> None:
            line = lines.setdefault(progress.name, _NONE)
            if line == _NONE:
                line = lines[progress.name] = bars.add_task(progress.name)
            bars.update(line, total=progress.total, completed=progress.done)

        unopened = rotation.reseal(show, batch=batch, plain=plain, files=files)
    if unopened:
        console.print(f"✗ {unopened:,} tidak dapat dibuka · could not be opened")
        raise typer.Exit(_UNOPENED)


def _wait_for_others(ring: "keyring.Keyring") -> None:
    """Wait until every process knows a version, so that none meets a value or an index it cannot ask for."""
    from datetime import timedelta

    from bahtera.foundation import clock
    from bahtera.foundation.sealing import keyring

    made_at = ring.index.by_version[ring.index.newest].made_at
    known_at = made_at + timedelta(seconds=keyring.LOOK_AGAIN_SECONDS + 1)
    sleep(max(0.0, (known_at - clock.now()).total_seconds()))


def _wipe() -> None:
    """Rewrite the tables, so that what stood there in plain is not left in pages nobody uses any more."""
    from django.db import DatabaseError, connection

    from bahtera.foundation.sealing import resealing

    if connection.in_atomic_block:
        return  # no database can do it there
    try:
        with console.status("Merapikan basis data · rewriting the tables"), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return
            for table in resealing.tables():
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table.name)}")
    except DatabaseError as error:
        console.print(
            "✗ sisa data terbuka belum terhapus dari berkas basis data; ulangi seal-existing · what was plain"
            f" may be left in unused pages; run seal-existing again: {type(error).__name__}"
        )


def _write_down(action: str, ring: "keyring.Keyring") -> None:
    from bahtera.foundation import audit, transactions

    details = {"sealing": ring.sealing.active, "index": ring.index.active, "newest": ring.sealing.newest}
    with transactions.durable():
        audit.record(action, actor="system", subject="keyring", details=details)
