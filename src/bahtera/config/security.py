"""Gathers what the rules of ``checks.py`` look at: settings, files, database, clock, disk."""

import ctypes
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core import checks as django_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from bahtera.cli.demonstration.accounts import PEOPLE
from bahtera.config import checks
from bahtera.config.checks import Database, Facts
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry, ScheduledJob
from bahtera.foundation.places import Places, places

TAG = "bahtera"
_TIME_ERROR = 5
_PROMISES = ("fsync", "synchronous_commit", "full_page_writes")


def register() -> None:
    """Let ``bahtera check --deploy`` find the rules through Django's own list of checks."""
    django_checks.register(deployment, TAG, deploy=True)


def deployment(**_ignored: Any) -> list[django_checks.CheckMessage]:
    """Return every finding as one of Django's messages; ``obj`` is ours, which knows both languages."""
    return [
        (django_checks.Error if one.is_refused else django_checks.Warning)(
            one.text("en"), obj=one, id=f"bahtera.{one.code}"
        )
        for one in checks.examine(gather())
    ]


def gather() -> Facts:
    """Return the facts of this site as it stands."""
    from django.conf import settings  # noqa: PLC0415, TID251 - config is where settings are read

    where, backup = places(), _last_backup(places())
    disk = shutil.disk_usage(where.data)
    database = _database(settings.DATABASES["default"])
    return Facts(
        now=clock.now(),
        public_url=settings.PUBLIC_URL,
        secret_key=settings.SECRET_KEY,
        allowed_hosts=tuple(settings.ALLOWED_HOSTS),
        database=database,
        debug=settings.DEBUG,
        log_level=_log_level(settings.LOGGING),
        trusts_proxy=settings.SECURE_PROXY_SSL_HEADER is not None,
        is_root=os.geteuid() == 0,
        second_factor=bool({"totp", "webauthn"} & set(settings.MFA_SUPPORTED_TYPES)),
        shows_codes=settings.DEMONSTRATION,
        demonstration=_demonstration() if database.is_migrated else (),
        file_modes=_modes({path.name: path for path in _key_files(where)}),
        folder_modes=_modes(
            {"data": where.data, "blobs": where.blobs, "audit": where.audit, "keys": where.keys}
        ),
        keyring_in_data=settings.KEYRING_FILE.is_relative_to(where.data),
        last_backup=backup.get("at"),
        archive_in_data=bool(backup) and Path(backup["folder"]).is_relative_to(where.data),
        key_beside_archive=bool(backup) and _is_beside(backup, where.data),
        newest_entry=_newest_entry() if database.is_migrated else None,
        database_clock=_database_clock(),
        is_synchronised=_is_synchronised(),
        overdue_since=_overdue_since() if database.is_migrated else None,
        free_share=disk.free / disk.total,
        free_bytes=disk.free,
    )


def _database(parameters: Mapping[str, Any]) -> Database:
    """Ask the database itself: what is set for it may be overruled elsewhere."""
    executor = MigrationExecutor(connection)
    is_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return Database(
                "sqlite",
                synchronous=int(_one(cursor, "PRAGMA synchronous")),
                journal=str(_one(cursor, "PRAGMA journal_mode")),
                is_migrated=is_migrated,
            )
        off = tuple(f"{name}=off" for name in _PROMISES if _one(cursor, f"SHOW {name}") == "off")
    options = parameters.get("OPTIONS", {})
    return Database(
        "postgresql",
        switched_off=off,
        host=str(parameters.get("HOST", "")),
        sslmode=str(options.get("sslmode", "")),
        is_migrated=is_migrated,
    )


def _one(cursor: Any, statement: str) -> Any:
    cursor.execute(statement)
    return cursor.fetchone()[0]


def _demonstration() -> tuple[str, ...]:
    """Return the accounts that the password printed by the demonstration still opens."""
    found = get_user_model()._default_manager.filter(is_active=True)  # noqa: SLF001 - Django's own name
    by_name = {one.get_username(): one for one in found.filter(username__in=[one.username for one in PEOPLE])}
    return tuple(
        one.username
        for one in PEOPLE
        if one.username in by_name and by_name[one.username].check_password(one.password)
    )


def _key_files(where: Places) -> Iterable[Path]:
    inside = [path for path in where.keys.glob("*") if path.is_file()] if where.keys.is_dir() else []
    return {*inside, *where.key_files}


def _modes(wanted: Mapping[str, Path]) -> dict[str, int]:
    return {name: path.stat().st_mode & 0o777 for name, path in wanted.items() if path.exists()}


def _last_backup(where: Places) -> dict[str, Any]:
    """Return the note of the last back-up; none when there was none or it cannot be read."""
    try:
        told = json.loads(where.last_backup.read_text(encoding="utf-8"))
        return {
            "at": datetime.fromisoformat(told["at"]),
            "folder": str(told["folder"]),
            "key_folder": str(told["key_folder"]),
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _is_beside(backup: Mapping[str, Any], data: Path) -> bool:
    if not backup["key_folder"]:
        return False
    key, archive = Path(backup["key_folder"]), Path(backup["folder"])
    return key.is_relative_to(data) or key == archive or archive in key.parents


def _newest_entry() -> datetime | None:
    return AuditEntry.objects.order_by("-at", "-id").values_list("at", flat=True).first()


def _overdue_since() -> datetime | None:
    return ScheduledJob.objects.order_by("next_at", "id").values_list("next_at", flat=True).first()


def _database_clock() -> datetime | None:
    """Return PostgreSQL's clock; SQLite has ours."""
    if connection.vendor == "sqlite":
        return None
    try:
        with connection.cursor() as cursor:
            moment: datetime = _one(cursor, "SELECT clock_timestamp()")
            return moment
    except DatabaseError:
        return None


def _is_synchronised() -> bool:
    """Ask the kernel whether something keeps its clock in step; unknown counts as yes."""
    state = ctypes.create_string_buffer(1024)  # a zeroed struct timex only asks
    try:
        return int(ctypes.CDLL(None).adjtimex(state)) != _TIME_ERROR
    except (OSError, AttributeError):
        return True


def _log_level(logging: Mapping[str, Any]) -> str:
    return str(logging["root"]["level"])
