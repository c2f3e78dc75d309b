"""Carrying unfinished visits of an earlier round over into a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound, Refused
from bahtera.surveys import api as surveys
from bahtera.web.door import page
from bahtera.web.presenters import carrying as shown
from bahtera.web.views.administration import forms


@page("assignment.manage", methods=("POST",))
def carry_over(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Make tasks of the unfinished visits of the earlier round, where the reader gives tasks."""
    try:
        found = surveys.carry_over(round_id, actor=actor)
    except NotFound:
        raise
    except Refused as problem:
        forms.tell(request, problem)
    else:
        messages.success(request, shown.done_words(found), extra_tags="good")
        for text in shown.left_words(found):
            messages.warning(request, text, extra_tags="look")
    return redirect("web:round", round_id=round_id)
