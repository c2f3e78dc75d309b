"""Registers the package with Django."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Referrals between units."""

    name = "bahtera.referrals"
    label = "referrals"
    verbose_name = "Referrals"
