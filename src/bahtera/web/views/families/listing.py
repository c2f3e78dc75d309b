"""The families of a village, what became of them since the round before, and those who moved in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.foundation.inputs import whole_number
from bahtera.surveys import api as surveys
from bahtera.web import places, searching
from bahtera.web.door import concerns, page
from bahtera.web.presenters import register as shown
from bahtera.web.presenters import visits
from bahtera.web.presenters.parts import Option
from bahtera.web.views.administration import forms

_SIZE = 60
_FILTERS = ("desa", "cari")


@page("family.read", methods=("GET", "HEAD", "POST"))
def families_of(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the families of a village; a name that is looked for is sent by POST."""
    if request.method == "POST":
        return searching.lead_on(request, actor, reverse("web:families"), _FILTERS)
    asked = searching.opened(request.GET, actor)
    codes = _villages(actor)
    village = asked.get("desa") or (codes[0] if codes else "")
    if village and not access.may(actor, "family.read", area=village):
        raise access.NotAllowed("family.read")
    if village and village not in codes:
        codes = [*codes, village]
    known = places.names_of(codes)
    text = asked.get("cari", "")
    rows = families.families_in(village, actor=actor, text=text) if village else []
    start = min(whole_number(asked.get("mulai", "")) or 0, len(rows))
    part = rows[start : start + _SIZE]
    concerns(request, *(f"family:{row.family_id}" for row in part))
    waiting = families.families_asked_about(village, [row.family_id for row in part])
    left = families.left_from(village, actor=actor) if village and not text and not start else []
    options = [Option(code, places.village_line(code, known), code == village) for code in codes]
    return render(
        request,
        "web/families/list.html",
        {
            "page": shown.ListPage(
                villages=tuple(sorted(options, key=lambda one: one.label)),
                village=village,
                village_name=places.village_line(village, known) if village else "",
                text=text,
                rows=shown.lines_of(part, waiting, families.houses_in(village) if village else {}),
                left=shown.lines_of(left, {}, {}),
                more_url=_more(request, start, len(rows)),
                total=len(rows),
                moves=len(families.moves_for(actor)) if access.may(actor, "family.move") else 0,
                lineage=_lineage(village) if village and not text else None,
                synthetic=any(visits.is_synthetic(one) for one in surveys.open_rounds()),
            )
        },
    )


@page("family.move")
def moves(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the families that agreed to be named and wait to be taken up by the reader's villages."""
    rows = families.moves_for(actor)
    concerns(request, *(f"family:{row.family_id}" for row in rows))
    known = places.names_of([code for row in rows for code in (row.from_village, row.to_village)])
    lines = [shown.move_line(row, known) for row in rows]
    return render(request, "web/families/moves.html", {"moves": lines})


@page("family.move", methods=("POST",))
def accept(request: HttpRequest, actor: access.Actor, move_id: UUID) -> HttpResponse:
    """Take a family up into the village it moved to."""
    place = families.Place(
        address=forms.text_in(request, "alamat"),
        dusun=forms.text_in(request, "dusun"),
        rw=forms.text_in(request, "rw"),
        rt=forms.text_in(request, "rt"),
    )
    with forms.Told(
        request, gettext("The family stands on this village's list now."), families.UnknownFamily
    ):
        families.accept_move(move_id, actor=actor, place=place)
    return redirect("web:moves")


@page("family.move", methods=("POST",))
def decline(request: HttpRequest, actor: access.Actor, move_id: UUID) -> HttpResponse:
    """Say that a family does not live in the village."""
    with forms.Told(request, gettext("The family is not taken up."), families.UnknownFamily):
        families.decline_move(move_id, actor=actor, reason=forms.text_in(request, "sebab"))
    return redirect("web:moves")


def _villages(actor: access.Actor) -> list[str]:
    """Return the villages of all rounds in which the reader reads families, each once."""
    rounds = surveys.list_rounds()
    taking = (surveys.villages_taking_part(row, actor=actor, action="family.read") for row in rounds)
    return sorted({code for codes in taking for code in codes})


def _more(request: HttpRequest, start: int, total: int) -> str:
    if start + _SIZE >= total:
        return ""
    wanted = request.GET.copy()
    wanted["mulai"] = str(start + _SIZE)
    return f"{reverse('web:families')}?{wanted.urlencode()}"


def _lineage(village: str) -> shown.LineageView | None:
    """Return what became of the families met in the round before the latest, when both met some here."""
    met = []
    for row in sorted(surveys.list_rounds(), key=lambda one: (one.opens, one.id), reverse=True):
        found = surveys.met_families(row.id, village)
        if found:
            met.append((row, found))
        if len(met) == 2:  # noqa: PLR2004 - the latest and the one before
            break
    else:
        return None
    (later, after), (earlier, before) = met
    found_ = families.followed(
        before, after, since=earlier.opens, until=later.closes or clock.today("Asia/Jakarta")
    )
    return shown.LineageView(
        earlier=visits.round_title(earlier),
        later=visits.round_title(later),
        matched=len(found_.matched),
        joined=len(found_.joined),
        gone=len(found_.gone),
        split=len(found_.split),
        new=len(found_.new),
    )
