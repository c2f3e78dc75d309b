"""Expressions compiled to Python closures over rows of answers.

Paths are resolved once, when the form is compiled, to slots; types of questions are known then too, so a
comparison of a select question with a choice costs one string comparison at run time. A path through a
repeat the expression stands in means the present member; a path that ends at a repeat, or goes through any
other repeat, means all members.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from . import closures, limits
from .conversions import EvaluationError, Value, is_blank, to_number
from .expressions import Binary, Call, Expression, ExpressionError, Negative, Number, Path, Step, Text, parse
from .functions import SPREADING, TABLE, VOLATILE, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .closures import Gather, Run, Spread, Static
    from .frames import Environment, Frame, Layout, Row
    from .schema import Choice, Node

_TEXT_TYPES: Final = frozenset({"string", "select", "select1", "odk:rank", "barcode", "binary"})


@dataclass(frozen=True, slots=True)
class Compiled:
    """A runnable expression and the nodes it reads."""

    run: Run
    reads: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class _Context:
    node: Node
    frame: Frame
    item: bool = False  # inside a predicate over a list of choices: names are columns
    inside: bool = False  # inside a predicate over members
    origin: _Context | None = None  # where current() stands, when not here


@dataclass(slots=True)
class _Target:
    """What a path reaches: hops through repeats from a row some frames up, then a node."""

    node: Node
    up: int
    hops: list[tuple[int, tuple[Expression, ...], Frame]] = field(default_factory=list)
    frame: Frame | None = None


class Compiler:
    """Compiles the expressions of one form."""

    def __init__(self, layout: Layout, instances: dict[str, tuple[Choice, ...]]) -> None:
        self._layout = layout
        self._root = layout.root.node
        self._instances = instances
        self._reads: set[str] = set()

    def compile(self, source: str, node: Node) -> Compiled:
        """Return the expression standing at a node, ready to run; raises ExpressionError with a reason."""
        return self._finish(source, _Context(node, self._frame_of(node)))

    def compile_filter(self, source: str, node: Node) -> Callable[[Row, Environment, Choice], bool]:
        """Return a test over one choice, for a select question standing at a node."""
        origin = _Context(node, self._frame_of(node))
        run, static = self._expression(parse(source), replace(origin, item=True, origin=origin))
        test = closures.truth(run, static)

        def matches(row: Row, env: Environment, choice: Choice) -> bool:
            env.origin = row
            return bool(test(choice.columns, env))  # type: ignore[arg-type]  # columns stand in for a row

        return matches

    def _finish(self, source: str, context: _Context) -> Compiled:
        self._reads = set()
        tree = parse(source)
        run, _ = self._expression(tree, context)
        if "current(" in source or "instance(" in source:
            inner = run

            def run(row: Row, env: Environment) -> Value:
                env.origin = row
                return inner(row, env)

        return Compiled(run, frozenset(self._reads), source)

    def _frame_of(self, node: Node) -> Frame:
        return self._layout.places[node.path].frame

    # expressions

    def _expression(self, tree: Expression, context: _Context) -> tuple[Run, Static]:
        match tree:
            case Number(value):
                return closures.constant(value), "number"
            case Text(value):
                return closures.constant(value), "text"
            case Negative(operand):
                run = self._expression(operand, context)[0]
                return (lambda row, env: -to_number(run(row, env))), "number"
            case Binary():
                return self._binary(tree, context)
            case Call():
                return self._call(tree, context)
            case Path():
                return self._scalar(tree, context)

    def _binary(self, tree: Binary, context: _Context) -> tuple[Run, Static]:
        left, right = self._expression(tree.left, context), self._expression(tree.right, context)
        match tree.operator:
            case "and" | "or":
                return closures.logic(tree.operator, closures.truth(*left), closures.truth(*right)), "boolean"
            case "=" | "!=":
                return closures.equality(tree.operator == "=", left, right), "boolean"
            case "<" | "<=" | ">" | ">=":
                return closures.comparison(
                    tree.operator, closures.numeric(*left), closures.numeric(*right)
                ), "boolean"
        return closures.arithmetic(tree.operator, closures.numeric(*left), closures.numeric(*right)), "number"

    def _call(self, tree: Call, context: _Context) -> tuple[Run, Static]:
        name, arguments = tree.name, tree.arguments
        special = getattr(self, "_call_" + name.replace("-", "_"), None)
        if special is not None:
            return special(arguments, context)  # type: ignore[no-any-return]
        if name == "number" and len(arguments) == 1:
            match arguments[0]:
                case Call("format-date", (inner, Text(pattern))) if pattern in closures.DATE_NUMBERS:
                    return closures.date_number(self._expression(inner, context)[0], pattern), "number"
        if name in SPREADING:
            return self._spreading(name, arguments, context)
        function = TABLE.get(name)
        if name in VOLATILE:
            raise ExpressionError(f"{name}() gives another result each time: use it in a calculation only")
        if function is None:
            raise ExpressionError(f"the function {name}() is not supported")
        if len(arguments) < function.least or (function.most is not None and len(arguments) > function.most):
            raise ExpressionError(f"the function {name}() has the wrong number of arguments")
        check = limits.LITERALS.get(name)
        if check is not None:
            check(arguments[1])
        if name == "weighted-checklist" and len(arguments) % 2:
            raise ExpressionError("weighted-checklist() needs pairs of factor and weight")
        return closures.apply(
            function.apply, [self._expression(part, context)[0] for part in arguments]
        ), "any"

    def _call_if(self, arguments: tuple[Expression, ...], context: _Context) -> tuple[Run, Static]:
        limits.need(arguments, 3, "if")
        test = closures.truth(*self._expression(arguments[0], context))
        yes, kind = self._expression(arguments[1], context)
        no, other = self._expression(arguments[2], context)
        return (lambda row, env: yes(row, env) if test(row, env) else no(row, env)), (
            kind if kind == other else "any"
        )

    def _call_coalesce(self, arguments: tuple[Expression, ...], context: _Context) -> tuple[Run, Static]:
        limits.need(arguments, 2, "coalesce")
        first, second = (self._expression(part, context)[0] for part in arguments)

        def run(row: Row, env: Environment) -> Value:
            value = first(row, env)
            return second(row, env) if is_blank(value) else value

        return run, "any"

    def _call_today(self, arguments: tuple[Expression, ...], _: _Context) -> tuple[Run, Static]:
        limits.need(arguments, 0, "today")
        return (lambda _row, env: env.today), "any"

    def _call_now(self, arguments: tuple[Expression, ...], _: _Context) -> tuple[Run, Static]:
        limits.need(arguments, 0, "now")
        return (lambda _row, env: env.now), "any"

    def _call_position(self, arguments: tuple[Expression, ...], context: _Context) -> tuple[Run, Static]:
        if not arguments:
            if not context.inside:
                raise ExpressionError("position() without a path works inside [...] only: write position(..)")
            return (lambda _row, env: env.position), "number"
        match arguments:
            case (Path() as path,):
                outer, from_origin = self._outer(path, context)
                target = self._target(path, outer)
            case _:
                raise ExpressionError("position() needs a path to a repeat")
        if target.node.kind != "repeat" or target.hops:
            raise ExpressionError("position() needs a path to the repeat around it, such as position(..)")
        base = closures.origin_base(target.up) if from_origin else closures.base(target.up)
        return (lambda row, env: float(base(row, env).index)), "number"

    def _call_count(self, arguments: tuple[Expression, ...], context: _Context) -> tuple[Run, Static]:
        nodes = self._nodes(arguments, context, "count")
        return (lambda row, env: float(len(nodes(row, env)))), "number"

    def _call_count_non_empty(
        self, arguments: tuple[Expression, ...], context: _Context
    ) -> tuple[Run, Static]:
        nodes = self._nodes(arguments, context, "count-non-empty")
        return (lambda row, env: float(sum(value != "" for value in nodes(row, env)))), "number"

    def _call_join(self, arguments: tuple[Expression, ...], context: _Context) -> tuple[Run, Static]:
        if not arguments:
            raise ExpressionError("the function join() has the wrong number of arguments")
        separator = self._expression(arguments[0], context)[0]
        parts = self._spread(arguments[1:], context)
        return (lambda row, env: join(separator(row, env), *parts(row, env))), "text"

    def _spreading(
        self, name: str, arguments: tuple[Expression, ...], context: _Context
    ) -> tuple[Run, Static]:
        if name == "sum" and not (len(arguments) == 1 and isinstance(arguments[0], Path)):
            raise ExpressionError("sum() needs one path to repeated questions")
        apply, parts = SPREADING[name], self._spread(arguments, context)
        return (lambda row, env: apply(*parts(row, env))), ("text" if name == "concat" else "number")

    def _spread(self, arguments: tuple[Expression, ...], context: _Context) -> Spread:
        match arguments:
            case (Path() as path,) if not context.item:
                return self._values(path, context)
        runs = [self._expression(part, context)[0] for part in arguments]
        return lambda row, env: [run(row, env) for run in runs]

    # paths

    def _nodes(self, arguments: tuple[Expression, ...], context: _Context, name: str) -> Spread:
        match arguments:
            case (Path() as path,) if not context.item or path.start == "instance":
                return self._values(path, context)
        raise ExpressionError(f"{name}() needs one path")

    def _scalar(self, path: Path, context: _Context) -> tuple[Run, Static]:
        if path.start == "instance":
            return self._single(self._items(path, context)), "text"
        if context.item and path.start == "here":
            return closures.column(path), "text"
        outer, from_origin = self._outer(path, context)
        target = self._target(path, outer)
        if target.node.kind != "question":
            raise ExpressionError(f"{target.node.name} is a group or repeat, not a question")
        if any(not tests for _, tests, _ in target.hops):
            raise ExpressionError(
                f"{target.node.name} is asked once for each {target.hops[0][2].node.name}: "
                "use it inside count(), join(), min(), max() or with a filter in [...]"
            )
        if target.hops:
            return self._single(self._values(path, context)), "any"
        return closures.read(target.up, self._slot(target.node), from_origin=from_origin), _static(
            target.node
        )

    def _single(self, values: Spread) -> Run:
        def run(row: Row, env: Environment) -> Value:
            found = values(row, env)
            if len(found) > 1:
                raise EvaluationError("several answers stand where one is needed")
            return found[0] if found else ""

        return run

    def _outer(self, path: Path, context: _Context) -> tuple[_Context, bool]:
        """Return the context a path starts from, and whether that is the outermost expression's row."""
        if path.start == "current" or context.item:
            return context.origin or context, context.origin is not None
        return context, False

    def _values(self, path: Path, context: _Context) -> Spread:
        """Return the answers (or, of a repeat, the row numbers) that a path reaches."""
        if path.start == "instance":
            return self._items(path, context)
        outer, from_origin = self._outer(path, context)
        target = self._target(path, outer)
        rows = self._gather(target, outer, from_origin=from_origin)
        if target.node.kind == "repeat":
            return lambda row, env: [float(found.index) for found in rows(row, env)]
        if target.node.kind == "group":
            raise ExpressionError(f"{target.node.name} is a group: name a question or a repeat")
        slot = self._slot(target.node)
        return lambda row, env: [found.values[slot] for found in rows(row, env) if not found.hidden[slot]]

    def _gather(self, target: _Target, context: _Context, *, from_origin: bool) -> Gather:
        base = closures.origin_base(target.up) if from_origin else closures.base(target.up)
        if not target.hops:
            return lambda row, env: [base(row, env)]
        gather: Gather | None = None
        for slot, tests, frame in target.hops:
            step = closures.rows_of(base, slot) if gather is None else closures.inner_rows(gather, slot)
            for test in tests:
                step = self._filtered(step, test, frame, context)
            gather = step
        assert gather is not None
        return gather

    def _filtered(self, rows: Gather, test: Expression, frame: Frame, context: _Context) -> Gather:
        origin = context.origin or context
        inner = _Context(frame.node, frame, inside=True, origin=origin)
        if isinstance(test, Number):
            raise ExpressionError("a bare number in [...] is not supported: write [position() = n]")
        run, static = self._expression(test, inner)
        check = closures.truth(run, static)
        if not limits.uses_position(test):
            return lambda row, env: [found for found in rows(row, env) if check(found, env)]

        def by_position(row: Row, env: Environment) -> list[Row]:
            kept = []
            for position, found in enumerate(rows(row, env), 1):
                env.position = float(position)
                if check(found, env):
                    kept.append(found)
            return kept

        return by_position

    def _target(self, path: Path, context: _Context) -> _Target:
        node, frame = (
            (self._root, self._layout.root) if path.start == "root" else (context.node, context.frame)
        )
        steps = list(path.steps)
        if path.start == "root":
            if not steps or steps[0].name != self._root.name:
                raise ExpressionError("a full path starts at the form's root")
            steps = steps[1:]
        target = _Target(node, context.frame.depth - frame.depth, [], frame)
        for number, step in enumerate(steps, 1):
            self._walk(target, step, context, path, last=number == len(steps))
        self._reads.add(target.node.path)
        return target

    def _walk(self, target: _Target, step: Step, context: _Context, path: Path, *, last: bool) -> None:
        if step.name == ".":
            limits.refuse_tests(step)
            return
        if step.name == "..":
            limits.refuse_tests(step)
            self._climb(target)
            return
        child = target.node.child(step.name)
        if child is None:
            hint = "; inside [...] write ./question or current()/../question" if context.inside else ""
            raise ExpressionError(f"there is no question {step.name} in {target.node.name}{hint}")
        target.node = child
        if child.kind != "repeat":
            limits.refuse_tests(step)
            return
        self._enter(target, step, context, path, last=last)

    def _climb(self, target: _Target) -> None:
        if target.hops or target.node.parent is None or target.frame is None:
            raise ExpressionError("the path .. leads out of what it can reach")
        if target.node.kind == "repeat":
            target.up += 1
            target.frame = target.frame.parent
        target.node = target.node.parent

    def _enter(self, target: _Target, step: Step, context: _Context, path: Path, *, last: bool) -> None:
        place = self._layout.places[target.node.path]
        frame = place.frame
        present = not last and not target.hops and not step.predicates
        if present and frame in _ancestry(context.frame):
            if context.inside and path.start == "root":
                raise ExpressionError(
                    f"{target.node.name} stands with its full path inside [...]: engines disagree; "
                    "write ./question for the member tested, or current()/../question"
                )
            target.up = context.frame.depth - frame.depth
            target.frame = frame
            return
        self._reads.add(target.node.path)
        target.hops.append((place.slot, step.predicates, frame))
        target.frame = frame

    def _slot(self, node: Node) -> int:
        return self._layout.places[node.path].slot

    def _items(self, path: Path, context: _Context) -> Spread:
        choices = self._instances.get(path.instance)
        if choices is None:
            raise ExpressionError(f"the server cannot look into {path.instance}: its rows live on the phone")
        match path.steps:
            case (Step("root"), Step("item", tests), Step(column, ())):
                pass
            case (Step("root"), Step("item", tests)):
                column = "name"
            case _:
                raise ExpressionError("a list is read as instance('list')/root/item[...]/column")
        origin = context.origin or context
        inner = _Context(origin.node, origin.frame, item=True, origin=origin)
        checks = [closures.truth(*self._expression(test, inner)) for test in tests]

        def found(_row: Row, env: Environment) -> list[Value]:
            return [
                choice.columns.get(column, "")
                for choice in choices
                if all(check(choice.columns, env) for check in checks)  # type: ignore[arg-type]
            ]

        return found


def _ancestry(frame: Frame) -> Iterator[Frame]:
    at: Frame | None = frame
    while at is not None:
        yield at
        at = at.parent


def _static(node: Node) -> Static:
    if node.calculate or node.type not in _TEXT_TYPES:
        return "any"
    return "text"
