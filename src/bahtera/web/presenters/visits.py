"""From what surveys gives to the lists of visits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, covers, reach
from bahtera.areas.api import Area
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.presenters.lists import RefusedLine, StateNumber, VisitLine
from bahtera.web.presenters.parts import ProgressBar, category_tag, state_tag

MAIN_INDEX = "ikk"
WAITING = ("flagged", "accepted")
_COUNTED = ("accepted", "flagged", "returned", "approved")


def visit_line(
    row: surveys.SubmissionRow, known: Mapping[str, Area], held: frozenset[UUID] = frozenset()
) -> VisitLine:
    """Return one visit as a line of a list; ``held`` are those that wait for a check."""
    score = row.scores.get(MAIN_INDEX)
    return VisitLine(
        id=str(row.id),
        url=reverse("web:submission", args=[row.id]),
        name=row.family_name,
        village=places.village_line(row.village_code, known),
        visited_on=row.visited_on,
        who=row.actor_name,
        state=state_tag(row.state),
        result=wording.say(wording.RESULTS, row.result_code) if row.result_code else "",
        category=category_tag(score.category if score else None),
        value=score.value if score else None,
        errors=row.error_count,
        warnings=row.warning_count,
        version=row.version_number,
        is_held=row.id in held,
    )


def visit_lines(rows: Sequence[surveys.SubmissionRow]) -> tuple[VisitLine, ...]:
    """Return the lines of a list; the names of all villages are read in one query."""
    known = places.names_of(row.village_code for row in rows)
    held = surveys.held_among([row.id for row in rows])
    return tuple(visit_line(row, known, held) for row in rows)


def refused_line(row: surveys.RefusedRow) -> RefusedLine:
    """Return what was not taken as a line of a list."""
    return RefusedLine(
        who=row.actor_name,
        reason=_reason(row),
        form=row.form_id,
        instance_id=row.instance_id,
        first_at=row.first_at,
        last_at=row.last_at,
        times=row.times,
        sha256=row.sha256,
    )


def _reason(row: surveys.RefusedRow) -> str:
    """Return why it was not taken, in the reader's language."""
    if not row.message:
        return row.code
    return gettext(row.message).format(**row.details) if row.details else gettext(row.message)


def counts_of(
    actor: Actor, rounds: Sequence[surveys.RoundRow], chosen: surveys.RoundRow | None
) -> results.VisitCounts:
    """Return how many visits the reader's list holds in each state: of a round, or of all when none is chosen."""
    scopes = reach(actor, "submission.read")
    wanted = rounds if chosen is None else [chosen]
    counts = sum((results.visit_counts(row, scopes) for row in wanted), results.VisitCounts())
    apart = surveys.count_apart(actor=actor, round_id=chosen.id if chosen else None)
    shown = {state: max(getattr(counts, state) + apart.get(state, 0), 0) for state in _COUNTED}
    return replace(counts, **shown)


def state_numbers(
    counts: results.VisitCounts, round_id: int | None, states: Sequence[str] = _COUNTED
) -> tuple[StateNumber, ...]:
    """Return the counts a reviewer works through, each with the way to its list."""
    base = reverse("web:submissions")
    suffix = f"&putaran={round_id}" if round_id is not None else ""
    return tuple(
        StateNumber(
            wording.say(wording.STATES, state), getattr(counts, state), f"{base}?keadaan={state}{suffix}"
        )
        for state in states
    )


def round_bar(counts: results.VisitCounts, targets: Sequence[surveys.VillageTarget]) -> ProgressBar:
    """Return how far a round is, from counts of states and the villages' targets."""
    return ProgressBar(
        visited=counts.visited,
        approved=counts.approved,
        target=sum(row.target_families for row in targets) or None,
    )


def own_targets(round_id: int, actor: Actor, action: str) -> list[surveys.VillageTarget]:
    """Return the round's villages in which the reader may do the action."""
    scopes = reach(actor, action)
    return [
        row for row in surveys.targets(round_id) if any(covers(scope, row.village_code) for scope in scopes)
    ]


def is_synthetic(row: surveys.RoundRow | None) -> bool:
    """Tell whether a round holds made-up data, which its name must say."""
    return row is not None and "sintetis" in row.name.casefold()


def round_title(row: surveys.RoundRow) -> str:
    """Return a round's name with its year, unless the name already holds it."""
    return (
        row.name
        if str(row.year) in row.name
        else gettext("{name}, {year}").format(name=row.name, year=row.year)
    )
