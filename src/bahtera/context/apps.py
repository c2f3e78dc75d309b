"""Registers the package with Django."""

from django.apps import AppConfig


class ContextConfig(AppConfig):
    """Figures of others about an area (child marriage, poverty, counts of Simfoni), each with its source and date."""

    name = "bahtera.context"
    label = "context"
    default_auto_field = "django.db.models.BigAutoField"
