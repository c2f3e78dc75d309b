"""Re-interviews of a round: drawing whom to ask again, the list, entering, and how far two interviews agree."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.statistics.agreement import SMALL
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.door import concerns, page
from bahtera.web.presenters import back_checks as shown
from bahtera.web.presenters.parts import Option, options_of
from bahtera.web.presenters.rounds import head_of
from bahtera.web.tables import csv_file
from bahtera.web.views.administration import forms

_READ = "backcheck.read"
_ENTER = "backcheck.enter"
_DRAW = "submission.review"
_TAB = "back_check"
_PER_MILLE = 10
_MOST_PERCENT = 100


@page(_READ)
def back_checks(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Show the draws of a round, and how far first and second interviews agree by question and by kader."""
    row = surveys.round_for(round_id, actor=actor)
    found = surveys.back_check_results(round_id, actor=actor)
    draws = surveys.back_checks(round_id, actor=actor)
    known = {one.name: one for one in surveys.back_check_questions(row.form_id)}
    named = places.names_of(one.area_code for one in draws if one.area_code)
    suggested = set(surveys.asked_again().suggested)
    view = shown.BackChecksPage(
        head=head_of(row, actor, _TAB),
        zone=places.own_zone(actor),
        draws=tuple(shown.draw_line(one, named) for one in draws),
        drawn=found.drawn,
        done=found.done,
        outcomes=tuple((wording.say(shown.OUTCOMES, code), n) for code, n in sorted(found.outcomes.items())),
        overall=shown.agreement_line(gettext("All questions"), found.overall) if found.done else None,
        questions=shown.question_lines(found, known),
        kader=shown.kader_lines(found, named=False),
        areas=_areas(actor) if access.may(actor, _DRAW) else (),
        asked=tuple(Option(name, shown.label_of(name, known), name in suggested) for name in known),
        small=SMALL,
        list_url=reverse("web:back_check_list", args=[round_id]) if access.may(actor, _ENTER) else "",
        csv_url=reverse("web:back_check_csv", args=[round_id]),
    )
    return render(request, "web/rounds/back_checks.html", {"page": view})


@page(_READ)
def results_csv(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:  # noqa: ARG001
    """Give the agreement by question and by kader as a table; it names nobody."""
    row = surveys.round_for(round_id, actor=actor)
    found = surveys.back_check_results(round_id, actor=actor)
    known = {one.name: one for one in surveys.back_check_questions(row.form_id)}
    head = (
        *("tingkat", "nama", "pasangan", "sama", "persen", "persen_bawah", "persen_atas"),
        *("kappa", "kappa_bawah", "kappa_atas", "pabak", "keluarga", "tidak_ingat"),
    )
    rows: list[tuple[object, ...]] = []
    for one in shown.question_lines(found, known):
        figures = (one.share, one.low, one.high, one.kappa, one.kappa_low, one.kappa_high, one.pabak)
        rows.append(("pertanyaan", one.label, one.n, one.agreed, *map(_rounded, figures), None, None))
    for kader in shown.kader_lines(found, named=False):
        figures = (kader.share, None, None, kader.kappa, None, None, None)
        told = (kader.label, kader.pairs, kader.agreed, *map(_rounded, figures))
        rows.append(("kader", *told, kader.families, kader.no_memory))
    return csv_file(f"wawancara-ulang-{round_id}.csv", head, rows)


@page(_DRAW, methods=("POST",))
def draw(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Draw visits of an area to be asked about once more."""
    area = forms.text_in(request, "wilayah")
    percent = whole_number(forms.text_in(request, "persen")) or 0
    at_least = whole_number(forms.text_in(request, "paling_sedikit"))
    surveys.round_for(round_id, actor=actor)
    with forms.Told(request, gettext("Drawn. The list says whom to ask once more."), NotFound):
        surveys.draw_back_check(
            round_id,
            area,
            per_mille=min(percent, _MOST_PERCENT + 1) * _PER_MILLE,
            at_least=-1 if at_least is None else at_least,
            questions=[str(one) for one in request.POST.getlist("pertanyaan")],
            actor=actor,
        )
    return redirect("web:back_checks", round_id=round_id)


@page(_ENTER)
def back_check_list(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """List the families to ask once more, and what came of those that were asked."""
    row = surveys.round_for(round_id, actor=actor)
    tasks = surveys.back_check_tasks(round_id, actor=actor)
    concerns(request, *(f"submission:{one.submission_id}" for one in tasks))
    known = places.names_of(one.village_code for one in tasks)
    differs = {one.task.id: len(one.differences) for one in surveys.compared_visits(round_id, actor=actor)}
    lines = [(one, shown.task_line(one, round_id, known, differs.get(one.id))) for one in tasks]
    kader = (
        shown.kader_lines(surveys.back_check_results(round_id, actor=actor), named=True)
        if access.may(actor, _READ)
        else ()
    )
    view = shown.BackCheckList(
        head=head_of(row, actor, _TAB),
        waiting=tuple(line for one, line in lines if not one.outcome),
        closed=tuple(line for one, line in lines if one.outcome),
        kader=kader,
    )
    return render(request, "web/rounds/back_check_list.html", {"page": view})


@page(_ENTER, methods=("GET", "HEAD", "POST"))
def back_check(request: HttpRequest, actor: access.Actor, round_id: int, task_id: UUID) -> HttpResponse:
    """Show the form for one family and take it in; once it is entered, show what was answered otherwise."""
    task, questions = surveys.get_back_check_task(task_id, actor=actor)
    if task.round_id != round_id:
        raise surveys.UnknownBackCheck
    given: dict[str, str] = {}
    problem = ""
    if request.method == "POST":
        given = {one.name: forms.text_in(request, f"jawaban.{one.name}") for one in questions}
        try:
            _enter(request, task_id, given, actor)
        except NotFound:
            raise
        except Refused as refused:
            problem = wording.refusal(refused)
        else:
            messages.success(request, gettext("The re-interview is kept."), extra_tags="good")
            return redirect("web:back_check", round_id=round_id, task_id=task_id)
    concerns(request, f"submission:{task.submission_id}")
    view = _entry(actor, round_id, task, questions, given, problem)
    return render(request, "web/rounds/back_check.html", {"page": view}, status=400 if problem else 200)


def _enter(request: HttpRequest, task_id: UUID, given: dict[str, str], actor: access.Actor) -> None:
    who = forms.text_in(request, "pewawancara")
    surveys.enter_back_check(
        task_id,
        outcome=forms.text_in(request, "hasil"),
        asked_on=_day(forms.text_in(request, "tanggal")),
        answers=given,
        actor=actor,
        interviewer_id=_id(who) if who else None,
        note=forms.text_in(request, "catatan"),
        revision=whole_number(forms.text_in(request, "revision")),
    )


def _entry(  # noqa: PLR0917 - what a form shows again after a refusal
    actor: access.Actor,
    round_id: int,
    task: surveys.BackCheckTask,
    questions: tuple[surveys.BackCheckQuestion, ...],
    given: dict[str, str],
    problem: str,
) -> shown.BackCheckEntry:
    row = surveys.get_round(round_id)
    known = {one.name: one for one in questions}
    here = places.names_of([task.village_code])
    compared = None
    if task.outcome == surveys.BackCheckOutcome.DONE.value:
        several = surveys.compared_visits(round_id, actor=actor)
        compared = next((one for one in several if one.task.id == task.id), None)
    places_of = families.living_places([task.family_id]) if task.family_id else []
    where = next((families.neighbourhood(one.rt, one.rw) for one in places_of), "")
    team = access.kaders_of(task.village_code)
    return shown.BackCheckEntry(
        head=head_of(row, actor, _TAB),
        id=str(task.id),
        name=task.family_name,
        village=places.village_line(task.village_code, here),
        address=where,
        visited_on=task.visited_on,
        revision=task.revision,
        asked=shown.asked_lines(questions, given),
        outcomes=options_of(shown.OUTCOMES, "done"),
        kaders=tuple(Option(str(one.person_id), one.name, chosen=False) for one in team),
        is_entered=bool(task.outcome),
        outcome=wording.say(shown.OUTCOMES, task.outcome) if task.outcome else "",
        who=task.interviewer,
        asked_on=task.asked_on,
        differences=tuple(
            shown.DifferenceLine(
                shown.label_of(one.question, known),
                shown.answer_of(one.question, one.first, known),
                shown.answer_of(one.question, one.second, known),
            )
            for one in (compared.differences if compared else ())
        ),
        compared=sum(one.is_asked for one in compared.answers) if compared else 0,
        visit_url=reverse("web:submission", args=[task.submission_id]),
        back=reverse("web:back_check_list", args=[round_id]),
        problem=problem,
    )


def _areas(actor: access.Actor) -> tuple[Option, ...]:
    codes = access.reach(actor, _DRAW)
    known = places.names_of(code for code in codes if code)
    return tuple(
        Option(code, places.village_line(code, known) if code else gettext("All of Indonesia"), chosen=False)
        for code in codes
    )


def _rounded(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.4f}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
