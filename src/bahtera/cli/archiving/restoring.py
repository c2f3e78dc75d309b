"""Brings an archive back into an empty place, and proves that it is the same."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connections

from bahtera.cli.archiving import databases, folders, tables
from bahtera.cli.archiving.databases import Filling
from bahtera.cli.archiving.digest import Digest
from bahtera.cli.archiving.envelope import SealedReader
from bahtera.cli.archiving.errors import Damaged, Differs, KeysWanted, NewerArchive, NotEmpty
from bahtera.cli.archiving.folders import FolderDigest
from bahtera.cli.archiving.making import FORMAT, KIND, Progress, key_prints
from bahtera.cli.archiving.members import Member, read_members
from bahtera.cli.archiving.secret import Secret
from bahtera.foundation.places import Places

_OURS = frozenset({"django_migrations"}) | tables.LEFT_OUT


@dataclass
class Archive:
    """What an archive says of itself, found whole."""

    file: Path
    head: dict[str, Any] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)

    @property
    def kept(self) -> list[tables.Table]:
        """Return its tables."""
        return [tables.Table.from_json(one) for one in self.head["tables"]]


def check(file: Path, secret: Secret, *, progress: Progress) -> Archive:
    """Read an archive from end to end without keeping anything; raises Damaged, WrongKey, NotAnArchive."""
    archive = Archive(file)
    digests: dict[str, FolderDigest] = {"audit": FolderDigest(), "blobs": FolderDigest()}
    seen: dict[str, dict[str, Any]] = {}
    with _members(file, secret) as members:
        for member in members:
            kind, _, name = member.name.partition("/")
            if kind == "head":
                archive.head = _head(member)
            elif kind == "table":
                seen[name] = _check_table(archive, name, member)
                progress(name, seen[name]["rows"])
            elif kind == "manifest":
                archive.manifest = member.about
            else:
                digests[kind].add(name, *_check_file(file, member))
                progress(kind, digests[kind].files)
    found = {"tables": seen, "folders": {name: one.told() for name, one in digests.items()}}
    if found != {name: archive.manifest.get(name) for name in found}:
        raise Damaged(file)
    return archive


def restore(
    archive: Archive,
    secret: Secret,
    places: Places,
    *,
    verify: bool,
    progress: Progress,
) -> None:
    """Fill an empty place from an archive that was checked; raises NotEmpty, NewerArchive, Differs.

    The rows come in one transaction. What is interrupted leaves a mark, and ``start_over`` clears it.
    """
    _check_empty(archive, places)
    with _marked(places):
        tables.migrate_to([(app, name) for app, name in archive.head["migrations"]])
        connections["default"].close()
        with databases.filling() as filling:
            for table in archive.kept:
                filling.clear(table)
            _fill(archive, secret, filling, places, progress)
            _finish(archive, filling)
            if verify:
                _compare_rows(archive, filling, progress)
        if verify:
            _compare_files(archive, places, progress)
        os.sync()


def check_keys(archive: Archive, places: Places) -> list[str]:
    """Return the keys that are other ones than when the archive was made; raises KeysWanted for absent ones."""
    here, then = key_prints(places), archive.head["keys"]
    if absent := sorted(set(then) - set(here)):
        raise KeysWanted(", ".join(absent))
    return sorted(name for name, print_then in then.items() if here[name] != print_then)


def start_over(archive: Archive, places: Places) -> None:
    """Clear what an interrupted restore left; raises NotEmpty where none was interrupted."""
    if not _mark(places).exists():
        _check_empty(archive, places)
        return
    databases.empty({one.name for one in archive.kept + tables.kept_tables()} | _OURS)
    for folder in folders.by_name(places).values():
        shutil.rmtree(folder, ignore_errors=True)
    _mark(places).unlink()


def _check_empty(archive: Archive, places: Places) -> None:
    places.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if _mark(places).exists():
        raise NotEmpty("what an interrupted restore left (clear it with --start-over)")
    ours = {one.name for one in archive.kept + tables.kept_tables()} | _OURS
    if found := sorted(databases.names() & ours):
        raise NotEmpty(f"the database with {found[0]}")
    for name, folder in folders.by_name(places).items():
        if next(folders.files_in(folder), None):
            raise NotEmpty(f"the folder {name}")


def _mark(places: Places) -> Path:
    return places.data / ".restoring"


@contextmanager
def _marked(places: Places) -> Iterator[None]:
    """Leave a mark for as long as the place is neither empty nor whole."""
    _mark(places).touch()
    yield
    _mark(places).unlink()


@contextmanager
def _members(file: Path, secret: Secret) -> Iterator[Iterator[Member]]:
    with file.open("rb") as stream:
        yield read_members(SealedReader(stream, secret, kind=KIND, name=file), file)


def _head(member: Member) -> dict[str, Any]:
    if member.about["format"] != FORMAT:
        raise NewerArchive(f"archive format {member.about['format']}")
    return member.about


def _check_table(archive: Archive, name: str, member: Member) -> dict[str, Any]:
    table = next((one for one in archive.kept if one.name == name), None)
    if table is None:
        raise Damaged(archive.file)
    digest = Digest(table)
    for piece in member.pieces:
        digest.add(piece)
    if digest.told() != member.told:
        raise Damaged(archive.file)
    return digest.told()


def _check_file(file: Path, member: Member) -> tuple[int, str]:
    size, sha256 = 0, hashlib.sha256()
    for piece in member.pieces:
        sha256.update(piece)
        size += len(piece)
    if member.told != {"size": size, "sha256": sha256.hexdigest()}:
        raise Damaged(file)
    return size, sha256.hexdigest()


def _fill(archive: Archive, secret: Secret, filling: Filling, places: Places, progress: Progress) -> None:
    kept = {one.name: one for one in archive.kept}
    into = folders.by_name(places)
    with _members(archive.file, secret) as members:
        for number, member in enumerate(members):
            kind, _, name = member.name.partition("/")
            if kind == "table":
                filling.fill(kept[name], member.pieces)
                progress(name, archive.manifest["tables"][name]["rows"])
            elif kind in into:
                folders.write_file(into[kind], name, member.pieces)
                progress(kind, number)


def _finish(archive: Archive, filling: Filling) -> None:
    for table in archive.kept:
        filling.number_from(table, archive.head["numbers"][table.name])
    if table_name := filling.dangling():
        raise Differs(f"a row of {table_name} points at nothing")


def _compare_rows(archive: Archive, filling: Filling, progress: Progress) -> None:
    """Read back what stands in the database and compare counts and hashes."""
    for table in archive.kept:
        digest = Digest(table)
        for piece in filling.rows(table):
            digest.add(piece)
            progress(table.name, digest.rows)
        if digest.told() != archive.manifest["tables"][table.name]:
            raise Differs(json.dumps({table.name: digest.told()}))


def _compare_files(archive: Archive, places: Places, progress: Progress) -> None:
    for name, folder in folders.by_name(places).items():
        tick: Callable[[int], None] = lambda size, name=name: progress(name, size)  # type: ignore[misc] # noqa: E731
        digest = folders.digest_of(folder, tick)
        if digest.told() != archive.manifest["folders"][name]:
            raise Differs(f"{name}: {digest.told()}")
