"""The other file: a site's keys under a passphrase, to be kept apart from the archive of its data."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bahtera.cli.archiving.envelope import SealedReader, SealedWriter
from bahtera.cli.archiving.errors import Damaged, KeysDiffer
from bahtera.cli.archiving.making import key_files
from bahtera.cli.archiving.members import MemberWriter, read_members
from bahtera.cli.archiving.output import opened, sync_folder, whole_file
from bahtera.cli.archiving.secret import Secret
from bahtera.foundation import clock
from bahtera.foundation.places import Places

KIND = "keys"


def save_keys(file: Path, secret: Secret, places: Places) -> list[str]:
    """Write every key of the site into one file and return their names."""
    found = key_files(places)
    with whole_file(file) as output:
        stream = SealedWriter(opened(output), secret, kind=KIND)
        for name, path in sorted(found.items()):
            data = path.read_bytes()
            member = MemberWriter(stream, name, deflate=False, about={})
            member.write(data)
            member.end({"sha256": hashlib.sha256(data).hexdigest()})
        stream.finish()
    return sorted(found)


def bring_keys(file: Path, secret: Secret, places: Places, *, replace: bool) -> list[str]:
    """Put saved keys in place and return their names.

    A fresh place has made keys of its own by then. Raises KeysDiffer for those; with ``replace`` they are put
    aside in a folder beside the new ones, not deleted.
    """
    saved = _read(file, secret)
    targets = {path.name: path for path in places.key_files}
    into = {name: targets.get(name, places.keys / name) for name in saved}
    other = [name for name, path in into.items() if path.is_file() and path.read_bytes() != saved[name]]
    if other and not replace:
        raise KeysDiffer(", ".join(sorted(other)))
    aside = f"before-{clock.now():%Y%m%dT%H%M%SZ}"
    for name, path in into.items():
        with _new_file(path) as stream:
            stream.write(saved[name])
        if name in other:
            _put_aside(path, aside)
        Path(f"{path}.new").replace(path)
        sync_folder(path.parent)
    return sorted(saved)


def _read(file: Path, secret: Secret) -> dict[str, bytes]:
    """Return every key; they are few and short."""
    saved: dict[str, bytes] = {}
    with file.open("rb") as stream:
        for member in read_members(SealedReader(stream, secret, kind=KIND, name=file), file):
            data = b"".join(member.pieces)
            if member.told != {"sha256": hashlib.sha256(data).hexdigest()} or "/" in member.name:
                raise Damaged(file)
            saved[member.name] = data
    return saved


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = Path(f"{path}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def _put_aside(path: Path, folder: str) -> None:
    kept = path.parent / f".{folder}"
    kept.mkdir(mode=0o700, exist_ok=True)
    path.replace(kept / path.name)
