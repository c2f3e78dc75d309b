"""Registers the package with Django."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "bahtera.surveys"
    label = "surveys"
    verbose_name = "Surveys"
