"""Registers the package with Django."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Services of units, agreements between offices, and the dated status of centres."""

    name = "bahtera.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
