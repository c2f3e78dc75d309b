"""A file that is there whole or not at all."""

import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from bahtera.cli.archiving.errors import AnotherRuns, FileStands, NoRoom

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class HashedFile:
    """A file being written, with the SHA-256 and length of what went in."""

    def __init__(self, descriptor: int) -> None:
        self._stream = os.fdopen(descriptor, "wb")
        self._sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Write on."""
        self._sha256.update(data)
        self.size += len(data)
        return self._stream.write(data)

    @property
    def sha256(self) -> str:
        """Return the hash so far."""
        return self._sha256.hexdigest()

    def settle(self) -> None:
        """Wait until it is on disk."""
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Close it, whatever became of what was still held back."""
        with suppress(OSError):
            self._stream.close()


@contextmanager
def whole_file(file: Path) -> Iterator[HashedFile]:
    """Open a new file that gets its name only when the block ends well.

    Until then it is called ``.NAME.partial``. A process that is killed leaves that behind; the next one for
    the same name begins it anew. Raises FileStands, AnotherRuns and NoRoom.
    """
    if file.exists() or file.is_symlink():
        raise FileStands(file)
    partial = file.with_name(f".{file.name}.partial")
    descriptor = _claim(partial, file)
    output = HashedFile(descriptor)
    try:
        yield output
        output.settle()
        _name(partial, file)
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom(file) from error
        raise
    finally:
        partial.unlink(missing_ok=True)
        output.close()


def opened(output: HashedFile) -> IO[bytes]:
    """Return the file as what encrypts into it takes it."""
    return cast("IO[bytes]", output)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _claim(partial: Path, file: Path) -> int:
    """Open the partial file for this process alone and empty it."""
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_ours = os.fstat(descriptor).st_ino == partial.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        is_ours = False
    if not is_ours:
        os.close(descriptor)
        raise AnotherRuns(file)
    os.ftruncate(descriptor, 0)
    return descriptor


def _name(partial: Path, file: Path) -> None:
    """Give the finished file its name; one that appeared meanwhile is not overwritten."""
    try:
        os.link(partial, file)
    except FileExistsError:
        raise FileStands(file) from None
    except OSError:  # a memory stick's file system has no links
        if file.exists():
            raise FileStands(file) from None
        partial.rename(file)
    sync_folder(file.parent)
