"""Registers the package with Django."""

from django.apps import AppConfig


class CounsellingConfig(AppConfig):
    """Registers, sessions and monthly reports of PPKS/Satyagatra (BKKBN) centres."""

    name = "bahtera.counselling"
    label = "counselling"
    verbose_name = "Counselling"
