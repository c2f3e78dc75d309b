"""What opens an archive: a key file, or a passphrase stretched by scrypt."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from bahtera.cli.archiving.errors import FileStands, NoKeyFile, NoPassphraseFile, WeakPassphrase

LEAST_PASSPHRASE = 16
_MARK = "bahtera-backup-key-1:"
_OTHERS = 0o077
# 128 MiB and about half a second for one guess.
_COST, _BLOCK, _LANES = 1 << 17, 8, 1


class Secret(Protocol):
    """Makes the archive's main key; ``describe`` is what the archive says openly about how."""

    def describe(self) -> dict[str, Any]:
        """Return the open parameters for a new archive."""
        ...

    def main_key(self, described: dict[str, Any]) -> bytes | None:
        """Return the 32 bytes for an archive so described, or None when it was made with another kind."""
        ...


@dataclass(frozen=True)
class KeyFile:
    """Thirty-two random bytes from a file."""

    key: bytes

    def describe(self) -> dict[str, Any]:
        """Return the open parameters: none, the key is random already."""
        return {"kind": "file"}

    def main_key(self, described: dict[str, Any]) -> bytes | None:
        """Return the key itself."""
        return self.key if described == {"kind": "file"} else None


@dataclass(frozen=True)
class Passphrase:
    """Words a person keeps."""

    words: str

    def __post_init__(self) -> None:
        if len(self.words) < LEAST_PASSPHRASE:
            raise WeakPassphrase(LEAST_PASSPHRASE)

    def describe(self) -> dict[str, Any]:
        """Return a fresh salt and the cost."""
        return {"kind": "scrypt", "salt": os.urandom(16).hex(), "n": _COST, "r": _BLOCK, "p": _LANES}

    def main_key(self, described: dict[str, Any]) -> bytes | None:
        """Stretch the words; a forged cost is not paid."""
        cost = (described.get("n"), described.get("r"), described.get("p"))
        salt = described.get("salt")
        if described.get("kind") != "scrypt" or cost != (_COST, _BLOCK, _LANES) or not isinstance(salt, str):
            return None
        try:
            raw = bytes.fromhex(salt)
        except ValueError:
            return None
        return Scrypt(salt=raw, length=32, n=_COST, r=_BLOCK, p=_LANES).derive(self.words.encode())


def make_key_file(file: Path) -> None:
    """Write a new key that only its owner reads; raises FileStands rather than overwrite one."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileStands(file) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(f"{_MARK}{os.urandom(32).hex()}\n")
        stream.flush()
        os.fsync(stream.fileno())


def read_key_file(file: Path) -> KeyFile:
    """Read a key; raises NoKeyFile when it is none, or one that others may read."""
    text = _own_text(file)
    if text is None or not re.fullmatch(re.escape(_MARK) + r"[0-9a-f]{64}", text):
        raise NoKeyFile(file)
    return KeyFile(bytes.fromhex(text.removeprefix(_MARK)))


def read_passphrase_file(file: Path) -> Passphrase:
    """Read a passphrase, the file's first line; raises NoPassphraseFile when others may read it."""
    text = _own_text(file)
    if text is None:
        raise NoPassphraseFile(file)
    return Passphrase(text.partition("\n")[0])


def _own_text(file: Path) -> str | None:
    """Return what stands in a file that is its owner's alone; None when it is not, or cannot be read."""
    try:
        with file.open(encoding="utf-8") as stream:
            shared = os.fstat(stream.fileno()).st_mode & _OTHERS
            text = stream.read(1000).strip()
    except (OSError, UnicodeDecodeError):
        return None
    return None if shared else text
