"""The whole province: questionnaire, round, accounts, thirteen villages of visits, and their review.

Everything here can be done again: what exists is left, what is missing is added. A village is sent by the
kader of that village; the same visit always has the same instance id and the same bytes, so that sending it
a second time is harmless.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from rich.console import Console

from bahtera.access import api as access
from bahtera.cli.demonstration import (
    accounts,
    acting,
    context,
    earlier_round,
    happenings,
    offices,
    papers,
    planning,
    playing,
    reporting,
)
from bahtera.cli.demonstration.planning import FORM_ID, ROUND_NAME, ROUND_YEAR
from bahtera.cli.demonstration.stages import Stage, run, settle
from bahtera.cli.demonstration.villages import VILLAGES, DemoVillage
from bahtera.foundation import audit, clock
from bahtera.foundation.shipped import definitions
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

WORKBOOK: Final = definitions(f"questionnaires/{FORM_ID}/{FORM_ID}.xlsx")
_BEFORE: Final = datetime(2026, 2, 20, 1, 0, tzinfo=UTC)
_PART: Final = 40
PAPERS_OF: Final = "63.02.11.2009"
"""A village of Kotabaru, whose regency has a book of each round from the first start on."""

_GUEST_AREA: Final = ("63.10.11.2011", "Pulau Tanjung")


def prepare(console: Console, *, villages: int, processes: int) -> accounts.DemoAccounts:
    """Bring the demonstration into its final state and return who may enter."""
    chosen = VILLAGES[:villages] if villages else VILLAGES
    actors = accounts.ensure_people()
    administrator = actors["admin"]
    offices.ensure_offices(administrator)
    with console.status("Menerbitkan kuesioner · publishing the questionnaire"):
        form = publish_form()
        before = earlier_round.ensure(administrator, chosen)
        round_row = open_round(administrator)
    console.print(f"✓ kuesioner · questionnaire: {form.form_id} {form.version}")
    context.ensure_figures(console)
    earlier_round.load(console, before, actors, processes)
    planned = acting.ensure_plans(console, before, chosen, actors)
    shown = next((one for one in chosen if one.code == PAPERS_OF), None)
    if shown is not None:
        papers.ensure_papers(console, surveys.get_round(before.id), shown, actors["kotabaru"])
    missing = [one for one in chosen if planning.sent_from(round_row, one.code) < one.families]
    if missing:
        known = earlier_round.visited_in(before)
        _send_all(console, missing, administrator, processes, known)
    waiting = [one for one in chosen if _undecided(round_row, one) > playing.left_waiting(one)]
    if waiting or missing:
        _review_all(console, waiting, processes)
        settle(console)
        if len(chosen) > 1:
            happenings.tell_happenings(chosen[0], chosen[1], actors["penyelia"])
            settle(console)
    planning.tell_calendars(before.id, round_row.id, administrator)
    reported = reporting.ensure_reports(
        console, surveys.get_round(before.id), surveys.get_round(round_row.id), chosen, actors
    )
    if reported:
        settle(console)
    if shown is not None:
        papers.ensure_papers(console, round_row, shown, actors["kotabaru"], of_village=())
    if waiting or missing or planned or reported:
        # Visits, plans and reports bear dates of long ago, when no anchors were taken.
        audit.explain_gap(earlier_round.OPENED, clock.now(), audit.Reason.SYNTHETIC)
    visited = sum(surveys.progress(round_row.id, one.code).visited for one in chosen)
    console.print(
        f"✓ data sintetis · synthetic data: {visited} keluarga · families, {len(chosen)} desa · villages"
    )
    token = accounts.guest_token(administrator, *_GUEST_AREA)
    return accounts.DemoAccounts(accounts.PEOPLE, token)


def publish_form() -> questionnaires.FormVersion:
    """Publish the shipped questionnaire, once; a site that has this version with older content keeps its own."""
    try:
        return questionnaires.publish(WORKBOOK.read_bytes(), actor_key=access.SYSTEM.key)
    except questionnaires.VersionTaken:
        return next(one for one in questionnaires.current_forms() if one.form_id == FORM_ID)


def open_round(administrator: access.Actor) -> surveys.RoundRow:
    """Return the demonstration's round with its targets, made if it is not there."""
    found = [row for row in surveys.list_rounds() if (row.name, row.year) == (ROUND_NAME, ROUND_YEAR)]
    with clock.frozen(_BEFORE):
        row = found[0] if found else planning.first_round(administrator)
        wanted = {one.code: one.to_visit for one in VILLAGES}
        told = {one.village_code: one.target_families for one in surveys.targets(row.id)}
        if told != wanted and not surveys.visits_in(row.id):
            surveys.set_targets(row.id, wanted, actor=administrator)
        planning.next_round(administrator)
    return row


def _undecided(round_row: surveys.RoundRow, village: DemoVillage) -> int:
    by_state = surveys.progress(round_row.id, village.code).by_state
    return sum(by_state.get(state, 0) for state in ("received", "accepted", "flagged"))


def _send_all(
    console: Console,
    villages: Sequence[DemoVillage],
    administrator: access.Actor,
    processes: int,
    known: frozenset[str],
) -> None:
    tokens = {one.code: accounts.fresh_kader(one, administrator) for one in villages}
    total = sum(one.families for one in villages)
    pieces = [
        (*piece, *(playing.met_before(piece[0]) if piece[0].code in known else ()))
        for piece in _slices(villages, tokens)
    ]
    run(console, Stage("Mengirim kunjungan · sending visits", playing.send_part, pieces, total), processes)


def _slices(
    villages: Sequence[DemoVillage], tokens: dict[str, str]
) -> list[tuple[DemoVillage, str, int, int]]:
    """Return slices of all villages in turn, so that visits arrive mixed as they would in the field."""
    longest = max(one.families for one in villages)
    return [
        (one, tokens[one.code], start, min(start + _PART, one.families))
        for start in range(0, longest, _PART)
        for one in villages
        if start < one.families
    ]


def _review_all(console: Console, villages: Sequence[DemoVillage], processes: int) -> None:
    total = sum(one.families for one in villages)
    pieces = [(one,) for one in villages]
    run(console, Stage("Memeriksa kiriman · reviewing", playing.review_village, pieces, total), processes)
