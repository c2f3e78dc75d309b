"""Registers the package with Django."""

from django.apps import AppConfig


class SamplesConfig(AppConfig):
    """Which villages and families a round was drawn from, and which were drawn."""

    name = "bahtera.samples"
    label = "samples"
    default_auto_field = "django.db.models.BigAutoField"
