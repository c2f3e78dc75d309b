"""Planning a round: what it is, its targets and its calendar, for people who do not write code."""

from datetime import date
from typing import Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.surveys import api as surveys
from bahtera.web.door import page
from bahtera.web.presenters import round_plans as shown
from bahtera.web.tables import csv_file
from bahtera.web.views.administration import forms

_KEEP: Final = "round.manage"
_LARGEST: Final = 5_000_000


@page(_KEEP, methods=("GET", "HEAD", "POST"))
def new(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Plan a new round."""
    attempt = forms.Attempt(
        request, gettext("The round is planned. Now give it targets and a calendar."), NotFound
    )
    if request.method == "POST":
        with attempt:
            row = surveys.draft_round(**_typed(request, actor), actor=actor)
            return redirect("web:round", round_id=row.id)
    view = shown.plan_form(None, actor, _fields(request), attempt.problem)
    return render(request, "web/rounds/plan.html", {"page": view}, status=attempt.status)


@page(_KEEP, methods=("GET", "HEAD", "POST"))
def plan(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Change what a round is."""
    row = _kept(round_id, actor)
    attempt = forms.Attempt(request, gettext("The plan is kept."), NotFound)
    if request.method == "POST":
        with attempt:
            surveys.change_round(round_id, **_typed(request, actor), revision=_revision(request), actor=actor)
            return redirect("web:round", round_id=round_id)
    view = shown.plan_form(row, actor, _fields(request), attempt.problem)
    return render(request, "web/rounds/plan.html", {"page": view}, status=attempt.status)


@page(_KEEP, methods=("GET", "HEAD", "POST"))
def calendar(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Write the days of each stage, who sees to it, and when it was done."""
    row = _kept(round_id, actor)
    attempt = forms.Attempt(request, gettext("The calendar is kept."), NotFound)
    if request.method == "POST":
        with attempt:
            surveys.set_calendar(round_id, _stages(request), actor=actor, revision=_revision(request))
            return redirect("web:round", round_id=round_id)
    typed = {key: str(value)[:120] for key, value in request.POST.items()}
    view = shown.calendar_form(row, actor, typed, attempt.problem)
    return render(request, "web/rounds/calendar.html", {"page": view}, status=attempt.status)


@page(_KEEP, methods=("GET", "HEAD", "POST"))
def targets(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Set how many families each village is to visit, line by line or from a file."""
    row = _kept(round_id, actor)
    attempt = forms.Attempt(request, "", NotFound)
    problems: tuple[tuple[int, Refused], ...] = ()
    if request.method == "POST":
        with attempt:
            read = surveys.read_targets_file(round_id, _sent(request))
            problems = read.problems
            if not problems:
                surveys.set_targets(round_id, read.targets, actor=actor, revision=_revision(request))
                messages.success(request, gettext("The targets are kept."), extra_tags="good")
                return redirect("web:round_targets", round_id=round_id)
    view = shown.targets_form(row, actor, problems, attempt.problem, str(request.POST.get("daftar", "")))
    status = 400 if problems else attempt.status
    return render(request, "web/rounds/targets.html", {"page": view}, status=status)


@page("round.read")
def targets_csv(_request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Hand over the targets in the reader's areas as a CSV file, as it can be sent back."""
    row = surveys.round_for(round_id, actor=actor)
    rows = ((one.code, one.name, one.families) for one in shown.target_lines(row, actor))
    return csv_file(f"target-putaran-{row.id}.csv", ("kode_desa", "nama_desa", "keluarga"), rows)


def _kept(round_id: int, actor: access.Actor) -> surveys.RoundRow:
    """Return a round that this person keeps; raises UnknownRound, NotAllowed."""
    row = surveys.round_for(round_id, actor=actor)
    access.check_may(actor, _KEEP, area=row.area_code)
    return row


def _fields(request: HttpRequest) -> dict[str, str]:
    return {name: forms.text_in(request, name) for name in shown.FIELDS} if request.method == "POST" else {}


def _typed(request: HttpRequest, actor: access.Actor) -> "shown.Typed":
    number = forms.text_in(request, "rekomendasi")
    told_on = forms.day_in(request, "tanggal_rekomendasi")
    if bool(number) != (told_on is not None):
        raise Refused(
            "web.recommendation_half",
            "Write both the number of BPS's recommendation and the day of its letter.",
        )
    design = forms.text_in(request, "rancangan")
    if design not in {one.value for one in surveys.Design}:
        raise Refused("web.bad_choice", "Choose one from the list.")
    return {
        "name": forms.text_in(request, "nama")[:120],
        "form_id": forms.text_in(request, "kuesioner"),
        "opens": forms.needed_day(request, "mulai"),
        "closes": forms.day_in(request, "sampai"),
        "area_code": forms.area_in(request, "wilayah", actor, _KEEP),
        "purpose": forms.text_in(request, "tujuan"),
        "design": surveys.Design(design),
        "recommendation": surveys.Recommendation(number, told_on) if told_on else None,
    }


def _stages(request: HttpRequest) -> list[surveys.StageRow]:
    found = []
    for stage in surveys.Stage:
        first, last, done = (
            forms.day_in(request, f"{name}-{stage.value}") for name in ("mulai", "sampai", "selesai")
        )
        if first is None and last is None:
            if done is not None:
                raise Refused(
                    "web.stage_without_days", "Give a stage its days before saying that it is done."
                )
            continue
        begins: date | None = first or last
        ends = last or first
        if begins is not None and ends is not None:
            found.append(
                surveys.StageRow(
                    stage, begins, ends, forms.text_in(request, f"penanggung-{stage.value}"), done
                )
            )
    return found


def _sent(request: HttpRequest) -> bytes:
    upload = request.FILES.get("berkas")
    if isinstance(upload, UploadedFile):
        if (upload.size or 0) > _LARGEST:
            raise Refused(
                "web.targets_large", "The file is larger than {most} MB.", most=_LARGEST // 1_000_000
            )
        return bytes(upload.read())
    lines = str(request.POST.get("daftar", ""))[:_LARGEST]
    return f"kode_desa;keluarga\n{_as_table(lines)}".encode()


def _as_table(lines: str) -> str:
    """Return typed lines (a code, a blank or a sign, a number) as rows of a file."""
    rows = (line.replace("=", " ").replace(";", " ").replace(",", " ").split() for line in lines.splitlines())
    return "\n".join(";".join(row[:1] + row[-1:]) if len(row) > 1 else "".join(row) for row in rows)


def _revision(request: HttpRequest) -> int:
    found = whole_number(forms.text_in(request, "revisi"))
    return -1 if found is None else found
