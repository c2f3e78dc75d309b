"""Consents: find the person, record with its proof, withdraw, see the sheet, print the form; and bars."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may, note_read, paper_kind
from bahtera.foundation import clock
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.privacy import api
from bahtera.web import places
from bahtera.web.door import concerns, page
from bahtera.web.presenters import consents as shown
from bahtera.web.presenters import rights
from bahtera.web.views.administration import forms
from bahtera.web.views.privacy import fields, people

_TYPED: Final = (
    *("teks", "cara", "saksi", "oleh", "wali_nik", "wali_nama", "wali_hubungan"),
    *("dewasa", "tanggal", "jam"),
)
_TYPES: Final = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
_TAIL: Final = 2048


@page("consent.keep", methods=("GET", "HEAD", "POST"), traced=False)
def consents(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Look for whose consents to look after."""
    title = gettext("Whose consents?")
    return people.search(request, actor, title=title, chosen="web:consents_of")


@page("consent.keep", methods=("GET", "HEAD", "POST"))
def consents_of(request: HttpRequest, actor: Actor, member_id: UUID) -> HttpResponse:
    """Show the consents of one person, and record one."""
    person = api.subject_of(member_id, actor=actor)
    concerns(request, f"member:{person.member_id}")
    zone, problem = places.own_zone(actor), ""
    if request.method == "POST":
        try:
            _record(request, actor, person.member_id, zone)
        except (NotPermitted, NotFound):
            raise
        except Refused as refused:
            problem = forms.in_words(refused)
            # The page is shown once more, and the door writes down reads by GET only.
            note_read(actor, "consent.keep", subject=f"member:{person.member_id}")
        else:
            messages.success(request, gettext("The consent is recorded."), extra_tags="good")
            return redirect("web:consents_of", member_id=person.member_id)
    typed = {name: forms.text_in(request, name) for name in _TYPED}
    can_bar = may(actor, "bar.keep", area=person.area_code)
    manage = may(actor, "privacy.manage", area=person.area_code)
    view = shown.ConsentsPage(
        member_id=person.member_id,
        name=person.name,
        place=places.village_line(person.area_code, places.names_of([person.area_code])),
        birth_date=person.birth_date,
        zone=zone,
        today=clock.today(zone),
        rows=tuple(shown.line_of(row) for row in reversed(api.consents_of(person.member_id, actor=actor))),
        texts=shown.text_options(typed["teks"]),
        manners=rights.options(shown.MANNERS, typed["cara"]),
        relations=rights.options(rights.RELATIONS, typed["wali_hubungan"]),
        typed=typed,
        problem=problem,
        bars=tuple(api.bars_of(person.member_id, actor=actor)) if can_bar else (),
        can_bar=can_bar,
        request_url=reverse("web:new_request", args=[person.member_id]) if manage else "",
    )
    return render(request, "web/privacy/consents.html", {"page": view}, status=400 if problem else 200)


@page("consent.keep", methods=("POST",))
def withdraw(request: HttpRequest, actor: Actor, consent_id: UUID) -> HttpResponse:
    """End a consent, as the person or the guardian asks."""
    row = api.get_consent(consent_id, actor=actor)
    try:
        api.withdraw_consent(consent_id, actor=actor)
    except (NotPermitted, NotFound):
        raise
    except Refused as problem:
        forms.tell(request, problem)
    else:
        messages.success(request, gettext("The consent is withdrawn from now on."), extra_tags="good")
    return redirect("web:consents_of", member_id=row.member_id)


@page("consent.keep")
def sheet(request: HttpRequest, actor: Actor, consent_id: UUID) -> FileResponse:
    """Hand out the stored sheet of a consent."""
    row = api.get_consent(consent_id, actor=actor)
    concerns(request, f"member:{row.member_id}")
    stream = api.open_sheet(consent_id, actor=actor)
    start = stream.read(_TAIL)
    stream.seek(-min(_TAIL, stream.seek(0, 2)), 2)
    kind = paper_kind(start + stream.read()) or "pdf"
    stream.seek(0)
    answer = FileResponse(
        stream,
        as_attachment=kind == "pdf",
        filename=f"lembar-persetujuan.{kind}",
        content_type=_TYPES[kind],
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@page("consent.keep", traced=False)
def blank_form(request: HttpRequest, _actor: Actor, name: str, version: str) -> HttpResponse:
    """Show the sheet to sign of one text, for printing. It names nobody."""
    found = api.consent_texts().get((name, version))
    if found is None:
        raise NotFound("web.no_text", "There is no such text of consent.")
    view = shown.SheetPage(
        gettext(shown.PURPOSES.get(found.purpose, found.purpose)),
        found.version,
        found.text["id"],
        found.sha256,
    )
    return render(request, "web/privacy/consent_form.html", {"page": view})


@page("bar.keep", methods=("POST",))
def bar(request: HttpRequest, actor: Actor, member_id: UUID) -> HttpResponse:
    """Record that somebody may not act for this person."""
    who = api.Guardian(nik=forms.text_in(request, "nik"), name=forms.text_in(request, "nama"))
    try:
        api.bar_guardian(member_id, who, actor=actor)
    except (NotPermitted, NotFound):
        raise
    except Refused as problem:
        forms.tell(request, problem)
    else:
        text = gettext("From now on this person may not act here. Nothing that is handed out tells of it.")
        messages.success(request, text, extra_tags="good")
    return redirect("web:consents_of", member_id=member_id)


@page("bar.keep", methods=("POST",))
def lift(request: HttpRequest, actor: Actor, member_id: UUID, bar_id: UUID) -> HttpResponse:
    """Let somebody act for this person again."""
    if bar_id not in {one.id for one in api.bars_of(member_id, actor=actor)}:
        raise api.NoSuchRecord(bar_id)
    api.lift_bar(bar_id, actor=actor)
    messages.success(request, gettext("This person may act here again."), extra_tags="good")
    return redirect("web:consents_of", member_id=member_id)


def _record(request: HttpRequest, actor: Actor, member_id: UUID, zone: str) -> None:
    purpose, _, version = forms.text_in(request, "teks").partition(":")
    manner = api.Manner(fields.one_of(request, "cara", api.Manner))
    found = request.FILES.get("lembar")
    kept = ""
    if manner is not api.Manner.SPOKEN and isinstance(found, UploadedFile) and found.file:
        kept = api.keep_sheet(found.file, actor=actor)
    try:
        api.give_consent(
            member_id,
            purpose=purpose,
            text_version=version,
            manner=manner,
            evidence=api.Evidence(sha256=kept, witness=forms.text_in(request, "saksi")),
            actor=actor,
            given_at=fields.moment_in(request, zone),
            guardian=fields.guardian_in(request),
            declared_of_age=bool(forms.text_in(request, "dewasa")),
        )
    except Refused:
        if kept:
            api.drop_sheet(kept, actor=actor)
        raise
