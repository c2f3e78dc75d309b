from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """The ground floor: audit entries, events, schedules."""

    name = "bahtera.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"
