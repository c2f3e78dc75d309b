"""The server's signing key, for receipts a kader can show."""

import base64
import os
import threading
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

_file: Path | None = None
_key: Ed25519PrivateKey | None = None
_lock = threading.Lock()


def configure(file: Path) -> None:
    """Name the file that holds the private key; it is made at first use, readable by its owner only."""
    global _file, _key
    _file, _key = file, None


def sign(data: bytes) -> str:
    """Return the Ed25519 signature of ``data`` in URL-safe base64."""
    return base64.urlsafe_b64encode(_private().sign(data)).decode()


def verify(data: bytes, signature: str) -> bool:
    """Tell whether this server signed ``data``."""
    try:
        _private().public_key().verify(base64.urlsafe_b64decode(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> str:
    """Return the raw public key in URL-safe base64, for those who check receipts offline."""
    raw = _private().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.urlsafe_b64encode(raw).decode()


def verify_with(public: str, data: bytes, signature: str) -> bool:
    """Tell whether the holder of ``public`` signed ``data``."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(public))
        key.verify(base64.urlsafe_b64decode(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private() -> Ed25519PrivateKey:
    global _key  # noqa: PLW0603 - read once from its file
    if _key is None:
        with _lock:  # threads of one process would share the temporary file below
            _key = _key or Ed25519PrivateKey.from_private_bytes(_read_or_make())
    return _key


def _read_or_make() -> bytes:
    if _file is None:
        msg = "keys.configure was not called"
        raise RuntimeError(msg)
    _file.parent.mkdir(parents=True, exist_ok=True)
    fresh = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    # A key that appears whole or not at all: two workers that start together agree on one.
    temporary = _file.with_name(f"{_file.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, fresh)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(temporary, _file)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    return _file.read_bytes()
