"""Reads a published form as it is printed: sections, questions with their numbers, choices with their codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bahtera.questionnaires.engine.expressions import Binary, ExpressionError, Number, Path, parse, walk
from bahtera.questionnaires.engine.messages import text_in
from bahtera.questionnaires.engine.numbering import codes, numbers

from .places import node_at
from .saying import Sayer, plain
from .sheets import PaperChoice, PaperForm, PaperHeading, PaperNote, PaperQuestion, PaperSection
from .skipping import Skips, upward
from .words import word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bahtera.questionnaires.engine.expressions import Expression
    from bahtera.questionnaires.engine.schema import Labels, Node, Schema

    from .sheets import Answer, PaperItem

RESULT: Final = "hasil"  # the group in which a phone says the result: there is none on paper
LONGEST_LIST: Final = 14
# Of a list on the code sheet so many choices may say where they lead; of more, the next question says when it is asked.
_MOST_LEADING: Final = 3
_MOST_BOXES: Final = 16
_QUOTED: Final = re.compile(r"\{(\w+)\}")
_DIGITS: Final = re.compile(r"\b(\d{1,2}) (?:angka|digit)", re.IGNORECASE)
_PATTERN: Final = re.compile(
    r"regex\s*\(\s*\.\s*,\s*['\"]\^?(?:\[0-9\]|\\d)\{(?:\d+,)?(\d{1,2})\}\$?['\"]\s*\)"
)
_COLUMN: Final = re.compile(r"instance\(\s*['\"](\w+)['\"]\s*\)/root/item\[[^\]]*\]/(\w+)")
_CONTROLS: Final[dict[str, Answer]] = {
    "select1": "one",
    "select": "many",
    "rank": "rank",
    "range": "range",
    "upload": "photo",
    "trigger": "tick",
}
_ANSWERS: Final[dict[str, Answer]] = {
    "int": "whole",
    "decimal": "decimal",
    "date": "date",
    "geopoint": "place",
    "string": "text",
}
_LENGTH: Final = re.compile(r"string-length\(\s*\.\s*\)\s*<=?\s*\d+")
_SHOWN: Final = re.compile(r"</?[a-zA-Z][^>]*>")


def paper_form(schema: Schema, language: str, *, without: Collection[str] = ()) -> PaperForm:
    """Return a form for printing in a language; questions named in ``without`` never stand on paper."""
    return _Reader(schema, language, without).form()


class _Reader:
    def __init__(self, schema: Schema, language: str, without: Collection[str]) -> None:
        self.schema = schema
        self.language = language
        self.left_out = {
            node.path for node in schema.questions() if node.name in without or _is_check(node, schema.root)
        }
        self.numbers = {path: number for path, number in numbers(schema).items() if path not in self.left_out}
        self.sayer = Sayer(schema, self.numbers, language)
        self.skips = Skips(schema, self.numbers)
        self.led: set[str] = set()
        self.lists: dict[str, tuple[str, tuple[PaperChoice, ...]]] = {}
        self.sources = {
            path: (f"{found[1]}.csv", found[2])
            for _, path, expression in schema.setters
            if (found := _COLUMN.search(expression))
        }

    def form(self) -> PaperForm:
        sections = tuple(self._sections(self.schema.root, self.schema.title, ""))
        return PaperForm(
            title=self.schema.title,
            form_id=self.schema.form_id,
            version=self.schema.version,
            language=self.language,
            sections=sections,
            code_lists=self.lists,
        )

    # --- sections ---------------------------------------------------------------------------------------------

    def _sections(self, node: Node, title: str, only_if: str) -> Iterator[PaperSection]:
        """Yield the sections of a group: runs of its own questions, and each group or repeat in it."""
        loose: list[PaperItem] = []
        first = True
        for child in node.children:
            if child.kind == "question":
                loose += self._items(child)
                continue
            if loose:
                yield PaperSection(title, only_if if first else "", node.kind == "repeat", tuple(loose))
                first, loose = False, []
            yield from self._inner(child, title, "" if not first else only_if)
        if loose:
            yield PaperSection(
                title if first else "", only_if if first else "", node.kind == "repeat", tuple(loose)
            )

    def _inner(self, child: Node, title: str, around: str) -> Iterator[PaperSection]:
        if child.name == RESULT and not any(one.path in self.numbers for one in child.walk()):
            return
        own = self._text(child.labels) or title
        only_if = self._only_if(child) or around
        if _holds_repeat(child):
            yield from self._sections(child, own, only_if)
            return
        items = tuple(self._flat(child))
        if any(not isinstance(item, PaperHeading) for item in items):
            yield PaperSection(own, only_if, child.repeat is not None, items)

    def _flat(self, group: Node) -> Iterator[PaperItem]:
        for child in group.children:
            if child.kind == "question":
                yield from self._items(child)
                continue
            below = list(self._flat(child))
            if below:
                heading = self._text(child.labels)
                only_if = self._only_if(child)
                if heading or only_if:
                    yield PaperHeading(heading, only_if)
                yield from below

    # --- questions --------------------------------------------------------------------------------------------

    def _items(self, node: Node) -> Iterator[PaperItem]:
        if not node.control or node.path in self.left_out:
            return
        if node.path in self.numbers:
            yield self._question(node)
        elif not node.calculate:
            yield from self._note(node)

    def _note(self, node: Node) -> Iterator[PaperNote]:
        """A note that shows something worked out, or whose moment cannot be told, is left to the screen."""
        text = self._text(node.labels)
        when = self._said(node.relevant, node)
        shows_result = any(
            not self._is_asked(name) for name in _QUOTED.findall(text_in(node.labels, self.language))
        )
        if text and when is not None and not shows_result:
            yield PaperNote(text, word("when", self.language, what=when) if when else "")

    def _question(self, node: Node) -> PaperQuestion:
        answer = self._answer(node)
        choices = self._choices(node)
        code_list = ""
        if len(choices) > LONGEST_LIST and answer in {"one", "many"}:
            code_list = self._listed(node, choices)
            leading = tuple(one for one in choices if one.jump)
            choices = leading if len(leading) <= _MOST_LEADING else ()
        return PaperQuestion(
            path=node.path,
            name=node.name,
            number=self.numbers[node.path],
            label=self._text(node.labels) or node.name.replace("_", " "),
            hint=self._text(node.hints),
            answer=answer,
            required=_is_required(node),
            only_if=self._only_if(node),
            rule="" if _is_about_length(node.constraint) else self._text(node.constraint_messages),
            boxes=self._boxes(node, answer),
            choices=choices,
            code_list=code_list,
            bounds=node.bounds,
            source=self._source(node),
        )

    def _answer(self, node: Node) -> Answer:
        if node.options is not None and node.options.media:
            return "listed"
        if node.control in _CONTROLS:
            return _CONTROLS[node.control]
        if node.type == "string" and "multiline" in node.appearance.split():
            return "lines"
        digits = node.type == "string" and self._boxes(node, "digits")
        return "digits" if digits else _ANSWERS.get(node.type, "text")

    def _boxes(self, node: Node, answer: Answer) -> int:
        """Return how many digits the answer has at most, where the form says so."""
        if answer == "digits":
            told = _PATTERN.search(node.constraint) or (
                _DIGITS.search(self._text(node.hints) + " " + self._text(node.labels))
                if "numbers" in node.appearance
                else None
            )
            found = int(told[1]) if told else 0
        elif answer == "whole":
            found = _largest(node.constraint)
        elif answer in {"one", "many"} and node.options is not None:
            found = max((len(code) for code in codes(node.options.choices).values()), default=1)
        elif answer == "range" and node.bounds is not None:
            found = max(len(end) for end in node.bounds)
        else:
            found = 0
        return found if found <= _MOST_BOXES else 0

    def _choices(self, node: Node) -> tuple[PaperChoice, ...]:
        if node.options is None or node.options.media:
            return ()
        code = codes(node.options.choices)
        return tuple(
            PaperChoice(
                one.name,
                code[one.name],
                self._text(one.labels) or one.name,
                self._jump(node, one.name) if node.control == "select1" else "",
            )
            for one in node.options.choices
        )

    def _jump(self, node: Node, value: str) -> str:
        found = self.skips.after(node, value)
        if found is None:
            return ""
        if found == "end":
            return word("next_part" if node.repeat else "end", self.language)
        return word("jump", self.language, number=str(self.numbers[found.path]))  # type: ignore[union-attr]

    def _listed(self, node: Node, choices: tuple[PaperChoice, ...]) -> str:
        key = node.options.instance if node.options and node.options.instance else node.path
        title, _ = self.lists.get(key, (self._text(node.labels), ()))
        self.lists[key] = (title, choices)
        return key

    def _source(self, node: Node) -> tuple[str, str] | None:
        if node.options is not None and node.options.media:
            return node.options.media, node.options.value
        return self.sources.get(node.path)

    # --- words ------------------------------------------------------------------------------------------------

    def _text(self, labels: Labels) -> str:
        return _QUOTED.sub(self._quoted, _SHOWN.sub(" ", plain(text_in(labels, self.language))))

    def _quoted(self, match: re.Match[str]) -> str:
        """Say an answer by its question's name; leave room for what only the phone works out."""
        return f"[{match[1].replace('_', ' ').upper()}]" if self._is_asked(match[1]) else "…………"

    def _is_asked(self, name: str) -> bool:
        return any(path.rpartition("/")[2] == name for path in self.numbers)

    def _only_if(self, node: Node) -> str:
        if node.relevant and self._is_led_past(node):
            self.led.add(node.path)
            return ""
        said = self._said(node.relevant, node)
        if said is None:
            return word("applies", self.language)
        return word("only", self.language, what=said) if said else ""

    def _is_led_past(self, node: Node) -> bool:
        """Tell whether whoever follows the "go to number" of one earlier question never comes here in vain."""
        first = next((self.numbers[one.path] for one in node.walk() if one.path in self.numbers), 0)
        asked = self._decider(node)
        if asked is None or asked.options is None or self.numbers[asked.path] > first:
            return False
        around = {one.path for one in upward(node)} | self.led
        if any(one.relevant and one.path not in around for one in upward(asked)):
            return False
        return all(
            self.skips.truth(node.relevant, node, {asked.path: one.name})
            or self._leads_beyond(asked, one.name, node)
            for one in asked.options.choices
        )

    def _decider(self, node: Node) -> Node | None:
        """Return the one question with a choice that a condition is about."""
        try:
            parts = list(walk(parse(node.relevant)))
        except ExpressionError:
            return None
        places = (node_at(part, node, self.schema.root) for part in parts if isinstance(part, Path))
        found = {one.path: one for one in places if one is not None}
        if len(found) != 1:
            return None
        asked = next(iter(found.values()))
        decides = asked.control == "select1" and asked.path in self.numbers and _is_required(asked)
        if asked.options is None or len(asked.options.choices) > LONGEST_LIST:
            return None
        return asked if decides and (asked.repeat is None or asked.repeat is node.repeat) else None

    def _leads_beyond(self, asked: Node, value: str, node: Node) -> bool:
        found = self.skips.after(asked, value)
        last = max(self.numbers.get(one.path, 0) for one in node.walk())
        return found == "end" or (found is not None and self.numbers[found.path] > last)  # type: ignore[union-attr]

    def _said(self, relevant: str, node: Node) -> str | None:
        return self.sayer.say(relevant, node) if relevant else ""


def _is_required(node: Node) -> bool:
    return node.required not in {"", "false()"}


def _is_check(node: Node, root: Node) -> bool:
    """Tell whether a tick lets go on only when other answers are right: a screen asks that, paper cannot.

    It keeps its number, so that those after it have the numbers of the screens.
    """
    if node.control != "trigger" or not node.constraint:
        return False
    try:
        parts = list(walk(parse(node.constraint)))
    except ExpressionError:
        return False
    return all(node_at(part, node, root) is not node for part in parts if isinstance(part, Path))


def _holds_repeat(node: Node) -> bool:
    return any(one.kind == "repeat" for child in node.children for one in child.walk())


def _is_about_length(constraint: str) -> bool:
    """Tell whether a rule only bounds how long a text is: paper does that by itself."""
    return not constraint or _LENGTH.fullmatch(constraint.strip()) is not None


def _largest(constraint: str) -> int:
    """Return the digits of the largest whole number a constraint lets in, 0 when it does not say."""
    try:
        tree = parse(constraint) if constraint else None
    except ExpressionError:
        return 0
    return max((len(str(int(value))) for value in _limits(tree)), default=0)


def _limits(tree: Expression | None) -> Iterator[float]:
    match tree:
        case Binary(operator="and", left=left, right=right):
            yield from _limits(left)
            yield from _limits(right)
        case Binary(operator="<" | "<=", left=Path(start="here"), right=Number(value)):
            yield value
