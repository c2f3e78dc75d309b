from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages for offices."""

    name = "bahtera.web"
    label = "web"
