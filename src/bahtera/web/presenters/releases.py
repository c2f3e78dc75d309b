"""What the pages of data versions show: the list, one with its figures, and what everybody may check."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access.api import Actor, covers, may, reach
from bahtera.areas import api as areas
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters import measured, rounds, silence, visits
from bahtera.web.presenters.area import IndexResult
from bahtera.web.presenters.orders import OrderNote, note_of
from bahtera.web.presenters.parts import Tag

KINDS: Final = {
    "provisional": gettext_noop("preliminary"),
    "final": gettext_noop("final"),
    "corrected": gettext_noop("final, corrected"),
}
_STYLES: Final = {"provisional": "none", "final": "tinggi", "corrected": "tinggi"}
_READ: Final = "results.read"
_SHOWN: Final = 12


@dataclass(frozen=True)
class VersionLine:
    """A version in a list; ``hash`` is the digest's beginning, as reports cite it."""

    number: int
    kind: Tag
    made_at: datetime
    families: int
    undecided: int
    unconfirmed: int
    hash: str
    url: str
    compare_url: str


@dataclass(frozen=True)
class VersionsPage:
    """The versions of a round."""

    head: rounds.RoundHead
    lines: tuple[VersionLine, ...]
    left: releases.Unsettled | None
    waiting: int
    corrections_url: str
    order: OrderNote | None
    zone: str

    @property
    def is_being_signed(self) -> bool:
        """Tell whether the next version is being made."""
        return self.order is not None and self.order.is_open


@dataclass(frozen=True)
class InsideRow:
    """A village inside the area shown."""

    name: str
    url: str
    value: object
    category: Tag | None
    hidden: bool


@dataclass(frozen=True)
class VersionPage:
    """One version: what was signed, and the figures of an area as they were; ``withheld``: not for this reader."""

    head: rounds.RoundHead
    line: VersionLine
    answered: str
    cites: str
    digest: str
    signature: str
    public_key: str
    previous: str
    software: str
    silent: tuple[str, ...]
    hashes: tuple[tuple[str, str], ...]
    area_name: str
    speaks: str
    up_url: str
    results: tuple[IndexResult, ...]
    inside: tuple[InsideRow, ...]
    withheld: bool
    moves_on: bool
    step: int
    threshold: int
    file_url: str
    public_url: str
    zone: str


def citation(cites: releases.Citation, zone: str = numbers.DEFAULT_ZONE) -> str:
    """Return how figures name their data, as "Data version 2, final, 22 November 2026, hash ab12…", or that none is."""
    if cites.number is None or cites.kind is None or cites.made_at is None:
        return gettext("provisional: from no data version yet")
    line = gettext("Data version {number}, {kind}, {day}, hash {hash}…").format(
        number=cites.number,
        kind=wording.say(KINDS, cites.kind.value),
        day=numbers.day(cites.made_at.astimezone(ZoneInfo(zone)).date()),
        hash=cites.digest[:_SHOWN],
    )
    return f"{line} {_still(cites)}" if cites.earlier else line


def _still(cites: releases.Citation) -> str:
    """Return of which version figures still are, and why."""
    text = gettext(
        "The figures shown are those of version {numbers}: a village's move on when {n} families or more have come or"
        " gone, so that the difference of two versions shows no single family."
    )
    if cites.number in cites.figures_from:
        text = gettext(
            "The figures shown are put together from versions {numbers}: a village's move on when {n} families or more"
            " have come or gone, so that the difference of two versions shows no single family."
        )
    shown = ", ".join(numbers.integer(number) for number in cites.figures_from)
    return text.format(numbers=shown, n=numbers.integer(results.PUBLIC_THRESHOLD))


def versions_page(row: surveys.RoundRow, actor: Actor) -> VersionsPage:
    """Return the list of a round's versions."""
    found = releases.versions(row.id, actor=actor)
    decides = may(actor, "release.second")
    return VersionsPage(
        head=rounds.head_of(row, actor, "versions"),
        lines=tuple(version_line(one) for one in found),
        left=releases.unsettled_in(row.id) if may(actor, "round.manage", area=row.area_code) else None,
        waiting=releases.count_waiting(row.id, actor=actor) if decides else 0,
        corrections_url=reverse("web:round_corrections", args=[row.id])
        if decides and row.state in surveys.DECIDED
        else "",
        order=note_of(releases.last_order(row.id, releases.Ordered.VERSION))
        if may(actor, "release.make", area=row.area_code)
        else None,
        zone=places.own_zone(actor),
    )


def version_line(one: releases.VersionRow) -> VersionLine:
    """Return a version as lists show it."""
    args = [one.round_id, one.number]
    return VersionLine(
        number=one.number,
        kind=kind_tag(one.kind),
        made_at=one.made_at,
        families=one.families,
        undecided=one.undecided,
        unconfirmed=one.unconfirmed,
        hash=one.digest[:_SHOWN],
        url=reverse("web:round_version", args=args),
        compare_url=f"{reverse('web:compare_versions', args=[one.round_id])}?lama={one.number - 1}&baru={one.number}"
        if one.number > 1
        else "",
    )


def kind_tag(kind: releases.Kind) -> Tag:
    """Return the label of a version's kind."""
    icon = "" if kind is releases.Kind.PROVISIONAL else "ok"
    return Tag(wording.say(KINDS, kind.value), _STYLES[kind.value], icon)


def version_page(
    row: surveys.RoundRow, one: releases.VersionRow, wanted: str | None, actor: Actor
) -> VersionPage:
    """Return one version with the figures of an area; raises NotAllowed for an area that is not the reader's."""
    area = _area_of(row, actor) if wanted is None else wanted
    exact = releases.is_exact(actor, area)
    found, withheld = _figures(row, one, area, actor)
    told, args = one.statement, [row.id, one.number]
    first = found[0] if found else None
    known = areas.find([area]) if area else {}
    return VersionPage(
        head=rounds.head_of(row, actor, "versions"),
        line=version_line(one),
        answered=_answered(releases.answered_in(row.id, one.number, actor=actor, area=row.area_code))
        if may(actor, _READ, area=row.area_code)
        else "",
        cites=citation(
            one.cites
            if exact or withheld
            else replace(one.cites, figures_from=releases.origins(row.id, one.number, area)),
            places.own_zone(actor),
        ),
        digest=one.digest,
        signature=one.signature,
        public_key=told["public_key"],
        previous=told["previous"],
        software=told["software"],
        silent=_silent(one),
        hashes=_hashes(one),
        area_name=places.full_name(known[area]) if area in known else gettext("All of Indonesia"),
        speaks=wording.say(measured.SPEAKS, first.speaks.value)
        if first and first.speaks in measured.SPEAKS
        else "",
        up_url=_up(row, one, area, actor),
        results=tuple(measured.index_result(each) for each in found),
        inside=_inside(row, one, first),
        withheld=withheld,
        moves_on=not exact,
        step=results.PUBLIC_THRESHOLD,
        threshold=first.threshold if first else 0,
        file_url=reverse("web:version_file", args=args)
        if may(actor, "results.export", area=row.area_code)
        else "",
        public_url=reverse("web:public_version_file", args=args) if one.has_public else "",
        zone=places.own_zone(actor),
    )


def _answered(pair: tuple[int, int] | None) -> str:
    """Say how many families the figures rest on, and what the other visits are that count."""
    if pair is None:
        return ""
    approved, interviewed = pair
    told = ngettext("{n} family interviewed", "{n} families interviewed", interviewed).format(
        n=numbers.integer(interviewed)
    )
    if approved == interviewed:
        return told
    others = ngettext(
        "{n} more visit counts without an interview: declined, moved, not found, or nobody to answer",
        "{n} more visits count without an interview: declined, moved, not found, or nobody to answer",
        approved - interviewed,
    )
    return f"{told}; {others.format(n=numbers.integer(approved - interviewed))}"


def _silent(one: releases.VersionRow) -> tuple[str, ...]:
    """Return for whom the figures do not speak, as it was signed."""
    parts = ("strata_without_answers", "villages_without_answers", "villages_never_listed")
    return silence.said(*(one.speaks_for.get(part, ()) for part in parts))


def _figures(
    row: surveys.RoundRow, one: releases.VersionRow, area: str, actor: Actor
) -> tuple[list[results.VillageResult | results.AreaResult], bool]:
    try:
        _, figures = releases.figures_at(row.id, one.number, actor=actor, area=area)
    except releases.UnknownVersion:
        return [], True
    found = [figures.page(area, index_id) for index_id in figures.indices]
    return [each for each in found if each.coverage.scored + each.coverage.not_scored], False


def _area_of(row: surveys.RoundRow, actor: Actor) -> str:
    """Return the largest area of the round in which the reader reads results."""
    scopes = reach(actor, _READ)
    if any(covers(scope, row.area_code) for scope in scopes):
        return row.area_code
    return next((scope for scope in scopes if covers(row.area_code, scope)), row.area_code)


def _up(row: surveys.RoundRow, one: releases.VersionRow, area: str, actor: Actor) -> str:
    above = area.rpartition(".")[0]
    if not above or not covers(row.area_code, above) or not may(actor, _READ, area=above):
        return ""
    return f"{reverse('web:round_version', args=[row.id, one.number])}?wilayah={above}"


def _inside(
    row: surveys.RoundRow, one: releases.VersionRow, first: results.VillageResult | results.AreaResult | None
) -> tuple[InsideRow, ...]:
    if not isinstance(first, results.AreaResult):
        return ()
    styles = measured.style_by_category([each.category.id for each in first.categories])
    known = places.names_of(each.code for each in first.villages)
    address = reverse("web:round_version", args=[row.id, one.number])
    return tuple(
        InsideRow(
            name=places.village_line(each.code, known),
            url=f"{address}?wilayah={each.code}",
            value=each.index.value,
            category=measured.category_of(each.category, styles),
            hidden=each.index.hidden,
        )
        for each in first.villages
    )


def _hashes(one: releases.VersionRow) -> tuple[tuple[str, str], ...]:
    told = one.statement
    found = [
        (gettext("Manifest: the lines of all families"), told["manifest_sha256"]),
        (gettext("Sums and figures"), told["figures_sha256"]),
        (gettext("Figures for everybody"), told["public_sha256"]),
        (gettext("Sample"), told["sample_sha256"]),
    ]
    found += [
        (gettext("Index {index}").format(index=each["id"].upper()), each["hash"]) for each in told["indices"]
    ]
    found += [
        (gettext("Questionnaire {form}").format(form=f"{each['id']} {each['version']}"), each["sha256"])
        for each in told["questionnaires"]
    ]
    return tuple(pair for pair in found if pair[1])


@dataclass(frozen=True)
class PublicLine:
    """A version that everybody may check."""

    title: str
    kind: Tag
    made_at: datetime
    digest: str
    url: str


@dataclass(frozen=True)
class PublicPage:
    """All versions with figures for everybody, and the key that checks them."""

    lines: tuple[PublicLine, ...]
    public_key: str
    zone: str
    synthetic: bool


def public_page(rows: Sequence[releases.VersionRow], public_key: str) -> PublicPage:
    """Return the page for everybody."""
    known = {row.id: row for row in surveys.list_rounds()}
    return PublicPage(
        lines=tuple(
            PublicLine(
                title=gettext("{round}, data version {number}").format(
                    round=visits.round_title(known[one.round_id]), number=one.number
                ),
                kind=kind_tag(one.kind),
                made_at=one.made_at,
                digest=one.digest,
                url=reverse("web:public_version_file", args=[one.round_id, one.number]),
            )
            for one in rows
            if one.round_id in known
        ),
        public_key=public_key,
        zone=numbers.DEFAULT_ZONE,
        synthetic=any(visits.is_synthetic(known.get(one.round_id)) for one in rows),
    )
