from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    """The ground floor: audit entries, events, schedules, keys."""

    name = "bahtera.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """See after every migration that the database has its key ring: the one moment a new one is made."""
        post_migrate.connect(_ensure_keyring, sender=self)


def _ensure_keyring(using: str, **_told: Any) -> None:
    from bahtera.foundation.sealing import records  # noqa: PLC0415 - apps must be loaded first

    records.ensure_keyring(using)
