"""Commands that save a site and bring it back."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bahtera.cli.setup import start_django

if TYPE_CHECKING:
    from bahtera.cli.archiving.making import Progress
    from bahtera.cli.archiving.secret import Secret

console = Console(highlight=False, soft_wrap=True)

KeyFile = Annotated[
    Path | None,
    typer.Option(help="Key made by make-backup-key; without it a passphrase is asked for.", exists=False),
]
PassphraseFile = Annotated[
    Path | None, typer.Option(help="File with the passphrase, for machines that nobody sits at.")
]
Archive = Annotated[Path, typer.Argument(help="The archive.", dir_okay=False)]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(backup)
    app.command()(restore)
    app.command(name="make-backup-key")(make_backup_key)
    app.command(name="backup-keys")(backup_keys)
    app.command(name="restore-keys")(restore_keys)


def backup(file: Archive, key_file: KeyFile = None, passphrase_file: PassphraseFile = None) -> None:
    """Save database, attachments and audit anchors in one encrypted archive, while the site works."""
    secret = _secret(key_file, passphrase_file, new=True)
    start_django()
    from bahtera.cli.archiving.making import make
    from bahtera.foundation.places import places

    with _progress() as progress:
        made = make(file, secret, places(), progress=progress, key_file=key_file)
    _record("site.backed_up", {"sha256": made.sha256, "bytes": made.size, "rows": made.rows})
    console.print(
        f"✓ {file}: {made.rows:,} baris · rows, {made.files:,} berkas · files, {made.size:,} bytes",
        markup=False,
    )
    console.print(f"  SHA-256 {made.sha256}", markup=False)
    if made.left_out:
        console.print(f"! tabel lain · other tables, not saved: {', '.join(made.left_out)}", markup=False)
    if made.missing:
        console.print(f"! lampiran hilang · attachments named but not there: {made.missing}", markup=False)


def restore(  # noqa: PLR0917 - the command line names them
    file: Archive,
    key_file: KeyFile = None,
    passphrase_file: PassphraseFile = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read everything back and compare; then verify the audit chain.")
    ] = False,
    check_only: Annotated[
        bool, typer.Option("--check-only", help="Read the archive from end to end and bring nothing back.")
    ] = False,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="Go on although the site's keys are not here.")
    ] = False,
    start_over: Annotated[
        bool, typer.Option("--start-over", help="Clear what an interrupted restore left, then begin again.")
    ] = False,
) -> None:
    """Bring an archive back into an empty place; BAHTERA_DATA_DIR and BAHTERA_DATABASE_URL name it."""
    secret = _secret(key_file, passphrase_file, new=False)
    start_django()
    from bahtera.cli.archiving import restoring
    from bahtera.foundation.places import places

    with _progress() as progress:
        archive = restoring.check(file, secret, progress=progress)
    told = archive.manifest["tables"].values()
    rows, files = sum(one["rows"] for one in told), _files(archive.manifest)
    console.print(
        f"✓ arsip utuh · archive whole: {archive.head['made_at'][:19]} UTC, {rows:,} baris · rows,"
        f" {files:,} berkas · files",
        markup=False,
    )
    if check_only:
        return
    if not without_keys:
        for name in restoring.check_keys(archive, places()):
            console.print(f"! kunci lain · another key than then: {name}", markup=False)
    if start_over:
        restoring.start_over(archive, places())
    with _progress() as progress:
        restoring.restore(archive, secret, places(), verify=verify, progress=progress)
    console.print("✓ dipulihkan · restored" + (", sama persis · compared and the same" if verify else ""))
    if without_keys:
        console.print("! Kunci belum ada · bring the keys: bahtera restore-keys, bahtera migrate")
        return
    from bahtera.cli.process import migrate

    migrate()
    if verify:
        _verify_audit(archive.head["made_at"])
    _explain_gap(archive.head["made_at"])
    _record("site.restored", {"made_at": archive.head["made_at"], "rows": rows})
    console.print(
        "! Kode akses dan peran yang dicabut setelah cadangan dibuat berlaku lagi: cabut ulang.\n"
        "  What was revoked after the back-up was made is valid again: revoke it once more."
    )


def make_backup_key(file: Annotated[Path, typer.Argument(help="Where to write it.", dir_okay=False)]) -> None:
    """Make a key that opens archives; keep a copy away from this machine and from the archives."""
    from bahtera.cli.archiving.secret import make_key_file

    make_key_file(file)
    console.print(f"✓ {file}", markup=False)


def backup_keys(
    file: Annotated[Path, typer.Argument(help="Where to write them.", dir_okay=False)],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Save the site's own keys under a passphrase; once, and again after each rotation."""
    secret = _secret(None, passphrase_file, new=True)
    start_django()
    from bahtera.cli.archiving.keys import save_keys
    from bahtera.foundation.places import places

    names = save_keys(file, secret, places())
    console.print(f"✓ {file}: {', '.join(names)}", markup=False)
    _note_keys_saved(len(names))


def restore_keys(
    file: Annotated[Path, typer.Argument(help="The file of keys.", dir_okay=False)],
    passphrase_file: PassphraseFile = None,
    replace: Annotated[bool, typer.Option("--replace", help="Put other keys aside.")] = False,
) -> None:
    """Put saved keys in place, before an archive is restored or into a site that lost them."""
    secret = _secret(None, passphrase_file, new=False)
    start_django()
    from bahtera.cli.archiving.keys import bring_keys
    from bahtera.foundation.places import places

    names = bring_keys(file, secret, places(), replace=replace)
    console.print(f"✓ {', '.join(names)}", markup=False)


def _secret(key_file: Path | None, passphrase_file: Path | None, *, new: bool) -> "Secret":
    from bahtera.cli.archiving.secret import Passphrase, read_key_file, read_passphrase_file

    if key_file and passphrase_file:
        message = "--key-file and --passphrase-file exclude each other"
        raise typer.BadParameter(message)
    if key_file:
        return read_key_file(key_file)
    if passphrase_file:
        return read_passphrase_file(passphrase_file)
    asked = typer.prompt("Kata sandi arsip · passphrase", hide_input=True, confirmation_prompt=new)
    return Passphrase(str(asked))


@contextmanager
def _progress() -> "Iterator[Progress]":
    with console.status("…") as status:
        yield lambda what, count: status.update(f"{what} {count:,}")


def _files(manifest: dict[str, dict[str, dict[str, int]]]) -> int:
    return sum(one["files"] for one in manifest["folders"].values())


def _record(action: str, details: dict[str, object]) -> None:
    """Leave a trace: an archive is everything the site knows."""
    from bahtera.foundation import audit

    audit.note(action, actor="system", subject="site", details=details)


def _note_keys_saved(count: int) -> None:
    """Leave a trace, by which the page of the keys tells when it was done last; a site without a database has none."""
    from django.db import DatabaseError

    with suppress(DatabaseError):
        _record("site.keys_saved", {"keys": count})


def _verify_audit(made_at: str) -> None:
    """Verify the audit chain of the restored site; ends with 1 when it was changed before it was saved."""
    from bahtera.cli import audit

    audit.check(as_of=datetime.fromisoformat(made_at))


def _explain_gap(made_at: str) -> None:
    """Say in the chain why no anchors were taken between the archive and now."""
    from bahtera.foundation import audit, clock

    since, until = datetime.fromisoformat(made_at), clock.now()
    if since < until:
        audit.explain_gap(since, until, audit.Reason.RESTORED)
