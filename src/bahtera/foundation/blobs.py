"""Files kept by the SHA-256 of their content, so that the same photo is stored once and never altered."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 20
_HEX = frozenset("0123456789abcdef")
_LENGTH = 64

_folder: Path | None = None


def configure(folder: Path) -> None:
    """Name the folder that holds the files; called once by the settings."""
    global _folder  # noqa: PLW0603 - set once at start
    _folder = folder


def put(data: bytes | BinaryIO) -> str:
    """Store a file durably and return its SHA-256 in hex; storing it again changes nothing."""
    root = _root()
    root.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=root, prefix=".incoming-", delete=False) as file:
        temporary = Path(file.name)
        try:
            for chunk in _chunks(data):
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    name = digest.hexdigest()
    target = _path(name)
    if target.exists():
        temporary.unlink()
        return name
    target.parent.mkdir(exist_ok=True)
    temporary.replace(target)
    _sync_folder(target.parent)
    _sync_folder(root)
    return name


def exists(sha256: str) -> bool:
    """Tell whether a file of this hash is stored."""
    return _path(sha256).exists()


def open(sha256: str) -> BinaryIO:  # noqa: A001 - read as blobs.open
    """Open a stored file for reading; FileNotFoundError when there is none."""
    return _path(sha256).open("rb")


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
