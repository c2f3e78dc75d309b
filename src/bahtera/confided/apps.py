"""Registers the package with Django."""

from django.apps import AppConfig


class ConfidedConfig(AppConfig):
    """Private answers and calls for help, as phones sealed them."""

    name = "bahtera.confided"
    label = "confided"
    verbose_name = "Confided"
