"""The page of one area, put together from progress, results and what lies inside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.areas import api as area_api
from bahtera.areas.api import Area
from bahtera.foundation.errors import NotFound
from bahtera.foundation.inputs import whole_number
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.presenters import context, measured, visits
from bahtera.web.presenters.area import AreaPage, ChildRow, Download
from bahtera.web.presenters.area_weakest import weakest_of
from bahtera.web.presenters.exploring.head import rounds_of, tabs_of
from bahtera.web.presenters.papers import papers_of
from bahtera.web.presenters.parts import Option, ProgressBar, Tab
from bahtera.web.presenters.releases import citation

_INTERNAL: Final = "internal"
MOST_VILLAGES: Final = 40
"""An area with more of them lists the areas one level down instead."""


def area_page(area: Area, actor: Actor, wanted_round: str) -> AreaPage:
    """Return the page of an area in the wanted round, or in the newest that concerns it.

    Raises UnknownRound when the wanted one is not there or does not concern the area.
    """
    rounds = rounds_of(area.code)
    chosen = next((row for row in rounds if str(row.id) == wanted_round), rounds[0] if rounds else None)
    if wanted_round and (chosen is None or str(chosen.id) != wanted_round):
        raise surveys.UnknownRound(whole_number(wanted_round) or 0)
    found = _results(chosen, area, actor) if chosen else []
    first = found[0] if found else None
    quoted_of, quoted = context.section(area.code)
    page = AreaPage(
        code=area.code,
        name=places.full_name(area),
        level=wording.say(wording.LEVELS, area.level),
        is_village=area.level == "village",
        places=places.crumbs(area.code, actor, last_linked=False),
        rounds=tuple(Option(str(row.id), visits.round_title(row), row is chosen) for row in rounds),
        round_name=visits.round_title(chosen) if chosen else "",
        bar=_bar(first),
        villages=first.village_count if isinstance(first, results.AreaResult) else None,
        speaks=wording.say(measured.SPEAKS, first.speaks.value)
        if first and first.speaks in measured.SPEAKS
        else "",
        part=measured.part_line(chosen, first) if chosen and first else "",
        is_sample=chosen is not None and chosen.design is surveys.Design.TWO_STAGE,
        estimates_url=_estimates(chosen, actor) if first else "",
        data_state=wording.say(measured.DATA_STATES, first.data_state) if first else "",
        is_provisional=first is not None and first.data_state == measured.PROVISIONAL,
        computed_at=first.refreshed_at if first else None,
        zone=area.zone,
        threshold=first.threshold if first else 0,
        results=tuple(
            measured.index_result(row) for row in found if row.coverage.scored + row.coverage.not_scored
        ),
        children=_children(area, actor, first),
        papers=papers_of(area, actor, chosen) if chosen and first else None,
        downloads=_downloads(area, actor, chosen, found),
        synthetic=visits.is_synthetic(chosen),
        cites=cites_of(chosen, area, first.step) if chosen and first else "",
        step=first.step if first else None,
        tabs=_tabs(area, actor, chosen) if first else (),
        families_url=_families(area, actor),
        quoted_of=quoted_of,
        quoted=quoted,
        weakest=weakest_of(area, first) if first else None,
    )
    return replace(page, sections=tuple(_sections(page)))


def _sections(page: AreaPage) -> Iterator[tuple[str, str]]:
    """Return the headings of a page that has figures, in its order: on a phone the last ones are far down."""
    if not page.results:
        return
    if page.bar:
        yield "capaian", gettext("How far the visits are")
    for one in page.results:
        yield f"{one.index_id}-judul", one.title
    if page.children:
        yield "di-dalam", gettext("Inside this area")
    if page.quoted:
        yield "konteks", gettext("Context figures")
    if page.papers:
        yield "makalah", gettext("Documents of this area")
    if page.downloads:
        yield "unduh", gettext("Take the data with you")


def _tabs(area: Area, actor: Actor, chosen: surveys.RoundRow | None) -> tuple[Tab, ...]:
    query = "?" + urlencode({"putaran": chosen.id}) if chosen else ""
    return tabs_of(area.code, "area", actor, query=query, is_village=area.level == "village")


def _families(area: Area, actor: Actor) -> str:
    """Return where the families of a village stand, for those who may see who they are."""
    if area.level != "village" or not may(actor, "family.read", area=area.code):
        return ""
    return f"{reverse('web:families')}?{urlencode({'desa': area.code})}"


def _estimates(chosen: surveys.RoundRow | None, actor: Actor) -> str:
    """Return where a sample's weighted figures and their errors stand, for those who may open them."""
    if chosen is None or chosen.design is not surveys.Design.TWO_STAGE or not may(actor, "estimates.read"):
        return ""
    return reverse("web:estimates", args=[chosen.id])


def cites_of(chosen: surveys.RoundRow, area: Area, step: int | None) -> str:
    """Return which data version the figures come from; for a reader of steps also which they still are those of."""
    cites = releases.cite_in_steps(chosen.id, area.code) if step else releases.cite(chosen.id)
    return citation(cites, area.zone) if cites.number else ""


def _results(round_row: surveys.RoundRow, area: Area, actor: Actor) -> list[results.Result]:
    found: list[results.Result] = []
    for index_id in round_row.index_ids:
        try:
            found.append(_result(round_row.id, area, index_id, actor))
        except NotFound:
            continue
    return found


def _result(round_id: int, area: Area, index_id: str, actor: Actor) -> results.Result:
    if area.level == "village":
        return results.village_result(round_id, area.code, index_id=index_id, audience=_INTERNAL, actor=actor)
    return results.area_result(
        round_id,
        area.code,
        index_id=index_id,
        audience=_INTERNAL,
        actor=actor,
        most_villages=MOST_VILLAGES,
    )


def _bar(result: results.Result | None) -> ProgressBar | None:
    if result is None:
        return None
    coverage = result.coverage
    return ProgressBar(visited=coverage.visited, approved=coverage.approved, target=coverage.target)


def _children(area: Area, actor: Actor, result: results.Result | None) -> tuple[ChildRow, ...]:
    """Return the measured villages inside; where nothing was measured, the areas one level down."""
    if isinstance(result, results.AreaResult) and result.villages:
        styles = measured.style_by_category([row.category.id for row in result.categories])
        known = places.names_of(row.code for row in result.villages)
        return tuple(_village_row(row, styles, known) for row in result.villages)
    if area.level == "village":
        return ()
    if isinstance(result, results.AreaResult) and result.village_count:
        return _places_inside(area, actor, result)
    inside = area_api.children(area.code)
    return tuple(
        ChildRow(places.full_name(row), reverse("web:area", args=[row.code]), None, None, None, hidden=False)
        for row in inside
        if may(actor, "results.read", area=row.code)
    )


def _places_inside(area: Area, actor: Actor, result: results.Result) -> tuple[ChildRow, ...]:
    """Return the areas one level down with their own figures, the lowest first."""
    found = results.places_of(
        result.round_id, area.code, audience=_INTERNAL, actor=actor, index_id=result.index.id
    )
    styles = measured.style_by_category([row.category.id for row in result.categories])
    known = places.names_of(row.code for row in found.rows)
    return tuple(
        ChildRow(
            name=places.full_name(known[row.code]) if row.code in known else row.code,
            url=reverse("web:area", args=[row.code]) + "?" + urlencode({"putaran": result.round_id}),
            bar=ProgressBar(
                visited=row.coverage.visited, approved=row.coverage.approved, target=row.coverage.target
            ),
            value=row.value.figure.value,
            category=measured.category_of(row.value.category, styles),
            hidden=row.value.figure.hidden,
        )
        for row in found.rows
    )


def _village_row(row: results.VillageRow, styles: dict[str, str], known: Mapping[str, Area]) -> ChildRow:
    coverage = row.coverage
    return ChildRow(
        name=places.village_line(row.code, known),
        url=reverse("web:area", args=[row.code]),
        bar=ProgressBar(visited=coverage.visited, approved=coverage.approved, target=coverage.target),
        value=row.index.value,
        category=measured.category_of(row.category, styles),
        hidden=row.index.hidden,
    )


def _downloads(
    area: Area, actor: Actor, round_row: surveys.RoundRow | None, found: Sequence[results.Result]
) -> tuple[Download, ...]:
    """Offer figures, which are protected, to whoever reads the page, families to whoever may take them out."""
    if round_row is None or not found:
        return ()
    asked = {"wilayah": area.code, "putaran": str(round_row.id)}
    offers = [
        _download("web:export_villages", kind, _table_label(row, kind), {**asked, "indeks": row.index.id})
        for row in found
        for kind in ("xlsx", "csv")
    ]
    if may(actor, "results.export", area=area.code):
        label = gettext("Approved families")
        kinds = ("xlsx", "csv", "zip", "parquet")
        offers += [_download("web:export_visits", kind, f"{label} · {kind.upper()}", asked) for kind in kinds]
    return tuple(offers)


def _table_label(row: results.Result, kind: str) -> str:
    label = gettext("Village figures, {index}").format(index=measured.words(row.index.title))
    return f"{label} · {kind.upper()}"


def _download(name: str, kind: str, label: str, asked: Mapping[str, str]) -> Download:
    return Download(label, f"{reverse(name, args=[kind])}?{urlencode(asked)}")
