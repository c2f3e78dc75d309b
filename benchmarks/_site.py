"""Starts Django when imported: a benchmark that measures inside the site imports this first."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bahtera.config.settings")
django.setup()
