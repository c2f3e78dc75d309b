"""What a printed form holds, in order. Plain values: how it looks is for whoever prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Answer = Literal[
    "text", "lines", "digits", "whole", "decimal", "date", "one", "many", "listed", "rank", "range", "place",
    "photo", "tick",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """A choice with the code that is typed for it; ``jump`` says where it leads when that is not the next question."""

    name: str
    code: str
    label: str
    jump: str = ""


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question. ``code_list`` names the list its codes stand in when it is too long to be printed with it.

    ``boxes``: how many signs the answer has at most, 0 when the form does not say. ``bounds``: a range's ends.
    ``source`` names the file and column that a prefilled form takes its answer from: ("members.csv", "nama").
    """

    path: str
    name: str
    number: int
    label: str
    hint: str
    answer: Answer
    required: bool
    only_if: str = ""
    rule: str = ""
    boxes: int = 0
    choices: tuple[PaperChoice, ...] = ()
    code_list: str = ""
    bounds: tuple[str, str] | None = None
    source: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PaperNote:
    """Something the questionnaire says; ``when`` is empty where it always says so."""

    text: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class PaperHeading:
    """The title of a group within a section."""

    text: str
    only_if: str = ""


PaperItem = PaperQuestion | PaperNote | PaperHeading


@dataclass(frozen=True, slots=True)
class PaperSection:
    """Questions under one title. ``repeats``: asked of each member, so they stand in a table."""

    title: str
    only_if: str
    repeats: bool
    items: tuple[PaperItem, ...]

    @property
    def questions(self) -> tuple[PaperQuestion, ...]:
        """Return the questions among the items."""
        return tuple(item for item in self.items if isinstance(item, PaperQuestion))


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A whole questionnaire for printing, in one language."""

    title: str
    form_id: str
    version: str
    language: str
    sections: tuple[PaperSection, ...]
    code_lists: Mapping[str, tuple[str, tuple[PaperChoice, ...]]]
