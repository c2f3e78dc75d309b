"""What the pages about village reports show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from bahtera.areas import api as area_api
from bahtera.releases import api as releases
from bahtera.reports import api as reports
from bahtera.reports.api import Move, State
from bahtera.web import charts, numbers, wording
from bahtera.web.presenters import measured, scores
from bahtera.web.presenters.area import Distribution, DistributionRow, ShareRow
from bahtera.web.presenters.parts import ProgressBar, Tag
from bahtera.web.presenters.releases import citation

STATES: Final = {
    State.MADE: gettext_noop("made; waits for the coordinator"),
    State.CONFIRMED: gettext_noop("confirmed by the coordinator; waits for the kepala desa"),
    State.ENDORSED: gettext_noop("confirmed by the kepala desa"),
    State.SENT: gettext_noop("sent"),
    State.RECEIVED: gettext_noop("received by the system; waits for the TPK2D"),
    State.RETURNED: gettext_noop("sent back"),
    State.ACCEPTED: gettext_noop("accepted by the TPK2D"),
}
MOVES: Final = {
    Move.MAKE: gettext_noop("Made by the kader"),
    Move.CONFIRM: gettext_noop("Confirmed by the coordinator"),
    Move.ENDORSE: gettext_noop("Confirmed by the kepala desa"),
    Move.SEND: gettext_noop("Sent to the TPK2D"),
    Move.RECEIVE: gettext_noop("Received by the system"),
    Move.RETURN: gettext_noop("Sent back"),
    Move.ACCEPT: gettext_noop("Accepted by the TPK2D"),
}
BY: Final = {
    "coordinator": gettext_noop("by the coordinator"),
    "desa_officer": gettext_noop("by the kepala desa"),
    "tpk2d": gettext_noop("by the TPK2D"),
}
_STYLES: Final = {State.RECEIVED: "sedang", State.RETURNED: "rendah", State.ACCEPTED: "tinggi"}
_ICONS: Final = {State.RETURNED: "back", State.ACCEPTED: "ok"}
_MISSING: Final = gettext_noop("not reported yet")


@dataclass(frozen=True)
class StepLine:
    """One move in the history."""

    label: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class VersionLine:
    """Another version of the same number."""

    version: int
    url: str
    tag: Tag
    current: bool


@dataclass(frozen=True)
class IndexPart:
    """One index in a report."""

    title: str
    value: Fraction | None
    category: Tag | None
    scored: int
    distribution: Distribution
    under: tuple[ShareRow, ...]
    hidden: int
    definition: str
    version: str
    hash: str
    note: str
    method: str


@dataclass(frozen=True)
class Signature:
    """Who stands for a report, and when they confirmed with their own sign-in."""

    label: str
    at: datetime | None


@dataclass(frozen=True)
class OneReport:
    """A report as its page shows and prints it."""

    id: str
    number: str
    version: int
    village: str
    inside: str
    round_name: str
    tag: Tag
    zone: str
    bar: ProgressBar
    indices: tuple[IndexPart, ...]
    problems: tuple[str, ...]
    proposals: tuple[str, ...]
    threshold: int
    computed_at: datetime | None
    data_state: str
    cites: str
    steps: tuple[StepLine, ...]
    versions: tuple[VersionLine, ...]
    signatures: tuple[Signature, ...]
    receipt: reports.ReportReceipt | None
    sha256: str
    can_confirm: bool
    can_endorse: bool
    can_accept: bool
    can_return: bool
    synthetic: bool


def state_tag(state: State | None) -> Tag:
    """Return a report's state as a label."""
    if state is None:
        return Tag(gettext(_MISSING), "none")
    return Tag(gettext(STATES[state]), _STYLES.get(state, "state"), _ICONS.get(state, ""))


def one_report(found: reports.ReportPage, zone: str) -> OneReport:
    """Return a report's page."""
    row, content = found.row, found.content
    said, known = content["words"], reports.choices()
    coverage = content["coverage"]
    at = {one.move: one.at for one in row.steps}
    computed = content["computed_at"]
    return OneReport(
        id=str(row.id),
        number=row.number,
        version=row.version,
        village=content["village"]["name"],
        inside=", ".join(content["village"]["inside"]),
        round_name=_round_line(content["round"]),
        tag=state_tag(row.state),
        zone=zone,
        bar=ProgressBar(
            visited=coverage["visited"], approved=coverage["approved"], target=coverage["target"]
        ),
        indices=tuple(_index(one) for one in content["indices"]),
        problems=_said(said["problems"], known["problems"], said["other_problems"]),
        proposals=_said(said["proposals"], known["proposals"], said["other_proposals"]),
        threshold=content["threshold"],
        computed_at=datetime.fromisoformat(computed) if computed else None,
        data_state=wording.say(measured.DATA_STATES, content["data_state"]),
        cites=_cites(row.round_id, content.get("data_version"), zone),
        steps=tuple(_step(one) for one in row.steps),
        versions=tuple(
            VersionLine(
                one.version, reverse("web:report", args=[one.id]), state_tag(one.state), one.id == row.id
            )
            for one in found.versions
        ),
        signatures=(
            Signature(gettext("Coordinator of the kader"), at.get(Move.CONFIRM)),
            Signature(gettext("Kepala desa"), at.get(Move.ENDORSE)),
            Signature(gettext("TPK2D of the regency"), at.get(Move.ACCEPT)),
        ),
        receipt=row.receipt,
        sha256=row.sha256,
        can_confirm=Move.CONFIRM in found.moves,
        can_endorse=Move.ENDORSE in found.moves,
        can_accept=Move.ACCEPT in found.moves,
        can_return=Move.RETURN in found.moves,
        synthetic="sintetis" in content["round"]["name"].casefold(),
    )


def zone_of(code: str) -> str:
    """Return the time zone of a village, for its moments."""
    found = area_api.find([code])
    return found[code].zone if code in found else ""


def _step(one: reports.Step) -> StepLine:
    label = gettext(MOVES[one.move])
    if one.move is Move.RETURN and one.role in BY:
        label = f"{label} {gettext(BY[one.role])}"
    return StepLine(label, one.at, one.reason)


def _said(
    chosen: Sequence[str], known: Mapping[str, Mapping[str, str]], others: Sequence[str]
) -> tuple[str, ...]:
    """Return the chosen lines and people's own; a choice that is no longer on the list stands as its id."""
    return (*(measured.words(known[one]) if one in known else one for one in chosen), *others)


def _index(one: Mapping[str, Any]) -> IndexPart:
    styles = measured.style_by_category([row["id"] for row in one["categories"]])
    titles = {row["id"]: row["title"] for row in one["categories"]}
    category = one["category"]
    dimensions = scores.dimension_titles(one["id"], one["version"])
    return IndexPart(
        title=measured.words(one["title"]),
        value=Fraction(one["value"]) if one["value"] is not None else None,
        category=Tag(capfirst(measured.words(titles[category])), styles[category], styles[category])
        if category
        else None,
        scored=one["scored"],
        distribution=_distribution(one, styles),
        under=tuple(_share(row, dimensions) for row in one["below"]),
        hidden=one["hidden"],
        definition=one["id"],
        version=one["version"],
        hash=one["sha256"],
        note=measured.apart_note(one["id"]),
        method=wording.say(measured.METHODS, one["method"]),
    )


def _distribution(one: Mapping[str, Any], styles: Mapping[str, str]) -> Distribution:
    rows = tuple(
        DistributionRow(
            label=capfirst(measured.words(row["title"])),
            style=styles[row["id"]],
            icon=styles[row["id"]],
            count=row["count"],
            share=None,
        )
        for row in reversed(one["categories"])
    )
    whole = one["scored"] > 0 and all(row.count is not None for row in rows)
    segments = charts.stack([(row.style, row.count or 0) for row in rows]) if whole else ()
    summary = "; ".join(f"{row.label}: {row.count}" for row in rows if row.count is not None)
    return Distribution(rows, segments, one["scored"] or None, summary)


def _round_line(told: Mapping[str, Any]) -> str:
    line = f"{told['name']} · {told['year']}"
    if (given := told.get("recommendation")) is None:
        return line
    said = gettext("recommendation of BPS {number}, {when}")
    return f"{line} · {said.format(number=given['number'], when=numbers.day(given['on']))}"


def _cites(round_id: int, told: Mapping[str, Any] | None, zone: str) -> str:
    """Return which data version the report's figures came from when it was made; empty for none."""
    if told is None:
        return ""
    made_at = datetime.fromisoformat(told["made_at"])
    cites = releases.Citation(
        round_id,
        told["number"],
        releases.Kind(told["kind"]),
        made_at,
        told["digest"],
        tuple(told.get("figures_from", ())),
    )
    return citation(cites, zone)


def _share(row: Mapping[str, Any], dimensions: Mapping[str, str]) -> ShareRow:
    share = Fraction(row["share"])
    return ShareRow(
        code=row["id"],
        label=measured.words(row["label"]),
        dimension=dimensions.get(row["dimension"], row["dimension"]),
        share=share,
        applicable=row["n"],
        x=charts.pct(share),
        hidden=False,
    )
