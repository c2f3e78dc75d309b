"""Two phones, one family: a supervisor puts the visits together, field by field."""

import hashlib
import json
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.foundation.errors import Refused
from bahtera.foundation.inputs import whole_number
from bahtera.surveys import api as surveys
from bahtera.web import wording
from bahtera.web.door import concerns, page
from bahtera.web.presenters.merging import MergePage, merge_page, with_preview

_LONGEST = 1000
_SIDES: Final[tuple[surveys.Side, ...]] = ("left", "right", "typed", "keep", "drop")


@page("submission.review", methods=("GET", "HEAD", "POST"))
def merge(request: HttpRequest, actor: Actor, submission_id: UUID, other_id: UUID) -> HttpResponse:
    """Show where two visits differ, then what would come of the choices, then keep it as a new version."""
    try:
        pair = surveys.get_pair(submission_id, other_id, actor=actor)
    except surveys.NotMergeable as problem:
        messages.error(request, gettext(problem.message), extra_tags="stop")
        return redirect("web:submission", submission_id=submission_id)
    concerns(request, f"submission:{other_id}", f"family:{pair.left.family_id}")
    choices = _choices(request.POST, pair.compared)
    shown = merge_page(pair, choices, submission_id, actor)
    if request.method != "POST":
        return _show(request, shown)
    seen = _seen(choices, shown.revisions)
    try:
        if request.POST.get("langkah") == "simpan" and request.POST.get("dilihat") == seen:
            return _keep(request, actor, (submission_id, other_id), choices)
        outcome = surveys.preview_merge(submission_id, other_id, choices=choices, actor=actor)
    except Refused as problem:
        messages.error(request, wording.refusal(problem), extra_tags="stop")
        return _show(request, shown)
    if request.POST.get("langkah") == "simpan":
        said = gettext("Something changed since you looked. Look once more, then keep it.")
        messages.warning(request, said, extra_tags="look")
    return _show(request, with_preview(shown, outcome, seen, actor))


def _show(request: HttpRequest, shown: MergePage) -> HttpResponse:
    return render(request, "web/merge.html", {"page": shown})


def _keep(
    request: HttpRequest, actor: Actor, ids: tuple[UUID, UUID], choices: Mapping[str, surveys.Choice]
) -> HttpResponse:
    left, _, right = str(request.POST.get("revisi", "")).partition(".")
    seen = (whole_number(left), whole_number(right))
    revisions = (-1 if seen[0] is None else seen[0], -1 if seen[1] is None else seen[1])
    merged = surveys.merge(*ids, choices=choices, revisions=revisions, actor=actor)
    said = gettext("The two visits are one now. Look at it and approve it; both kader are told.")
    messages.success(request, said, extra_tags="good")
    return redirect("web:submission", submission_id=merged)


def _choices(form: QueryDict, compared: surveys.Compared) -> dict[str, surveys.Choice]:
    """Return what was chosen: a field is named ``p.`` and the difference's key, what was typed ``t.`` and the key."""
    alone = {row.key for row in compared.rows if not row.is_in_both}
    found: dict[str, surveys.Choice] = {}
    for key in compared.keys:
        for side in _SIDES:
            if form.get(f"p.{key}") == side and (side in {"keep", "drop"}) == (key in alone):
                found[key] = surveys.Choice(side, str(form.get(f"t.{key}", ""))[:_LONGEST])
    return found


def _seen(choices: Mapping[str, surveys.Choice], revisions: str) -> str:
    """Return what stands for choices that were looked at; it tells nothing of them."""
    told = sorted((key, one.side, one.text if one.side == "typed" else "") for key, one in choices.items())
    return hashlib.sha256(json.dumps([revisions, told]).encode()).hexdigest()
