"""What a map says of itself: its unit, for whom it speaks, where its outlines are from, how it was made."""

from collections.abc import Sequence

from django.utils.translation import gettext

from bahtera.areas import api as area_api
from bahtera.pictures.maps import Spot
from bahtera.results import api as results
from bahtera.web import numbers, wording
from bahtera.web.presenters import area_page, measured, visits
from bahtera.web.presenters.mapping.asked import COVERAGE, Asked, has_line, is_share


def unit_of(asked: Asked) -> str:
    """Return the unit of the measure in words."""
    return gettext("per cent") if is_share(asked) else gettext("points, 0 to 100")


def notes_of(asked: Asked, spots: Sequence[Spot]) -> tuple[str, ...]:
    """Return what a reader must know before reading the map."""
    notes = []
    row = next(iter(asked.found.rows), None)
    speaks = row.speaks if row else None
    if speaks is results.Speaks.LOCUS_AVERAGE:
        notes.append(
            gettext(
                "Each area shows the average of its locus villages, which were chosen on purpose. The colour does not"
                " describe the whole area."
            )
        )
    elif asked.sampled is not None:
        notes.append(
            gettext(
                "Estimates from the sample, with intervals of 95 %. Where two intervals overlap, their order may be"
                " chance."
            )
        )
        if any(spot.unsure for spot in spots):
            notes.append(
                gettext(
                    "A dashed edge marks figures to be used with care: a relative standard error above 25 %, few"
                    " villages, or a part of the area without respondents."
                )
            )
    elif speaks in {results.Speaks.SAMPLE_AVERAGE, results.Speaks.SAMPLED_VILLAGE}:
        notes.append(
            gettext(
                "Plain averages over the families of a sample, without weights and without their error: small"
                " differences between areas may be chance. Estimates with intervals stand on the page of estimates."
            )
        )
    elif asked.level == "village":
        notes.append(
            gettext("Each village speaks for itself only; nothing follows for the villages between.")
        )
    if not any(spot.polygons for spot in spots):
        notes.append(gettext("Points at known positions, larger with more families; they are no boundaries."))
    if has_line(asked):
        notes.append(gettext("A wine-red ring marks areas under 75."))
    return tuple(notes)


def part_of(asked: Asked) -> str:
    """Say that the figures of a map rest on a part of the families known, where they do; of coverage it says itself."""
    if asked.measure == COVERAGE:
        return ""
    scored = sum(row.coverage.scored for row in asked.found.rows)
    visited = sum(row.coverage.visited for row in asked.found.rows)
    return measured.part_words(asked.round, asked.area.code, scored, visited)


def sources_of(origins: Sequence[area_api.Origin], zone: str = "") -> tuple[str, ...]:
    """Return where the boundaries of a map are from, as printed under it."""
    lines = []
    for origin in origins:
        parts = [origin.source, origin.dated, origin.licence]
        parts.append(
            gettext("imported {day}").format(day=numbers.moment(origin.imported_at, zone or "Asia/Jakarta"))
        )
        lines.append(gettext("Boundaries: {told}").format(told=", ".join(part for part in parts if part)))
    return tuple(lines)


def method_of(asked: Asked) -> tuple[str, ...]:
    """Return how the figures were made, from which definition and which data."""
    found = asked.found
    index = gettext("{index} {version}, {status}, fingerprint {hash}").format(
        index=measured.words(found.index.title),
        version=found.index.version,
        status=wording.say(wording.INDEX_STATUS, found.index.status),
        hash=found.index.hash[:12],
    )
    state = wording.say(measured.DATA_STATES, found.data_state)
    lines = [index, f"{visits.round_title(asked.round)} · {state}"]
    cites = area_page.cites_of(asked.round, asked.area, found.step)
    return (*lines, cites) if cites else tuple(lines)
