"""Files beside the database: the audit's anchors and the attachments."""

import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from bahtera.foundation.places import Places

_PIECE = 1 << 20
# No hidden file, no way out of the folder.
_NAME = re.compile(r"(?:[0-9A-Za-z][0-9A-Za-z._-]*/){0,3}[0-9A-Za-z][0-9A-Za-z._-]*")


@dataclass
class FolderDigest:
    """Files counted and hashed in the order of their names."""

    files: int = 0
    size: int = 0
    _sha256: Any = field(default_factory=hashlib.sha256)

    def add(self, name: str, size: int, sha256: str) -> None:
        """Take one file in."""
        self.files += 1
        self.size += size
        self._sha256.update(f"{name}\t{size}\t{sha256}\n".encode())

    def told(self) -> dict[str, Any]:
        """Return count, bytes and hash."""
        return {"files": self.files, "bytes": self.size, "sha256": self._sha256.hexdigest()}


def by_name(places: Places) -> dict[str, Path]:
    """Return the folders that are kept, by their name in the archive."""
    return {"audit": places.audit, "blobs": places.blobs}


def files_in(folder: Path, below: str = "") -> Iterator[str]:
    """Yield the names of the files in a folder in steady order; hidden ones are still being written."""
    try:
        entries = sorted(os.scandir(folder / below), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        name = f"{below}{entry.name}"
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files_in(folder, f"{name}/")
        elif entry.is_file(follow_symlinks=False):
            yield name


@contextmanager
def anchors_still(folder: Path) -> Iterator[None]:
    """Keep the audit from anchoring for a moment: it holds this lock while it writes file and database."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def grown_so_far(folder: Path) -> list[tuple[str, int]]:
    """Return the files of a folder that only ever grow, each with its length now, up to its last whole line."""
    return [(name, _whole_lines(folder / name)) for name in files_in(folder)]


def pieces(stream: IO[bytes], length: int | None = None) -> Iterator[bytes]:
    """Yield an open file, or its first bytes."""
    left = length
    while piece := stream.read(_PIECE if left is None else min(_PIECE, left)):
        yield piece
        left = None if left is None else left - len(piece)


def write_file(folder: Path, name: str, data: Iterable[bytes]) -> None:
    """Write one file that is not there yet, below the folder and nowhere else."""
    if not _NAME.fullmatch(name):
        message = f"{name!r} is no name of a file in an archive"
        raise ValueError(message)
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        for piece in data:
            stream.write(piece)


def digest_of(folder: Path, tick: Callable[[int], None] = lambda _bytes: None) -> FolderDigest:
    """Return what a folder holds."""
    found = FolderDigest()
    for name in files_in(folder):
        sha256, size = hashlib.sha256(), 0
        with (folder / name).open("rb") as stream:
            for piece in pieces(stream):
                sha256.update(piece)
                size += len(piece)
        found.add(name, size, sha256.hexdigest())
        tick(size)
    return found


def _whole_lines(file: Path) -> int:
    """Return the length of a file up to its last line end."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        while size:
            start = max(0, size - 4096)
            stream.seek(start)
            found = stream.read(size - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            size = start
    return 0
