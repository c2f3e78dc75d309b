"""Registers the package with Django."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """What families lack, who answers for it, what would help most: mapping, priorities, what-if, budget."""

    name = "bahtera.needs"
    label = "needs"
    default_auto_field = "django.db.models.BigAutoField"
