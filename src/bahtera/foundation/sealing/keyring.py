"""The key ring: a file outside the database that holds every version of the master and index keys and the pairs.

One JSON file, readable by its owner only, replaced whole. Versions count up from 1; values say which one closed
them. From a master key a key is derived for each purpose (HKDF-SHA256), so that no state but this file is needed
and none can be lost with a transaction that is rolled back.
"""

import base64
import fcntl
import json
import os
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bahtera.foundation import clock
from bahtera.foundation.sealing.errors import KeyringDamaged, KeyringMissing, UnknownKey

KEY_BYTES: Final = 32
PAIRS: Final = ("exchange", "statistics", "help")
_FORMAT: Final = 1
LOOK_AGAIN_SECONDS: Final = 5.0
_MOST_VERSIONS: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Key:
    """One version of a key; ``fingerprint`` names it without giving it away."""

    version: int
    made_at: datetime
    secret: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits that only this key has."""
        return derive(self.secret, "fingerprint")[:8].hex()


@dataclass(frozen=True, slots=True)
class Keys:
    """The versions of one kind, and which of them closes what is new. ``since`` is when it began to."""

    by_version: Mapping[int, Key]
    active: int
    since: datetime

    @property
    def newest(self) -> int:
        """Return the highest version; above the active one it is prepared and not yet in use."""
        return max(self.by_version)


@dataclass(frozen=True, slots=True)
class Keyring:
    """What the file holds, with the ciphers derived from it so far.

    The pairs are private keys to which phones seal; None in a key ring from before there were any: ``exchange`` for
    visits, ``statistics`` for answers that only figures may hold, ``help`` for calls for help.
    """

    sealing: Keys
    index: Keys
    exchange: Keys | None = None
    statistics: Keys | None = None
    help: Keys | None = None
    _derived: dict[tuple[int, str], AESGCM] = field(default_factory=dict, repr=False, compare=False)
    _index_keys: dict[tuple[int, str], bytes] = field(default_factory=dict, repr=False, compare=False)

    def cipher(self, version: int, purpose: str) -> AESGCM:
        """Return the cipher of a version for a purpose; raises UnknownKey."""
        found = self._derived.get((version, purpose))
        if found is None:
            found = AESGCM(derive(_secret(self.sealing, version), f"seal/{purpose}"))
            self._derived[version, purpose] = found
        return found

    def index_key(self, version: int, purpose: str) -> bytes:
        """Return the key of the blind index of a purpose; raises UnknownKey."""
        found = self._index_keys.get((version, purpose))
        if found is None:
            found = derive(_secret(self.index, version), f"index/{purpose}")
            self._index_keys[version, purpose] = found
        return found

    def kinds(self) -> Iterator[tuple[str, Keys]]:
        """Yield each kind of key by its name."""
        yield "sealing", self.sealing
        yield "index", self.index
        yield from self.pairs()

    def pairs(self) -> Iterator[tuple[str, Keys]]:
        """Yield the kinds that phones seal to."""
        for kind in PAIRS:
            keys: Keys | None = getattr(self, kind)
            if keys is not None:
                yield kind, keys

    def lacks_pairs(self) -> bool:
        """Tell whether this is a key ring from before one of the pairs."""
        return len(list(self.pairs())) < len(PAIRS)


@dataclass(slots=True)
class _Held:
    """The key ring as last read, and when to look whether the file changed."""

    keyring: Keyring
    seen: tuple[int, int, int]
    look_again: float


_file: Path | None = None
_held: _Held | None = None
_lock = threading.Lock()


def configure(file: Path) -> None:
    """Name the key ring file; it is read at first use and again when it changes."""
    global _file, _held
    _file, _held = file, None


def path() -> Path:
    """Return where the key ring is."""
    if _file is None:
        message = "sealing.configure was not called"
        raise RuntimeError(message)
    return _file


def current() -> Keyring:
    """Return the key ring; a change by another process is seen within five seconds."""
    held = _held
    if held is not None and time.monotonic() < held.look_again:
        return held.keyring
    return reread()


def reread(*, anyway: bool = False) -> Keyring:
    """Return the key ring, read anew when its file changed or ``anyway``."""
    global _held  # noqa: PLW0603 - the one copy of a process
    with _lock:
        seen = _stamp()
        if _held is None or anyway or _held.seen != seen:
            _held = _Held(_parse(_read()), seen, 0.0)
        _held.look_again = time.monotonic() + LOOK_AGAIN_SECONDS
        return _held.keyring


def with_version(version: int) -> Keyring:
    """Return a key ring that holds this version of the master key, read anew if need be.

    Raises UnknownKey.
    """
    keyring = current()
    if version not in keyring.sealing.by_version:
        keyring = reread(anyway=True)
        _secret(keyring.sealing, version)
    return keyring


def exists() -> bool:
    """Tell whether there is a key ring file."""
    return path().exists()


def make() -> Keyring:
    """Make the first key ring unless there is one: of two processes that start together one wins."""
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    now = clock.now()
    fresh = with_pairs(Keyring(_first(now), _first(now)))
    temporary = _write_aside(file, fresh)
    try:
        os.link(temporary, file)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    _sync_folder(file.parent)
    return reread(anyway=True)


@contextmanager
def changing() -> Iterator[Keyring]:
    """Hold the key ring against other changes; call ``save`` inside."""
    lock = path().with_suffix(".lock")
    descriptor = os.open(lock, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield reread(anyway=True)
    finally:
        os.close(descriptor)


def save(keyring: Keyring) -> Keyring:
    """Put a changed key ring in the file's place, whole and on disk."""
    file = path()
    _write_aside(file, keyring).replace(file)
    _sync_folder(file.parent)
    return reread(anyway=True)


def with_pairs(keyring: Keyring) -> Keyring:
    """Return a key ring with the first version of each pair that it lacks."""
    now = clock.now()
    made: dict[str, Any] = {
        kind: _first(now, _new_scalar()) for kind in PAIRS if getattr(keyring, kind) is None
    }
    return replace(keyring, **made)


def with_changed_pairs(keyring: Keyring, change: Callable[[Keys], Keys]) -> Keyring:
    """Return a key ring with each of its pairs changed."""
    changed: dict[str, Any] = {kind: change(keys) for kind, keys in keyring.pairs()}
    return replace(keyring, **changed)


def without_in_pairs(keyring: Keyring, versions: Mapping[str, Collection[int]]) -> Keyring:
    """Return a key ring whose pairs lack some versions, by kind."""
    left: dict[str, Any] = {kind: without(keys, versions[kind]) for kind, keys in keyring.pairs()}
    return replace(keyring, **left)


def with_new_pair(keys: Keys) -> Keys:
    """Return the keys of a pair with one more version, made and not yet in use."""
    return with_new_key(keys, _new_scalar())


def with_new_key(keys: Keys, secret: bytes | None = None) -> Keys:
    """Return the keys with one more version, made and not yet in use."""
    version = keys.newest + 1
    if version > _MOST_VERSIONS:
        message = "too many versions of a key"
        raise ValueError(message)
    new = Key(version, clock.now(), secret or os.urandom(KEY_BYTES))
    return replace(keys, by_version=MappingProxyType({**keys.by_version, version: new}))


def with_newest_active(keys: Keys) -> Keys:
    """Return the keys with the newest version closing what is new."""
    return keys if keys.active == keys.newest else replace(keys, active=keys.newest, since=clock.now())


def without_old(keys: Keys) -> Keys:
    """Return the keys without the versions before the active one."""
    return without(keys, [version for version in keys.by_version if version < keys.active])


def without(keys: Keys, versions: Collection[int]) -> Keys:
    """Return the keys without some versions."""
    kept = {version: key for version, key in keys.by_version.items() if version not in versions}
    return replace(keys, by_version=MappingProxyType(kept))


def derive(secret: bytes, label: str) -> bytes:
    """Return the key for a label, from which neither the secret nor another label's key can be found."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"bahtera/1/{label}".encode()).derive(secret)


# --- inside -----------------------------------------------------------------------------------------------


def _secret(keys: Keys, version: int) -> bytes:
    key = keys.by_version.get(version)
    if key is None:
        raise UnknownKey(
            f"Version {version} of a key is not in {path()}. Put back the key ring that has it"
            f" (this one has {', '.join(map(str, sorted(keys.by_version)))})."
        )
    return key.secret


def _first(now: datetime, secret: bytes | None = None) -> Keys:
    return Keys(MappingProxyType({1: Key(1, now, secret or os.urandom(KEY_BYTES))}), 1, now)


def _new_scalar() -> bytes:
    """Return the private half of a new P-256 pair."""
    return ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(KEY_BYTES, "big")


def _stamp() -> tuple[int, int, int]:
    try:
        found = path().stat()
    except FileNotFoundError:
        raise _missing() from None
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _read() -> str:
    try:
        return path().read_text(encoding="ascii")
    except FileNotFoundError:
        raise _missing() from None
    except UnicodeDecodeError:
        raise _damaged("it is not text") from None


def _missing() -> KeyringMissing:
    return KeyringMissing(
        f"The key ring {path()} is missing. Without it nothing sealed can be read. Put back its copy;"
        " a new site gets one from `bahtera migrate`."
    )


def _damaged(why: str) -> KeyringDamaged:
    return KeyringDamaged(f"The key ring {path()} is damaged ({why}). Put back its copy.")


def _parse(text: str) -> Keyring:
    try:
        told = json.loads(text)
        if told["format"] != _FORMAT:
            raise _damaged(f"format {told['format']} is not known here")
        pairs: dict[str, Any] = {kind: _keys(told[kind]) for kind in PAIRS if kind in told}
        return Keyring(_keys(told["sealing"]), _keys(told["index"]), **pairs)
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(type(error).__name__) from None


def _keys(told: Mapping[str, Any]) -> Keys:
    keys = {}
    for one in told["keys"]:
        key = Key(
            int(one["version"]),
            datetime.fromisoformat(one["made_at"]),
            base64.b64decode(one["key"], validate=True),
        )
        if len(key.secret) != KEY_BYTES or key.fingerprint != one["fingerprint"]:
            raise _damaged(f"version {key.version} does not match its fingerprint")
        keys[key.version] = key
    if told["active"] not in keys:
        raise _damaged("its active version is missing")
    return Keys(MappingProxyType(keys), int(told["active"]), datetime.fromisoformat(told["since"]))


def _told(keys: Keys) -> dict[str, Any]:
    return {
        "active": keys.active,
        "since": keys.since.isoformat(),
        "keys": [
            {
                "version": key.version,
                "made_at": key.made_at.isoformat(),
                "fingerprint": key.fingerprint,
                "key": base64.b64encode(key.secret).decode(),
            }
            for _, key in sorted(keys.by_version.items())
        ],
    }


def _write_aside(file: Path, keyring: Keyring) -> Path:
    told = {"format": _FORMAT} | {kind: _told(keys) for kind, keys in keyring.kinds()}
    aside = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        json.dump(told, stream, indent=1)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    return aside


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
