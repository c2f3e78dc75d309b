"""Registers the package with Django."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Groups with members, meetings, monthly registers, businesses and stages."""

    name = "bahtera.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"
