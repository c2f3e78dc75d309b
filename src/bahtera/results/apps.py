"""Registers the package with Django."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Sums per village and the figures made of them."""

    name = "bahtera.results"
    label = "results"
    verbose_name = "Results"
