"""One village of the demonstration through the real doors, on a real database."""

import io
import re
from contextlib import contextmanager
from datetime import date

import pyarrow.parquet as pq
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from rich.console import Console
from typer.testing import CliRunner

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.cli import demo
from bahtera.cli.demonstration import accounts, loading, planning, playing
from bahtera.cli.demonstration.villages import VILLAGES
from bahtera.cli.main import app
from bahtera.families import api as families
from bahtera.foundation import audit
from bahtera.foundation.models import AuditEntry, EventDelivery
from bahtera.indices import api as indices
from bahtera.publishing import api as publishing
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PULAU_TANJUNG = VILLAGES[0]


@contextmanager
def requests_inside_a_transaction():
    """Keep Django from dropping the connection at each request, as its test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The first village, loaded once for all tests here and taken away again."""
    static = override_settings(STATIC_ROOT=str(tmp_path_factory.mktemp("static")))
    with static, requests_inside_a_transaction(), django_db_blocker.unblock(), transaction.atomic():
        areas.load_snapshot()
        console = Console(file=io.StringIO(), width=200)
        yield demo.prepare(console, villages=1, processes=1)
        transaction.set_rollback(True)


@pytest.fixture
def supervisor(site):
    return accounts.ensure_people()["penyelia"]


def the_round():
    return next(row for row in surveys.list_rounds() if row.name == loading.ROUND_NAME)


def test_every_family_arrived_once(site):
    progress = surveys.progress(the_round().id, PULAU_TANJUNG.code)
    assert progress.visited == progress.target == progress.interviewed == 212


def the_round_before():
    return next(row for row in surveys.list_rounds() if row.name == planning.EARLIER_NAME)


def test_last_years_round_is_closed_with_a_signed_version(site):
    before = the_round_before()
    assert before.opens < the_round().opens
    assert before.state is surveys.RoundState.FINAL
    newest = releases.versions(before.id, actor=access.SYSTEM)[0]
    assert (newest.kind, newest.families) == (releases.Kind.FINAL, len(playing.asked_before(PULAU_TANJUNG)))
    assert releases.reproduce(before.id, newest.number).is_whole


def test_the_rounds_have_the_same_families(site):
    before, now = (
        surveys.met_families(row.id, PULAU_TANJUNG.code) for row in (the_round_before(), the_round())
    )
    found = families.followed(before, now, since=date(2025, 3, 1), until=date(2026, 11, 22))
    assert len(found.matched) == len(playing.met_before(PULAU_TANJUNG)) > 0.9 * len(now)
    assert found.new


def test_the_phone_of_last_year_calculated_as_the_server_does(site, supervisor):
    rows = list(every_submission(supervisor, the_round_before().id))
    assert len(rows) == len(playing.asked_before(PULAU_TANJUNG))
    assert {row.state for row in rows} == {"approved"}
    assert not [row for row in rows if row.error_count or row.warning_count]


def test_most_are_approved_some_returned_some_wait(site):
    states = surveys.progress(the_round().id, PULAU_TANJUNG.code).by_state
    assert states["approved"] > 180
    assert states["returned"] > 0
    assert sum(states.get(name, 0) for name in ("accepted", "flagged")) > 0


def test_clients_calculate_as_the_server_does(site, supervisor):
    codes = {
        finding.code
        for row in every_submission(supervisor)
        for finding in surveys.get_submission(row.id, actor=supervisor).findings
    }
    assert not codes & {
        "calculate_differs",
        "not_asked",
        "required_missing",
        "not_a_choice",
        "unknown_question",
    }
    assert "outside_area" not in codes
    assert codes, "some visits give a supervisor something to find"


def test_shares_are_those_published_within_two_points(site, supervisor):
    rows = [row for row in every_submission(supervisor) if row.scores["ikk"].scored]
    low = 100 * sum(row.scores["ikk"].category == "rendah" for row in rows) / len(rows)
    assert 1 < low < 8
    assert len(rows) == 212


def test_the_village_has_results(site, supervisor):
    found = results.village_result(the_round().id, PULAU_TANJUNG.code, audience="internal", actor=supervisor)
    assert found.coverage.visited == found.coverage.target == 212
    assert found.coverage.scored == found.coverage.approved > 180


@pytest.mark.parametrize("index", ["ikk", "ibangga"])
def test_the_export_scores_again_to_what_the_pages_show(site, supervisor, tmp_path, index):
    """Birth dates stay inside: the ages in months that leave in their place are enough."""
    exported, scored = tmp_path / "ekspor.parquet", tmp_path / "nilai.parquet"
    parts = publishing.export_submissions(actor=supervisor, format="parquet", round_id=the_round().id)
    exported.write_bytes(b"".join(parts))
    options = ["--index", index, "--without-private", "--families", str(scored)]
    done = CliRunner().invoke(app, ["score", str(exported), *options])
    assert done.exit_code == 0, done.output
    again = {row["submission_id"]: row for row in pq.read_table(scored).to_pylist()}
    shown = {
        str(row.id): row.scores[index] for row in every_submission(supervisor) if row.state == "approved"
    }
    assert len(shown) > 180
    assert again.keys() == shown.keys()
    definition = indices.load(index).without_private()
    for key, row in again.items():
        assert row[f"{index}_category"] == row[f"{index}_kategori"] == shown[key].category
        assert row[f"{index}_definisi"] == definition.hash
        assert [row[each.id] for each in definition.indicators] == [
            {"1": 1, "0": 0, "-": 8, "?": 9}[sign] for sign in row[f"{index}_states"]
        ]
    members = [member for row in again.values() for member in row["anggota"]]
    assert "tgl_lahir" not in members[0]
    assert any(member["usia_bulan"] % 12 for member in members)


def test_visits_arrive_when_they_were_made(site, supervisor):
    for row in every_submission(supervisor):
        assert row.received_at.date() >= row.visited_on
        assert (row.received_at.date() - row.visited_on).days <= 2


def test_a_second_time_nothing_changes(site):
    before = (Submission.objects.count(), AuditEntry.objects.filter(action="surveys.received").count())
    again = demo.prepare(Console(file=io.StringIO()), villages=1, processes=1)
    assert (
        Submission.objects.count(),
        AuditEntry.objects.filter(action="surveys.received").count(),
    ) == before
    assert again.token is None, "a secret is known once"


def test_nothing_is_left_to_be_told(site):
    assert not EventDelivery.objects.exists()


def test_the_printed_address_opens_the_door(site, client):
    text = io.StringIO()
    demo.show_accounts(Console(file=text, width=300), "127.0.0.1:8000", site)
    printed = text.getvalue()
    assert "sintetis" in printed.lower()
    assert "100.14" in printed
    for person in accounts.PEOPLE:
        assert person.username in printed
        assert person.password in printed
        assert "Sintetis" in person.full_name
    assert "http://localhost:8000/app/" in printed
    assert "http://localhost:8000/token/" in printed
    path = re.search(r"http://localhost:8000(/v1/key/[0-9a-f]{64}/projects/1)", printed)[1]
    answer = client.get(f"{path}/formList", headers={"X-OpenRosa-Version": "1.0"})
    assert b"kunjungan_keluarga" in answer.content


def test_accounts_see_their_areas_only(site):
    actors = accounts.ensure_people()
    assert access.may(actors["tanahbumbu"], "submission.review", area=PULAU_TANJUNG.code)
    assert not access.may(actors["tanahbumbu"], "submission.review", area="63.01.07.2002")
    assert not access.may(actors["pengamat"], "submission.read")


def test_a_coordinator_a_village_officer_and_a_kader_can_try_the_app_and_the_report(site):
    actors = accounts.ensure_people()
    coordinator, officer = actors["koordinator"], actors["kades"]
    village = PULAU_TANJUNG.code
    for action in ("assignment.manage", "device.manage", "report.confirm"):
        assert access.may(coordinator, action, area=village), action
        assert not access.may(coordinator, action, area="63.01.07.2002"), action
    assert access.may(officer, "report.endorse", area=village)
    assert not access.may(officer, "submission.read", area=village)
    kader = access.kaders_of(village)[0]
    assert kader.name.casefold().endswith("(sintetis)")
    assert access.make_activation_code(kader.person_id, actor=coordinator).code


def test_an_interrupted_village_goes_on(site):
    """A kader whose phone lost the answers sends all again: what is there stays one."""
    administrator = accounts.ensure_people()["admin"]
    secret = accounts.fresh_kader(PULAU_TANJUNG, administrator)
    count = Submission.objects.count()
    known = playing.met_before(PULAU_TANJUNG)
    with requests_inside_a_transaction():
        assert playing.send_part(PULAU_TANJUNG, secret, 0, 5, *known) == 5
        assert playing.send_earlier_part(PULAU_TANJUNG, secret, 0, 5) == 5
    assert Submission.objects.count() == count


def test_a_visit_kept_from_an_older_demonstration_stays(site, monkeypatch):
    from bahtera.cli.demonstration import sending

    secret = accounts.fresh_kader(PULAU_TANJUNG, accounts.ensure_people()["admin"])
    wanted = next(playing.visits(PULAU_TANJUNG, playing.categorise(), within=range(1)))
    before = Submission.objects.get(instance_id=wanted.instance_id).sha256
    phone = sending.Phone(secret, lambda visit: playing._filler().fill(visit) + b"<!-- -->", name="x")
    with requests_inside_a_transaction():
        phone.send(wanted)
    assert Submission.objects.get(instance_id=wanted.instance_id).sha256 == before


def test_a_door_that_refuses_stops_the_loading(site):
    from bahtera.cli.demonstration import sending

    wanted = next(playing.visits(PULAU_TANJUNG, playing.categorise(), within=range(1)))
    phone = sending.Phone("0" * 64, lambda visit: playing._filler().fill(visit), name="x")
    with requests_inside_a_transaction(), pytest.raises(sending.NotKept, match="403"):
        phone.send(wanted)


def every_submission(actor, round_id=None):
    """Yield the visits of a round: of the present one unless said otherwise."""
    cursor, wanted = None, round_id or the_round().id
    while True:
        page = surveys.list_submissions(
            actor=actor, area=PULAU_TANJUNG.code, round_id=wanted, cursor=cursor, size=200
        )
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def test_its_old_dates_are_explained_to_who_verifies_the_audit(site):
    assert "unanchored" not in {one.code for one in audit.verify().problems}
    [explained] = AuditEntry.objects.filter(action="audit.gap_explained")
    assert explained.details["reason"] == "synthetic"
