"""A drawn village: its families listed and drawn, then reserves and tasks for whoever gives those."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from bahtera.access import api as access
from bahtera.foundation.errors import Refused
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys
from bahtera.web.door import page
from bahtera.web.presenters import samples as shown
from bahtera.web.views.administration import forms
from bahtera.web.views.rounds.sampling import DRAW, READ, found_draw

TASKS: Final = "assignment.manage"
_LARGEST: Final = samples.LARGEST_MB * 2**20


@page(READ)
def sample_village(
    request: HttpRequest, actor: access.Actor, round_id: int, draw_id: UUID, village: str
) -> HttpResponse:
    """Show how the families of a drawn village were, or are to be, drawn; counts alone."""
    row, drawn = found_draw(round_id, draw_id, actor)
    told = shown.village_page(row, drawn, samples.get_village(draw_id, village, actor=actor), actor)
    return render(request, "web/rounds/sample_village.html", {"page": told})


@page(DRAW, methods=("POST",))
def list_families(
    request: HttpRequest, actor: access.Actor, round_id: int, draw_id: UUID, village: str
) -> HttpResponse:
    """List the families of a village and draw among them."""
    found_draw(round_id, draw_id, actor)
    access.check_may(actor, DRAW, area=village)
    with forms.Told(request, gettext("The families are drawn.")):
        upload = request.FILES.get("berkas")
        if forms.text_in(request, "sumber") == "register":
            samples.draw_from_register(draw_id, village, actor=actor)
        elif upload is None:
            raise Refused("web.no_file", "Choose a file.")
        else:
            samples.draw_from_file(
                draw_id,
                village,
                upload.read(_LARGEST + 1),
                leave_out=forms.text_in(request, "tanpa") == "ya",
                actor=actor,
            )
    return redirect("web:sample_village", round_id, draw_id, village)


@page(TASKS)
def sample_tasks(
    request: HttpRequest, actor: access.Actor, round_id: int, draw_id: UUID, village: str
) -> HttpResponse:
    """Show the drawn families of a village by name, with reserves and who visits them."""
    row, drawn = found_draw(round_id, draw_id, actor)
    access.check_may(actor, TASKS, area=village)
    samples.get_village(draw_id, village, actor=actor)
    return render(
        request, "web/rounds/sample_tasks.html", {"page": shown.tasks_page(row, drawn, village, actor)}
    )


@page(TASKS, methods=("POST",))
def give_sampled(
    request: HttpRequest, actor: access.Actor, round_id: int, draw_id: UUID, village: str
) -> HttpResponse:
    """Give chosen families of the sample to a kader."""
    found_draw(round_id, draw_id, actor)
    access.check_may(actor, TASKS, area=village)
    with forms.Told(request):
        chosen = forms.ids_in(request, "keluarga")
        given, left = samples.give_families(
            draw_id,
            village,
            chosen,
            round_id=round_id,
            person_id=forms.needed_id(request, "kader"),
            last_day=forms.day_in(request, "sampai"),
            actor=actor,
        )
        _say(request, given, left)
    return redirect("web:sample_tasks", round_id, draw_id, village)


@page(TASKS, methods=("POST",))
def call_reserve(request: HttpRequest, actor: access.Actor, round_id: int, drawn_id: UUID) -> HttpResponse:
    """Let the next reserve fill in for a family."""
    surveys.round_for(round_id, actor=actor)
    draw_id, village = samples.place_of(drawn_id, actor=actor)
    found_draw(round_id, draw_id, actor)
    with forms.Told(request, gettext("The next reserve fills in."), samples.UnknownDrawnFamily):
        samples.call_reserve(drawn_id, why=forms.text_in(request, "hasil"), actor=actor)
    return redirect("web:sample_tasks", round_id, draw_id, village)


@page(TASKS, methods=("POST",))
def link_sampled(request: HttpRequest, actor: access.Actor, round_id: int, drawn_id: UUID) -> HttpResponse:
    """Say which family of the register a line of an uploaded list is."""
    surveys.round_for(round_id, actor=actor)
    draw_id, village = samples.place_of(drawn_id, actor=actor)
    found_draw(round_id, draw_id, actor)
    with forms.Told(request, gettext("The line is tied to the family."), samples.UnknownDrawnFamily):
        samples.link_family(drawn_id, forms.needed_id(request, "keluarga"), actor=actor)
    return redirect("web:sample_tasks", round_id, draw_id, village)


def _say(request: HttpRequest, given: int, left: int) -> None:
    if given:
        said = ngettext("{n} family is given.", "{n} families are given.", given).format(n=given)
        messages.success(request, said, extra_tags="good")
    if left:
        said = ngettext(
            "{n} family is not given: somebody has it, or it is the kader's own kin.",
            "{n} families are not given: somebody has them, or they are the kader's own kin.",
            left,
        ).format(n=left)
        messages.warning(request, said, extra_tags="look")
