"""Registers the package with Django."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """People a service knows."""

    name = "bahtera.clients"
    label = "clients"
    verbose_name = "Clients"
