from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """Families and their members over time."""

    name = "bahtera.families"
    label = "families"
    default_auto_field = "django.db.models.BigAutoField"
