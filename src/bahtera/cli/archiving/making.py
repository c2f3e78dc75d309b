"""Makes the archive of a site while it works."""

import hashlib
import importlib.metadata
import json
import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bahtera.cli.archiving import databases, folders, tables
from bahtera.cli.archiving.databases import Snapshot
from bahtera.cli.archiving.digest import Digest
from bahtera.cli.archiving.envelope import SealedWriter
from bahtera.cli.archiving.folders import FolderDigest
from bahtera.cli.archiving.members import MemberWriter
from bahtera.cli.archiving.output import opened, sync_folder, whole_file
from bahtera.cli.archiving.secret import Secret
from bahtera.foundation import clock
from bahtera.foundation.places import Places

KIND = "site"
FORMAT = 1

Progress = Callable[[str, int], None]

# Where rows name attachments.
_NAMED_IN = (
    ("surveys_attachment", "sha256"),
    ("questionnaires_questionnaire", "source_sha256"),
    ("questionnaires_formfile", "sha256"),
)


@dataclass
class Made:
    """What an archive holds."""

    sha256: str = ""
    size: int = 0
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    folders: dict[str, dict[str, Any]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    missing: int = 0

    @property
    def rows(self) -> int:
        """Return the rows of all tables."""
        return sum(one["rows"] for one in self.tables.values())

    @property
    def files(self) -> int:
        """Return the files of all folders."""
        return sum(one["files"] for one in self.folders.values())


def make(
    file: Path, secret: Secret, places: Places, *, progress: Progress, key_file: Path | None = None
) -> Made:
    """Write the archive of this site and return what it holds; see ``errors`` for why not.

    ``key_file`` is where the secret came from: only its folder is noted, for those who check the site.
    """
    migrations = tables.applied_migrations()
    made = Made()
    with whole_file(file) as output:
        stream = SealedWriter(opened(output), secret, kind=KIND)
        with ExitStack() as opened_now:
            # The rows of this moment and the anchors of this moment: neither may be younger.
            with folders.anchors_still(places.audit):
                snapshot = opened_now.enter_context(databases.snapshot())
                anchors = folders.grown_so_far(places.audit)
            kept = tables.kept_tables()
            made.left_out = sorted(
                snapshot.names() - {one.name for one in kept} - tables.LEFT_OUT - {"django_migrations"}
            )
            _write_head(stream, snapshot, kept, migrations, places)
            for table in kept:
                made.tables[table.name] = _write_table(stream, snapshot, table, progress)
            made.missing = _count_missing(snapshot, kept, places)
        # Attachments after the rows: whatever a row names was stored before it.
        made.folders["audit"] = _write_files(stream, "audit", places.audit, anchors, progress)
        blobs = ((name, None) for name in folders.files_in(places.blobs))
        made.folders["blobs"] = _write_files(stream, "blobs", places.blobs, blobs, progress)
        manifest = {"tables": made.tables, "folders": made.folders, "missing": made.missing}
        MemberWriter(stream, "manifest", deflate=False, about=manifest).end({})
        stream.finish()
        made.sha256, made.size = output.sha256, output.size
    _note(places, file, key_file, made)
    return made


def key_prints(places: Places) -> dict[str, str]:
    """Return the SHA-256 of each key file by its name: random bytes, so it gives nothing away."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in key_files(places).items()}


def key_files(places: Places) -> dict[str, Path]:
    """Return the key files of a site by the name they have in an archive of keys."""
    found = {name: places.keys / name for name in folders.files_in(places.keys)}
    return found | {path.name: path for path in places.key_files if path.is_file()}


def _write_head(
    stream: SealedWriter,
    snapshot: Snapshot,
    kept: list[tables.Table],
    migrations: tables.Migrations,
    places: Places,
) -> None:
    head = {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "bahtera": importlib.metadata.version("bahtera"),
        "vendor": databases.vendor(),
        "tables": [one.to_json() for one in kept],
        "numbers": {one.name: snapshot.last_number(one) for one in kept},
        "migrations": migrations,
        "keys": key_prints(places),
    }
    MemberWriter(stream, "head", deflate=False, about=head).end({})


def _write_table(
    stream: SealedWriter, snapshot: Snapshot, table: tables.Table, progress: Progress
) -> dict[str, Any]:
    member = MemberWriter(stream, f"table/{table.name}", deflate=True, about={})
    digest = Digest(table)
    for piece in snapshot.rows(table):
        digest.add(piece)
        member.write(piece)
        progress(table.name, digest.rows)
    member.end(digest.told())
    return digest.told()


def _write_files(
    stream: SealedWriter,
    name: str,
    folder: Path,
    wanted: Iterable[tuple[str, int | None]],
    progress: Progress,
) -> dict[str, Any]:
    digest = FolderDigest()
    for file, length in wanted:
        try:
            size, sha256 = _write_file(stream, f"{name}/{file}", folder / file, length)
        except FileNotFoundError:  # erased since it was listed
            continue
        digest.add(file, size, sha256)
        progress(name, digest.files)
    return digest.told()


def _write_file(stream: SealedWriter, name: str, file: Path, length: int | None) -> tuple[int, str]:
    """Write one file; FileNotFoundError before anything of it was written."""
    size, sha256 = 0, hashlib.sha256()
    with file.open("rb") as source:
        member = MemberWriter(stream, name, deflate=False, about={})
        for piece in folders.pieces(source, length):
            member.write(piece)
            sha256.update(piece)
            size += len(piece)
    member.end({"size": size, "sha256": sha256.hexdigest()})
    return size, sha256.hexdigest()


def _count_missing(snapshot: Snapshot, kept: list[tables.Table], places: Places) -> int:
    """Return how many attachments rows name that are not there."""
    known = {(table.name, column.name) for table in kept for column in table.columns}
    return sum(
        not (places.blobs / sha256[:2] / sha256).exists()
        for table, column in _NAMED_IN
        if (table, column) in known
        for sha256 in snapshot.distinct(table, column)
        if sha256
    )


def _note(places: Places, file: Path, key_file: Path | None, made: Made) -> None:
    """Remember when the last archive was completed, for those who check the site."""
    told = {
        "at": clock.now().isoformat(),
        "file": file.name,
        "folder": str(file.resolve().parent),
        "key_folder": str(key_file.resolve().parent) if key_file else "",
        "sha256": made.sha256,
        "bytes": made.size,
        "rows": made.rows,
    }
    partial = places.last_backup.with_name(f".{places.last_backup.name}.{os.getpid()}")
    with partial.open("w", encoding="utf-8") as stream:
        json.dump(told, stream)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(places.last_backup)
    sync_folder(places.last_backup.parent)
