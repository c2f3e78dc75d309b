"""The sections of a questionnaire that two kader can divide between them: its outermost groups and repeats."""

from collections.abc import Mapping

from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.rules.joint import COMMON
from bahtera.surveys.values import FormSection


def sections_of(form: questionnaires.FormVersion) -> tuple[FormSection, ...]:
    """Return the sections that belong to one of two kader, in the order of the form.

    Not among them: what both are asked (where, when, who was met, whether they agreed), and what only tells something.
    """
    items = questionnaires.outline(form)
    asked: dict[str, set[str]] = {}
    for item in items:
        if item.kind == "question" and item.type != "note" and not item.calculated:
            asked.setdefault(_top(item.path), set()).add(item.name)
    return tuple(
        FormSection(item.name, item.labels)
        for item in items
        if item.depth == 0 and item.kind != "question" and asked.get(item.name, COMMON).isdisjoint(COMMON)
    )


def newest_sections(form_id: str) -> tuple[FormSection, ...]:
    """Return those of the version that is published now; none without one."""
    form = next((one for one in questionnaires.current_forms() if one.form_id == form_id), None)
    return sections_of(form) if form else ()


def places_of(form: questionnaires.FormVersion) -> Mapping[str, str]:
    """Return in which outermost group or repeat each question and repeat stands; the empty text for none."""
    items = questionnaires.outline(form)
    tops = {item.name for item in items if item.depth == 0 and item.kind != "question"}
    return {
        item.name: _top(item.path) if _top(item.path) in tops else ""
        for item in items
        if item.kind != "group"
    }


def asked_in(form: questionnaires.FormVersion) -> frozenset[str]:
    """Return the questions that a person answers: no notes, nothing that is worked out."""
    items = questionnaires.outline(form)
    return frozenset(
        item.name for item in items if item.kind == "question" and item.type != "note" and not item.calculated
    )


def _top(path: str) -> str:
    return path.split("/")[2]
