"""Mistakes that can be seen in a workbook's rows without compiling it: each is told, then mended in the copy."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from .cells import column_of, drop, meaning, text_of
from .support import MEDIA, PLAIN_NAME, TYPES, row_problems, settings_problems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from .mending import Bench

_REFERENCE: Final = re.compile(r"\$\{(\s*(?:last-saved#)?([^{}$]*?)\s*)\}")
_OPEN: Final = re.compile(r"\$(?:\{[^}]*$|\{[^}]*[\s${][^}]*\}|\{\}|\([\w.\-]+\)|[A-Za-z_]\w*\})")
_NCNAME: Final = re.compile(r"(?:last-saved#)?[A-Za-z_][\w.\-]*\Z")
_SELECT_ALONE: Final = re.compile(r"(?:select_one|select_multiple|select one|select multiple|rank)\Z")
_SHOWN: Final = ("label", "hint", "image", "audio", "video", "big-image")
_YES_NO: Final = ("required", "read_only")
_DEPTH: Final = 20
_APART: Final = 3  # letters by which a misspelling may be longer or shorter
_LIKELY: Final = 100
_WORD: Final = re.compile(r"[A-Za-z]+\Z")
_USUAL: Final = (
    "text", "integer", "decimal", "date", "datetime", "note", "calculate", "image", "geopoint", "range", "hidden",
    "select_one", "select_multiple", "select_one_from_file", "select_multiple_from_file", "begin_group",
    "end_group", "begin_repeat", "end_repeat", "start", "end", "today", "deviceid", "acknowledge", "file",
)  # fmt: skip


@dataclass(slots=True)
class _Open:
    """A group or repeat that has begun."""

    kind: str
    name: str
    row: int
    empty: bool = True


def check_rows(bench: Bench, reserved: Collection[str] = (), prefixes: tuple[str, ...] = ()) -> bool:
    """Tell every mistake of the rows; False when a sheet lacks a column that everything hangs on.

    `reserved` are the names that rows of an index will take, `prefixes` how those of its later versions may begin.
    """
    _settings(bench)
    if not _headers(bench):
        return False
    lists = _choices(bench)
    for number, row in enumerate(list(bench.book.survey), 2):
        if _is_question(row) or text_of(row, "type"):
            _row(bench, number, row, lists)
    _names(bench, reserved, prefixes)
    if not _nesting(bench):
        return False
    _stubs(bench, reserved)
    _references(bench)
    bench.book.index_rows()
    return not bench.is_full


def _settings(bench: Bench) -> None:
    for problem in settings_problems(bench.book):
        bench.tell(problem.sheet, problem.row, problem.column, problem.message)
    for sheet in {problem.sheet for problem in bench.found} - {"settings"}:
        setattr(bench.book.data, sheet, None)
    if not bench.found:
        return
    kept = {key: value for key, value in bench.book.settings.items() if key in {"form_title", "name"}}
    bench.book.data.settings = [{**kept, "form_id": "formulir", "version": "1"}]
    bench.book.data.settings_header = [dict.fromkeys(bench.book.data.settings[0])]


def _headers(bench: Bench) -> bool:
    held = {meaning(str(key)) for key in bench.header()}
    for column in ("type", "name"):
        if column not in held:
            bench.tell("survey", 1, column, f"the sheet survey has no column {column}")
    if not bench.book.data.choices:
        return {"type", "name"} <= held
    chosen = {meaning(str(key)) for key in bench.header("choices")}
    for column in ("list_name", "name", "label"):
        if column not in chosen and not (column == "label" and chosen & {"image", "audio", "video"}):
            bench.tell("choices", 1, column, f"the sheet choices has no column {column}")
    return {"type", "name"} <= held and {"list_name", "name"} <= chosen


def _choices(bench: Bench) -> dict[str, list[int]]:
    """Check the sheet of choices; return the row numbers of each list."""
    lists: dict[str, list[int]] = {}
    taken: dict[tuple[str, str], int] = {}
    twice = aliases.yes_no.get(bench.book.settings.get("allow_choice_duplicates", "no"), False)
    labelled = "label" in {meaning(str(key)) for key in bench.header("choices")}
    for number, row in enumerate(bench.book.data.choices or [], 2):
        if not any(str(value).strip() for value in row.values()):
            continue
        where, name = text_of(row, "list_name"), text_of(row, "name")
        if not where:
            bench.tell("choices", number, "list_name", "the choice does not say which list it belongs to")
            row.clear()
            continue
        lists.setdefault(where, []).append(number)
        if not name:
            bench.tell("choices", number, "name", f"a choice of the list {where} has no name")
            bench.put(row, "name", f"pilihan_{number}", "choices")
        elif (where, name) in taken and not twice:
            first = taken[where, name]
            bench.tell(
                "choices", number, "name", f"the list {where} has the choice {name} in row {first} already"
            )
            bench.put(row, "name", f"pilihan_{number}", "choices")
        taken.setdefault((where, name), number)
        if labelled and not any(text_of(row, column) for column in _SHOWN):
            bench.tell(
                "choices", number, "label", f"the choice {name or '?'} of the list {where} has no label"
            )
            bench.put(row, "label", "…", "choices")
    return lists


def _is_question(row: dict[str, Any]) -> bool:
    return bool(text_of(row, "name") or text_of(row, "label"))


def _row(bench: Bench, number: int, row: dict[str, Any], lists: dict[str, list[int]]) -> None:
    if aliases.yes_no.get(text_of(row, "disabled")):
        return
    kind = text_of(row, "type")
    for problem in list(row_problems(number, row)):
        bench.tell(problem.sheet, problem.row, problem.column, problem.message)
        if meaning(problem.column) == "type":
            bench.retype(number)
        elif not problem.column:
            _forget(row)
        elif meaning(problem.column) != "name":
            bench.clear_cell(number, problem.column)
    if bench.is_told("survey", number) and text_of(row, "type") != kind:
        return
    _type(bench, number, row, lists)
    kind = text_of(row, "type")
    _label(bench, number, row, kind)
    if kind == "calculate" and not (text_of(row, "calculation") or text_of(row, "default")):
        bench.tell("survey", number, "calculation", "the calculation is empty")
        bench.put(row, "calculation", "''")
    for column in _YES_NO:
        text = text_of(row, column)
        if _WORD.match(text) and text not in aliases.yes_no:
            message = f"“{text}” is not understood: write yes or no, or an expression"
            bench.tell("survey", number, column_of(row, column), message)
            drop(row, column)


def _forget(row: dict[str, Any]) -> None:
    """Take out cells that hold answers of another visit; the problem named no column."""
    for key in [key for key, value in row.items() if "last-saved#" in str(value)]:
        row[key] = "''"


def _type(bench: Bench, number: int, row: dict[str, Any], lists: dict[str, list[int]]) -> None:
    kind = text_of(row, "type")
    if not kind:
        bench.tell("survey", number, "type", "the question has no type")
        bench.retype(number)
        return
    selects = RE_SELECT.search(kind)
    if selects is not None:
        _list(bench, number, selects["list_name"], kind, lists)
    elif _SELECT_ALONE.match(kind):
        bench.tell("survey", number, "type", f"{kind} needs the name of a list of choices")
        bench.retype(number)
    elif not _is_known(kind):
        bench.tell("survey", number, "type", f"the type {kind} is not known{_meant(kind, _USUAL)}")
        bench.retype(number)


def _meant(written: str, known: Iterable[str]) -> str:
    """Return a question about the likeliest known word, or nothing; looks at a bounded number of words."""
    alike = (word for word in known if word[:1].lower() == written[:1].lower())
    near = [word for word in alike if abs(len(word) - len(written)) <= _APART]
    close = difflib.get_close_matches(written.lower(), near[:_LIKELY], 1, 0.7)
    return f": did you mean {close[0]}?" if close else ""


def _is_known(kind: str) -> bool:
    return bool(
        kind in QUESTION_TYPE_DICT
        or kind in aliases.settings_header
        or RE_BEGIN_CONTROL.search(kind)
        or RE_END_CONTROL.search(kind)
        or kind.split(maxsplit=1)[0] in TYPES
    )


def _list(bench: Bench, number: int, name: str, kind: str, lists: dict[str, list[int]]) -> None:
    if name in MEDIA or "${" in name or kind.split(maxsplit=1)[0] in TYPES:
        return
    if name not in lists:
        message = f"the list {name} is not in the sheet choices{_meant(name, lists)}"
        bench.tell("survey", number, "type", message)
        bench.retype(number)
    elif "multiple" in kind or kind.startswith(("select all", "rank")):
        for place in lists[name]:
            row = bench.book.data.choices[place - 2]
            if " " in text_of(row, "name"):
                message = f"the choice {text_of(row, 'name')} has a space in its name: use an underscore"
                bench.tell("choices", place, "name", message)
                bench.put(row, "name", f"pilihan_{place}", "choices")


def _label(bench: Bench, number: int, row: dict[str, Any], kind: str) -> None:
    shown = RE_SELECT.search(kind) is not None or "control" in QUESTION_TYPE_DICT.get(kind, {})
    if not shown or text_of(row, "calculation") or any(text_of(row, column) for column in _SHOWN):
        return
    bench.tell("survey", number, "label", "the question has no label: nobody could read it")
    bench.put(row, "label", "…")


def _names(bench: Bench, reserved: Collection[str], prefixes: tuple[str, ...]) -> None:
    """Check that every row has a name that is plain, free and unlike all others."""
    seen: dict[str, int] = {}
    for number, row in enumerate(bench.book.survey, 2):
        kind = text_of(row, "type")
        if not kind or kind in aliases.settings_header or RE_END_CONTROL.search(kind):
            continue
        name = text_of(row, "name")
        taken = name in reserved or name.startswith(prefixes)
        fault = _name_fault(name, kind, seen, taken=taken)
        if fault:
            bench.tell("survey", number, "name", fault)
            bench.rename(number)
        elif name and not PLAIN_NAME.match(name):  # told by row_problems
            bench.rename(number)
        seen.setdefault(name, number)


def _name_fault(name: str, kind: str, seen: dict[str, int], *, taken: bool) -> str:
    if not name:
        return "" if kind == "note" else "the question has no name"
    if name in seen:
        return f"the name {name} is used in row {seen[name]} too: names are unique"
    if taken:
        return f"the name {name} belongs to an index: rename the question"
    if name == "meta" or (name == "data" and RE_BEGIN_CONTROL.search(kind)):
        return f"the name {name} is kept for the form itself: choose another"
    return ""


def _nesting(bench: Bench) -> bool:
    """Check that every group and repeat is begun and ended, inside each other; False when they stand too deep."""
    stack: list[_Open] = []
    for number, row in enumerate(list(bench.book.survey), 2):
        kind = text_of(row, "type")
        for one in stack if kind and not RE_END_CONTROL.search(kind) else ():
            one.empty = False
        if begun := RE_BEGIN_CONTROL.search(kind):
            stack.append(_Open(aliases.control[begun["type"]], text_of(row, "name"), number))
            if len(stack) > _DEPTH:
                bench.tell(
                    "survey", number, "type", f"more than {_DEPTH} groups stand inside each other here"
                )
                return False
        elif ended := RE_END_CONTROL.search(kind):
            _end(bench, number, aliases.control[ended["type"]], stack)
    for left in reversed(stack):
        _tell_open(bench, left)
        bench.book.survey.append({column_of(bench.row(left.row), "type"): f"end_{left.kind}"})
    return True


def _end(bench: Bench, number: int, kind: str, stack: list[_Open]) -> None:
    if all(one.kind != kind for one in stack):
        message = f"this ends a {kind}, but no {kind} has begun before it"
        bench.tell("survey", number, "type", message)
        bench.blank(number)
        return
    while (inner := stack.pop()).kind != kind:
        _tell_open(bench, inner)
        bench.blank(inner.row)
    if inner.empty:
        bench.tell("survey", inner.row, "type", f"the {kind} {inner.name} is empty: put a question in it")
        bench.blank(inner.row)
        bench.blank(number)


def _tell_open(bench: Bench, left: _Open) -> None:
    message = f"the {left.kind} {left.name} begins here and is never ended: add a row end {left.kind}"
    bench.tell("survey", left.row, "type", message)


def _stubs(bench: Bench, reserved: Collection[str]) -> None:
    """Add a row for each name of an index that the author's rows mention, so that they compile alone."""
    text = "\n".join(str(value) for row in bench.book.survey for value in row.values())
    for name in sorted(name for name in reserved if f"${{{name}}}" in text):
        row: dict[str, Any] = {}
        for column, value in (("type", "calculate"), ("name", name), ("calculation", "''")):
            bench.put(row, column, value)
        bench.book.survey.append(row)


def _references(bench: Bench) -> None:
    """Check that every ${name} is well formed and names a row of the survey."""
    known = {text_of(row, "name") for row in bench.book.survey} - {""}
    for number, row in enumerate(list(bench.book.survey[: bench.book.written]), 2):
        for key, value in list(row.items()):
            fault = _reference_fault(str(value), known) if "$" in str(value) else ""
            if fault:
                bench.tell("survey", number, str(key), fault)
                bench.clear_cell(number, str(key))


def _reference_fault(text: str, known: set[str]) -> str:
    broken = _OPEN.search(text)
    for match in _REFERENCE.finditer(text):
        if not _NCNAME.match(match[1]):
            broken = broken or match
        elif match[2] not in known:
            return f"there is no question named {match[2]}{_meant(match[2], known)}"
    if broken and "{" in broken[0]:
        return f"“{broken[0][:40]}” is not a reference: write ${{name}}, with the name of a question"
    return ""
