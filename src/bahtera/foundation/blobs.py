"""Files kept sealed under the SHA-256 of their content: the same photo is stored once and never altered."""

import fcntl
import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from bahtera.foundation.sealing import streams
from bahtera.foundation.sealing.errors import Broken
from bahtera.foundation.sealing.values import active_mark

_CHUNK = 1 << 20
_HEX = frozenset("0123456789abcdef")
_LENGTH = 64
_INCOMING = ".incoming-"
_ALL_SEALED = ".all-sealed"

_folder: Path | None = None


def configure(folder: Path) -> None:
    """Name the folder that holds the files; called once by the settings."""
    global _folder  # noqa: PLW0603 - set once at start
    _folder = folder


def put(data: bytes | BinaryIO) -> str:
    """Store a file durably and sealed, and return the SHA-256 of its content in hex; again changes nothing."""
    root = _root()
    root.mkdir(parents=True, exist_ok=True)
    temporary, name = _sealed_copy(_chunks(data), root)
    target = _path(name)
    if target.exists():
        temporary.unlink()
        return name
    _into_place(temporary, target)
    return name


def exists(sha256: str) -> bool:
    """Tell whether a file of this hash is stored."""
    return _path(sha256).exists()


def open(sha256: str) -> BinaryIO:  # noqa: A001 - read as blobs.open
    """Open a stored file for reading at any place; FileNotFoundError when there is none.

    Raises Broken for one that was changed. One from before files were sealed is read whole first: its hash is
    what vouches for it.
    """
    file = _path(sha256).open("rb")
    try:
        if not streams.is_sealed(file):
            _check_plain(file, sha256)
            return file
        raw = streams.Reader(file, bytes.fromhex(sha256))
    except BaseException:
        file.close()
        raise
    return cast("BinaryIO", io.BufferedReader(raw, streams.PIECE))


def erase(sha256: str) -> bool:
    """Destroy a file's key, then the file; say whether there was one. Whoever needs it too must be asked before."""
    path = _path(sha256)
    if not path.exists():
        return False
    with _alone():
        try:
            with path.open("r+b") as file:
                if streams.is_sealed(file):
                    streams.destroy(file)
            path.unlink()
        except FileNotFoundError:
            return False
        _sync_folder(path.parent)
    return True


# --- keys -------------------------------------------------------------------------------------------------


def names() -> Iterator[str]:
    """Yield the hashes of all stored files, in order."""
    root = _root()
    folders = sorted(root.iterdir()) if root.exists() else []
    for folder in folders:
        if folder.is_dir():
            yield from sorted(path.name for path in folder.iterdir() if len(path.name) == _LENGTH)


def waiting() -> Iterator[str]:
    """Yield the hashes of files that are plain, or whose key is closed with another version than the active."""
    newest = {active_mark()}
    for name in names():
        try:
            with _path(name).open("rb") as file:
                if not streams.is_sealed(file) or set(streams.marks(file)) != newest:
                    yield name
        except FileNotFoundError:
            continue  # erased meanwhile


def all_sealed() -> bool:
    """Tell whether a walk over all files has found nothing plain; none is stored plain after that."""
    return (_root() / _ALL_SEALED).exists()


def note_all_sealed() -> None:
    """Remember that a walk over all files found nothing plain."""
    _root().mkdir(parents=True, exist_ok=True)
    (_root() / _ALL_SEALED).touch()


def reseal(sha256: str) -> None:
    """Seal a plain file, or bring a sealed one's key to the active version; the content stays as it is.

    Raises Broken for a file that is not what its name says, FileNotFoundError when it was erased meanwhile.
    """
    path = _path(sha256)
    with path.open("r+b") as file:
        if streams.is_sealed(file):
            streams.rewrap(file, bytes.fromhex(sha256))
            return
        temporary, name = _sealed_copy(_chunks(file), _root())
    with _alone():
        if name == sha256 and path.exists():
            _into_place(temporary, path)
            return
    temporary.unlink()
    if name != sha256:
        raise _changed()


# --- inside -----------------------------------------------------------------------------------------------


def _sealed_copy(chunks: Iterator[bytes], root: Path) -> tuple[Path, str]:
    """Write a sealed copy beside the others, on disk, and return where and the hash of the content."""
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=root, prefix=_INCOMING, delete=False) as file:
        temporary = Path(file.name)
        try:
            writer = streams.Writer(cast("BinaryIO", file))
            for chunk in chunks:
                digest.update(chunk)
                writer.write(chunk)
            writer.finish(digest.digest())
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    return temporary, digest.hexdigest()


def _into_place(temporary: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    temporary.replace(target)
    _sync_folder(target.parent)
    _sync_folder(target.parent.parent)


@contextmanager
def _alone() -> Iterator[None]:
    """Keep sealing in place and erasing apart: a file erased while it is copied must not come back."""
    descriptor = os.open(_root() / ".lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _check_plain(file: BinaryIO, sha256: str) -> None:
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    file.seek(0)
    if digest.hexdigest() != sha256:
        raise _changed()


def _changed() -> Broken:
    return Broken("A stored file is not what its name says.")


def _root() -> Path:
    if _folder is None:
        msg = "blobs.configure was not called"
        raise RuntimeError(msg)
    return _folder


def _path(sha256: str) -> Path:
    if len(sha256) != _LENGTH or not set(sha256) <= _HEX:
        msg = "not a SHA-256 in hex"
        raise ValueError(msg)
    return _root() / sha256[:2] / sha256


def _chunks(data: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    while chunk := data.read(_CHUNK):
        yield chunk


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable, not only the bytes behind it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
