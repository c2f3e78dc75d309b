"""What changed between two versions of a questionnaire, kind by kind, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext, gettext_noop

from bahtera.questionnaires import api as questionnaires
from bahtera.web import wording
from bahtera.web.presenters.answers import language
from bahtera.web.presenters.parts import Option

Labels = Mapping[str, questionnaires.QuestionLabels]

# The order of the page, and each kind's heading.
_KINDS: Final = {
    "added": gettext_noop("New questions"),
    "removed": gettext_noop("Questions taken out"),
    "type_changed": gettext_noop("Another kind of answer"),
    "moved": gettext_noop("Moved between family and member"),
    "label_changed": gettext_noop("Questions worded anew"),
    "hint_changed": gettext_noop("Hints worded anew"),
    "choice_added": gettext_noop("New choices"),
    "choice_removed": gettext_noop("Choices taken out"),
    "choice_reworded": gettext_noop("Choices worded anew"),
    "filter_changed": gettext_noop("Which choices are offered"),
    "relevant_changed": gettext_noop("When a question is asked"),
    "required_changed": gettext_noop("Whether an answer is required"),
    "constraint_changed": gettext_noop("Rules for an answer"),
    "calculation_changed": gettext_noop("Calculations"),
}
_TYPES: Final = {
    "integer": gettext_noop("whole number"),
    "decimal": gettext_noop("number with decimals"),
    "text": gettext_noop("text"),
    "date": gettext_noop("date"),
    "dateTime": gettext_noop("date and time"),
    "select_one": gettext_noop("one choice"),
    "select_multiple": gettext_noop("several choices"),
    "calculate": gettext_noop("calculation"),
    "note": gettext_noop("note"),
    "binary": gettext_noop("picture or file"),
    "geopoint": gettext_noop("location"),
    "group": gettext_noop("group"),
    "repeat": gettext_noop("repeated part"),
}
_RULES: Final = frozenset({"relevant_changed", "constraint_changed", "calculation_changed", "filter_changed"})
_ONE_SIDED: Final = frozenset({"added", "removed", "choice_added", "choice_removed"})
_ALONE: Final = frozenset({"added", "removed"})
_OWN_WORDS: Final = "label_changed"  # the label is what changed, and stands below
_YES: Final = "true()"
_NO: Final = frozenset({"", "false()"})


@dataclass(frozen=True)
class ChangedQuestion:
    """A question's words and its name in the workbook."""

    label: str
    name: str


@dataclass(frozen=True)
class ChangeLine:
    """One change, and every question it happened to.

    ``subject`` is the choice that came or went; ``is_code`` when both sides are expressions.
    """

    subject: str
    questions: tuple[ChangedQuestion, ...]
    before: str
    after: str
    compared: bool
    is_code: bool


@dataclass(frozen=True)
class ChangeSection:
    """All changes of one kind and what they mean for the data."""

    anchor: str
    title: str
    meaning: str
    lines: tuple[ChangeLine, ...]
    count: int


@dataclass(frozen=True)
class ComparedVersion:
    """One side of the comparison."""

    version: str
    published_at: datetime


@dataclass(frozen=True)
class ChangesPage:
    """Two versions and what differs; ``same`` when one version was chosen twice."""

    title: str
    form_id: str
    older: ComparedVersion
    newer: ComparedVersion
    from_options: tuple[Option, ...]
    to_options: tuple[Option, ...]
    sections: tuple[ChangeSection, ...]
    count: int
    zone: str

    @property
    def same(self) -> bool:
        """Whether there is nothing to compare."""
        return self.older.version == self.newer.version


def changes_page(
    versions: Sequence[questionnaires.FormVersion],
    older: questionnaires.FormVersion,
    newer: questionnaires.FormVersion,
    *,
    zone: str,
) -> ChangesPage:
    """Return the page that compares two of a form's versions."""
    found = questionnaires.diff(older, newer)
    before, after = (questionnaires.labels(form.form_id, form.version) for form in (older, newer))
    sections = tuple(_section(kind, found, before, after) for kind in _KINDS)
    return ChangesPage(
        title=newer.title,
        form_id=newer.form_id,
        older=ComparedVersion(older.version, older.published_at),
        newer=ComparedVersion(newer.version, newer.published_at),
        from_options=_options(versions, older),
        to_options=_options(versions, newer),
        sections=tuple(section for section in sections if section.lines),
        count=len(found),
        zone=zone,
    )


def _options(
    versions: Sequence[questionnaires.FormVersion], chosen: questionnaires.FormVersion
) -> tuple[Option, ...]:
    return tuple(Option(form.version, form.version, form.version == chosen.version) for form in versions)


def _section(
    kind: str, found: Sequence[questionnaires.Change], before: Labels, after: Labels
) -> ChangeSection:
    """Return one kind's changes; the same change of several questions (a shared list) stands once."""
    changes = [change for change in found if change.kind == kind]
    where = () if kind == _OWN_WORDS else (after, before)
    groups: dict[tuple[str, str, str], list[questionnaires.Change]] = {}
    for change in changes:
        alone = change.question if kind in _ALONE else ""
        told = (*_told(change, before, after), alone)
        groups.setdefault(told, []).append(change)
    return ChangeSection(
        anchor=kind.replace("_", "-"),
        title=wording.say(_KINDS, kind),
        meaning=changes[0].consequence[language()] if changes else "",
        lines=tuple(
            ChangeLine(
                (was or now) if kind in _ONE_SIDED - _ALONE else "",
                tuple(_question(change.question, *where) for change in alike),
                was,
                now,
                compared=kind not in _ONE_SIDED,
                is_code=kind in _RULES,
            )
            for (was, now, _), alike in groups.items()
        ),
        count=len(changes),
    )


def _told(change: questionnaires.Change, before: Labels, after: Labels) -> tuple[str, str]:
    match change.kind:
        case "choice_added" | "choice_removed":
            return _choice(change.question, change.before, before), _choice(
                change.question, change.after, after
            )
        case "type_changed":
            return wording.say(_TYPES, change.before), wording.say(_TYPES, change.after)
        case "moved":
            return _home(change.before, before), _home(change.after, after)
        case "required_changed":
            return _required(change.before), _required(change.after)
    return change.before, change.after


def _question(name: str, *where: Labels) -> ChangedQuestion:
    labels = next((labels[name] for labels in where if name in labels), None)
    text = labels.labels[language()] if labels is not None else name
    return ChangedQuestion("" if text == name else text, name)


def _choice(question: str, name: str, labels: Labels) -> str:
    if not name:
        return ""
    texts = labels[question].choices.get(name, {}) if question in labels else {}
    text = texts.get(language(), name)
    return text if text == name else f"{text} ({name})"


def _home(repeat: str, labels: Labels) -> str:
    if not repeat:
        return gettext("asked once for the family")
    return gettext("asked for each “{part}”").format(part=_question(repeat, labels).label or repeat)


def _required(value: str) -> str:
    if value == _YES:
        return gettext("required")
    return gettext("not required") if value in _NO else value
