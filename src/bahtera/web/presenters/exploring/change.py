"""What changed in an area between two rounds, or why nothing may be laid side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor
from bahtera.foundation.inputs import whole_number
from bahtera.pictures.dots import Dot, dot_plot
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers
from bahtera.web.presenters import measured, visits
from bahtera.web.presenters.exploring.head import Asked, Head, data_of, head_of, names_of
from bahtera.web.presenters.parts import Option

BREAKS: Final = {
    "definition": gettext_noop("The index was made by another definition. Its fingerprint differs."),
    "instrument": gettext_noop("Families were asked by another questionnaire, or another version of it."),
    "design": gettext_noop("One round asked every family, the other drew a sample."),
    "villages": gettext_noop(
        "Other villages have figures. An average over other villages may differ though no village changed: look at the "
        "villages one by one."
    ),
}
VERDICTS: Final = {
    "higher": gettext_noop("higher"),
    "lower": gettext_noop("lower"),
    "same": gettext_noop("no visible change"),
    "unsure": gettext_noop("too few villages to tell"),
}
_CUT: Final = 75
_STYLES: Final = {"higher": "tinggi", "lower": "rendah", "same": "none", "unsure": "none"}
_PARTS: Final = {
    results.Part.INDEX: gettext_noop("The index"),
    results.Part.DIMENSION: gettext_noop("Dimensions"),
    results.Part.INDICATOR: gettext_noop("Indicators, share of families that meet them"),
    results.Part.CATEGORY: gettext_noop("Families by category, per cent"),
}


@dataclass(frozen=True)
class ChangeRow:
    """One figure at two times, in words, and what may be said of it."""

    name: str
    code: str
    before: str
    after: str
    before_n: int | None
    after_n: int | None
    difference: str
    verdict: str
    style: str
    least: str
    crossed: str


@dataclass(frozen=True)
class ChangeGroup:
    """Figures of one kind, with their picture."""

    title: str
    rows: tuple[ChangeRow, ...]
    phone: SafeString
    desk: SafeString


@dataclass(frozen=True)
class AreaChange:
    """The page; without ``earlier`` there is no round before. ``breaks``: why two rounds are two measures."""

    head: Head
    earlier: tuple[Option, ...]
    earlier_name: str
    groups: tuple[ChangeGroup, ...]
    breaks: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    both: tuple[tuple[str, str, str], ...]
    same: str
    coverage: tuple[str, ...]
    is_sample: bool
    query: str


@dataclass(frozen=True)
class Laid:
    """A change as the packages tell it; without ``found`` there is no earlier round with figures."""

    asked: Asked
    earlier: tuple[surveys.RoundRow, ...]
    chosen: surveys.RoundRow | None
    found: results.RoundChange | None
    whole: results.Result


def lay(asked: Asked, actor: Actor, *, wanted: str) -> Laid:
    """Return what changed since the wanted round, or since the last one before with figures of the area.

    Raises UnknownRound for one that is not before, AreaNotInRound, NotAllowed.
    """
    earlier = tuple(
        row for row in asked.rounds if row.opens < asked.round.opens and asked.index_id in row.index_ids
    )
    whole = _whole(asked, actor)
    if wanted and wanted not in {str(row.id) for row in earlier}:
        raise surveys.UnknownRound(whole_number(wanted) or 0)
    for row in earlier:
        if wanted and str(row.id) != wanted:
            continue
        try:
            found = results.change_between(
                row.id,
                asked.round.id,
                asked.area.code,
                audience="internal",
                actor=actor,
                index_id=asked.index_id,
            )
        except results.AreaNotInRound:
            if wanted:
                raise
            continue
        return Laid(asked, earlier, row, found, whole)
    return Laid(asked, earlier, None, None, whole)


def _whole(asked: Asked, actor: Actor) -> results.Result:
    area, row = asked.area, asked.round
    if area.level == "village":
        return results.village_result(
            row.id, area.code, audience="internal", actor=actor, index_id=asked.index_id
        )
    return results.area_result(
        row.id, area.code, audience="internal", actor=actor, index_id=asked.index_id, most_villages=0
    )


def page_of(laid: Laid, actor: Actor) -> AreaChange:
    """Return the page."""
    found, asked = laid.found, laid.asked
    names = names_of([*(found.only_before if found else ()), *(found.only_after if found else ())])
    choices = {
        "putaran": asked.round.id,
        "indeks": asked.index_id,
        "dari": laid.chosen.id if laid.chosen else "",
    }
    return AreaChange(
        head=head_of(asked, laid.whole, actor, "area_change"),
        earlier=tuple(
            Option(str(row.id), visits.round_title(row), row is laid.chosen) for row in laid.earlier
        ),
        earlier_name=visits.round_title(laid.chosen) if laid.chosen else "",
        groups=_groups(found) if found and not found.breaks else (),
        breaks=tuple(gettext(BREAKS[each.value]) for each in found.breaks) if found else (),
        only_before=tuple(names[code] for code in found.only_before) if found else (),
        only_after=tuple(names[code] for code in found.only_after) if found else (),
        both=_both(laid) if found and found.breaks else (),
        same=_same(found) if found else "",
        coverage=_coverage(laid) if found else (),
        is_sample=asked.round.design is surveys.Design.TWO_STAGE,
        query=urlencode(choices),
    )


def table_of(laid: Laid) -> tuple[list[str], list[list[object]]]:
    """Return head and rows of a file; where the rounds are two measures, no figure but why."""
    head = [
        *("kode", "bagian", "butir", "nama", "sebelum", "n_sebelum", "sesudah", "n_sesudah", "selisih"),
        *(
            "batas_perubahan",
            "putusan",
            "putaran_sebelum",
            "putaran_sesudah",
            "definisi_sha256",
            "putus_karena",
        ),
    ]
    found = laid.found
    if found is None:
        return head, []
    ends = [found.before.round_name, found.after.round_name]
    code = laid.asked.area.code
    if found.breaks:
        why = "; ".join(each.value for each in found.breaks)
        return head, [[code, *[None] * 10, *ends, found.after.index.hash, why]]
    return head, [
        [
            *(code, line.part.value, line.id, measured.words(line.title)),
            *(_number(line.before.value), line.before.n, _number(line.after.value), line.after.n),
            *(_number(line.difference), _number(line.least), line.verdict.value if line.verdict else None),
            *(*ends, found.after.index.hash, ""),
        ]
        for line in found.lines
    ]


def _number(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 2)


def _groups(found: results.RoundChange) -> tuple[ChangeGroup, ...]:
    return tuple(
        _group(part, [line for line in found.lines if line.part is part], found)
        for part in (
            results.Part.INDEX,
            results.Part.CATEGORY,
            results.Part.DIMENSION,
            results.Part.INDICATOR,
        )
        if any(line.part is part for line in found.lines)
    )


def _group(
    part: results.Part, lines: Sequence[results.ChangeLine], found: results.RoundChange
) -> ChangeGroup:
    title = gettext(_PARTS[part])
    rows = tuple(map(_row, lines))
    drawn = {
        wide: dot_plot(
            [_dot(line, row) for line, row in zip(lines, rows, strict=True)],
            name=f"{'desk' if wide else 'phone'}-{part.value}",
            title=f"{title}: {found.before.round_name}, {found.after.round_name}",
            description=gettext("A ring is the earlier round, a dot the later one."),
            wide=wide,
            line=None if part is results.Part.CATEGORY else float(_CUT),
        )
        for wide in (False, True)
    }
    return ChangeGroup(title, rows, mark_safe(drawn[False]), mark_safe(drawn[True]))  # noqa: S308 - pictures escape


def _dot(line: results.ChangeLine, row: ChangeRow) -> Dot:
    if line.difference is None or line.after.value is None or line.before.value is None:
        return Dot(row.name, row.verdict, hidden=line.before.hidden or line.after.hidden)
    under = line.part is not results.Part.CATEGORY and line.after.value < _CUT
    return Dot(
        row.name, row.difference, float(line.after.value), under=under, before=float(line.before.value)
    )


def _row(line: results.ChangeLine) -> ChangeRow:
    digits = 2 if line.part in (results.Part.INDEX, results.Part.DIMENSION) else 1
    verdict = line.verdict.value if line.verdict else ""
    hidden = line.before.hidden or line.after.hidden
    return ChangeRow(
        name=measured.words(line.title),
        code=line.id if line.part is results.Part.INDICATOR else "",
        before=_figure(line.before, digits),
        after=_figure(line.after, digits),
        before_n=line.before.n,
        after_n=line.after.n,
        difference=_signed(line.difference, digits),
        verdict=gettext(VERDICTS[verdict]) if verdict else gettext("hidden") if hidden else gettext("none"),
        style=_STYLES.get(verdict, "none"),
        least=numbers.number(line.least, 1) if line.least is not None else "",
        crossed=_crossed(line.below),
    )


def _crossed(below: tuple[bool | None, bool | None]) -> str:
    if below == (True, False):
        return gettext("now at 75 or above")
    return gettext("now under 75") if below == (False, True) else ""


def _figure(figure: results.Figure, digits: int) -> str:
    if figure.value is None:
        return gettext("hidden") if figure.hidden else "\u2013"
    return numbers.number(figure.value, digits)


def _signed(value: Fraction | None, digits: int) -> str:
    if value is None:
        return "\u2013"
    told = numbers.number(abs(value), digits)
    return f"+{told}" if value > 0 else f"\u2212{told}" if value < 0 else told


def _both(laid: Laid) -> tuple[tuple[str, str, str], ...]:
    """Return both rounds' index apart, each with its own definition: two measures, two lines, no difference."""
    found = laid.found
    if found is None:
        return ()
    return tuple(
        (
            each.round_name,
            _figure(each.main.figure, 2),
            f"{each.index.id} {each.index.version} · {each.index.hash[:12]} · {data_of(each, laid.asked.area)}",
        )
        for each in (found.before, found.after)
    )


def _same(found: results.RoundChange) -> str:
    if found.breaks:
        return ""
    if found.same is None or not found.families:
        return gettext(
            "How many families are the same at both times is not told: they, or the others, are few, or the area is "
            "too large to count them while a page waits."
        )
    return gettext(
        "{share} per cent of the families of the later round ({same} of {all}) answered in the earlier one too. The "
        "others are new, moved in, or were not met then."
    ).format(
        share=numbers.number(Fraction(100 * found.same, found.families), 0),
        same=numbers.integer(found.same),
        all=numbers.integer(found.families),
    )


def _coverage(laid: Laid) -> tuple[str, ...]:
    found = laid.found
    if found is None:
        return ()
    return tuple(
        gettext("{round}: {scored} families scored, {approved} visits approved{of}").format(
            round=each.round_name,
            scored=numbers.integer(each.coverage.scored),
            approved=numbers.integer(each.coverage.approved),
            of=gettext(" of {target} targeted").format(target=numbers.integer(each.coverage.target))
            if each.coverage.target
            else "",
        )
        for each in (found.before, found.after)
    )
