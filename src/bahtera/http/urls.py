"""The addresses of phones, below ``/v1/``."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from bahtera.http import openrosa

_FORM = "forms/<str:form_id>/versions/<str:version>"


def _both(rest: str, view: Callable[..., HttpResponse]) -> list[URLPattern]:
    """Give a view its address with and without the one project."""
    return [
        path(f"key/<str:token>/projects/1/{rest}", view),
        path(f"key/<str:token>/{rest}", view),
    ]


urlpatterns = [
    *_both("submission", openrosa.submission),
    *_both("formList", openrosa.form_list),
    *_both(f"{_FORM}/form.xml", openrosa.form_xml),
    *_both(f"{_FORM}/manifest", openrosa.manifest),
    *_both(f"{_FORM}/media/<str:name>", openrosa.media),
]
