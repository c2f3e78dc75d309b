from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Provinces, regencies, districts and villages."""

    name = "bahtera.areas"
    label = "areas"
    default_auto_field = "django.db.models.BigAutoField"
