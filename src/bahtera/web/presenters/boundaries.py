"""Files of boundaries in words: how far one is, what it holds, how it would be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.areas.api import FileState
from bahtera.pictures.maps import Ground, Klass, Spot, area_map, swatch
from bahtera.web import numbers, wording
from bahtera.web.presenters.parts import Tag

FIELDS: Final = ("sumber", "tanggal", "lisensi", "kolom", "proyeksi", "lapis")
"""What is typed of a file, in the order of `areas.FileNotes`."""
_COMMAND: Final = "system"
_MB: Final = 1 << 20
_SHOWN: Final = 20
_WHY: Final = {
    "number": gettext_noop(
        "The code is a number, so a zero may be lost (63.1 is not taken for 63.10). Make the column text."
    ),
    "short": gettext_noop("The code has too few digits."),
    "no_code": gettext_noop("There is no code."),
    "unknown": gettext_noop("No area has this code."),
    "bps_unknown": gettext_noop("This BPS code is not in our list yet."),
    "no_polygon": gettext_noop("It is no polygon."),
    "broken": gettext_noop("Its coordinates are broken."),
    "swapped": gettext_noop(
        "Latitude stands before longitude. Save it with longitude first, as 115.2, -3.4."
    ),
    "mercator": gettext_noop("Its coordinates are the metres of web maps, not degrees (EPSG:3857)."),
    "metres": gettext_noop("Its coordinates are metres, not degrees."),
    "elsewhere": gettext_noop("It lies outside Indonesia."),
    "sliver": gettext_noop("It is too narrow to be an area."),
    "far": gettext_noop("It lies far from the area with this code."),
    "other_name": gettext_noop("It bears the name of another area beside the one with this code."),
}
_STATES: Final = {
    FileState.WAITING: (gettext_noop("being read"), "state", ""),
    FileState.READ: (gettext_noop("waits for your decision"), "sedang", "warning"),
    FileState.KEEPING: (gettext_noop("being taken over"), "state", ""),
    FileState.KEPT: (gettext_noop("in use"), "tinggi", "ok"),
    FileState.REFUSED: (gettext_noop("cannot be used"), "rendah", "error"),
    FileState.DROPPED: (gettext_noop("dropped"), "none", ""),
    FileState.WITHDRAWN: (gettext_noop("withdrawn from maps"), "none", "back"),
}
_PREVIEW: Final = (
    Klass(gettext_noop("new"), "klass-3"),
    Klass(gettext_noop("takes the place of an earlier one"), "klass-4"),
)


@dataclass(frozen=True)
class FileLine:
    """One file in the list."""

    id: int
    url: str
    title: str
    name: str
    tag: Tag
    facts: str
    sent_at: datetime


@dataclass(frozen=True)
class BoundariesPage:
    """What maps are drawn with now, the form for a file, and every file that was sent or imported."""

    levels: tuple[tuple[str, int], ...]
    files: tuple[FileLine, ...]
    typed: Mapping[str, str]
    problem: str
    largest: int
    zone: str


@dataclass(frozen=True)
class Listed:
    """One list of a report: what it tells, how long it is, and its first lines."""

    title: str
    told: str
    count: int
    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sketch:
    """How the areas of one level would be drawn, and the legend: sample, words, how many."""

    level: str
    drawing: SafeString
    legend: tuple[tuple[SafeString, str, int], ...]


@dataclass(frozen=True)
class FilePage:
    """Everything the page of one file shows. ``poll_url``: where it looks again while the worker is at it."""

    line: FileLine
    facts: tuple[tuple[str, str], ...]
    told: tuple[str, ...]
    reasons: tuple[tuple[str, int], ...]
    lists: tuple[Listed, ...]
    sketches: tuple[Sketch, ...]
    problem: str
    in_use: int
    is_open: bool
    can_keep: bool
    can_drop: bool
    can_withdraw: bool
    poll_url: str
    zone: str


def page_of(zone: str, *, typed: Mapping[str, str], problem: str) -> BoundariesPage:
    """Return the page with the form and the history."""
    return BoundariesPage(
        levels=tuple(
            (wording.say(wording.LEVELS, level), count) for level, count in areas.bounded_levels().items()
        ),
        files=tuple(_line(row) for row in areas.boundary_files()),
        typed=typed,
        problem=problem,
        largest=areas.MOST_BOUNDARY_BYTES // _MB,
        zone=zone,
    )


def file_page(row: areas.BoundaryFileRow, zone: str) -> FilePage:
    """Return the page of one file."""
    is_open = row.state in {FileState.WAITING, FileState.KEEPING}
    line = _line(row)
    return FilePage(
        line=line,
        facts=_facts(row),
        told=_told(row),
        reasons=tuple(
            (gettext(_WHY.get(why, why)), count)
            for why, count in sorted(row.report.reasons.items(), key=lambda one: -one[1])
        )
        if row.report
        else (),
        lists=_lists(row.report) if row.report else (),
        sketches=_sketches(row),
        problem=_problem(row),
        in_use=row.in_use,
        is_open=is_open,
        can_keep=row.state is FileState.READ,
        can_drop=row.state in {FileState.WAITING, FileState.READ, FileState.KEEPING},
        can_withdraw=row.state is FileState.KEPT,
        poll_url=line.url if is_open else "",
        zone=zone,
    )


def _line(row: areas.BoundaryFileRow) -> FileLine:
    label, style, icon = _STATES[row.state]
    kept = row.state is FileState.KEPT
    if kept and not row.in_use:
        label, style, icon = gettext_noop("replaced by later files"), "none", ""
    count = row.in_use if kept else row.report.kept if row.report else 0
    facts = [row.notes.dated, row.notes.licence]
    if count:
        facts.append(ngettext("{n} boundary", "{n} boundaries", count).format(n=numbers.integer(count)))
    return FileLine(
        id=row.id,
        url=reverse("web:boundary_file", args=[row.id]),
        title=row.notes.source,
        name=row.name,
        tag=Tag(gettext(label), style, icon),
        facts=" · ".join(fact for fact in facts if fact),
        sent_at=row.sent_at,
    )


def _facts(row: areas.BoundaryFileRow) -> tuple[tuple[str, str], ...]:
    """Return what is known of the file itself."""
    behind = access.people_behind([row.sent_by])
    by = (
        gettext("the command line")
        if row.sent_by == _COMMAND
        else behind[row.sent_by][1]
        if row.sent_by in behind
        else gettext("an account that is gone")
    )
    facts = [
        (gettext("Source"), row.notes.source),
        (gettext("Of when it is"), row.notes.dated),
        (gettext("Licence"), row.notes.licence),
        (gettext("File"), f"{row.name} · {_size(row.size)}" if row.size else row.name),
        (gettext("Sent by"), by),
        (gettext("Column of the code"), row.notes.property_name),
        (gettext("Projection"), row.notes.crs),
        (gettext("Layer"), row.notes.layer),
        ("SHA-256", row.sha256[:16]),
    ]
    return tuple((what, told) for what, told in facts if told)


def _size(size: int) -> str:
    """Write a size in bytes: small ones in kB."""
    return f"{numbers.number(size / _MB, 1)} MB" if size >= _MB else f"{numbers.integer(-(-size // 1024))} kB"


def _told(row: areas.BoundaryFileRow) -> tuple[str, ...]:
    """Return the report in sentences."""
    report = row.report
    if report is None:
        return ()
    lines = [
        gettext("{kept} of {features} features fit an area.").format(
            kept=numbers.integer(report.kept), features=numbers.integer(report.features)
        )
    ]
    if report.levels:
        lines.append(
            ", ".join(
                f"{wording.say(wording.LEVELS, level)}: {numbers.integer(count)}"
                for level, count in report.levels.items()
            )
            + "."
        )
    if report.replaced:
        lines.append(
            ngettext(
                "{n} takes the place of an earlier boundary.",
                "{n} take the place of earlier boundaries.",
                report.replaced,
            ).format(n=numbers.integer(report.replaced))
        )
    if report.mended:
        lines.append(
            ngettext(
                "{n} polygon crossed itself and was mended.",
                "{n} polygons crossed themselves and were mended.",
                report.mended,
            ).format(n=numbers.integer(report.mended))
        )
    if report.columns:
        lines.append(gettext("Codes were read from: {columns}.").format(columns=", ".join(report.columns)))
    return tuple(lines)


def _lists(report: areas.Imported) -> tuple[Listed, ...]:
    pairs = [code for pair in report.overlaps for code in (pair.one, pair.other)]
    names = _names([*report.without, *pairs, *(one.code for one in report.several)])
    found = (
        Listed(
            gettext("Left out"),
            gettext("These features fit no area. Mend them at the source and send the file again."),
            report.count("unmatched"),
            (gettext("No."), gettext("Code"), gettext("Name"), gettext("Why")),
            tuple(
                (str(one.place), one.text or "–", one.name or "–", gettext(_WHY.get(one.why, one.why)))
                for one in report.unmatched
            ),
        ),
        Listed(
            gettext("Named otherwise"),
            gettext("These are kept by their code. Look whether it is only spelling."),
            report.count("other_names"),
            (gettext("Code"), gettext("In the file"), gettext("In our list")),
            tuple(report.other_names),
        ),
        Listed(
            gettext("On top of each other"),
            gettext("These are kept, though two areas share ground."),
            report.count("overlaps"),
            (gettext("Area"), gettext("Area beside it"), gettext("Shared, of the smaller one")),
            tuple((names[one.one], names[one.other], f"{one.percent} %") for one in report.overlaps),
        ),
        Listed(
            gettext("Several times in the file"),
            gettext(
                "All polygons of such an area are laid together into one, as for islands. Where they lie on each other,"
                " the same area stands twice: look which is right."
            ),
            report.count("several"),
            (gettext("Code"), gettext("Area"), gettext("No."), gettext("On each other")),
            tuple(
                (one.code, names[one.code], ", ".join(map(str, one.places[:_SHOWN])), f"{one.percent} %")
                for one in report.several
            ),
        ),
        Listed(
            gettext("Without a boundary"),
            gettext("The file has none for these areas beside it; on maps they stay points."),
            report.count("without"),
            (gettext("Code"), gettext("Area")),
            tuple((code, names[code]) for code in report.without),
        ),
    )
    return tuple(one for one in found if one.count)


def _names(codes: Sequence[str]) -> dict[str, str]:
    known = areas.find(codes)
    return {code: known[code].name if code in known else code for code in codes}


def _problem(row: areas.BoundaryFileRow) -> str:
    """Return why nothing of the file can be used."""
    if not row.problem:
        return ""
    return gettext(row.problem["message"]).format(**row.problem["details"])


def _sketches(row: areas.BoundaryFileRow) -> tuple[Sketch, ...]:
    """Return one drawing for each level of a file that waits, the widest areas first."""
    if row.state is not FileState.READ or row.report is None:
        return ()
    preview = areas.preview(row.id)
    known = areas.find([*preview.outlines, *row.report.without])
    drawn = []
    for level in dict.fromkeys(areas.level_of(code) for code in sorted(preview.outlines, key=len)):
        spots = [
            Spot(
                code,
                known[code].name,
                gettext(_PREVIEW[code in preview.replaces].label),
                "shown",
                klass=int(code in preview.replaces),
                polygons=outline.polygons,
            )
            for code, outline in preview.outlines.items()
            if code in known and areas.level_of(code) == level
        ]
        drawn.append(_sketch(level, spots, _bare(row.report, known, level)))
    return tuple(drawn)


def _bare(report: areas.Imported, known: Mapping[str, areas.Area], level: str) -> list[tuple[float, float]]:
    """Return the positions of areas of a level that stay without a boundary."""
    return [
        (area.longitude, area.latitude)
        for code in report.without
        if (area := known.get(code)) and area.level == level
        if area.longitude is not None and area.latitude is not None
    ]


def _sketch(level: str, spots: list[Spot], bare: list[tuple[float, float]]) -> Sketch:
    title = gettext("Preview, {level}").format(level=wording.say(wording.LEVELS, level))
    counts = [sum(spot.klass == at for spot in spots) for at in range(len(_PREVIEW))]
    classes = [Klass(gettext(one.label), one.style) for one in _PREVIEW]
    name = f"pratinjau-{level}"
    told = "; ".join(f"{one.label}: {count}" for one, count in zip(classes, counts, strict=True) if count)
    drawing = area_map(spots, classes, name=name, title=title, description=told, ground=Ground(specks=bare))
    return Sketch(
        title,
        mark_safe(drawing),  # noqa: S308 - escaped where it is drawn
        tuple(
            (mark_safe(swatch(one, "shown", name=name)), one.label, count)  # noqa: S308 - our own classes
            for one, count in zip(classes, counts, strict=True)
            if count
        ),
    )
