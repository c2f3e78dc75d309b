"""Closing a round makes a signed data version; all of it is there, or nothing."""

from __future__ import annotations

import importlib.metadata
import zlib
from typing import TYPE_CHECKING, Any, Final

from bahtera.access.api import Actor, check_may
from bahtera.foundation import audit, blobs, clock, keys, transactions
from bahtera.questionnaires import api as questionnaires
from bahtera.releases.errors import RoundChanged, UnsettledVisits
from bahtera.releases.models import Line, Version
from bahtera.releases.operations.orders import close_order, place_order
from bahtera.releases.queries.documents import counted_in, figures_of, newest
from bahtera.releases.queries.preparing import Prepared, Work, prepare
from bahtera.releases.queries.versions import approved_in, frozen, to_row
from bahtera.releases.rules import FORMAT, SPEAKS, canonical, manifest_text, sha256, signed_bytes
from bahtera.releases.values import Kind, Ordered, OrderRow, Unsettled, VersionRow
from bahtera.results import api as results
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime
    from uuid import UUID

_ACTION: Final = "release.make"
_DECIDED: Final = frozenset(
    each.value for each in (surveys.State.APPROVED, surveys.State.SUPERSEDED, surveys.State.REJECTED)
)
_BATCH: Final = 1000


def freeze(
    round_id: int,
    kind: Kind,
    *,
    actor: Actor,
    acknowledged: int = 0,
    reason: str = "",
    revision: int | None = None,
    order: UUID | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> VersionRow:
    """Move a round to provisional or final and sign its data as the next version, both or neither.

    ``acknowledged``: how many visits the actor knows to be unsettled; a final version is refused when there are others.
    ``revision``: the round as the actor saw it. ``order``: the order that the version ends; ``tell``: called with the
    number of villages read and of all. Raises UnsettledVisits, RoundChanged, NotAllowed, UnknownRound,
    and what `surveys.move_round` refuses; ValueError for a corrected version, which only a correction makes.
    """
    if kind is Kind.CORRECTED:
        msg = "a corrected version is made by a correction"
        raise ValueError(msg)
    row = surveys.get_round(round_id)
    check_may(actor, _ACTION, area=row.area_code)
    prepared = prepare(row, newest(round_id), tell=tell)
    made: list[Version] = []

    def sign(moved: surveys.RoundRow) -> None:
        close_order(order)
        if kind is Kind.FINAL:
            _check_known(round_id, acknowledged)
            results.release_all(round_id)
        made.append(write(moved, kind, prepared, actor=actor))

    surveys.move_round(
        round_id,
        surveys.RoundState(kind.value),
        actor=actor,
        reason=reason,
        revision=revision,
        also=sign,
    )
    return to_row(made[0])


def order_version(
    round_id: int,
    kind: Kind,
    *,
    actor: Actor,
    acknowledged: int = 0,
    reason: str = "",
    revision: int | None = None,
) -> OrderRow:
    """Order what `freeze` does; the caller gives it to `sign_task`. Refuses at once what can be seen at once.

    Raises UnsettledVisits, OrderRefused, NotAllowed, UnknownRound, and what `surveys.check_move` refuses.
    """
    row = surveys.get_round(round_id)
    check_may(actor, _ACTION, area=row.area_code)
    surveys.check_move(
        round_id, surveys.RoundState(kind.value), actor=actor, reason=reason, revision=revision
    )
    if kind is Kind.FINAL:
        _check_known(round_id, acknowledged)
    wanted = {"kind": kind.value, "acknowledged": acknowledged, "reason": reason, "revision": revision}
    return place_order(round_id, Ordered.VERSION, wanted, actor=actor)


def unsettled_in(round_id: int) -> Unsettled:
    """Return how many visits of a round wait for a decision, and how many for the second level."""
    standing = surveys.count_states(round_id)
    undecided = sum(count for state, count in standing.items() if state not in _DECIDED)
    return Unsettled(undecided, surveys.unconfirmed(round_id))


def reach_of(round_id: int, heard: Collection[str] | None = None) -> samples.Reach | None:
    """Return for which strata and villages a round speaks, by the villages ``heard``, or by what is approved now.

    None for a round that chose no villages.
    """
    voices = surveys.heard_villages(round_id) if heard is None else heard
    return samples.reaches_of(samples.chosen_of(round_id), voices, 0).get("")


def _speaks_for(round_id: int, prepared: Prepared) -> dict[str, Any]:
    """Return what is signed of whom the figures speak for; empty for a round that chose no villages."""
    heard = {code for code, (_, interviewed) in prepared.counted.families.items() if interviewed}
    found = reach_of(round_id, heard)
    if found is None:
        return {}
    return {
        "strata": found.strata,
        "strata_without_answers": list(found.silent_strata),
        "villages": found.villages,
        "villages_without_answers": list(found.silent_villages),
        "villages_never_listed": list(found.unlisted),
        "families": found.families,
        "families_of_strata_with_answers": found.spoken,
    }


def _check_known(round_id: int, acknowledged: int) -> None:
    left = unsettled_in(round_id)
    if left.total != acknowledged:
        raise UnsettledVisits(left.undecided, left.unconfirmed)


def write(row: surveys.RoundRow, kind: Kind, prepared: Prepared, *, actor: Actor) -> Version:
    """Write and sign a prepared version, in the open transaction; raises RoundChanged.

    Whoever comes second waits, then finds the number taken by the first.
    """
    transactions.one_at_a_time(f"release:{row.id}")
    if surveys.counted_stamps(row.id) != prepared.stamps:
        raise RoundChanged
    before, now, left = newest(row.id), clock.now(), unsettled_in(row.id)
    number = before.number + 1 if before else 1
    Line.objects.bulk_create(prepared.fresh, batch_size=_BATCH)
    manifest = manifest_text(prepared.lines)
    version = Version(
        round_id=row.id,
        number=number,
        kind=kind.value,
        made_at=now,
        made_by=actor.key,
        families=len(prepared.lines),
        undecided=left.undecided,
        manifest=_keep(manifest),
    )
    document = _document(version, prepared)
    figures = canonical(document)
    version.figures = _keep(figures)
    public = b"" if document["public"] is None else canonical(_for_everybody(version, document))
    version.public = _keep(public) if public else ""
    version.statement = _statement(row, version, prepared, before)
    version.statement |= _families_shown(version, document)
    version.statement |= {
        "unconfirmed": left.unconfirmed,
        "manifest_sha256": sha256(manifest),
        "figures_sha256": sha256(figures),
        "public_sha256": sha256(public) if public else "",
    }
    version.digest = sha256(canonical(version.statement))
    version.signature = keys.sign(signed_bytes(version.statement))
    version.save(force_insert=True)
    audit.record(
        "releases.made",
        actor=actor.key,
        subject=f"round:{row.id}",
        details={
            "version": number,
            "kind": kind.value,
            "families": version.families,
            "digest": version.digest,
        },
    )
    return version


def _document(version: Version, prepared: Prepared) -> dict[str, Any]:
    """Return all figures of a version: sums, what was printed for offices, and what moves on for everybody else."""
    counted, work = prepared.counted.to_json(), prepared.work
    exact = {"counted": counted, "work": work}
    inside = frozen(version, exact, audience="internal")
    return {
        **exact,
        "forms": sorted(prepared.forms),
        "internal": dict(inside.all_printed()),
        "public": None if version.kind == Kind.PROVISIONAL.value else _moving_on(version, prepared),
    }


def _moving_on(version: Version, prepared: Prepared) -> dict[str, Any]:
    """Return what readers may lay beside the version before without seeing one family: see `results.village_moves_on`.

    ``from``: village -> the version its sums are of.
    """
    before = newest(version.round_id, with_public=True)
    earlier = figures_of(before.figures)["public"] if before else None
    if earlier is None:
        stays: set[str] = set()
        old = results.Counted()
    else:
        old = counted_in(earlier)
        stays = {
            code
            for code in {*old.families, *prepared.counted.families}
            if not results.village_moves_on(old, prepared.counted, code)
        }
    codes = {*prepared.work, *(earlier["work"] if earlier else {})}
    work: Work = {
        code: earlier["work"][code]
        if earlier and code in stays and code in earlier["work"]
        else prepared.work[code]
        for code in sorted(codes)
        if code in prepared.work or (earlier and code in stays)
    }
    counted = prepared.counted.only(set(prepared.counted.families) - stays).beside(old.only(stays))
    return {
        "counted": counted.to_json(),
        "work": work,
        "from": {
            code: earlier["from"].get(code, version.number) if earlier and code in stays else version.number
            for code in sorted(codes)
        },
    }


def _for_everybody(version: Version, document: Mapping[str, Any]) -> dict[str, Any]:
    shown = frozen(version, document["public"], audience="public")
    return {
        "round": version.round_id,
        "version": version.number,
        "kind": version.kind,
        "villages_from_version": document["public"]["from"],
        "speaks": {code: SPEAKS[shown.speaks(code).value] for code in shown.areas()},
        "areas": dict(shown.all_printed()),
    }


def _families_shown(version: Version, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return on how many approved families the figures for everybody rest, and of which versions they are.

    Not those of the version itself where a village waits for its next step. Nothing without figures for everybody.
    """
    part = document["public"]
    if part is None:
        return {}
    return {
        "public_families": approved_in(frozen(version, part, audience="public")),
        "public_from_versions": sorted(set(part["from"].values())),
    }


def _statement(
    row: surveys.RoundRow, version: Version, prepared: Prepared, before: Version | None
) -> dict[str, Any]:
    """Return what is signed, but for the hashes of the files."""
    return {
        "format": FORMAT,
        "round": {
            "id": row.id,
            "name": row.name,
            "year": row.year,
            "area": row.area_code,
            "questionnaire": row.form_id,
        },
        "version": version.number,
        "kind": version.kind,
        "made_at": _instant(version.made_at),
        "families": version.families,
        "undecided": version.undecided,
        "indices": [
            {"id": index_id, "hash": digest}
            for index_id, by_hash in prepared.counted.sums.items()
            for digest in by_hash
        ],
        "questionnaires": [_form(row.form_id, each) for each in sorted(prepared.forms)],
        "speaks_for": _speaks_for(row.id, prepared),
        "sample_sha256": samples.draw_hash(row.id),
        "software": f"bahtera {importlib.metadata.version('bahtera')}",
        "previous": before.digest if before else "",
        "public_key": keys.public_key(),
    }


def _form(form_id: str, version: str) -> dict[str, str]:
    found = questionnaires.get_form(form_id, version)
    return {"id": form_id, "version": version, "sha256": found.source_sha256 if found else ""}


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _keep(text: bytes) -> str:
    return blobs.put(zlib.compress(text, 9))
