from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """Questionnaires, their versions, and submissions checked against them."""

    name = "bahtera.questionnaires"
    label = "questionnaires"
    default_auto_field = "django.db.models.BigAutoField"
