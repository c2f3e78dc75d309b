"""The first page: what awaits the reader."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bahtera.access.api import Actor, LeftBehind, covers, left_behind, may, note_read, notices_for, reach
from bahtera.areas import api as areas
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.door import page
from bahtera.web.duties.registry import duties_of
from bahtera.web.presenters import home as shown
from bahtera.web.presenters import visits
from bahtera.web.presenters.lists import HomePage, LeftWork, Notice, VillageLine
from bahtera.web.presenters.parts import ProgressBar

_MOST_VILLAGES = 20
_LATEST = 8


@page(None)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the open round, its villages, and what waits for a decision."""
    latest, behind = _latest(actor), left_behind(actor)
    seen = [f"submission:{row.id}" for row in latest] + [f"role:{one.grant_id}" for one in behind]
    if seen:
        action = "submission.read" if latest else "person.read"
        note_read(actor, action, subject="door:web.home", about=seen)
    return render(request, "web/home.html", {"page": _home(actor, latest, behind)})


def _left_work(behind: Sequence[LeftBehind]) -> tuple[LeftWork, ...]:
    known = places.names_of([one.area for one in behind])
    return tuple(
        LeftWork(
            one.person,
            wording.say(wording.ROLES, one.role),
            places.village_line(one.area, known),
            one.count,
            reverse("web:role_end", args=[one.grant_id]),
        )
        for one in behind
    )


def _latest(actor: Actor) -> Sequence[surveys.SubmissionRow]:
    if not may(actor, "submission.read"):
        return ()
    return surveys.list_submissions(actor=actor, size=_LATEST).items


def _home(actor: Actor, latest: Sequence[surveys.SubmissionRow], behind: Sequence[LeftBehind]) -> HomePage:
    rounds = [row for row in surveys.open_rounds() if _concerns(row, actor)]
    current = rounds[0] if rounds else None
    can_review = may(actor, "submission.read")
    can_see = may(actor, "results.read")
    targets = visits.own_targets(current.id, actor, "results.read") if current else []
    counts = results.visit_counts(current, reach(actor, "results.read")) if current else results.VisitCounts()
    may_decide = may(actor, "submission.review")
    # Who decides has them in the list of duties.
    reads_along = can_review and not may_decide
    own = visits.counts_of(actor, surveys.list_rounds(), None) if reads_along else results.VisitCounts()
    duties = duties_of(actor)
    waiting_state = "flagged" if own.flagged else "accepted"
    return HomePage(
        name=actor.name,
        place=places.scope_line(actor),
        round_name=visits.round_title(current) if current else "",
        bar=visits.round_bar(counts, targets) if current else None,
        waiting=own.waiting,
        waiting_url=f"{reverse('web:submissions')}?keadaan={waiting_state}",
        numbers=tuple(one for one in visits.state_numbers(own, None, visits.WAITING) if one.count),
        villages=_villages(current, targets[:_MOST_VILLAGES]) if current and can_see else (),
        more_villages=max(len(targets) - _MOST_VILLAGES, 0),
        latest=visits.visit_lines(latest),
        can_review=can_review,
        may_decide=may_decide,
        can_see_results=can_see,
        synthetic=visits.is_synthetic(current),
        notices=_notices(actor),
        duties=duties,
        late_duties=sum(one.overdue > 0 for one in duties),
        left_behind=_left_work(behind),
        picture=shown.picture_of(actor),
        shortcuts=shown.shortcuts_of(actor),
    )


def _notices(actor: Actor) -> tuple[Notice, ...]:
    """Return what the reader has to know about decrees that run out, until they put it away."""
    can_open = may(actor, "decree.read")
    return tuple(
        Notice(
            one.id,
            one.number,
            one.valid_to,
            one.mine,
            reverse("web:decree", args=[one.decree_id]) if can_open and not one.mine else "",
        )
        for one in notices_for(actor)
    )


def _concerns(row: surveys.RoundRow, actor: Actor) -> bool:
    return any(covers(scope, row.area_code) or covers(row.area_code, scope) for scope in actor.areas)


def _villages(round_row: surveys.RoundRow, targets: list[surveys.VillageTarget]) -> tuple[VillageLine, ...]:
    codes = [row.village_code for row in targets]
    known = places.names_of(codes)
    visited = results.village_visits(round_row, codes)
    lines = []
    for row in targets:
        seen = visited.get(row.village_code, results.VisitCounts())
        above = [known[up].name for up in reversed(areas.ancestors_of(row.village_code)) if up in known]
        lines.append(
            VillageLine(
                name=places.full_name(known[row.village_code])
                if row.village_code in known
                else row.village_code,
                place=", ".join(above[:2]),
                url=reverse("web:area", args=[row.village_code]),
                bar=ProgressBar(visited=seen.visited, approved=seen.approved, target=row.target_families),
            )
        )
    return tuple(lines)
