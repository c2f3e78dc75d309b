"""Whether a form asks what an index needs: every variable, of a fitting type, with the choices it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bahtera.questionnaires.values import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from .schema import Node, Schema
    from .workbooks import Workbook

_TYPES: Final[Mapping[str, frozenset[str]]] = {
    "integer": frozenset({"int", "integer"}),
    "decimal": frozenset({"int", "integer", "decimal"}),
    "date": frozenset({"date"}),
    "text": frozenset({"string", "select1", "barcode"}),
}


def private_problems(private: Collection[str], schema: Schema, book: Workbook) -> Iterator[Problem]:
    """Yield each question that no form given to a phone of somebody else may ask."""
    for node in schema.root.walk():
        if node.name in private:
            yield book.problem(
                node.name,
                "name",
                f"{node.name} is a private item: only the family itself may see this question",
            )


def index_problems(definition: Any, schema: Schema, book: Workbook) -> Iterator[Problem]:
    """Yield what the form lacks for an index definition (without its private items)."""
    nodes = {node.name: node for node in schema.root.walk() if node.kind != "group"}
    for name, variable in definition.variables.items():
        if getattr(variable, "private", False):
            continue
        kind = str(getattr(variable, "type", ""))
        node = nodes.get(name)
        if kind == "roster":
            if node is None or node.kind != "repeat":
                yield _missing(definition, name, "a repeat")
            continue
        if node is None:
            yield _missing(definition, name, f"a question of type {kind}")
            continue
        yield from _fitting(definition, variable, kind, node, book)


def _missing(definition: Any, name: str, wanted: str) -> Problem:
    return Problem("survey", None, "name", f"the index {definition.id} needs {name}, {wanted}")


def _fitting(definition: Any, variable: Any, kind: str, node: Node, book: Workbook) -> Iterator[Problem]:
    repeat = node.parent.repeat.name if node.parent is not None and node.parent.repeat is not None else None
    roster = getattr(variable, "roster", None) or None
    if roster != repeat:
        wanted = f"inside the repeat {roster}" if roster else "outside any repeat"
        yield book.problem(node.name, "name", f"the index {definition.id} needs {node.name} {wanted}")
    if kind in {"select_one", "select_multiple"}:
        yield from _choices(definition, variable, kind, node, book)
    elif node.type not in _TYPES.get(kind, frozenset({node.type})):
        yield book.problem(node.name, "type", f"the index {definition.id} needs {node.name} as {kind}")


def _choices(definition: Any, variable: Any, kind: str, node: Node, book: Workbook) -> Iterator[Problem]:
    control = {"select_one": "select1", "select_multiple": "select"}[kind]
    if node.control != control or node.options is None:
        yield book.problem(node.name, "type", f"the index {definition.id} needs {node.name} as {kind}")
        return
    offered = {choice.name for choice in node.options.choices}
    known = {*variable.choices, *variable.missing}
    if node.options.media or offered <= known:
        return
    extra = ", ".join(sorted(offered - known))
    yield book.problem(
        node.name, "type", f"the index {definition.id} does not know these choices of {node.name}: {extra}"
    )
