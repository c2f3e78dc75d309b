"""Registers the package with Django."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Declared clocks and yearly lists of days off."""

    name = "bahtera.deadlines"
    label = "deadlines"
    default_auto_field = "django.db.models.BigAutoField"
