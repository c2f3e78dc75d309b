"""Every answer of a submission checked again: the server trusts nobody.

Relevance, required, constraint, calculation and choices are evaluated for every node, repeats included.
Nothing is refused here; doubts become findings, and an answer that was not asked does not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from bahtera.questionnaires.values import Assessment, Finding, FormVersion, Meta

from .answers import answer_of
from .conversions import EvaluationError, Value, parse_moment, to_boolean, to_text
from .envelopes import parse_submission
from .evaluation import Check, CompiledForm, Evaluated, environment
from .frames import Environment, Frame, Row
from .messages import TYPE_CODES, finding

if TYPE_CHECKING:
    from .schema import Node

Known = Callable[[str], bool]

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_FINDINGS: Final = 300
_OLDEST: Final = 1900
_AHEAD: Final = timedelta(days=2)
_TO_COME: Final = re.compile(r"(?<![\w.])\.\s*>=?\s*(?:/|today\(\))")
"""A date that may not lie before another one, or before today, is one to come."""
_BEHIND: Final = timedelta(days=400)
_FUTURE: Final = 60  # years ahead that no plan reaches
VILLAGES: Final = "villages.csv"


def assess(
    form: FormVersion,
    xml: bytes,
    *,
    village_known: Known,
    received_on: date,
    media_known: Mapping[str, Known] | None = None,
) -> Assessment:
    """Return answers, findings and device data of a submission to this version of the form.

    `village_known` judges codes chosen from villages.csv; `media_known` may judge other external lists by
    file name (without it their choices are taken as sent). Raises RefusedSubmission for what is not XML.
    """
    compiled = compiled_form(form.xform)
    root = parse_submission(xml)
    meta = compiled.meta(root)
    started, ended = _times(meta)
    env = environment(started, ended, received_on)
    evaluated = compiled.evaluate(root, env)
    known = {VILLAGES: village_known, **(media_known or {})}
    judge = _Judge(
        form=compiled, evaluated=evaluated, env=env, known=known, received_on=received_on, started=started
    )
    findings = judge.findings()
    answers = _answers(compiled, compiled.layout.root, evaluated.root)
    attachments = tuple(_attachments(compiled, evaluated))
    return Assessment(
        answers=answers,
        findings=findings,
        meta=Meta(started, ended, meta.get("property deviceid") or None, attachments),
    )


def device_times(form: FormVersion, xml: bytes) -> tuple[datetime | None, datetime | None]:
    """Return when a submission to this version began and ended, each as the device wrote it, in its own offset.

    Raises RefusedSubmission for what is not XML.
    """
    return _times(compiled_form(form.xform).meta(parse_submission(xml)))


def _times(meta: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    return parse_moment(meta.get("timestamp start", "")), parse_moment(meta.get("timestamp end", ""))


@lru_cache(maxsize=64)
def compiled_form(xform: bytes) -> CompiledForm:
    """Return the form compiled; each process compiles a version once."""
    return CompiledForm(xform)


class _Judge:
    """Collects the findings of one submission."""

    def __init__(
        self,
        *,
        form: CompiledForm,
        evaluated: Evaluated,
        env: Environment,
        known: Mapping[str, Known],
        received_on: date,
        started: datetime | None,
    ) -> None:
        self.form = form
        self.evaluated = evaluated
        self.env = env
        self.known = known
        self.received_on = received_on
        self.started = started
        self.found: list[Finding] = []
        self.unreadable: dict[str, set[Row]] = {}
        self.followers = cache(form.followers)

    def findings(self) -> tuple[Finding, ...]:
        for problem in self.evaluated.problems:
            if problem.code.startswith("type_"):
                self.unreadable.setdefault(problem.node.path, set()).add(problem.row)
            code = TYPE_CODES.get(problem.code.removeprefix("type_"), problem.code)
            self.add(code, problem.node, problem.row, problem.value)
        for problem in self.form.counts(self.evaluated, self.env):
            self.add(problem.code, problem.node, problem.row, problem.value)
        for frame in self.form.layout.frames:
            checks = self.form.checks[id(frame)]
            for row in self.evaluated.rows[id(frame)]:
                self.row(checks, row)
        self.clock()
        if len(self.found) > _FINDINGS:
            extra = finding("too_many_findings", self.form.schema.root, value=str(_FINDINGS))
            return (*self.found[:_FINDINGS], extra)
        return tuple(self.found)

    def add(self, code: str, node: Node, row: Row, value: str = "", **rule: Mapping[str, str]) -> None:
        if len(self.found) > _FINDINGS:
            return
        path, number = _where(node, row, self.form)
        words = finding(code, node, path=path, row=number, value=value, rule=rule.get("rule"))
        if any("{" in text for text in words.messages.values()):
            said = {language: self.filled(text, row) for language, text in words.messages.items()}
            words = replace(words, messages=said)
        self.found.append(words)

    def filled(self, text: str, row: Row) -> str:
        """Return a text with {question} replaced by what was answered there."""
        return _PLACEHOLDER.sub(lambda match: self.said(match[1], row) or "…", text)

    def said(self, name: str, row: Row) -> str:
        at: Row | None = row
        while at is not None:
            for check in self.form.checks[id(at.frame)]:
                if check.node.name == name:
                    return at.raw[check.slot].strip()
            at = at.parent
        return ""

    def row(self, checks: list[Check], row: Row) -> None:
        values, hidden, raw = row.values, row.hidden, row.raw
        for check in checks:
            slot = check.slot
            if hidden[slot]:
                if raw[slot] and not check.node.calculate:
                    self.add("not_asked", check.node, row, raw[slot])
                continue
            value = values[slot]
            if check.warns:
                self.add("warning_shown", check.node, row)
            elif check.compared:
                if not agrees(raw[slot], value) and not self.follows(check.node, row):
                    self.add("calculate_differs", check.node, row, f"{raw[slot]} ≠ {to_text(value)}")
            elif value == "" or (value.__class__ is str and not value.strip()):
                if check.required and not raw[slot].strip():
                    self.required(check, row)
            else:
                self.answer(check, row, value)

    def follows(self, node: Node, row: Row) -> bool:
        """Tell whether a calculation reads an answer that nobody can read: that finding says it already.

        Of the rows of its own roster only its own counts.
        """
        return any(
            row in rows or next(iter(rows)).frame is not row.frame
            for path, rows in self.unreadable.items()
            if node.path in self.followers(path)
        )

    def required(self, check: Check, row: Row) -> None:
        if check.required is True or self.holds(check.required, check.node, row):
            self.add("required_missing", check.node, row)

    def holds(self, compiled: object, node: Node, row: Row) -> bool:
        try:
            return to_boolean(compiled.run(row, self.env))  # type: ignore[attr-defined]
        except EvaluationError as problem:
            self.add("evaluation_failed", node, row, str(problem))
            return False

    def answer(self, check: Check, row: Row, value: Value) -> None:
        if check.choices is not None:
            self.choices(check, row, str(value))
        elif check.media:
            self.listed(check, row, str(value))
        if check.constraint is not None and not self.constraint(check, row):
            self.add(
                "constraint_failed",
                check.node,
                row,
                row.raw[check.slot],
                rule=check.node.constraint_messages,
            )
        elif check.dated and isinstance(value, date):
            self.dated(check.node, row, value)

    def constraint(self, check: Check, row: Row) -> bool:
        assert check.constraint is not None
        try:
            if to_boolean(check.constraint.run(row, self.env)):
                return True
            return check.uses_clock and self.started is not None and self.at_start(check, row, self.started)
        except EvaluationError as problem:
            self.add("evaluation_failed", check.node, row, str(problem))
            return True

    def at_start(self, check: Check, row: Row, started: datetime) -> bool:
        """Tell whether a rule about today held when the visit began: it may have ended after midnight."""
        assert check.constraint is not None
        return to_boolean(check.constraint.run(row, Environment(started.date(), started)))

    def choices(self, check: Check, row: Row, value: str) -> None:
        assert check.choices is not None
        chosen = value.split() if check.multiple else [value]
        for number, name in enumerate(chosen):
            choices = check.choices.get(name)
            if choices is None:
                self.add("not_a_choice", check.node, row, name)
            elif check.filter is not None and not self.offered(check, row, name):
                self.add("choice_not_offered", check.node, row, name)
            elif check.multiple and name in chosen[:number]:
                self.add("choice_repeated", check.node, row, name)

    def offered(self, check: Check, row: Row, name: str) -> bool:
        assert check.choices is not None
        assert check.filter is not None
        try:
            return any(check.filter(row, self.env, choice) for choice in check.choices[name])
        except EvaluationError as problem:
            self.add("evaluation_failed", check.node, row, str(problem))
            return True

    def listed(self, check: Check, row: Row, value: str) -> None:
        known = self.known.get(check.media)
        for name in value.split() if check.multiple else [value]:
            if known is not None and not known(name):
                code = "village_unknown" if check.media == VILLAGES else "not_listed"
                self.add(code, check.node, row, name)

    def dated(self, node: Node, row: Row, value: date) -> None:
        day = value.date() if isinstance(value, datetime) else value
        if day.year < _OLDEST or day.year > self.received_on.year + _FUTURE:
            self.add("date_implausible", node, row, day.isoformat())
        elif day > self.received_on + _AHEAD and not _TO_COME.search(node.constraint):
            self.add("date_in_future", node, row, day.isoformat())

    def clock(self) -> None:
        moment = self.env.now if self.env.now.tzinfo or self.started else None
        root = self.form.schema.root
        if moment is not None:
            day = moment.date()
            if day > self.received_on + _AHEAD or day < self.received_on - _BEHIND:
                self.found.append(finding("clock_wrong", root, value=moment.isoformat(" ", "minutes")))
            if _before(moment, self.started):
                self.found.append(finding("times_reversed", root, value=moment.isoformat(" ", "minutes")))


def _before(ended: datetime, started: datetime | None) -> bool:
    if started is None or (ended.tzinfo is None) != (started.tzinfo is None):
        return False
    return ended < started


def agrees(sent: str, worked_out: Value) -> bool:
    """Tell whether the phone's text says the same as the server's value: numbers as numbers."""
    if worked_out.__class__ is str:
        return sent == worked_out or sent.strip() == worked_out.strip()
    text = sent.strip()
    if isinstance(worked_out, bool):
        return text in ({"1", "true"} if worked_out else {"0", "false"})
    if isinstance(worked_out, float):
        try:
            return abs(float(text) - worked_out) <= 1e-9 * max(1.0, abs(worked_out))
        except ValueError:
            return text == to_text(worked_out)
    return text[:10] == worked_out.isoformat()[:10]  # type: ignore[union-attr]


def _where(node: Node, row: Row, form: CompiledForm) -> tuple[str, int | None]:
    """Return the path with the position of each repeat, and the innermost position."""
    frame: Frame | None = form.layout.places[node.path].frame
    positions: dict[str, int] = {}
    at: Row | None = row
    if frame is not None and node.kind == "repeat" and at is not None and at.parent is None:
        frame = frame.parent
    while frame is not None and frame.parent is not None and at is not None:
        positions[frame.node.path] = at.index
        frame, at = frame.parent, at.parent
    path, walked = "", ""
    for name in node.path.split("/")[1:]:
        walked += f"/{name}"
        path += f"/{name}" + (f"[{positions[walked]}]" if walked in positions else "")
    return path, next(iter(positions.values()), None)


def _answers(form: CompiledForm, frame: Frame, row: Row) -> dict[str, object]:
    answers: dict[str, object] = {}
    values, raw = row.values, row.raw
    for check in form.checks[id(frame)]:
        value = values[check.slot]
        if value == "" or not check.kept:
            continue
        node = check.node
        if node.calculate:
            answers[node.name] = to_text(value)
        elif check.multiple:
            answers[node.name] = tuple(str(value).split())
        elif check.numeric:
            answers[node.name] = answer_of(node.type, raw[check.slot], value)
        elif value.__class__ is str:
            answers[node.name] = value.strip()
        else:
            answers[node.name] = value
    for slot, inner in enumerate(frame.repeats):
        answers[inner.node.name] = [_answers(form, inner, found) for found in row.rows[slot]]
    return answers


def _attachments(form: CompiledForm, evaluated: Evaluated) -> Iterator[str]:
    for frame in form.layout.frames:
        slots = [check.slot for check in form.checks[id(frame)] if check.node.type == "binary"]
        for row in evaluated.rows[id(frame)] if slots else ():
            for slot in slots:
                name = row.raw[slot].strip()
                if name and not row.hidden[slot]:
                    yield name
