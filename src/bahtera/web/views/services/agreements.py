"""Agreements between offices: listed, drafted, agreed upon, ended, with the signed paper."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.directory import api as directory
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.web import numbers, places
from bahtera.web.door import page
from bahtera.web.presenters.services import agreements as shown
from bahtera.web.presenters.services import offices, words
from bahtera.web.presenters.services.tiles import tabs_of
from bahtera.web.views.administration import forms
from bahtera.web.views.services.attempts import Attempt, upload_in

_READ: Final = "directory.read"
_KEEP: Final = "agreement.keep"
_PAPER: Final = "agreement.paper"
_PARTY: Final = {"instansi": "agency_id", "unit": "unit_id"}
_TYPES: Final = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
_MOST_PARTIES: Final = 20


@page(_READ)
def agreements(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the agreements of an area, those that end soon first."""
    asked = areas.code_in(request.GET.get("wilayah", "")[:20]) or ""
    area = asked if asked and areas.exists(asked) else ""
    state = request.GET.get("keadaan", "")[:20]
    rows = directory.list_agreements(actor=actor, area=area)
    lines = shown.lines_of(rows, places.today_in(area), state)
    view = shown.AgreementsPage(
        tabs=tabs_of(actor, "web:agreements"),
        areas=offices.area_options(access.units_inside(""), area, ()),
        states=shown.state_options(state),
        lines=lines,
        may_draft=access.may(actor, _KEEP),
        synthetic=words.is_invented(text for one in lines for text in (one.about, one.parties)),
    )
    return render(request, "web/services/agreements.html", {"page": view})


@page(_READ)
def agreement(request: HttpRequest, actor: access.Actor, agreement_id: UUID) -> HttpResponse:
    """Show one agreement, and what may be done to it."""
    row = directory.get_agreement(agreement_id, actor=actor)
    zone = places.own_zone(actor)
    history = tuple(
        " · ".join(filter(None, (numbers.moment(one.at, zone), one.reason)))
        for one in directory.history_of(agreement_id, actor=actor)
    )
    view = shown.page_of(
        row,
        places.today_in(next(iter(row.agreement.areas), "")),
        may_keep=directory.may_agree(row.agreement, actor=actor),
        may_open=access.may(actor, _PAPER),
        history=history,
    )
    return render(request, "web/services/agreement.html", {"page": view})


@page(_KEEP, methods=("GET", "HEAD", "POST"))
def new_agreement(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Write the draft of an agreement."""
    attempt = Attempt(request, gettext("The draft is kept. It holds once it is signed and put into force."))
    typed, parties, services = _typed(request)
    if request.method == "POST":
        with attempt:
            row = directory.draft_agreement(_agreement(request, typed, parties, services), actor=actor)
            return redirect("web:agreement", row.id)
    else:
        typed["jenis"] = directory.AgreementKind.PKS.value
    view = _form(typed, parties, services, attempt, reverse("web:agreements"))
    return render(request, "web/services/agreement_form.html", {"page": view}, status=attempt.status)


@page(_KEEP, methods=("GET", "HEAD", "POST"))
def change_agreement(request: HttpRequest, actor: access.Actor, agreement_id: UUID) -> HttpResponse:
    """Write a draft otherwise."""
    row = directory.get_agreement(agreement_id, actor=actor)
    if not directory.may_agree(row.agreement, actor=actor):
        raise access.NotAllowed(_KEEP)
    attempt = Attempt(request, gettext("The draft is changed."), NotFound)
    if request.method == "POST":
        typed, parties, services = _typed(request)
        with attempt:
            written = _agreement(request, typed, parties, services)
            seen = whole_number(forms.text_in(request, "versi")) or 0
            directory.change_agreement(agreement_id, written, version=seen, actor=actor)
            return redirect("web:agreement", agreement_id)
    else:
        typed, services = shown.typed_of(row.agreement), set(row.agreement.services)
        parties = set(shown.chosen_of(row.agreement))
    back = reverse("web:agreement", args=[agreement_id])
    view = _form(typed, parties, services, attempt, back, version=row.version)
    return render(request, "web/services/agreement_form.html", {"page": view}, status=attempt.status)


@page(_KEEP, methods=("POST",))
def agree(request: HttpRequest, actor: access.Actor, agreement_id: UUID) -> HttpResponse:
    """Put a signed draft into force."""
    with forms.Told(request, gettext("In force. From now on it is only ended, never changed."), NotFound):
        directory.agree(agreement_id, version=_version(request), actor=actor)
    return redirect("web:agreement", agreement_id)


@page(_KEEP, methods=("POST",))
def end_agreement(request: HttpRequest, actor: access.Actor, agreement_id: UUID) -> HttpResponse:
    """Let an agreement hold no more from a day on."""
    with forms.Told(request, gettext("The agreement ends on that day."), NotFound):
        directory.end_agreement(
            agreement_id,
            on=forms.needed_day(request, "tanggal"),
            reason=forms.text_in(request, "sebab"),
            version=_version(request),
            actor=actor,
        )
    return redirect("web:agreement", agreement_id)


@page(_PAPER, methods=("POST",))
def attach_paper(request: HttpRequest, actor: access.Actor, agreement_id: UUID) -> HttpResponse:
    """Keep the signed paper of an agreement."""
    with forms.Told(request, gettext("The signed paper is kept with the agreement."), NotFound):
        file = upload_in(request)
        directory.attach_paper(
            agreement_id, name=file.name or "", file=file.file, version=_version(request), actor=actor
        )
    return redirect("web:agreement", agreement_id)


@page(_PAPER)
def agreement_file(_request: HttpRequest, actor: access.Actor, agreement_id: UUID) -> FileResponse:
    """Hand the signed paper out, so that a browser never runs what is in it."""
    name, stored = directory.open_agreement_file(agreement_id, actor=actor)
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    answer = FileResponse(stored, as_attachment=True, filename=name, content_type=kind)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _version(request: HttpRequest) -> int:
    return whole_number(forms.text_in(request, "versi")) or 0


def _typed(request: HttpRequest) -> tuple[dict[str, str], set[str], set[str]]:
    parties = {str(one)[:60] for one in request.POST.getlist("pihak")[:_MOST_PARTIES]}
    services = {str(one)[:60] for one in request.POST.getlist("layanan")}
    return {name: forms.text_in(request, name) for name in shown.FIELDS}, parties, services


def _agreement(
    request: HttpRequest, typed: Mapping[str, str], parties: Collection[str], services: Collection[str]
) -> directory.Agreement:
    if typed["jenis"] not in shown.KINDS:
        raise Refused("web.bad_choice", "Choose one from the list.")
    return directory.Agreement(
        kind=directory.AgreementKind(typed["jenis"]),
        number=typed["nomor"],
        about=typed["tentang"],
        signed_on=forms.needed_day(request, "tanda_tangan"),
        valid_from=forms.needed_day(request, "mulai"),
        valid_to=forms.day_in(request, "selesai"),
        parties=tuple(_party(one) for one in sorted(parties)),
        services=frozenset(services),
        areas=tuple(sorted({one.strip() for one in typed["wilayah"].split(",") if one.strip()})),
        contact_unit=forms.id_in(request, "kontak"),
    )


def _party(text: str) -> directory.Party:
    which, _, key = text.partition(":")
    try:
        return directory.Party(**{_PARTY[which]: UUID(key)})
    except (KeyError, ValueError) as error:
        raise Refused("web.bad_choice", "Choose one from the list.") from error


def _form(
    typed: Mapping[str, str],
    parties: Collection[str],
    services: Collection[str],
    attempt: Attempt,
    back: str,
    *,
    version: int = 0,
) -> shown.AgreementForm:
    units = access.units_inside("")
    return shown.AgreementForm(
        typed=typed,
        kinds=shown.kind_options(typed["jenis"]),
        parties=shown.party_options(units, parties),
        services=words.service_options(services),
        contacts=shown.contact_options(units, typed["kontak"]),
        problem=attempt.problem,
        version=version,
        back_url=back,
    )
