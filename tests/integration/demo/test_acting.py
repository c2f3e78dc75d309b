"""Plans of action of the demonstration: made of what last year's round measured, each led to where it stands."""

import io
import random
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from rich.console import Console
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.cli.demonstration import accounts, acting
from bahtera.cli.demonstration.action_plans import DRIVE, KOTABARU, plans_of
from bahtera.cli.demonstration.evidence_sheet import sheet
from bahtera.cli.demonstration.offices import JAMBI, ensure_offices
from bahtera.cli.demonstration.villages import VILLAGES
from bahtera.foundation import clock
from bahtera.needs import api as needs
from bahtera.results import api as results
from bahtera.results.queries import forget
from bahtera.surveys import api as surveys

pytestmark = pytest.mark.django_db
_EACH = 24
_LATER = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def last_year(django_db_setup, django_db_blocker):
    """Last year's round with figures of all villages, and who acts; made once and taken away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        names = {one.code: one.name for one in VILLAGES}
        regencies = {"63": "Kalimantan Selatan", "63.02": "Kotabaru", "63.10": "Tanah Bumbu"}
        add_places({**names, **regencies, JAMBI: "Jambi"})
        forget()
        yield measured(), people()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def plans(last_year, django_db_blocker):
    with django_db_blocker.unblock():
        return ensure(last_year)[1]


def measured():
    row = surveys.create_round(
        name="Contoh sintetis 2025",
        year=2025,
        form_id="kunjungan_keluarga",
        opens=date(2025, 3, 1),
        closes=date(2025, 8, 31),
        actor=access.SYSTEM,
    )
    chooser = random.Random(7)
    for one in VILLAGES:
        patterns = [
            "".join("1" if chooser.random() < 0.7 else "0" for _ in range(SIZE)) for _ in range(_EACH)
        ]
        store_visits(row.id, one.code, patterns)
        results.refresh_village(row.id, one.code)
    return row


def people():
    actors = accounts.ensure_people()
    ensure_offices(actors["admin"])
    return actors


def ensure(last_year, at=_LATER):
    row, actors = last_year
    with clock.frozen(at):
        made = acting.ensure_plans(Console(file=io.StringIO()), row, VILLAGES, actors)
        return made, {
            (one.village_code, one.activity): one
            for one in actions.every_plan(actions.Filters(), actor=actors["pengamat"])
        }


# First, before the plans of the other tests are there.
def test_what_lies_ahead_of_the_clock_has_not_happened(last_year):
    _, plans = ensure(last_year, datetime(2026, 2, 1, tzinfo=UTC))
    assert {row.year for row in plans.values()} == {2026}
    assert actions.State.DONE not in {row.state for row in plans.values()}
    assert {row.percent or row.reached for row in plans.values() if row.told_on} != {None}


def test_every_plan_is_led_to_where_it_stands_and_made_once(last_year, plans):
    assert len(plans) == sum(len(list(plans_of(one))) for one in VILLAGES)
    assert set(Counter(row.state for row in plans.values())) == set(actions.State)
    assert {row.year for row in plans.values()} == {2026, 2027, 2028}
    assert any(row.late and row.slipped for row in plans.values())
    drives = [row for row in plans.values() if row.indicator == DRIVE]
    assert {row.village_code for row in drives} == {one.code for one in VILLAGES if one.drive}
    assert all(row.state is actions.State.DONE and row.reached == row.families for row in drives)
    # Done late is late no more, and stays told.
    assert {row.late for row in drives} == {0}
    assert sum(row.over == 13 for row in drives) == 2
    assert ensure(last_year) == (0, plans)


def test_who_answers_and_what_it_costs_follow_from_the_mapping(plans):
    for row in plans.values():
        line = needs.lines_of(row.village_code)["ikk", row.indicator]
        assert row.agency == line.agency
        if row.baseline.unmet is None:
            assert row.families is row.amount is None
        else:
            assert row.families == line.reached_of(row.baseline.unmet)
            assert row.amount is None or 0 <= row.amount - line.cost_of(row.baseline.unmet) < 100_000
    assert sum(row.families is not None for row in plans.values()) > len(plans) / 2
    drive = next(row for (village, _), row in plans.items() if village == KOTABARU and row.indicator == DRIVE)
    assert drive.unit.endswith("Bidang Pelayanan Pencatatan Sipil")
    assert drive.held


def test_a_field_visit_is_kept_once_and_a_finished_plan_has_its_paper(last_year, plans):
    team = last_year[1]["pengamat"]
    (visit,) = actions.list_assessments(actor=team).items
    assert (visit.village_code, visit.is_final) == (KOTABARU, True)
    drive = next(row for row in plans.values() if row.indicator == DRIVE)
    (paper,) = actions.get_plan(drive.id, actor=team).evidence
    assert paper.kind == "pdf"
    assert paper.about.endswith("tanpa nama warga")


def test_a_sheet_is_a_whole_page(tmp_path):
    made = sheet("Judul (contoh)", ("satu", "dua \\ tiga"))
    assert made.startswith(b"%PDF-1.4")
    assert made.endswith(b"%%EOF\n")
    place = int(made.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert made[place:].startswith(b"xref")
