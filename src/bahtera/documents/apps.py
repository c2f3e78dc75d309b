"""Registers the package with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents that were issued: number, data version, hash, whether one is the latest, the signed scan."""

    name = "bahtera.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
