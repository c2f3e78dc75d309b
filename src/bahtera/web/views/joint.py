"""Families that two kader share: giving, looking how far they are, and settling what two cannot finish together."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import Refused
from bahtera.foundation.inputs import whole_number
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import concerns, page
from bahtera.web.presenters import assignments as tasks
from bahtera.web.presenters import joint as shown
from bahtera.web.presenters import visits
from bahtera.web.views.administration import forms

_ACTION = "assignment.manage"
_TAKE_OVER, _FAMILY = "ambil", "keluarga"


@page(_ACTION, methods=("POST",))
def share_family(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Give one family to two kader; what the second is not given is the first's."""
    village, round_id = forms.text_in(request, "desa"), whole_number(forms.text_in(request, "putaran")) or 0
    access.check_may(actor, _ACTION, area=village)
    with forms.Told(request, gettext("Two kader share this family now.")) as attempt:
        given = surveys.share_family(
            round_id=round_id,
            village_code=village,
            family_id=forms.needed_id(request, "keluarga"),
            first_id=forms.needed_id(request, "kader"),
            second_id=forms.needed_id(request, "kader-2"),
            second_sections=request.POST.getlist("bagian"),
            actor=actor,
        )
    if attempt.problem:
        return redirect(tasks.address_of(round_id, village))
    return redirect("web:joint_family", given)


@page(_ACTION)
def joint_family(request: HttpRequest, actor: access.Actor, joint_id: UUID) -> HttpResponse:
    """Show one shared family: who has what, what came and when it was signed, and what is to be settled."""
    found = surveys.joint_detail(joint_id, actor=actor)
    row = found.row
    concerns(request, f"family:{row.family_id}")
    known, round_row = places.names_of([row.village_code]), surveys.get_round(row.round_id)
    form = next((one for one in questionnaires.current_forms() if one.form_id == round_row.form_id), None)
    labels = questionnaires.labels(form.form_id, form.version) if form else {}
    names = {one.person_id: one.name for one in row.sides}
    is_open = row.state not in {surveys.JointState.JOINED, surveys.JointState.ENDED}
    view = shown.JointPage(
        id=str(row.id),
        family=row.head_name or gettext("Family without a name"),
        village_name=places.village_line(row.village_code, known),
        round_name=visits.round_title(round_row),
        synthetic=visits.is_synthetic(round_row),
        zone=places.zone_of(row.village_code, known),
        state=shown.state_of(row.state),
        sides=tuple(shown.side_of(one, found.sections) for one in row.sides),
        missing=shown.names_of(row.missing) if row.state is surveys.JointState.WAITING else "",
        differences=shown.difference_lines(found, labels),
        may_choose=found.may_choose,
        may_settle=is_open and round_row.state is surveys.RoundState.FIELD,
        taker=names.get(row.taker_id, "") if row.taker_id else "",
        visit_url=shown.visit_url(row),
        revision=row.revision,
        back=tasks.address_of(row.round_id, row.village_code),
    )
    return render(request, "web/rounds/joint.html", {"page": view})


@page(_ACTION, methods=("POST",))
def settle_joint(request: HttpRequest, actor: access.Actor, joint_id: UUID) -> HttpResponse:
    """Let one of the two take everything over, or say whose family counts."""
    wanted = forms.text_in(request, "putusan")
    person_id, revision = (
        forms.needed_id(request, "kader"),
        whole_number(forms.text_in(request, "revisi")) or 0,
    )
    done = {
        _TAKE_OVER: gettext("One kader visits this family alone now. Her phone is told at its next sync."),
        _FAMILY: gettext(
            "It is written down whose family counts. The visit is made of both parts in a moment."
        ),
    }
    if wanted not in done:
        raise Refused("web.bad_choice", "Choose one from the list.")
    settle = surveys.take_joint_over if wanted == _TAKE_OVER else surveys.choose_family
    with forms.Told(request, done[wanted], surveys.UnknownJoint):
        settle(joint_id, person_id=person_id, revision=revision, actor=actor)
    return redirect("web:joint_family", joint_id)
