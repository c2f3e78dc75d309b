"""What changed in an area between two rounds, or why nothing may be laid side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor, may
from bahtera.analysis import api as analysis
from bahtera.foundation.errors import Refused
from bahtera.foundation.inputs import whole_number
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers, wording
from bahtera.web.presenters import estimates, measured, visits
from bahtera.web.presenters.exploring.change_lines import (
    PART_OF,
    ChangeGroup,
    counted_groups,
    figure_words,
    sampled_groups,
    told_difference,
)
from bahtera.web.presenters.exploring.head import Asked, Head, data_of, head_of, names_of, whole_of
from bahtera.web.presenters.parts import Option

MOST_LINKS: Final = 40
"""Of more areas in which a comparison holds the others are counted."""
BREAKS: Final = {
    "definition": gettext_noop("The index was made by another definition. Its fingerprint differs."),
    "instrument": gettext_noop("Families were asked by another questionnaire, or another version of it."),
    "design": gettext_noop("One round asked every family, the other drew a sample."),
    "reach": gettext_noop(
        "In a village here one round has figures of less than three quarters of the families of the other. Those "
        "reached need not be like the others: look at the same families before and after."
    ),
    "villages": gettext_noop(
        "Other villages have figures. An average over other villages may differ though no village changed: look at the "
        "villages one by one."
    ),
}


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
    refusal: str = ""
    cites: tuple[str, ...] = ()
    underway: tuple[str, ...] = ()
    """Of full counts: how many families of a round that still runs are undecided."""
    holding: "Holding | None" = None


@dataclass(frozen=True)
class Holding:
    """Areas inside a broken one in which the rounds are one measure: addresses and names, and how many more."""

    links: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True)
class Laid:
    """A change as the packages tell it; without ``found`` there is no earlier round with figures."""

    asked: Asked
    earlier: tuple[surveys.RoundRow, ...]
    chosen: surveys.RoundRow | None
    found: results.RoundChange | None
    whole: results.Result
    sampled: "Sampled | None" = None


@dataclass(frozen=True)
class Sampled:
    """What changed between two samples, from which data each is; or, without ``lines``, why it is not told."""

    lines: tuple[analysis.MeasureChange, ...] = ()
    cites: tuple[str, ...] = ()
    refusal: str = ""


def lay(asked: Asked, actor: Actor, *, wanted: str) -> Laid:
    """Return what changed since the wanted round, or since the last one before with figures of the area.

    Raises UnknownRound for one that is not before, AreaNotInRound, NotAllowed.
    """
    earlier = tuple(
        row for row in asked.rounds if row.opens < asked.round.opens and asked.index_id in row.index_ids
    )
    whole = whole_of(asked, actor)
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
        return Laid(asked, earlier, row, found, whole, _sampled(asked, row, found, actor))
    return Laid(asked, earlier, None, None, whole)


def _sampled(
    asked: Asked, earlier: surveys.RoundRow, found: results.RoundChange, actor: Actor
) -> Sampled | None:
    """Return what changed between two samples that are one measure; None of full counts and of two measures."""
    if found.breaks or asked.round.design is not surveys.Design.TWO_STAGE:
        return None
    if not may(actor, "estimates.read", area=asked.area.code):
        return Sampled(
            refusal=gettext("Only who may read estimates sees how a sample changed, with its error.")
        )
    if asked.area.level == "village":
        return Sampled(refusal=gettext("Of one village of a sample no error is known, so no change is told."))
    try:
        before, after = (analysis.open_round(row.id, actor=actor) for row in (earlier, asked.round))
        lines = analysis.sampled_changes(before, after, asked.area.code, index_id=asked.index_id)
    except Refused as refused:
        return Sampled(refusal=wording.refusal(refused))
    cites = tuple(
        f"{visits.round_title(row)}: {estimates.cited(opened.choices.cites, asked.area.zone)}"
        for row, opened in ((earlier, before), (asked.round, after))
    )
    return Sampled(lines, cites)


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
        groups=_groups(laid),
        breaks=tuple(gettext(BREAKS[each.value]) for each in found.breaks) if found else (),
        only_before=tuple(names[code] for code in found.only_before) if found else (),
        only_after=tuple(names[code] for code in found.only_after) if found else (),
        both=_both(laid) if found and found.breaks else (),
        same=_same(found) if found and not laid.sampled else "",
        coverage=_coverage(laid) if found else (),
        is_sample=asked.round.design is surveys.Design.TWO_STAGE,
        query=urlencode(choices),
        refusal=laid.sampled.refusal if laid.sampled else "",
        cites=laid.sampled.cites if laid.sampled else (),
        underway=_underway(found) if found and not laid.sampled else (),
        holding=holding_of(found, choices) if found else None,
    )


def holding_of(found: results.RoundChange, choices: Mapping[str, object]) -> Holding | None:
    """Return where inside a broken area a change is told, as links that ask for the same; None where nowhere."""
    shown = found.holding[:MOST_LINKS]
    names, query = names_of(shown), urlencode(choices)
    links = tuple((f"{reverse('web:area_change', args=[code])}?{query}", names[code]) for code in shown)
    return Holding(links, len(found.holding) - len(shown)) if links else None


def _underway(found: results.RoundChange) -> tuple[str, ...]:
    """Return how far each round is that is not final, where that bears on what may be said."""
    return tuple(
        _running(each.round_name, way)
        for each, way in zip((found.before, found.after), found.ways, strict=True)
        if way is not None and way.undecided != 0
    )


def _running(name: str, way: results.Underway) -> str:
    if way.undecided is None:
        return gettext(
            "{round}: the round is still running and not every village has a target, so it is not known how many "
            "families are to come. Nothing can be called higher or lower yet."
        ).format(round=name)
    return gettext(
        "{round}: the round is still running, {undecided} of {families} families are not decided yet. Higher or lower "
        "is said only where they could not overturn it, whatever they turn out to be; the limit beside each figure "
        "says so. Of everything else it cannot be told yet whether it went up or down."
    ).format(round=name, undecided=numbers.integer(way.undecided), families=numbers.integer(way.families))


def _groups(laid: Laid) -> tuple[ChangeGroup, ...]:
    found = laid.found
    if found is None or found.breaks:
        return ()
    if laid.sampled is not None:
        return sampled_groups(laid.sampled.lines, (found.before.round_name, found.after.round_name))
    return counted_groups(found)


def table_of(laid: Laid) -> tuple[list[str], list[list[object]]]:
    """Return head and rows of a file; where the rounds are two measures, no figure but why."""
    head = [
        *("kode", "bagian", "butir", "nama", "sebelum", "n_sebelum", "sesudah", "n_sesudah", "selisih"),
        *(
            "batas_perubahan",
            "galat_baku",
            "bawah",
            "atas",
            "derajat_bebas",
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
        return head, [[code, *[None] * 14, *ends, found.after.index.hash, why]]
    if laid.sampled is not None:
        tail = [*ends, found.after.index.hash, ""]
        return head, [[code, *_sampled_cells(line), *tail] for line in laid.sampled.lines]
    return head, [
        [
            *(code, line.part.value, line.id, measured.words(line.title)),
            *(_number(line.before.value), line.before.n, _number(line.after.value), line.after.n),
            *(_number(told_difference(line, 2)), _number(line.least), *[None] * 4),
            line.verdict.value if line.verdict else None,
            *(*ends, found.after.index.hash, ""),
        ]
        for line in found.lines
    ]


def _sampled_cells(line: analysis.MeasureChange) -> list[object]:
    measure, change = line.measure, line.change
    said: list[object] = [PART_OF[measure.kind].value, measure.part, measured.words(measure.title)]
    if change is None:
        return [*said, *[None] * 10, "hidden" if line.hidden else None]
    return [
        *said,
        *(_number(change.before), line.families[0], _number(change.after), line.families[1]),
        *(_number(numbers.difference(change.before, change.after, 2)), None),
        *(_number(change.se), _number(change.low), _number(change.high)),
        *(change.df, change.verdict.value),
    ]


def _number(value: numbers.Number | None) -> float | None:
    return None if value is None else float(numbers.rounded(value, 2))


def _both(laid: Laid) -> tuple[tuple[str, str, str], ...]:
    """Return both rounds' index apart, each with its own definition: two measures, two lines, no difference."""
    found = laid.found
    if found is None:
        return ()
    return tuple(
        (
            each.round_name,
            figure_words(each.main.figure, 2),
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
