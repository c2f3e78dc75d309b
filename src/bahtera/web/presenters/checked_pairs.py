"""What a question about an interview is about, with names, for who answers it: visits or families side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.checks import api as checks
from bahtera.families import api as families
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.presenters.answers import answer_text, label_of
from bahtera.web.presenters.parts import Tag, state_tag

_TOGETHER: Final = frozenset({"kepala", "pasangan"})


@dataclass(frozen=True)
class VisitSide:
    """One visit; ``url`` leads to all of it."""

    url: str
    family: str
    kader: str
    place: str
    visited_on: date | None
    received_at: datetime
    state: Tag


@dataclass(frozen=True)
class Row:
    """One question with what each side says; ``same`` tells whether both say it."""

    label: str
    left: str
    right: str
    same: bool


@dataclass(frozen=True)
class FamilySide:
    """One family of the register. ``members`` are (id, name, relation, birth date)."""

    id: UUID
    head: str
    place: str
    neighbourhood: str
    status: str
    members: tuple[tuple[UUID, str, str, date | None], ...]


@dataclass(frozen=True)
class Double:
    """Somebody of each family who may be one person."""

    field: str
    left: str
    right: str


@dataclass(frozen=True)
class Beside:
    """What lies side by side: visits, or families, or nothing for a question about a kader."""

    visits: tuple[VisitSide, ...]
    rows: tuple[Row, ...]
    same: int
    families: tuple[FamilySide, ...]
    doubles: tuple[Double, ...]
    merged: UUID | None
    hidden: bool


def beside(row: checks.FlagRow, actor: Actor) -> Beside:
    """Return what a question is about; ``hidden`` where something of it lies outside the reader's reach."""
    details, hidden = _details([row.submission_id, row.other_id], actor)
    two = 2
    rows = _rows(details) if len(details) == two else ()
    known = _families(row) if row.family_id and row.other_family_id and not row.submission_id else ()
    return Beside(
        visits=tuple(_visit(one) for one in details),
        rows=rows,
        same=sum(one.same for one in rows),
        families=tuple(_family(one) for one in known),
        doubles=doubles(known),
        merged=next((one.id for one in known if one.status == "merged"), None),
        hidden=hidden,
    )


def doubles(known: Sequence[families.Family]) -> tuple[Double, ...]:
    """Return who may be who in two families: head with head, spouse with spouse, and one birth date."""
    two = 2
    if len(known) != two:
        return ()
    found, taken = [], set()
    for one in known[0].members:
        for other in known[1].members:
            alike = (one.relation == other.relation and one.relation in _TOGETHER) or (
                one.birth_date is not None and one.birth_date == other.birth_date
            )
            if alike and other.id not in taken:
                taken.add(other.id)
                found.append(Double(f"{one.id}.{other.id}", one.name, other.name))
                break
    return tuple(found)


def _details(ids: Sequence[UUID | None], actor: Actor) -> tuple[list[surveys.SubmissionDetail], bool]:
    found, hidden = [], False
    for one in ids:
        if one is None:
            continue
        try:
            found.append(surveys.get_submission(one, actor=actor))
        except surveys.UnknownSubmission:
            hidden = True
    return found, hidden


def _visit(detail: surveys.SubmissionDetail) -> VisitSide:
    row = detail.row
    return VisitSide(
        url=reverse("web:submission", args=[row.id]),
        family=row.family_name,
        kader=row.actor_name,
        place=places.village_line(row.village_code, places.names_of([row.village_code])),
        visited_on=row.visited_on,
        received_at=row.received_at,
        state=state_tag(row.state),
    )


def _rows(details: Sequence[surveys.SubmissionDetail]) -> tuple[Row, ...]:
    """Return the questions that checks compare, those that differ first."""
    left, right = details
    plan = checks.load().answers.get(left.form_id)
    form = questionnaires.get_form(left.form_id, left.form_version)
    if plan is None or form is None:
        return ()
    items = {item.name: item for item in questionnaires.outline(form)}
    labels = questionnaires.labels(left.form_id, left.form_version)

    def said(answers: Mapping[str, Any], name: str) -> str:
        return answer_text(items[name], labels, answers.get(name)) if answers.get(name) is not None else ""

    rows = []
    for name in plan.compared:
        if name in items and (name in left.answers or name in right.answers):
            both = (said(left.answers, name), said(right.answers, name))
            rows.append(Row(label_of(name, labels), *both, both[0] == both[1]))
    rows.append(_members(left.answers.get(plan.roster), right.answers.get(plan.roster)))
    return tuple(sorted(rows, key=lambda one: one.same))


def _members(left: Any, right: Any) -> Row:
    def told(rows: Any) -> str:
        parts = [
            f"{one.get('nama', '')} ({one.get('hubungan', '')}, {one.get('umur', '?')})"
            for one in (rows if isinstance(rows, list) else [])
        ]
        return "; ".join(parts)

    both = (told(left), told(right))
    return Row(gettext("Members, relation and age"), *both, both[0] == both[1])


def _families(row: checks.FlagRow) -> tuple[families.Family, ...]:
    assert row.family_id is not None
    assert row.other_family_id is not None
    try:
        return (families.get_family(row.family_id), families.get_family(row.other_family_id))
    except families.UnknownFamily:
        return ()


def _family(one: families.Family) -> FamilySide:
    return FamilySide(
        id=one.id,
        head=one.head_name,
        place=places.village_line(one.village_code, places.names_of([one.village_code])),
        neighbourhood=f"RT {one.place.rt or '–'} / RW {one.place.rw or '–'}",
        status=one.status,
        members=tuple((m.id, m.name, m.relation, m.birth_date) for m in one.members if m.status == "present"),
    )
