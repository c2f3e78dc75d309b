"""Reading YAML with positions: a cursor over nodes that notes every problem and goes on."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar, cast, get_args

import yaml

from bahtera.indices.errors import InvalidDefinition, Problem
from bahtera.indices.values import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

ChoiceT = TypeVar("ChoiceT", bound=str)
Plain = str | list["Plain"] | dict[str, "Plain"]
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_LITERAL = "|"


@dataclass(slots=True)
class Journal:
    """The problems found so far in one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cursor:
    """One node of the document; every reader returns a usable value even when it has noted a problem."""

    node: yaml.Node
    journal: Journal

    def place(self, offset: int = 0) -> Problem:
        """Return an empty problem at this node (`offset` characters into its text)."""
        mark = self.node.start_mark
        line, column = mark.line + 1, mark.column + 1
        if isinstance(self.node, yaml.ScalarNode) and offset:
            before = self.node.value[:offset]
            if self.node.style == _LITERAL:
                line, column = line + 1 + before.count("\n"), offset - before.rfind("\n")
            elif self.node.end_mark.line == mark.line:
                column += offset + (self.node.style in ("'", '"'))
        return Problem(self.journal.file, line, column, "")

    def complain(self, message: str, offset: int = 0) -> None:
        """Note a problem at this node."""
        place = self.place(offset)
        self.journal.problems.append(Problem(place.file, place.line, place.column, message))

    # -- shapes -------------------------------------------------------------------------------------------------

    def mapping(self, *, need: Collection[str] = (), may: Collection[str] | None = ()) -> dict[str, Cursor]:
        """Return the entries by key; `may` None allows any other key."""
        if not isinstance(self.node, yaml.MappingNode):
            self.complain("a mapping (key: value) is needed here")
            return {}
        found: dict[str, Cursor] = {}
        for key, value in self.node.value:
            name = str(key.value)
            if name in found:
                Cursor(key, self.journal).complain(f"{name} is said twice")
            elif may is not None and name not in need and name not in may:
                Cursor(key, self.journal).complain(
                    f"{name} has no meaning here; possible: {_listed([*need, *may])}"
                )
            found.setdefault(name, Cursor(value, self.journal))
        for name in need:
            if name not in found:
                self.complain(f"{name} is missing")
        return found

    def sequence(self) -> list[Cursor]:
        """Return the items."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.complain("a list is needed here")
            return []
        return [Cursor(item, self.journal) for item in self.node.value]

    # -- scalars ------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """Return the scalar's text without surrounding blanks."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            self.complain("a text is needed here")
            return ""
        return str(self.node.value).strip()

    def name(self) -> str:
        """Return a lower-case name."""
        text = self.text()
        if text and not _NAME.match(text):
            self.complain(f"{text!r} is not a name: lower-case letters, digits and _ only")
        return text

    def integer(self, least: int) -> int:
        """Return a whole number not below `least`."""
        try:
            number = int(self.text().replace("_", ""))
        except ValueError:
            self.complain("a whole number is needed here")
            return least
        if number < least:
            self.complain(f"{number} is below {least}")
        return number

    def scaled(self, places: int) -> int:
        """Return a decimal number times `10 ** places`."""
        try:
            number = Decimal(self.text().replace("_", "")).scaleb(places)
        except InvalidOperation:
            self.complain("a number is needed here")
            return 0
        if not number.is_finite() or number != number.to_integral_value():
            self.complain(f"the number has more than {places} decimal places")
            return 0
        return int(number)

    def fraction(self) -> Fraction:
        """Return an exact number: 75, 7.2 or 1/3."""
        try:
            return Fraction(self.text())
        except (ValueError, ZeroDivisionError):
            self.complain("an exact number is needed here, such as 75, 7.2 or 1/3")
            return Fraction(0)

    def date(self) -> dt.date:
        """Return a date written YYYY-MM-DD."""
        try:
            return dt.date.fromisoformat(self.text())
        except ValueError:
            self.complain("a date is needed here: YYYY-MM-DD")
            return dt.date.min

    def boolean(self) -> bool:
        """Return true or false."""
        text = self.text()
        if text not in ("true", "false"):
            self.complain("true or false is needed here")
        return text == "true"

    def choice(self, literal: object, fallback: ChoiceT) -> ChoiceT:
        """Return one of the values of a `Literal` type."""
        text, options = self.text(), get_args(literal)
        if text not in options:
            self.complain(f"{text!r} is not possible; possible: {_listed(options)}")
            return fallback
        return cast("ChoiceT", text)

    def both_languages(self) -> Text:
        """Return a text given in `id` and `en`."""
        parts = self.mapping(need=("id", "en"))
        texts = {language: " ".join(part.text().split()) for language, part in parts.items()}
        return Text(texts.get("id", ""), texts.get("en", ""))

    # -- everything ---------------------------------------------------------------------------------------------

    def plain(self) -> Plain:
        """Return the whole content as texts, lists and mappings: what the hash is taken of."""
        if isinstance(self.node, yaml.MappingNode):
            return {str(key.value): Cursor(value, self.journal).plain() for key, value in self.node.value}
        if isinstance(self.node, yaml.SequenceNode):
            return [Cursor(item, self.journal).plain() for item in self.node.value]
        return " ".join(str(self.node.value).split())


def open_document(text: str, file: str) -> Cursor:
    """Return a cursor at the top of the document.

    Raises:
        InvalidDefinition: the text is not YAML, or is empty.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise InvalidDefinition([Problem(file, line, column, f"not YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise InvalidDefinition([Problem(file, 1, 1, f"not YAML: {error}")]) from error
    if node is None:
        raise InvalidDefinition([Problem(file, 1, 1, "the file is empty")])
    return Cursor(node, Journal(file))


def _listed(options: Collection[str] | Iterator[str]) -> str:
    return ", ".join(options)
