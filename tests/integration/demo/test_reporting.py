"""Village reports and calendars of the demonstration: a finished round is told as finished, an open one as open."""

import io
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from rich.console import Console
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access import api as access
from bahtera.cli.demonstration import accounts, planning, reporting
from bahtera.cli.demonstration.villages import VILLAGES
from bahtera.foundation import clock, keys
from bahtera.reports import api as reports
from bahtera.reports.api import State
from bahtera.results import api as results
from bahtera.results.queries import forget
from bahtera.surveys import api as surveys
from bahtera.surveys.api import Stage

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
_OF_STORY = [one for one in VILLAGES if one.code[:5] in {"63.10", "63.02", "63.05", "63.09"}]


def measured(year):
    row = surveys.create_round(
        name=f"Contoh sintetis {year}",
        year=year,
        form_id="kunjungan_keluarga",
        opens=date(year, 3, 1),
        actor=access.SYSTEM,
    )
    surveys.set_targets(row.id, {one.code: 24 for one in _OF_STORY}, actor=access.SYSTEM)
    chooser = random.Random(7)
    for one in _OF_STORY:
        patterns = ["".join("1" if chooser.random() < 0.7 else "0" for _ in range(SIZE)) for _ in range(24)]
        store_visits(row.id, one.code, patterns)
        results.refresh_village(row.id, one.code)
    return row


@pytest.fixture
def actors():
    add_places({"63": "Kalimantan Selatan", "63.02": "Kotabaru", "63.10": "Tanah Bumbu"})
    add_places({one.code: one.name for one in _OF_STORY})
    forget()
    return accounts.ensure_people()


def standing(row, team):
    return {one.village_code: one.report for one in reports.village_standings(row.id, actor=team)}


def test_every_village_of_the_finished_round_reported_and_of_the_open_one_the_first_few(actors):
    with clock.frozen(NOW):
        before, now = measured(2025), measured(2026)
        made = reporting.ensure_reports(Console(file=io.StringIO()), before, now, _OF_STORY, actors)
        done = standing(before, actors["pengamat"])
        assert {one.state for one in done.values()} == {State.ACCEPTED}
        for one in done.values():
            receipt = one.receipt
            text = reports.receipt_text(receipt.number, receipt.version, receipt.sha256, receipt.received_at)
            assert keys.verify(text.encode(), receipt.signature)
            assert max(step.at for step in one.steps) < datetime(2025, 10, 15, tzinfo=UTC)
        open_now = standing(now, actors["pengamat"])
        states = {code: one.state for code, one in open_now.items() if one}
        assert states == reporting._NOW_AT
        steps = [step.at for one in open_now.values() if one for step in one.steps]
        assert max(steps) < NOW
        assert len({step.date() for step in steps}) >= 5, "not all in one minute"
        assert open_now["63.10.11.2011"] is None, "it is left to whoever tries the app"
        back = next(one for one in open_now.values() if one and one.state is State.RETURNED)
        assert "jelaskan" in back.steps[-1].reason
        assert reports.waiting_by_round(actor=actors["kotabaru"]) == {now.id: 1}
        assert made == len(done) + len(states)
        assert reporting.ensure_reports(Console(file=io.StringIO()), before, now, _OF_STORY, actors) == 0


def test_a_year_that_is_over_was_done_and_nothing_of_the_present_one_is_late(actors):
    with clock.frozen(datetime(2025, 2, 20, tzinfo=UTC)):
        before = planning.earlier_round(actors["admin"])
    with clock.frozen(datetime(2026, 2, 20, tzinfo=UTC)):
        now = planning.first_round(actors["admin"])
    with clock.frozen(NOW):
        planning.tell_calendars(before.id, now.id, actors["admin"])
        assert all(one.done_on for one in surveys.calendar_of(before.id))
        present = surveys.calendar_of(now.id)
        assert [one.stage for one in present if one.done_on] == [Stage.LOCUS, Stage.TRAINING]
        assert not any(one.is_late(date(2026, 11, 22)) for one in present)
    with clock.frozen(NOW + timedelta(days=90)):
        planning.tell_calendars(before.id, now.id, actors["admin"])
        assert surveys.calendar_of(now.id) == present, "what stands is left"


def test_visits_to_nobody_were_sent_too_so_that_no_start_sends_them_again(actors):
    row = measured(2026)
    store_visits(row.id, _OF_STORY[0].code, ["1" * SIZE] * 3, state="accepted", result_code="tidak_ditemukan")
    assert planning.sent_from(row, _OF_STORY[0].code) == 27
