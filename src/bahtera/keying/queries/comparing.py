"""Reads of second typings: which wait for a decision, what differs, and how often, by typist and by question."""

from collections import Counter
from typing import Any
from uuid import UUID

import orjson

from bahtera.access.api import Actor, check_may, narrow, same_person
from bahtera.foundation.paging import Page, keyset
from bahtera.foundation.sealing import parts
from bahtera.foundation.sealing.errors import Erased
from bahtera.keying.models import SecondTyping
from bahtera.keying.queries.people import names_of
from bahtera.keying.queries.visible import DECIDE, second_row
from bahtera.keying.values import Comparison, ComparisonRow, Difference, Rate, Rates
from bahtera.surveys import api as surveys

_MOST_QUESTIONS = 12


def list_comparisons(*, actor: Actor, cursor: str | None = None, size: int = 30) -> Page[ComparisonRow]:
    """Return a page of the sheets that were typed twice in the actor's areas, newest first. Raises NotAllowed."""
    check_may(actor, DECIDE)
    rows = narrow(SecondTyping.objects.select_related("sheet"), actor, DECIDE, path="village_code")
    page = keyset(rows, ("-id",), cursor=cursor, size=size)
    names = names_of(key for row in page.items for key in (row.sheet.keyed_by, row.typist, row.decided_by))
    return Page([_row(row, names) for row in page.items], page.next_cursor)


def get_comparison(second_id: UUID, *, actor: Actor) -> Comparison:
    """Return what two typings differ in; raises UnknownComparison, NotAllowed, Erased when the answers are gone."""
    row = second_row(second_id, actor)
    sheet = row.sheet
    assert sheet.submission_id is not None
    # Whoever may not read the visit, for their own kin above all, may not read what was typed of it.
    surveys.get_body(sheet.submission_id, actor=actor)
    known = told_in(row)
    names = names_of([sheet.keyed_by, row.typist, row.decided_by])
    return Comparison(
        row=_row(row, names),
        form_id=sheet.form_id,
        form_version=sheet.form_version,
        submission_id=sheet.submission_id,
        differences=tuple(Difference(*one[:5]) for one in known),
        decisions={one[0]: one[5] for one in known if one[5]},
        may_decide=row.decided_at is None
        and not any(same_person(actor.key, key) for key in (sheet.keyed_by, row.typist)),
    )


def rates(round_id: int, *, actor: Actor) -> Rates:
    """Return how often the second typings of a round differ, in the actor's areas: by first typist, by question.

    Of a question, out of the sheets typed twice. Raises NotAllowed.
    """
    check_may(actor, DECIDE)
    rows = narrow(SecondTyping.objects.filter(round_id=round_id), actor, DECIDE, path="village_code")
    found = list(rows.order_by("pk").values_list("sheet__keyed_by", "compared", "differing", "questions"))
    names = names_of(key for key, *_ in found)
    sheets: Counter[str] = Counter()
    compared: Counter[str] = Counter()
    differing: Counter[str] = Counter()
    by_question: Counter[str] = Counter()
    for key, questions, differ, where in found:
        name = names.get(key, "")
        sheets[name] += 1
        compared[name] += questions
        differing[name] += differ
        by_question.update(set(where))
    typists = [Rate(name, sheets[name], compared[name], differing[name]) for name in sheets]
    return Rates(
        tuple(sorted(typists, key=lambda one: (-one.percent, one.of))),
        tuple(
            Rate(name, len(found), len(found), number)
            for name, number in by_question.most_common(_MOST_QUESTIONS)
        ),
    )


def told_in(row: SecondTyping) -> list[list[Any]]:
    """Return differences and decisions as they are kept; raises Erased."""
    if row.erased_at is not None:
        raise Erased
    kept = parts.read(row, "differences")
    found: list[list[Any]] = orjson.loads(kept) if kept else []
    return found


def _row(row: SecondTyping, names: dict[str, str]) -> ComparisonRow:
    return ComparisonRow(
        id=row.pk,
        sheet_id=row.sheet_id,
        serial=row.sheet.serial,
        village_code=row.village_code,
        questions=row.compared,
        differing=row.differing,
        first_typist=names.get(row.sheet.keyed_by, ""),
        second_typist=names.get(row.typist, ""),
        keyed_at=row.keyed_at,
        decided_at=row.decided_at,
        decided_by=names.get(row.decided_by, ""),
    )
