"""Reviewing: the list of visits, one visit, and the decision about it."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, list_devices, list_tokens, may, reach
from bahtera.foundation.errors import Refused
from bahtera.foundation.inputs import whole_number
from bahtera.keying import api as keying
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import places, searching, wording
from bahtera.web.door import concerns, page
from bahtera.web.presenters import visits
from bahtera.web.presenters.family_page import family_page
from bahtera.web.presenters.joint import signature_card
from bahtera.web.presenters.lists import RefusedPage, VisitsPage
from bahtera.web.presenters.parts import Option

_SIZE = 40
_SHOWN_STATES = ("accepted", "flagged", "returned", "approved", "rejected", "received", "superseded")
_FILTERS = ("q", "putaran", "desa", "keadaan", "temuan", "tingkat", "kader")
_MOST_CHOICES = 300
_LONGEST_COMMENT = 1000


@page("submission.read", methods=("GET", "HEAD", "POST"))
def submissions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the visits of the reader's areas, newest first, a page at a time; a search is sent by POST."""
    if request.method == "POST":
        return searching.lead_on(request, actor, reverse("web:submissions"), _FILTERS)
    shown = _list(request.GET, actor)
    concerns(request, *(f"submission:{row.id}" for row in shown.rows))
    return render(
        request, "web/submissions.html", {"page": shown, "may_review": may(actor, "submission.review")}
    )


def _list(address: QueryDict, actor: Actor) -> VisitsPage:
    asked = searching.opened(address, actor)
    rounds = surveys.list_rounds()
    chosen = next((row for row in rounds if str(row.id) == asked.get("putaran")), None)
    wanted = asked.get("putaran", "")
    if wanted and chosen is None:
        raise surveys.UnknownRound(whole_number(wanted) or 0)
    shown = chosen or next((row for row in rounds if row.is_open), None)
    state = asked.get("keadaan") if asked.get("keadaan") in _SHOWN_STATES else None
    doubtful = asked.get("temuan") == "ada"
    level = asked.get("tingkat") if asked.get("tingkat") in wording.LEVELS_OF_REVIEW else None
    found = surveys.list_submissions(
        actor=actor,
        area=asked.get("desa") or None,
        state=state,
        round_id=chosen.id if chosen else None,
        kader=asked.get("kader") or None,
        query=asked.get("q") or None,
        with_findings=doubtful,
        level=level,
        cursor=asked.get("kursor") or None,
        size=_SIZE,
    )
    targets = visits.own_targets(shown.id, actor, "submission.read") if shown else []
    counts = results.visit_counts(shown, reach(actor, "submission.read")) if shown else results.VisitCounts()
    return VisitsPage(
        numbers=visits.state_numbers(visits.counts_of(actor, rounds, chosen), chosen.id if chosen else None),
        bar=visits.round_bar(counts, targets) if shown else None,
        rounds=tuple(Option(str(row.id), visits.round_title(row), row is chosen) for row in rounds),
        villages=_village_options(targets, asked.get("desa", "")),
        states=tuple(Option(s, wording.say(wording.STATES, s), s == state) for s in _SHOWN_STATES),
        findings=(Option("ada", gettext("With findings"), doubtful),),
        levels=tuple(
            Option(key, wording.say(wording.LEVELS_OF_REVIEW, key), key == level)
            for key in wording.LEVELS_OF_REVIEW
        ),
        kaders=_kader_options(actor, asked.get("kader", "")),
        text=asked.get("q", ""),
        filtered=any(asked.get(name) for name in _FILTERS),
        rows=visits.visit_lines(found.items),
        more_url=_more(address, actor, found.next_cursor),
        synthetic=visits.is_synthetic(shown),
    )


def _village_options(targets: list[surveys.VillageTarget], chosen: str) -> tuple[Option, ...]:
    codes = [row.village_code for row in targets[:_MOST_CHOICES]]
    if chosen and chosen not in codes:
        codes.append(chosen)
    known = places.names_of(codes)
    options = (Option(code, places.village_line(code, known), code == chosen) for code in codes)
    return tuple(sorted(options, key=lambda option: option.label))


def _kader_options(actor: Actor, chosen: str) -> tuple[Option, ...]:
    if not may(actor, "token.manage"):
        return ()
    cards = [(f"token:{row.id}", row.name) for row in list_tokens(actor)]
    phones = [(f"device:{row.id}", f"{row.person} · {row.label}") for row in list_devices(actor)]
    options = (Option(key, name, key == chosen) for key, name in (*phones, *cards)[:_MOST_CHOICES])
    return tuple(sorted(options, key=lambda option: option.label))


def _more(address: QueryDict, actor: Actor, cursor: str | None) -> str:
    query = searching.more(address, actor, cursor)
    return f"{reverse('web:submissions')}{query}" if query else ""


@page("submission.read")
def submission(request: HttpRequest, actor: Actor, submission_id: UUID) -> HttpResponse:
    """Show one visit: index and reasons, findings, answers, history, receipt."""
    detail = surveys.get_submission(submission_id, actor=actor)
    if detail.family_id is not None:
        concerns(request, f"family:{detail.family_id}")
    shown = family_page(detail, actor)
    paper = keying.on_paper({detail.row.id, *(one.submission_id for one in detail.versions)})
    settles = may(actor, "assignment.manage", area=detail.row.village_code or None)
    signed = signature_card(detail.row.id, detail.form_id, may_settle=settles)
    return render(request, "web/submission.html", {"page": shown, "paper": paper, "signed": signed})


@page("submission.read")
def refused(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what phones sent and the server did not take, latest first."""
    found = surveys.list_refused(actor=actor, cursor=request.GET.get("kursor") or None, size=_SIZE)
    shown = RefusedPage(
        zone=places.own_zone(actor),
        rows=tuple(visits.refused_line(row) for row in found.items),
        more_url=f"{reverse('web:refused')}?{urlencode({'kursor': found.next_cursor})}"
        if found.next_cursor
        else "",
    )
    return render(request, "web/refused_bodies.html", {"page": shown})


@page("submission.review", methods=("POST",))
def decide(request: HttpRequest, actor: Actor, submission_id: UUID) -> HttpResponse:
    """Carry out a reviewer's decision and go back to the visit, saying what happened."""
    here = redirect("web:submission", submission_id=submission_id)
    try:
        said = _carry_out(request.POST, submission_id, actor)
    except Refused as problem:
        if problem.code.startswith("surveys.unknown"):
            raise
        messages.error(request, in_words(problem), extra_tags="stop")
        return here
    messages.success(request, said, extra_tags="good")
    return here


def _carry_out(form: QueryDict, submission_id: UUID, actor: Actor) -> str:
    seen = whole_number(str(form.get("revision", "")))
    revision = -1 if seen is None else seen
    match form.get("putusan"):
        case "approve":
            replace = form.get("ganti") == "ya"
            surveys.approve(submission_id, actor=actor, revision=revision, replace_approved=replace)
            return gettext("Approved. The visit now counts in the village's figures.")
        case "return":
            surveys.return_with_comments(
                submission_id, comments=comments_of(form), actor=actor, revision=revision
            )
            return gettext("Sent back. The kader sees your comments.")
        case "set_aside":
            surveys.set_aside(submission_id, actor=actor, revision=revision)
            return gettext("Set aside. The visit no longer counts.")
        case "reject":
            reason, words = str(form.get("alasan", "")), str(form.get("note", ""))[:_LONGEST_COMMENT]
            surveys.reject(submission_id, reason=reason, words=words, actor=actor, revision=revision)
            return gettext("Not accepted. The kader reads your reason.")
        case "release":
            surveys.release_hold(submission_id, note=str(form.get("note", "")), actor=actor)
            return gettext("Released. The visit can be decided about now.")
        case "hold":
            words = str(form.get("note", ""))
            surveys.hold(submission_id, surveys.HoldReason.PERSON, words=words, actor=actor)
            return gettext("The visit waits for a check now.")
        case _:
            raise Refused("web.no_decision", "Choose what to do with this visit.")


def in_words(problem: Refused) -> str:
    """Return a refusal in the reader's language, states and decisions included."""
    tables = {"state": wording.STATES, "move": wording.MOVES}
    said = {
        name: wording.say(table, str(problem.details[name]))
        for name, table in tables.items()
        if name in problem.details
    }
    return wording.refusal(problem, **said)


def comments_of(form: QueryDict) -> list[surveys.CommentRow]:
    """Return the comments of a form: one for the whole visit, and one for each question that has a text.

    A field is named ``catatan.QUESTION`` or, in the roster, ``catatan.QUESTION.ROW`` with rows from 1.
    """
    found = [surveys.CommentRow("", None, form.get("note", "").strip()[:_LONGEST_COMMENT])]
    for name, text in form.items():
        head, _, rest = name.partition(".")
        if head == "catatan" and rest:
            question, _, row = rest.partition(".")
            found.append(
                surveys.CommentRow(question, whole_number(row), str(text).strip()[:_LONGEST_COMMENT])
            )
    return [row for row in found if row.text]
