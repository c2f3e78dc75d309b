"""Where answers live while a form is evaluated: one row for the visit, one for each member of a repeat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from .conversions import Value
    from .schema import Node


class Row:
    """One instance of a repeat, or the whole visit. Slots are numbered by the row's frame."""

    __slots__ = ("frame", "hidden", "index", "parent", "raw", "rows", "values")

    def __init__(self, frame: Frame, parent: Row | None, index: int) -> None:
        self.frame = frame
        self.values: list[Value] = [""] * len(frame.leaves)
        self.raw: list[str] = [""] * len(frame.leaves)
        self.hidden = bytearray(len(frame.leaves))
        self.rows: list[list[Row]] = [[] for _ in frame.repeats]
        self.parent = parent
        self.index = index


@dataclass(slots=True, eq=False)
class Frame:
    """The shape of a row: which questions and which inner repeats it holds, by slot."""

    node: Node
    parent: Frame | None
    depth: int
    leaves: list[Node] = field(default_factory=list)
    repeats: list[Frame] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """A node's frame and slot; `slots` and `inner` list what hides together with it."""

    frame: Frame
    slot: int
    slots: tuple[int, ...] = ()
    inner: tuple[int, ...] = ()


class Environment:
    """What an expression sees besides the row: the clock, and where the outermost expression stands."""

    __slots__ = ("now", "origin", "position", "today")

    def __init__(self, today: date, now: datetime) -> None:
        self.today = today
        self.now = now
        self.origin: Row | None = None
        self.position = 0.0


class Layout:
    """The frames of a form and the place of every node."""

    def __init__(self, root: Node) -> None:
        self.root = Frame(root, None, 0)
        self.frames: list[Frame] = [self.root]
        self.places: dict[str, Place] = {}
        self._fill(root, self.root)

    def _fill(self, node: Node, frame: Frame) -> tuple[list[int], list[int]]:
        slots: list[int] = []
        inner: list[int] = []
        for child in node.children:
            if child.kind == "question":
                frame.leaves.append(child)
                slot = len(frame.leaves) - 1
                slots.append(slot)
                self.places[child.path] = Place(frame, slot, (slot,), ())
            elif child.kind == "group":
                below, nested = self._fill(child, frame)
                slots += below
                inner += nested
            else:
                inner.append(self._repeat(child, frame))
        if node.kind != "repeat":
            self.places[node.path] = Place(frame, -1, tuple(slots), tuple(inner))
        return slots, inner

    def _repeat(self, node: Node, outer: Frame) -> int:
        frame = Frame(node, outer, outer.depth + 1)
        outer.repeats.append(frame)
        self.frames.append(frame)
        self.places[node.path] = Place(frame, len(outer.repeats) - 1)
        self._fill(node, frame)
        return self.places[node.path].slot


def hide(row: Row, place: Place) -> None:
    """Blank everything at a place of a row: what is not asked counts as not answered."""
    for slot in place.slots:
        row.hidden[slot] = 1
        row.values[slot] = ""
    for slot in place.inner:
        for inner in row.rows[slot]:
            hide_all(inner)
        row.rows[slot] = []


def hide_all(row: Row) -> None:
    """Blank a whole row and the rows inside it."""
    row.hidden = bytearray(b"\x01" * len(row.hidden))
    row.values = [""] * len(row.values)
    for rows in row.rows:
        for inner in rows:
            hide_all(inner)
    row.rows = [[] for _ in row.rows]
