"""Where a path of an expression leads in the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bahtera.questionnaires.engine.expressions import Path
    from bahtera.questionnaires.engine.schema import Node


def node_at(path: Path, here: Node, root: Node) -> Node | None:
    """Return the place a path leads to from a place; None for lists and for what is not there."""
    if path.start == "instance":
        return None
    names = [step.name for step in path.steps]
    if path.start == "root":
        if not names or names[0] != root.name:
            return None
        node: Node | None = root
        names = names[1:]
    else:
        node = here
    for name in names:
        if node is None:
            return None
        if name == "..":
            node = node.parent
        elif name != ".":
            node = node.child(name)
    return node
