"""A form compiled once, and submissions evaluated with it: what is asked, what is worked out.

The order of work is settled when the form is compiled: every relevance and calculation runs once, after
everything it reads. Time is linear in the number of answers as long as no member looks at all members.
"""

# ruff: noqa: PLR0124 - comparing with itself is the quickest test for NaN

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Final, Literal

from .answers import READERS, Read
from .compiler import Compiled, Compiler
from .conversions import EvaluationError, Value, to_boolean
from .expressions import Expression, ExpressionError, Path, functions_of, parse, walk
from .frames import Environment, Frame, Layout, Place, Row, hide, hide_all
from .functions import CLOCK, VOLATILE
from .schema import FormError, Node, Schema, read_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element

    from .schema import Choice

_TAKEN: Final = VOLATILE | {"jr:choice-name", "version", "property"}
WARNING: Final = "peringatan"  # notes named so tell the volunteer, and the supervisor, of a doubt
_META: Final = frozenset(  # what clients add by themselves, whatever the form says
    {"instanceID", "instanceName", "deprecatedID", "timeStart", "timeEnd", "userID", "deviceID"}
)
_PROBLEMS: Final = 400
_NEARLY_WHOLE: Final = 1e-9
MAX_ROWS: Final = 200  # of one repeat within one parent; more is reported and left out


class UnsupportedExpression(FormError):
    """An expression of the form cannot be evaluated; says where and why."""

    def __init__(self, node: Node, attribute: str, source: str, reason: str) -> None:
        super().__init__(f"{node.name}: {attribute}: {reason}")
        self.node = node
        self.attribute = attribute
        self.source = source
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the evaluation met at a question; the assessment words it."""

    code: str
    node: Node
    row: Row
    value: str = ""


_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Job:
    kind: Literal["relevant", "calculate"]
    node: Node
    place: Place
    run: Callable[[Row, Environment], Value]
    integer: bool = False


@dataclass(slots=True)
class Check:
    """All that is checked at one question after evaluation."""

    node: Node
    slot: int
    required: Compiled | bool = False
    constraint: Compiled | None = None
    uses_clock: bool = False
    worked_out: bool = False  # a calculation the server repeats
    compared: bool = False
    choices: Mapping[str, tuple[Choice, ...]] | None = None
    multiple: bool = False
    media: str = ""
    filter: Callable[[Row, Environment, Choice], bool] | None = None
    dated: bool = False
    kept: bool = True  # belongs to the answers: not a note, not what the device fills in
    numeric: bool = False
    warns: bool = False  # a note shown only when something looks doubtful


@dataclass(slots=True)
class Evaluated:
    """A submission after evaluation: its rows by frame and the problems met so far."""

    root: Row
    rows: dict[int, list[Row]]
    problems: list[Problem] = field(default_factory=list)
    full: set[str] = field(default_factory=set)  # paths of repeats with more rows than are evaluated

    def add(self, code: str, node: Node, row: Row, value: str = "") -> None:
        """Note a problem, up to a bound: a hostile body may hold millions."""
        if len(self.problems) < _PROBLEMS:
            self.problems.append(Problem(code, node, row, value))


class CompiledForm:
    """A form ready to evaluate submissions; safe to share between threads."""

    def __init__(self, xform: bytes) -> None:
        self.schema: Schema = read_schema(xform)
        self.layout = Layout(self.schema.root)
        self._compiler = Compiler(self.layout, dict(self.schema.instances))
        self.problems: list[UnsupportedExpression] = []
        self._reads: dict[
            _Key, tuple[frozenset[str], set[_Key]]
        ] = {}  # what each job reads, in order of work
        self._jobs = self._ordered(list(self._make_jobs()))
        self.checks: dict[int, list[Check]] = {
            id(frame): [self._check(node, slot) for slot, node in enumerate(frame.leaves)]
            for frame in self.layout.frames
        }
        self._counts = [(frame, self._count(frame)) for frame in self.layout.frames if frame.node.count]
        self._preloads = [
            (node.preload, node.path.split("/")[2:]) for node in self.schema.questions() if node.preload
        ]
        self._entries = {id(frame): _entries(frame.node, self.layout) for frame in self.layout.frames}

    # compiling

    def _try(self, node: Node, attribute: str, source: str) -> Compiled | None:
        try:
            return self._compiler.compile(source, node)
        except ExpressionError as problem:
            self.problems.append(UnsupportedExpression(node, attribute, source, str(problem)))
            return None

    def _make_jobs(self) -> Iterator[tuple[_Job, Compiled]]:
        for node in self.schema.root.walk():
            place = self.layout.places[node.path]
            if node.relevant:
                compiled = self._try(node, "relevant", node.relevant)
                if compiled is not None:
                    yield _Job("relevant", node, place, compiled.run), compiled
            if node.calculate and not self.is_taken(node):
                compiled = self._try(node, "calculation", node.calculate)
                if compiled is not None:
                    whole = node.type in {"int", "integer"}
                    yield _Job("calculate", node, place, compiled.run, whole), compiled

    def is_taken(self, node: Node) -> bool:
        """Tell whether a calculation is taken as sent: it is random, or looks into a list on the phone."""
        try:
            tree = parse(node.calculate)
        except ExpressionError:
            return False
        return bool(functions_of(tree) & _TAKEN) or self._looks_outside(tree)

    def _looks_outside(self, tree: Expression) -> bool:
        return any(
            isinstance(part, Path) and part.start == "instance" and part.instance not in self.schema.instances
            for part in walk(tree)
        )

    def _ordered(self, jobs: list[tuple[_Job, Compiled]]) -> list[_Job]:
        by_key: dict[_Key, _Job] = {(job.kind, job.node.path): job for job, _ in jobs}
        graph: dict[_Key, set[_Key]] = {}
        read: dict[_Key, frozenset[str]] = {
            (job.kind, job.node.path): compiled.reads for job, compiled in jobs
        }
        for job, compiled in jobs:
            needs = {key for path in compiled.reads for key in self._needs(path) if key in by_key}
            needs |= {("relevant", path) for path in _above(job.node) if ("relevant", path) in by_key}
            if job.kind == "calculate" and ("relevant", job.node.path) in by_key:
                needs.add(("relevant", job.node.path))
            graph[job.kind, job.node.path] = needs - {(job.kind, job.node.path)}
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError as problem:
            names = " > ".join(path.rpartition("/")[2] for _, path in problem.args[1])
            raise FormError(f"questions depend on each other in a circle: {names}") from None
        self._reads = {key: (read[key], graph[key]) for key in order}
        return [by_key[key] for key in order]

    def followers(self, path: str) -> frozenset[str]:
        """Return the paths of calculations that read the question at a path, themselves or through others."""
        reached: set[_Key] = set()
        for key, (paths, needs) in self._reads.items():
            if path in paths or not needs.isdisjoint(reached):
                reached.add(key)
        return frozenset(at for kind, at in reached if kind == "calculate")

    def _needs(self, path: str) -> Iterator[_Key]:
        yield "calculate", path
        parts = path.split("/")
        for length in range(2, len(parts) + 1):
            yield "relevant", "/".join(parts[:length])

    def _check(self, node: Node, slot: int) -> Check:
        check = Check(node, slot)
        if node.required and node.required != "false()":
            required = True if node.required == "true()" else self._try(node, "required", node.required)
            check.required = required if required is not None else False
        if node.constraint:
            check.constraint = self._try(node, "constraint", node.constraint)
            check.uses_clock = check.constraint is not None and bool(
                functions_of(parse(node.constraint)) & CLOCK
            )
        check.worked_out = bool(node.calculate) and not self.is_taken(node)
        check.compared = check.worked_out and not node.path.startswith(f"{self.schema.root.path}/meta/")
        check.dated = node.type in {"date", "dateTime"} and not node.preload and not node.calculate
        check.numeric = node.type in {"int", "integer", "decimal"} and not node.calculate
        note = node.readonly == "true()" and not node.calculate
        check.warns = note and node.name.startswith(WARNING) and bool(node.relevant)
        check.kept = not (note or node.preload or node.path.startswith(f"{self.schema.root.path}/meta/"))
        if node.options is not None:
            self._add_choices(check, node)
        return check

    def _add_choices(self, check: Check, node: Node) -> None:
        assert node.options is not None
        check.multiple = node.control in {"select", "rank"}
        check.media = node.options.media
        if check.media:
            return
        named: dict[str, tuple[Choice, ...]] = {}
        for choice in node.options.choices:
            name = choice.columns.get(node.options.value, choice.name) if choice.columns else choice.name
            named[name] = (*named.get(name, ()), choice)
        check.choices = named
        if node.options.filter:
            try:
                check.filter = self._compiler.compile_filter(node.options.filter, node)
            except ExpressionError as problem:
                self.problems.append(
                    UnsupportedExpression(node, "choice_filter", node.options.filter, str(problem))
                )

    def _count(self, frame: Frame) -> Compiled | None:
        return self._try(frame.node, "repeat_count", frame.node.count)

    # evaluating

    def evaluate(self, root: _Element, environment: Environment) -> Evaluated:
        """Read the answers and work out relevance and calculations, each after all it reads."""
        row = Row(self.layout.root, None, 1)
        result = Evaluated(row, {id(frame): [] for frame in self.layout.frames})
        result.rows[id(self.layout.root)].append(row)
        self._read(root, self.layout.root, row, result)
        for job in self._jobs:
            rows = result.rows[id(job.place.frame)]
            if job.kind == "relevant":
                _relevance(job, rows, environment, result)
            else:
                _calculation(job, rows, environment, result)
        return result

    def meta(self, root: _Element) -> dict[str, str]:
        """Return what the device filled in by itself (start, end, deviceid ...), by kind of preload."""
        found: dict[str, str] = {}
        for preload, names in self._preloads:
            element: _Element | None = root
            for name in names:
                element = _child(element, name)
            if element is not None and element.text:
                found[preload] = element.text.strip()
        return found

    def _read(self, element: _Element, frame: Frame, row: Row, result: Evaluated) -> None:
        result_rows = result.rows
        stack: list[tuple[_Element, Mapping[str, _Entry]]] = [(element, self._entries[id(frame)])]
        while stack:
            parent, entries = stack.pop()
            for child in parent:
                name = child.tag.rpartition("}")[2]
                entry = entries.get(name)
                if entry is None and name in _META and parent.tag.rpartition("}")[2] == "meta":
                    continue
                if entry is None:
                    result.add("unknown_question", frame.node, row, name[:60])
                elif entry.leaf:
                    _answer(entry, child, row, result)
                elif entry.frame is None:
                    stack.append((child, entry.children))
                else:
                    rows = row.rows[entry.slot]
                    if len(rows) >= MAX_ROWS:
                        _too_many(entry.node, row, result)
                        continue
                    inner = Row(entry.frame, row, len(rows) + 1)
                    rows.append(inner)
                    result_rows[id(entry.frame)].append(inner)
                    self._read(child, entry.frame, inner, result)

    def counts(self, result: Evaluated, environment: Environment) -> Iterator[Problem]:
        """Yield repeats whose number of rows differs from what the form asks for."""
        for frame, wanted in self._counts:
            place = self.layout.places[frame.node.path]
            if wanted is None or frame.parent is None:
                continue
            for row in result.rows[id(frame.parent)]:
                try:
                    number = wanted.run(row, environment)
                except EvaluationError:
                    continue
                if isinstance(number, float) and number != len(row.rows[place.slot]):
                    yield Problem("repeat_count_differs", frame.node, row, f"{number:g}")


@dataclass(frozen=True, slots=True)
class _Entry:
    node: Node
    leaf: bool
    slot: int
    frame: Frame | None
    children: Mapping[str, _Entry]
    read: Read | None


def _entries(node: Node, layout: Layout) -> dict[str, _Entry]:
    return {child.name: _entry(child, layout) for child in node.children}


def _entry(node: Node, layout: Layout) -> _Entry:
    place = layout.places[node.path]
    if node.kind == "question":
        return _Entry(node, True, place.slot, None, {}, READERS.get(node.type))
    if node.kind == "group":
        return _Entry(node, False, -1, None, _entries(node, layout), None)
    return _Entry(node, False, place.slot, place.frame, {}, None)


def _child(parent: _Element | None, name: str) -> _Element | None:
    for child in () if parent is None else parent:
        if child.tag.rpartition("}")[2] == name:
            return child
    return None


def _above(node: Node) -> Iterator[str]:
    parent = node.parent
    while parent is not None:
        yield parent.path
        parent = parent.parent


def _answer(entry: _Entry, element: _Element, row: Row, result: Evaluated) -> None:
    text = element.text
    if len(element):
        result.add("unknown_question", entry.node, row, entry.node.name)
    if not text:
        return
    slot = entry.slot
    if row.raw[slot]:
        result.add("answered_twice", entry.node, row, text[:200])
        return
    if entry.read is None:
        row.raw[slot] = text
        row.values[slot] = text
        return
    text = text.strip()
    if not text:
        return
    row.raw[slot] = text
    value = entry.read(text)
    if value is None:
        if not entry.node.calculate:
            result.add("type_" + entry.node.type, entry.node, row, text[:200])
    else:
        row.values[slot] = value


def _too_many(node: Node, row: Row, result: Evaluated) -> None:
    if node.path not in result.full:
        result.full.add(node.path)
        result.problems.append(Problem("too_many_rows", node, row, str(MAX_ROWS)))


def _relevance(job: _Job, rows: list[Row], environment: Environment, result: Evaluated) -> None:
    run, place, node = job.run, job.place, job.node
    for row in rows:
        try:
            relevant = to_boolean(run(row, environment))
        except EvaluationError as problem:
            result.add("evaluation_failed", node, row, str(problem))
            continue
        if relevant:
            continue
        if node.kind == "repeat":
            parent = row.parent
            assert parent is not None
            if row in parent.rows[place.slot]:
                parent.rows[place.slot].remove(row)
            hide_all(row)
        else:
            hide(row, place)


def _calculation(job: _Job, rows: list[Row], environment: Environment, result: Evaluated) -> None:
    run, slot = job.run, job.place.slot
    for row in rows:
        if row.hidden[slot]:
            continue
        try:
            row.values[slot] = stored(run(row, environment), integer=job.integer)
        except EvaluationError as problem:
            row.values[slot] = ""
            result.add("evaluation_failed", job.node, row, str(problem))


def stored(value: Value, *, integer: bool) -> Value:
    """Return a calculation's result as OpenRosa keeps it: NaN is blank, nearly whole numbers are whole."""
    if value.__class__ is float:
        if value != value:
            return ""
        assert isinstance(value, float)
        if abs(value) == float("inf"):
            return value
        whole = float(int(value))
        return whole if integer or abs(value - whole) < _NEARLY_WHOLE else value
    return value


def environment(started: datetime | None, ended: datetime | None, received_on: date) -> Environment:
    """Return the clock of a submission: its own end, else its start, else noon of the day it arrived."""
    moment = ended or started
    if moment is None:
        return Environment(received_on, datetime(received_on.year, received_on.month, received_on.day, 12))  # noqa: DTZ001
    return Environment(moment.date(), moment)
