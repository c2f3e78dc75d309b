"""The addresses of programs, below ``/api/``."""

from django.urls import URLPattern, URLResolver, path

from bahtera.http.json_api import api

urlpatterns: list[URLPattern | URLResolver] = [path("v1/", api.urls)]
