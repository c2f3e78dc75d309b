"""Registers the package with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Word to somebody that something waits or happened, on the site and by e-mail."""

    name = "bahtera.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
