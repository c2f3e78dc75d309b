"""Registers the package with Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Files that leave the house: exports and result tables."""

    name = "bahtera.publishing"
    label = "publishing"
    verbose_name = "Publishing"
