"""Questions about how interviews were made: at a glance, as a list, one with its words, and answering it."""

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.checks import api as checks
from bahtera.families import api as families
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import concerns, page
from bahtera.web.presenters import checks as shown
from bahtera.web.presenters import rounds
from bahtera.web.presenters.checked_pairs import beside, doubles
from bahtera.web.presenters.parts import Option, options_of
from bahtera.web.tables import csv_file
from bahtera.web.views.administration import forms

_READ: Final = "check.read"
_ANSWER: Final = "check.answer"
_SIZE: Final = 40
_COLUMNS: Final = (
    *("pemeriksaan", "judul", "tingkat", "keadaan", "kode_desa", "kader", "nilai", "batas"),
    *("pertanyaan", "pertama_kali", "dijawab", "hash"),
)
_FILTERS: Final = ("pemeriksaan", "tingkat", "keadaan", "desa", "kader")


@page(_READ)
def overview(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Show a round's questions by check and day, and where most are open."""
    head = _head(round_id, actor)
    chosen = request.GET.get("pemeriksaan", "")
    chosen = chosen if chosen in checks.load().checks else ""
    zone = places.own_zone(actor)
    seen = checks.overview(round_id, actor=actor, zone=zone, check_id=chosen)
    return render(
        request,
        "web/checks/overview.html",
        {"page": shown.checks_page(seen, head, chosen=chosen, zone=zone)},
    )


@page(_READ)
def flags(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """List a round's questions, latest first."""
    head = _head(round_id, actor)
    asked = request.GET
    zone = places.own_zone(actor)
    seen = checks.overview(round_id, actor=actor, zone=zone)
    wanted = _wanted(asked, seen)
    found = checks.list_flags(
        round_id, actor=actor, wanted=wanted, cursor=asked.get("kursor") or None, size=_SIZE
    )
    known = places.names_of([*(row.village_code for row in found.items), *seen.by_village])
    replied = checks.replied([row.id for row in found.items])
    here = reverse("web:check_flags", args=[round_id])
    kept = {name: asked[name] for name in _FILTERS if asked.get(name)}
    more = urlencode({**kept, "kursor": found.next_cursor}) if found.next_cursor else ""
    view = shown.FlagsPage(
        head=head,
        rows=tuple(shown.flag_line(row, known, replied=row.id in replied) for row in found.items),
        choices=shown.check_options(wanted.check_id),
        severities=options_of(shown.SEVERITIES, wanted.severity),
        states=options_of(shown.STATES, wanted.state),
        villages=tuple(
            Option(code, places.village_line(code, known), code == wanted.village_code)
            for code in sorted({*seen.by_village, *([wanted.village_code] if wanted.village_code else [])})
        ),
        kader=shown.kader_label(wanted.actor_key),
        filtered=bool(kept),
        more_url=f"{here}?{more}" if more else "",
        back=reverse("web:checks", args=[round_id]),
        zone=zone,
    )
    return render(request, "web/checks/list.html", {"page": view})


@page(_READ)
def flags_csv(_request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Give all questions of a round as a table, without a name."""
    _head(round_id, actor)
    rows = (
        (
            row.check_id,
            shown.title_of(row.check_id),
            row.severity,
            row.state,
            row.village_code,
            shown.kader_code(row.actor_key),
            row.value,
            row.threshold,
            shown.question_of(row),
            f"{row.first_seen:%Y-%m-%dT%H:%M:%SZ}",
            f"{row.answered_at:%Y-%m-%dT%H:%M:%SZ}" if row.answered_at else "",
            row.check_hash[:12],
        )
        for row in checks.iter_flags(round_id, actor=actor)
    )
    return csv_file(f"mutu-{round_id}.csv", _COLUMNS, rows)


@page(_READ)
def flag(request: HttpRequest, actor: access.Actor, round_id: int, flag_id: UUID) -> HttpResponse:
    """Show one question with its explanation; it names nobody."""
    row = _flag(round_id, flag_id, actor)
    may_answer = all(access.may(actor, _ANSWER, area=area) for area in _villages(row))
    view = shown.flag_page(row, _head(round_id, actor), may_answer=may_answer, zone=places.own_zone(actor))
    return render(request, "web/checks/flag.html", {"page": view})


@page(_ANSWER, methods=("GET", "HEAD", "POST"))
def answer(request: HttpRequest, actor: access.Actor, round_id: int, flag_id: UUID) -> HttpResponse:
    """Show what a question is about, with names, and write down what a person found out."""
    row = _flag(round_id, flag_id, actor)
    _check_may_answer(row, actor)
    said = forms.Attempt(request, gettext("Your answer is written down. Thank you for asking."), NotFound)
    if request.method == "POST":
        with said:
            checks.answer(
                flag_id,
                state=request.POST.get("jawaban", ""),
                note=forms.text_in(request, "catatan"),
                revision=_revision(request.POST),
                actor=actor,
            )
        if not said.problem:
            return redirect("web:check_flag", round_id, flag_id)
    found = beside(row, actor)
    concerns(request, *(f"family:{one}" for one in (row.family_id, row.other_family_id) if one))
    names = surveys.kader_names(round_id, [row.actor_key]) if row.actor_key else {}
    return render(
        request,
        "web/checks/answer.html",
        {
            "page": shown.flag_page(
                row, _head(round_id, actor), may_answer=True, zone=places.own_zone(actor)
            ),
            "beside": found,
            "flag_id": flag_id,
            "kader": names.get(row.actor_key, ""),
            "replies": checks.replies_to(flag_id, actor=actor),
            "answers": options_of({one.value: shown.STATES[one.value] for one in checks.ANSWERS}, row.state),
            "revision": row.revision,
            "problem": said.problem,
            "typed": forms.text_in(request, "catatan"),
        },
        status=said.status,
    )


@page(_ANSWER, methods=("POST",))
def merge(request: HttpRequest, actor: access.Actor, round_id: int, flag_id: UUID) -> HttpResponse:
    """Make two families one, or take that back; a person's decision, never the check's."""
    row = _flag(round_id, flag_id, actor)
    here = redirect("web:answer_flag", round_id, flag_id)
    if row.family_id is None or row.other_family_id is None:
        raise checks.UnknownFlag
    _check_may_answer(row, actor)
    pair = (row.family_id, row.other_family_id)
    apart = request.POST.get("langkah") == "pisah"
    done = (
        gettext("The families are two again.")
        if apart
        else gettext("The two families are one now. You can take that back here.")
    )
    with forms.Told(request, done, NotFound):
        if apart:
            families.part_families(_merged(pair), actor_key=actor.key)
        else:
            keep = next((one for one in pair if str(one) == request.POST.get("tinggal")), None)
            if keep is None:
                raise Refused("web.choose_family", "Choose which of the two families stays on record.")
            absorbed = next(one for one in pair if one != keep)
            families.merge_families(
                keep_id=keep,
                absorbed_id=absorbed,
                on=places.today_in(row.village_code),
                actor_key=actor.key,
                same_members=_same(request.POST, pair, keep),
            )
    return here


def _merged(pair: tuple[UUID, UUID]) -> UUID:
    return next((one for one in pair if families.get_family(one).status == "merged"), pair[0])


def _same(form: QueryDict, pair: tuple[UUID, UUID], keep: UUID) -> dict[UUID, UUID]:
    """Return who of the family that goes is who of the one that stays, as ticked among those offered."""
    offered = {one.field for one in doubles([families.get_family(one) for one in pair])}
    chosen = [one.partition(".") for one in form.getlist("sama") if one in offered]
    left_stays = keep == pair[0]
    return {
        UUID(right if left_stays else left): UUID(left if left_stays else right) for left, _, right in chosen
    }


def _head(round_id: int, actor: access.Actor) -> rounds.RoundHead:
    return rounds.head_of(surveys.round_for(round_id, actor=actor), actor, "checks")


def _flag(round_id: int, flag_id: UUID, actor: access.Actor) -> checks.FlagRow:
    row = checks.get_flag(flag_id, actor=actor)
    if row.round_id != round_id:
        raise checks.UnknownFlag
    return row


def _villages(row: checks.FlagRow) -> tuple[str, ...]:
    """Return the villages that a question is about: a pair of families may live in two."""
    return (row.village_code, row.other_village) if row.other_village else (row.village_code,)


def _check_may_answer(row: checks.FlagRow, actor: access.Actor) -> None:
    """Raise NotAllowed for who answers no questions in one of its villages: the page names the families of both."""
    for area in _villages(row):
        access.check_may(actor, _ANSWER, area=area)


def _revision(form: QueryDict) -> int:
    seen = whole_number(str(form.get("revisi", "")))
    return -1 if seen is None else seen


def _wanted(asked: QueryDict, seen: checks.Overview) -> checks.Wanted:
    """Return what narrows the list; a kader is meant by the code that stands for its key."""
    code = asked.get("kader", "")
    key = next((one for one in seen.by_kader if code and shown.kader_code(one) == code), "")
    check, severity, state = (asked.get(name, "") for name in ("pemeriksaan", "tingkat", "keadaan"))
    return checks.Wanted(
        check_id=check if check in checks.load().checks else "",
        severity=severity if severity in checks.SEVERITIES else "",
        state=state if state in shown.STATES else "",
        village_code=asked.get("desa", ""),
        actor_key=key,
    )
