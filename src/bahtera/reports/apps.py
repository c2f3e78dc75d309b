"""Registers the package with Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Village reports: made by a kader, confirmed twice, sent to the TPK2D."""

    name = "bahtera.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
