"""What one person's rows of rosters say: theirs alone, for whoever asks for their own data."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from bahtera.foundation.sealing import parts
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.models import Content
from bahtera.surveys.queries.reviewing.submissions import answers_of
from bahtera.surveys.rules import members_of, text_of
from bahtera.surveys.values import OwnRow

# Ours, not the person's.
_KEYS = frozenset({"member_id"})


def own_rows(places: Iterable[tuple[UUID, int]]) -> tuple[OwnRow, ...]:
    """Return rows of rosters, each of a submission and its place from 0, as labels and words in Indonesian.

    What was erased, and a row that is not there, is left out. Answers about the family as a whole and other
    members' rows are never looked at.
    """
    wanted = list(places)
    found = Content.objects.select_related("submission").in_bulk([one for one, _ in wanted])
    rows = []
    for submission_id, place in wanted:
        content = found.get(submission_id)
        if content is None or parts.is_erased(content):
            continue
        roster = members_of(answers_of(content))
        if place < len(roster):
            facts = _facts(roster[place], content.submission.form_id, content.submission.form_version)
            rows.append(OwnRow(submission_id, facts))
    return tuple(rows)


def _facts(row: Mapping[str, Any], form_id: str, version: str) -> tuple[tuple[str, str], ...]:
    labels = _labels(form_id, version)
    facts = []
    for name, answer in row.items():
        if name in _KEYS or isinstance(answer, Mapping) or not _words(answer):
            continue
        label = labels.get(name)
        choices = label.choices if label else {}
        said = [choices[one]["id"] if one in choices else one for one in _words(answer)]
        facts.append((label.labels["id"] if label else name, ", ".join(said)))
    return tuple(facts)


def _words(answer: object) -> list[str]:
    several = answer if isinstance(answer, list | tuple) else [answer]
    return [text for one in several if (text := text_of(one))]


def _labels(form_id: str, version: str) -> Mapping[str, Any]:
    form = questionnaires.get_form(form_id, version)
    return questionnaires.labels(form_id, version) if form else {}
