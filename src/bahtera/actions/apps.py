"""Registers the package with Django."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """Plans of villages and agencies, their progress and assessment, and what they changed."""

    name = "bahtera.actions"
    label = "actions"
    default_auto_field = "django.db.models.BigAutoField"
