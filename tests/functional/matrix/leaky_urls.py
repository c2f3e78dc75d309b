"""Doors that are wrong on purpose, each as somebody in a hurry would write it: the matrix must catch them all."""

from django.http import HttpResponse, JsonResponse
from django.urls import include, path

from bahtera.surveys.models import Submission
from bahtera.web.door import page


@page("results.read")
def unscoped_list(_request, _actor):
    """Let in by an action, narrowed by nothing, and above the level of that action."""
    return HttpResponse("\n".join(Submission.objects.values_list("family_name", flat=True)))


@page("submission.read")
def nested_without_asking(_request, _actor, submission_id):
    """Take a key from the address and never ask whose it is."""
    row = Submission.objects.get(pk=submission_id)
    return JsonResponse({"kunci": str(row.family_id)}, headers={"ETag": f'"{row.family_name}"'})


@page("results.export")
def unscoped_export(_request, _actor):
    """Stream every province."""
    return HttpResponse("\n".join(str(one) for one in Submission.objects.values_list("id", flat=True)))


@page("token.manage", traced=False)
def untraced(_request, _actor):
    """Show what is sensitive and write nothing down."""
    return HttpResponse("kosong")


def without_a_door(_request):
    """Ask nobody."""
    return HttpResponse("\n".join(Submission.objects.values_list("actor_name", flat=True)))


urlpatterns = [
    path("bocor/daftar/", unscoped_list),
    path("bocor/<uuid:submission_id>/", nested_without_asking),
    path("bocor/ekspor/", unscoped_export),
    path("bocor/diam/", untraced),
    path("bocor/pintu/", without_a_door),
    path("", include("bahtera.config.urls")),
]
