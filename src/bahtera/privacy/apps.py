from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Consents, purposes, requests of those whose data these are, and failures of protection."""

    name = "bahtera.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"
