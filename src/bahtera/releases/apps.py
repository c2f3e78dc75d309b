"""Registers the package with Django."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Signed data versions of rounds, and corrections by two persons."""

    name = "bahtera.releases"
    label = "releases"
    verbose_name = "Data versions"
