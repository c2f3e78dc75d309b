"""Registers the package with Django."""

from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """Checks of how interviews were made, and the questions they lead to."""

    name = "bahtera.checks"
    label = "checks"
    default_auto_field = "django.db.models.BigAutoField"
