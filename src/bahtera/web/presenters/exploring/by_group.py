"""One measure of an area by kinds of families: sex and age of the head, disability, and what else is known of them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.analysis import api as analysis
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.pictures.dots import Dot, dot_plot
from bahtera.results import api as results
from bahtera.statistics.estimates.errors import EmptyDomain
from bahtera.surveys import api as surveys
from bahtera.web import numbers, wording
from bahtera.web.presenters import estimates, measured, visits
from bahtera.web.presenters.exploring.head import Asked, Head, head_of, whole_of
from bahtera.web.presenters.parts import Option

FIRST: Final = ("head_sex", "head_age", "disability")
"""What is shown when no group is chosen."""
_LEVELS: Final[Mapping[int, analysis.Levels]] = {2: "provinsi", 5: "kabupaten", 8: "kecamatan", 13: "desa"}
_CUT: Final = 75


@dataclass(frozen=True)
class GroupRow:
    """One kind of family, or all of them, in words; ``why`` where there is no figure."""

    name: str
    told: str
    interval: str
    n: int | None
    why: str
    is_all: bool


@dataclass(frozen=True)
class GroupBlock:
    """One way to split families, with its picture."""

    title: str
    rows: tuple[GroupRow, ...]
    phone: SafeString
    desk: SafeString


@dataclass(frozen=True)
class ByGroup:
    """The page; ``refusal`` says why there are no figures."""

    head: Head
    measures: tuple[Option, ...]
    groups: tuple[Option, ...]
    title: str
    unit: str
    note: str
    blocks: tuple[GroupBlock, ...]
    is_sample: bool
    query: str
    refusal: str
    closed: str
    closed_url: str


@dataclass(frozen=True)
class Laid:
    """The figures as `analysis` tells them: of all families, and of each group's classes.

    ``closed``: the round that was asked for, where the reader gets an earlier one instead.
    """

    asked: Asked
    whole: results.Result
    key: str
    chosen: str
    measures: Mapping[str, analysis.Measure]
    every: analysis.Estimated | None
    answers: Mapping[str, analysis.Estimated]
    refusal: str = ""
    closed: surveys.RoundRow | None = None


def lay_open(asked: Asked, actor: Actor, *, measure: str, group: str) -> Laid:
    """Return what `lay` does; of a round that is closed to the reader yet, the newest one that is open, with figures.

    Raises like `lay`.
    """
    if not analysis.is_open_to(asked.round.id, actor=actor):
        for row in asked.rounds:
            if asked.index_id in row.index_ids and analysis.is_open_to(row.id, actor=actor):
                with suppress(results.AreaNotInRound, results.NoSuchMeasure):
                    earlier = replace(asked, round=row)
                    return replace(lay(earlier, actor, measure=measure, group=group), closed=asked.round)
    return lay(asked, actor, measure=measure, group=group)


def lay(asked: Asked, actor: Actor, *, measure: str, group: str) -> Laid:
    """Return a measure ("" is the index) by the classes of a group ("": sex and age of the head, disability).

    Raises NoSuchMeasure, UnknownChoice for a group there is not, AreaNotInRound, NotAllowed.
    """
    whole = whole_of(asked, actor)
    if group and group not in surveys.GROUPS:
        raise analysis.UnknownChoice(group)
    key, level = measure or "indeks", _LEVELS[len(asked.area.code)]
    try:
        opened = analysis.open_round(asked.round.id, actor=actor)
        measures = {
            ":".join(filter(None, (each.kind.value, each.part))): each
            for each in opened.choices.measures.values()
            if each.index_id == asked.index_id and each.kind is not analysis.Kind.CATEGORY
        }
        if key not in measures:
            raise results.NoSuchMeasure(key)
        question = analysis.Question(measures[key].key, level)
        every = analysis.answer(opened, question)
        answers = {
            name: _answer(opened, replace(question, group=name), every)
            for name in ([group] if group else FIRST)
        }
    except (NotFound, NotPermitted):
        raise
    except Refused as refused:
        return Laid(asked, whole, key, group, {}, None, {}, wording.refusal(refused))
    return Laid(asked, whole, key, group, measures, every, answers)


def _answer(
    opened: analysis.Opened, question: analysis.Question, every: analysis.Estimated
) -> analysis.Estimated:
    """Return the classes of a group; of one of which nothing is known of any family, no lines."""
    try:
        return analysis.answer(opened, question)
    except EmptyDomain:
        return replace(every, question=question, lines=())


def page_of(laid: Laid, actor: Actor) -> ByGroup:
    """Return the page."""
    asked, every = laid.asked, laid.every
    head = head_of(asked, laid.whole, actor, "area_groups")
    if every is not None:
        head = replace(head, speaks=_speaks(every), facts=_facts(head, every, asked))
    choices = {
        "putaran": asked.round.id,
        "indeks": asked.index_id,
        "ukuran": laid.key,
        "kelompok": laid.chosen,
    }
    return ByGroup(
        head=head,
        measures=tuple(Option(key, _title(each), key == laid.key) for key, each in laid.measures.items()),
        groups=tuple(
            Option(key, measured.words(each.title), key == laid.chosen)
            for key, each in surveys.GROUPS.items()
        ),
        title=_title(every.measure) if every else "",
        unit=_unit(every) if every else "",
        note=_note(every) if every else "",
        blocks=tuple(_block(laid, name, each) for name, each in laid.answers.items()),
        is_sample=every is not None and every.basis == "sample",
        query=urlencode(choices),
        refusal=laid.refusal,
        closed=visits.round_title(laid.closed) if laid.closed else "",
        closed_url=_of_round(asked, laid.closed) if laid.closed else "",
    )


def _of_round(asked: Asked, row: surveys.RoundRow) -> str:
    """Return where the figures of an area stand that a reader has of a round before it is final."""
    query = urlencode({"putaran": row.id, "indeks": asked.index_id})
    return f"{reverse('web:area_profile', args=[asked.area.code])}?{query}"


def table_of(laid: Laid) -> tuple[list[str], list[list[object]]]:
    """Return head and rows of a file; a hidden figure is empty and says why."""
    head = [
        *("kode", "ukuran", "kelompok", "golongan", "nama", "nilai", "galat_baku", "bawah", "atas", "n"),
        *("derajat_bebas", "sebab", "cakupan", "putaran", "versi_data", "indeks", "definisi_sha256"),
    ]
    if laid.every is None:
        return head, []
    rows = [("", "", _all(), line) for line in _lines_of(laid, laid.every)]
    for name, answer in laid.answers.items():
        rows += [(name, line.group, _class(name, line), line) for line in _lines_of(laid, answer)]
    every = laid.every
    tail: list[object] = [
        *(_speaks(every) or every.basis, laid.whole.round_name, every.cites.number),
        *(f"{every.measure.index_id} {every.index_version}", every.index_hash),
    ]
    return head, [
        [
            *(laid.asked.area.code, laid.key, group, part, name, _rounded(line.value), _rounded(line.se)),
            *(_rounded(line.low), _rounded(line.high), line.n, line.df, line.why.value if line.why else ""),
            *tail,
        ]
        for group, part, name, line in rows
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _lines_of(laid: Laid, answer: analysis.Estimated) -> list[analysis.Line]:
    """Return the lines of the area itself, its classes in their order."""
    order = list(surveys.GROUPS[answer.question.group].classes) if answer.question.group else [""]
    found = {line.group: line for line in answer.lines if line.area == laid.asked.area.code}
    return [
        found.get(name) or analysis.Line(laid.asked.area.code, group=name, why=analysis.Why.NOBODY)
        for name in order
    ]


def _block(laid: Laid, name: str, answer: analysis.Estimated) -> GroupBlock:
    group, every = surveys.GROUPS[name], laid.every
    lines = [*(_lines_of(laid, every) if every else ()), *_lines_of(laid, answer)]
    rows = tuple(_row(line, _class(name, line) if line.group else _all(), answer) for line in lines)
    title = measured.words(group.title)
    dots = [_dot(line, row, answer) for line, row in zip(lines, rows, strict=True)]
    drawn = {
        wide: dot_plot(
            dots,
            name=f"{'desk' if wide else 'phone'}-{name.replace('_', '-')}",
            title=f"{_title(answer.measure)}: {title}, {laid.whole.round_name}",
            description="; ".join(f"{row.name}: {row.told or row.why}" for row in rows),
            wide=wide,
            line=float(_CUT) if _has_cut(answer.measure) else None,
        )
        for wide in (False, True)
    }
    return GroupBlock(title, rows, mark_safe(drawn[False]), mark_safe(drawn[True]))  # noqa: S308 - pictures escape


def _row(line: analysis.Line, name: str, answer: analysis.Estimated) -> GroupRow:
    digits = 1 if answer.measure.kind.is_share else 2
    told = numbers.number(line.value, digits) if line.value is not None else ""
    interval = ""
    if line.low is not None and line.high is not None:
        interval = f"{numbers.number(line.low, 1)}\u2013{numbers.number(line.high, 1)}"
    why = ""
    if line.why is not None:
        why = gettext("hidden") if line.why.is_hidden else wording.say(estimates.WHY, line.why.value)
    return GroupRow(
        name, f"{told} *" if told and line.marked else told, interval, line.n, why, not line.group
    )


def _dot(line: analysis.Line, row: GroupRow, answer: analysis.Estimated) -> Dot:
    hidden = line.why is not None and line.why.is_hidden
    said = row.told or (gettext("hidden") if hidden else gettext("none"))
    under = _has_cut(answer.measure) and line.value is not None and line.value < _CUT
    return Dot(
        row.name,
        said,
        line.value,
        low=line.low,
        high=line.high,
        under=under,
        hidden=hidden,
        unsure=line.marked,
    )


def _has_cut(measure: analysis.Measure) -> bool:
    """Tell whether 75 is a line of a measure: of the IKK and its parts, and of shares."""
    return measure.index_id == measured.MAIN_INDEX or measure.kind.is_share


def _class(group: str, line: analysis.Line) -> str:
    classes = surveys.GROUPS[group].classes
    return measured.words(classes[line.group]) if line.group in classes else line.group


def _all() -> str:
    return gettext("All families")


def _title(measure: analysis.Measure) -> str:
    title = measured.words(measure.title)
    if measure.kind is analysis.Kind.DIMENSION:
        return gettext("Dimension: {title}").format(title=title)
    return f"{measure.part} · {title}" if measure.kind is analysis.Kind.INDICATOR else title


def _unit(answer: analysis.Estimated) -> str:
    if answer.measure.kind.is_share:
        return gettext("per cent of families that meet it")
    return gettext("points, 0 to 100")


def _speaks(answer: analysis.Estimated) -> str:
    if answer.basis == "sample":
        return gettext("estimates of the whole area from a sample")
    return gettext("average of the locus villages") if answer.label else ""


def _note(answer: analysis.Estimated) -> str:
    if answer.basis == "sample":
        return gettext(
            "Estimates from the sample, with intervals of 95 %. Where two intervals overlap, their order may be chance."
        )
    return gettext(
        "No sample was drawn, so there is no sampling error. With few families in a class a difference of some "
        "points is a few families. It says nothing about the cause."
    )


def _facts(head: Head, answer: analysis.Estimated, asked: Asked) -> tuple[tuple[str, str], ...]:
    """Return what the view says of itself: data, method, definition, and what is hidden, also in its classes."""
    status = wording.say(wording.INDEX_STATUS, answer.index_status)
    return (
        (gettext("Data"), estimates.cited(answer.cites, asked.area.zone)),
        (gettext("Method"), estimates.method_of(answer)),
        (
            gettext("Definition of the index"),
            f"{answer.measure.index_id} {answer.index_version} ({status}) · {answer.index_hash[:12]}",
        ),
        *(fact for fact in head.facts if fact[0] == gettext("Hidden")),
        (
            gettext("Kinds of families"),
            gettext(
                "From what the family told of its members at the visit. Families that did not tell are in no class."
            ),
        ),
    )
