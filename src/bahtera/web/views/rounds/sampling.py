"""The sample of a round: its frame, how many are needed, the draws that hide none, and what follows from each."""

import base64
import zlib
from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation import audit
from bahtera.foundation.errors import Refused
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys
from bahtera.web.door import page
from bahtera.web.presenters import sample_sizes
from bahtera.web.presenters import samples as shown
from bahtera.web.tables import csv_file
from bahtera.web.views.administration import forms

READ: Final = "sample.read"
DRAW: Final = "sample.draw"
_LARGEST: Final = samples.LARGEST_MB * 2**20
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(READ)
def sample(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Show the frame and every draw of a round; who draws finds the next step."""
    row = surveys.round_for(round_id, actor=actor)
    return render(request, "web/rounds/sample.html", {"page": shown.sample_page(row, actor)})


@page(READ)
def sample_size(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Say in words how many families and villages are needed, or what a number of villages can tell."""
    row = surveys.round_for(round_id, actor=actor)
    return render(
        request, "web/rounds/sample_size.html", {"page": sample_sizes.size_page(row, actor, request.GET)}
    )


@page(DRAW, methods=("POST",))
def keep_frame(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Show what a file would make of a frame, and keep it when that was seen."""
    row = surveys.round_for(round_id, actor=actor)
    with forms.Told(request):
        strata = _strata(forms.text_in(request, "strata"))
        if forms.text_in(request, "sumber") == "register":
            samples.frame_from_register(round_id, strata=strata, actor=actor)
            return _kept(request, round_id)
        content = _uploaded(request)
        leave_out = forms.text_in(request, "tanpa") == "ya"
        seen = samples.preview(round_id, content, actor=actor)
        if forms.text_in(request, "tahap") == "simpan" and (leave_out or not seen.problems):
            samples.keep_frame(round_id, content, strata=strata, leave_out=leave_out, actor=actor)
            return _kept(request, round_id)
        packed = base64.b64encode(zlib.compress(content)).decode()
        told = shown.preview_page(row, actor, seen, strata, packed)
        return render(request, "web/rounds/sample_preview.html", {"page": told})
    return redirect("web:sample", round_id)


@page(DRAW, methods=("POST",))
def plan(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Record seed and plan of a draw; a form that comes twice leads to the plan that it made."""
    row = surveys.round_for(round_id, actor=actor)
    attempt = forms.Attempt(request, "", samples.DrawUnderway)
    try:
        with attempt:
            drawn = samples.plan_draw(
                *_planned(request, actor), actor=actor, seed=forms.text_in(request, "benih")
            )
            messages.success(request, gettext("Seed and plan are recorded. Now draw."), extra_tags="good")
            return redirect("web:sample_draw", round_id, drawn.id)
    except samples.DrawUnderway as underway:
        stands = samples.plan_that_stands(
            *_planned(request, actor), actor=actor, seed=forms.text_in(request, "benih")
        )
        if stands is not None:
            return redirect("web:sample_draw", round_id, stands.id)
        attempt.keep(underway)
    told = shown.sample_page(row, actor, typed=shown.typed_plan(request.POST), problem=attempt.problem)
    return render(request, "web/rounds/sample.html", {"page": told}, status=attempt.status)


def _planned(request: HttpRequest, actor: access.Actor) -> tuple[UUID, samples.Plan]:
    """Return the frame that was chosen and the plan that was typed."""
    frame_id = forms.needed_id(request, "kerangka")
    rule = _one_of(samples.Allocation, forms.text_in(request, "pembagian"))
    numbers = samples.share_villages(frame_id, _number(request, "desa"), rule=rule, actor=actor)
    return frame_id, samples.Plan(
        numbers=numbers,
        take=_number(request, "ambil"),
        reserves=_number(request, "cadangan"),
        chance=_one_of(samples.Chance, forms.text_in(request, "peluang")),
        allocation=rule,
        replace_for=tuple(one for one in samples.REPLACEABLE if one in request.POST.getlist("ganti")),
    )


@page(READ)
def sample_draw(request: HttpRequest, actor: access.Actor, round_id: int, draw_id: UUID) -> HttpResponse:
    """Show a draw: seed, plan, hashes, and the villages drawn with their chances."""
    row, drawn = found_draw(round_id, draw_id, actor)
    return render(request, "web/rounds/sample_draw.html", {"page": shown.draw_page(row, drawn, actor)})


@page(DRAW, methods=("POST",))
def move_draw(
    request: HttpRequest, actor: access.Actor, round_id: int, draw_id: UUID, what: str
) -> HttpResponse:
    """Draw what was planned, confirm it, or set it aside with a reason."""
    found_draw(round_id, draw_id, actor)
    revision = whole_number(forms.text_in(request, "revisi")) or 0
    moves: dict[str, tuple[str, Callable[[], object]]] = {
        "tarik": (
            gettext("The villages are drawn."),
            lambda: samples.draw(draw_id, revision=revision, actor=actor),
        ),
        "tetapkan": (
            gettext("The round works with this sample now."),
            lambda: samples.confirm_draw(draw_id, revision=revision, actor=actor),
        ),
        "kesampingkan": (
            gettext("The draw is set aside. It stays listed."),
            lambda: samples.set_aside_draw(
                draw_id, why=forms.text_in(request, "alasan"), revision=revision, actor=actor
            ),
        ),
    }
    said, act = moves[what]
    with forms.Told(request, said):
        act()
    return redirect("web:sample_draw", round_id, draw_id)


@page(DRAW)
def sample_csv(request: HttpRequest, actor: access.Actor, round_id: int, draw_id: UUID) -> HttpResponse:
    """Give the sample as a table: its villages, or its families by number of the list, without a name."""
    _, drawn = found_draw(round_id, draw_id, actor)
    families = request.GET.get("isi") == "keluarga"
    head, rows = shown.family_table(drawn, actor) if families else shown.village_table(drawn, actor)
    _note_export(actor, round_id, draw_id, families=families)
    return csv_file(f"{'keluarga-sampel' if families else 'desa-sampel'}-{round_id}.csv", head, rows)


@page(DRAW)
def sample_xlsx(request: HttpRequest, actor: access.Actor, round_id: int, draw_id: UUID) -> HttpResponse:  # noqa: ARG001 - a page takes its request
    """Give the sample as a workbook: villages, and families by number of the list."""
    _, drawn = found_draw(round_id, draw_id, actor)
    villages, families = shown.village_table(drawn, actor), shown.family_table(drawn, actor)
    made = publishing.write_small_tables([("desa", *villages), ("keluarga", *families)])
    _note_export(actor, round_id, draw_id, families=True)
    answer = HttpResponse(made, content_type=_XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="sampel-{round_id}.xlsx"'
    return answer


def _note_export(actor: access.Actor, round_id: int, draw_id: UUID, *, families: bool) -> None:
    audit.note(
        "samples.exported",
        actor=actor.key,
        subject=f"round:{round_id}",
        details={"draw": str(draw_id), "families": families},
    )


def found_draw(round_id: int, draw_id: UUID, actor: access.Actor) -> tuple[surveys.RoundRow, samples.DrawRow]:
    """Return a round that concerns somebody and a draw of it; raises UnknownRound, UnknownDraw."""
    row = surveys.round_for(round_id, actor=actor)
    drawn = samples.get_draw(draw_id, actor=actor)
    if drawn.round_id != round_id:
        raise samples.UnknownDraw
    return row, drawn


def _kept(request: HttpRequest, round_id: int) -> HttpResponseRedirect:
    messages.success(request, gettext("The frame is kept."), extra_tags="good")
    return redirect("web:sample", round_id)


def _uploaded(request: HttpRequest) -> bytes:
    """Return the file, or what the page of the preview carries of it."""
    upload = request.FILES.get("berkas")
    if upload is not None:
        return bytes(upload.read(_LARGEST + 1))
    try:
        packed = base64.b64decode(str(request.POST.get("isi", "")), validate=True)
        return zlib.decompressobj().decompress(packed, _LARGEST + 1)
    except (ValueError, zlib.error) as error:
        raise samples.BadFile.unreadable() from error


def _strata(text: str) -> samples.Strata:
    return samples.Strata(_one_of(samples.Strata, text))


def _one_of(kind: type[samples.Strata] | type[samples.Allocation] | type[samples.Chance], text: str) -> str:
    if text not in {one.value for one in kind}:
        raise Refused("web.bad_choice", "Choose one from the list.")
    return text


def _number(request: HttpRequest, name: str) -> int:
    found = whole_number(forms.text_in(request, name))
    if found is None:
        raise Refused("web.no_number", "Write whole numbers, without a comma.")
    return found
