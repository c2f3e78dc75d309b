"""Starts Django for the commands that need it; scoring a file does not."""

import os

import django


def start_django() -> None:
    """Load the settings and the apps, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bahtera.config.settings")
    django.setup()
