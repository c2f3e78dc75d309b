"""The key of the chain, kept outside the database it protects."""

import os
import threading
from pathlib import Path

from bahtera.foundation.audit.values import ChainKeyMissing

_LENGTH = 32

_file: Path | None = None
_key: bytes | None = None
_lock = threading.Lock()


def configure(file: Path) -> None:
    """Name the file that holds the key; it is made with the first entry, readable by its owner only."""
    global _file, _key
    _file, _key = file, None


def key() -> bytes:
    """Return the key. Raises ChainKeyMissing; only a chain without entries may make one."""
    global _key  # noqa: PLW0603 - read once from its file
    if _key is None:
        with _lock:
            _key = _key or _read()
    return _key


def make() -> bytes:
    """Return the key, made when there is none yet."""
    file = _configured()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_once(file)
    return key()


def _read() -> bytes:
    try:
        found = _configured().read_bytes()
    except FileNotFoundError:
        raise ChainKeyMissing from None
    if len(found) != _LENGTH:
        raise ChainKeyMissing
    return found


def _configured() -> Path:
    if _file is None:
        msg = "audit.configure was not called"
        raise RuntimeError(msg)
    return _file


def _write_once(file: Path) -> None:
    """Write a key that appears whole or not at all: two processes that start together agree on one."""
    temporary = file.with_name(f"{file.name}.{os.getpid()}.{threading.get_ident()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, os.urandom(_LENGTH))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(temporary, file)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
