"""Starts Django for the commands that need it; scoring a file does not."""

import importlib
import os

import django

from bahtera.cli.attached import follow_parent

PRIVATE = 0o077


def check_settings() -> None:
    """Raise the settings' own refusal, with every variable at fault; for commands that leave Django to others."""
    importlib.import_module(os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bahtera.config.settings"))


def start_django() -> None:
    """Load the settings and the apps, once; files that a site makes are its owner's alone."""
    os.umask(PRIVATE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bahtera.config.settings")
    django.setup()


def start_attached(parent: int) -> None:
    """Start Django in a process of a pool that ends with the one that started it, or it would work beside the next."""
    follow_parent(parent)
    start_django()
