from django.apps import AppConfig


class KeyingConfig(AppConfig):
    """Visits typed in from paper: batches of sheets, typing, second typing of a sample."""

    name = "bahtera.keying"
    label = "keying"
    default_auto_field = "django.db.models.BigAutoField"
