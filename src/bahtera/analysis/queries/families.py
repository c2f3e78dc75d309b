"""The families of a round as a reader may have them counted, and how they were drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bahtera.access.api import SYSTEM, Actor, covers, may, reach
from bahtera.access.errors import NotAllowed
from bahtera.analysis.errors import NoSample, OnlyVersions
from bahtera.analysis.queries.remembered import Keyed, families_now, families_of
from bahtera.analysis.rules.frames import Families
from bahtera.analysis.values import Cited, Plan
from bahtera.releases import api as releases
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys

ACTION = "estimates.read"
SEES_SINGLE = "results.export"


@dataclass(frozen=True, slots=True)
class Loaded:
    """All families of a round, and where the reader may read figures of them."""

    round: surveys.RoundRow
    scopes: tuple[str, ...]
    cites: Cited
    versions: tuple[int, ...]
    kept: Keyed[Families]
    plan: Plan | None
    chosen: samples.Chosen
    held_back: int | None = None
    """The newest version, where the reader has an older one because two of them can show one family."""

    @property
    def families(self) -> Families:
        """Return the families as columns."""
        return self.kept.carried

    def within(self, area_code: str) -> bool:
        """Tell whether the reader may read figures of an area."""
        return any(covers(scope, area_code) for scope in self.scopes)


def load(round_id: int, *, actor: Actor, version: int | None = None) -> Loaded:
    """Return the families of a data version; without one, of the current, or those approved at this moment.

    All of the round are read, whatever the reader's areas: what may be shown is decided once for everybody.

    Raises UnknownRound, UnknownVersion, NotAllowed, NoSample, and OnlyVersions where the reader may not have single
    families.
    """
    asked = asked_for(round_id, actor=actor, version=version)
    row, number = asked.round, asked.number
    plan = plan_of(round_id, wanted=row.design is surveys.Design.TWO_STAGE)
    if number is None and plan is None:
        cites, kept = cited(releases.Citation(round_id)), families_now(round_id, row.index_ids)
    else:
        data = releases.micro_rows(round_id, actor=SYSTEM, version=number)
        cites, kept = cited(data.cites), families_of(data, row.index_ids)
    newest = releases.cite(round_id).number
    return Loaded(
        row,
        asked.scopes,
        cites,
        asked.versions,
        kept,
        plan,
        samples.chosen_of(round_id),
        newest if not asked.sees_single and newest != number else None,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody may read of a round: areas, data versions, and the one they get; None is this moment."""

    round: surveys.RoundRow
    scopes: tuple[str, ...]
    sees_single: bool
    versions: tuple[int, ...]
    number: int | None

    def within(self, area_code: str) -> bool:
        """Tell whether the reader may read figures of an area."""
        return any(covers(scope, area_code) for scope in self.scopes)


def asked_for(round_id: int, *, actor: Actor, version: int | None = None) -> Asked:
    """Return what somebody gets who asks for a round, before any family is read; raises like `load`."""
    row = surveys.get_round(round_id)
    scopes = reach(actor, ACTION)
    if not scopes:
        raise NotAllowed(ACTION)
    sees_single = all(may(actor, SEES_SINGLE, area=scope) for scope in scopes)
    versions = _open_versions(round_id, sees_single=sees_single)
    number = _chosen(round_id, version, versions, sees_single=sees_single)
    return Asked(row, scopes, sees_single, versions, number)


def is_open_to(round_id: int, *, actor: Actor) -> bool:
    """Tell whether somebody gets estimates of a round now; raises UnknownRound, NotAllowed.

    Who may not have single families gets none before a final version: what moves while visits are decided about would
    show one family to whoever subtracts.
    """
    try:
        asked_for(round_id, actor=actor)
    except OnlyVersions:
        return False
    return True


def _open_versions(round_id: int, *, sees_single: bool) -> tuple[int, ...]:
    """Return the numbers of the versions a reader may ask for, the newest first.

    Two versions laid side by side can show one family. Who may not have single families sees the first final one.
    """
    found = releases.versions(round_id, actor=SYSTEM)
    if sees_single:
        return tuple(each.number for each in found)
    return tuple(each.number for each in found if each.kind is releases.Kind.FINAL)[-1:]


def _chosen(round_id: int, asked: int | None, versions: tuple[int, ...], *, sees_single: bool) -> int | None:
    if asked is None:
        if not sees_single and not versions:
            raise OnlyVersions(none_yet=True)
        return releases.cite(round_id).number if sees_single else versions[0]
    if asked not in versions and not sees_single:
        raise OnlyVersions
    return asked


def plan_of(round_id: int, *, wanted: bool) -> Plan | None:
    """Return how the families of a round were drawn; without a confirmed draw None, or NoSample if one is wanted."""
    found = samples.design_of(round_id)
    if found is None:
        if wanted:
            raise NoSample
        return None
    return Plan(
        by_size=found.chance == samples.Chance.PPS,
        villages={each.stratum: each.population for each in found.villages},
        families={each.village_code: each.listed for each in found.villages if each.listed},
        drawn=_drawn(found),
        certain=frozenset(each.village_code for each in found.villages if each.is_certain),
        frame=samples.frame_sizes(round_id),
    )


def _drawn(found: samples.RoundDesign) -> dict[str, tuple[str, float, int]]:
    used = Counter(each.village_code for each in found.families if each.in_use)
    weights = {each.village_code: float(each.weight) for each in found.families}
    return {
        each.village_code: (each.stratum, weights[each.village_code], used[each.village_code])
        for each in found.villages
        if each.village_code in weights and each.listed
    }


def cited(cites: releases.Citation) -> Cited:
    return Cited(
        number=cites.number,
        kind=cites.kind.value if cites.kind else None,
        digest=cites.digest,
        made_at=cites.made_at,
        is_provisional=cites.is_provisional,
    )
