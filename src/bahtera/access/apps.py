from django.apps import AppConfig


class AccessConfig(AppConfig):
    """People, roles, area scopes and kader tokens."""

    name = "bahtera.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
