"""What this package gives to others: frozen, without Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Severity = Literal["error", "warning", "info"]
Texts = Mapping[str, str]  # by language: "id", "en"
_PLACES = {"id": ("lembar", "baris", "kolom"), "en": ("sheet", "row", "column")}


@dataclass(frozen=True, slots=True)
class FormVersion:
    """One published, unchangeable version of a questionnaire."""

    form_id: str
    version: str
    title: str
    xform: bytes
    md5: str
    published_at: datetime
    root: str
    media: tuple[str, ...]
    indices: tuple[tuple[str, str], ...]
    source_sha256: str


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A recording or picture that a version names; ``sha256`` is empty while it is missing. ``size`` in bytes."""

    name: str
    sha256: str = ""
    md5: str = ""
    size: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a questionnaire cannot be published: where to look in the workbook, and what is wrong.

    `message` is English; `indonesian` is blank only while the problem is being made.
    """

    sheet: str
    row: int | None
    column: str
    message: str
    indonesian: str = ""

    @property
    def messages(self) -> Texts:
        """What is wrong, by language."""
        return {"id": self.indonesian or self.message, "en": self.message}

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        """Return place and message in one line, in a language."""
        sheet, row, column = _PLACES[language]
        parts = (
            f"{sheet} {self.sheet}" if self.sheet else "",
            f"{row} {self.row}" if self.row else "",
            f"{column} {self.column}" if self.column else "",
        )
        place = ", ".join(filter(None, parts))
        return f"{place}: {self.messages[language]}" if place else self.messages[language]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a submission says about itself, before any answer is looked at."""

    form_id: str
    version: str
    root: str
    instance_id: str
    deprecated_id: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about an answer that a supervisor should see; the answer is kept."""

    code: str
    severity: Severity
    question: str
    path: str
    row: int | None
    value: str
    messages: Texts


@dataclass(frozen=True, slots=True)
class Meta:
    """What the device wrote by itself. Times carry the device's own offset."""

    started_at: datetime | None
    ended_at: datetime | None
    device_id: str | None
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Answers by question name (repeats as lists of dicts), findings, and what the device wrote."""

    answers: dict[str, object]
    findings: tuple[Finding, ...]
    meta: Meta


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two versions and what it means for the data."""

    kind: str
    question: str
    before: str
    after: str
    consequence: Texts


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A line of a form as pages show it: a group, a repeat or a question at its depth."""

    name: str
    path: str
    kind: Literal["group", "repeat", "question"]
    depth: int
    type: str
    labels: Texts
    calculated: bool


@dataclass(frozen=True, slots=True)
class DictionaryItem:
    """One question as a data dictionary describes it.

    ``sections``: titles of the groups around it, outermost first. ``asked_when``, ``rule``: XPath as the form holds it,
    empty where none. ``required``: as XPath too, "true()" for always. ``per``: the repeat it is asked in, empty
    for once a visit.
    """

    name: str
    path: str
    type: str
    per: str
    sections: tuple[Texts, ...]
    labels: Texts
    hints: Texts
    choices: Mapping[str, Texts]
    asked_when: str
    required: str
    rule: str
    rule_messages: Texts
    calculated: bool


@dataclass(frozen=True, slots=True)
class QuestionLabels:
    """A question's label and the labels of its choices, by language."""

    labels: Texts
    choices: Mapping[str, Texts]
