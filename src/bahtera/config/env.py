"""Reads the environment once, typed, and says everything that is wrong in one go."""

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bahtera.foundation.errors import Refused


class BadEnvironment(Refused):
    """The environment cannot run Bahtera; the text names every variable at fault, one a line."""

    def __init__(self, problems: Collection[str]) -> None:
        super().__init__(
            "config.bad_settings",
            "Bahtera cannot start with these settings:{problems}\nSee docs/reference/settings.md.",
            problems="".join(f"\n  {problem}" for problem in problems),
        )


class Environment:
    """A reader that gathers problems; call ``finish`` after the last read."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._problems: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        """Read text; without a default the variable is required."""
        value = self._values.get(name, default)
        if value is None:
            self._problems.append(f"{name} is missing")
            return ""
        return value

    def number(self, name: str, default: int) -> int:
        """Read a whole number."""
        raw = self._values.get(name)
        try:
            return default if raw is None else int(raw)
        except ValueError:
            self._problems.append(f"{name} is not a whole number: {raw!r}")
            return default

    def choice(self, name: str, default: str, allowed: Collection[str]) -> str:
        """Read one of a few words."""
        value = self.text(name, default)
        if value in allowed:
            return value
        self._problems.append(f"{name} is none of {', '.join(allowed)}: {value!r}")
        return default

    def address(self, name: str, default: str) -> str:
        """Read ``http://host`` or ``https://host``, with a port or a path perhaps; returned without a last slash."""
        value = self.text(name, default).rstrip("/")
        if _is_web_address(value):
            return value
        self._problems.append(f"{name} is no address that begins with http:// or https://: {value!r}")
        return default

    def folder(self, name: str, default: Path) -> Path:
        """Read a folder, made when it is not there; it must be possible to write in it."""
        path = Path(self.text(name, str(default)))
        try:
            path = path.resolve()
            path.mkdir(parents=True, exist_ok=True)
            writable = os.access(path, os.W_OK | os.X_OK)
        except (OSError, ValueError) as error:
            self._problems.append(f"{name}: the folder {path} cannot be made ({_reason(error)})")
        else:
            if not writable:
                self._problems.append(f"{name}: nothing can be written in the folder {path}")
        return path

    def secret(self, name: str, file: Path) -> str:
        """Read a secret, or the one that is made at first start and kept in the file."""
        given = self._values.get(name, "")
        if given or self._problems:
            return given
        try:
            return secret(file)
        except (OSError, ValueError) as error:
            self._problems.append(f"{name} is not given and {file} cannot be read or made ({_reason(error)})")
            return ""

    def flag(self, name: str, *, default: bool) -> bool:
        """Read yes or no."""
        raw = self._values.get(name)
        if raw is None:
            return default
        if raw.lower() in {"1", "true", "yes", "on"}:
            return True
        if raw.lower() in {"0", "false", "no", "off", ""}:
            return False
        self._problems.append(f"{name} is neither yes nor no: {raw!r}")
        return default

    def text_but(self, name: str, default: str, *, refused: tuple[str, ...]) -> str:
        """Read text that must not be one of some values."""
        value = self._values.get(name, default)
        if value in refused:
            self._problems.append(f"{name} must not be {value!r}: people can have it changed to another's")
        return value

    def words(self, name: str, default: str) -> list[str]:
        """Read a comma-separated list."""
        return [word.strip() for word in self._values.get(name, default).split(",") if word.strip()]

    def database(self, name: str, fallback: Path) -> dict[str, object]:
        """Read ``postgresql://user:password@host:port/name``; without it, the embedded SQLite file."""
        raw = self._values.get(name, "")
        if not raw:
            return sqlite(fallback)
        try:
            return _database(raw)
        except ValueError as error:
            self._problems.append(f"{name}: {error}")
            return sqlite(fallback)

    def finish(self) -> None:
        """Raise BadEnvironment with all problems found, or return."""
        if self._problems:
            raise BadEnvironment(self._problems)


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _database(address: str) -> dict[str, object]:
    """Return the database of an address; the ValueError it may raise never shows the password."""
    scheme = address.partition(":")[0]
    if scheme == "sqlite":
        file = Path(unquote(urlsplit(address).path))
        if not file.name or not file.parent.is_dir():
            raise ValueError(f"there is no folder {file.parent} for the SQLite file")
        return sqlite(file)
    if scheme not in {"postgresql", "postgres"}:
        raise ValueError("neither postgresql:// nor sqlite:///")
    try:
        found = postgresql(address)
    except ValueError:
        raise ValueError("no address as postgresql://user:password@host:port/name") from None
    if not found["NAME"]:
        raise ValueError("the name of the database is missing: postgresql://user:password@host:port/name")
    return found


def sqlite(file: Path) -> dict[str, object]:
    """Return the embedded database: write-ahead log, full sync, and writers that queue."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
            ),
        },
    }


def postgresql(address: str) -> dict[str, object]:
    """Return a PostgreSQL database from its URL; the host may be a socket folder (``?host=/run/...``)."""
    parts = urlsplit(address)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # How the connection is encrypted, in libpq's own words: ?sslmode=verify-full&sslrootcert=/etc/ssl/ca.pem
        "OPTIONS": {name: unquote(query[name]) for name in ("sslmode", "sslrootcert") if name in query},
    }


def secret(file: Path) -> str:
    """Return the site's secret, made at first start and kept in a file only its owner reads."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        value = os.urandom(48).hex()
        stream.write(value)
        stream.flush()
        os.fsync(stream.fileno())
    return value
