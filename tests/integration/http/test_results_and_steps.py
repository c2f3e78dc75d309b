"""What phones say results by, and the steps of the last visit: by the field API, and in Collect's list."""

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime

import pytest
from tests.fakes.family_visits import FORM
from tests.fakes.openrosa_client import DjangoTransport, OpenRosaClient, url_for
from tests.fakes.places import add_places
from tests.fakes.small_form import VILLAGE
from tests.integration.http.test_field_api import App
from tests.unit.questionnaires.test_family_visit import family
from tests.unit.questionnaires.test_results_and_steps import xform

from bahtera import indices
from bahtera.access import api as access
from bahtera.config import registrations
from bahtera.foundation import events
from bahtera.questionnaires import api as questionnaires
from bahtera.questionnaires.models import Questionnaire
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Content, Round, Submission

pytestmark = pytest.mark.django_db
DEFINITIONS = [indices.load(name).without_private() for name in ("ikk", "ibangga")]
CHOSEN = {
    "buku_nikah": "tidak",
    "langkah_1": "buku_nikah",
    "langkah_1_tanggal": date(2026, 12, 24),
    "langkah_2": "lainnya",
    "langkah_2_lain": "Menanam sayur (sintetis)",
    "langkah_2_tanggal": date(2027, 1, 31),
}
TOLD = [
    {"step": "buku_nikah", "other": "", "due": "2026-12-24"},
    {"step": "lainnya", "other": "Menanam sayur (sintetis)", "due": "2027-01-31"},
]


@pytest.fixture(autouse=True)
def _registered():
    registrations.register_all()


@pytest.fixture
def boss(db):
    add_places({VILLAGE: "Desa Sintetis"})
    return access.ensure_account(
        username="rahmat", password="x" * 12, full_name="Rahmat", roles=["supervisor"], areas=["63.02"]
    )


@pytest.fixture
def form(db):
    Questionnaire.objects.create(
        form_id=FORM,
        version="2026.2",
        title="Kunjungan keluarga",
        root="data",
        xform=xform().decode(),
        md5=hashlib.md5(xform(), usedforsecurity=False).hexdigest(),
        media=["villages.csv", "families.csv", "members.csv"],
        indices=[[each.id, each.hash] for each in DEFINITIONS],
        source_sha256="ab" * 32,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        published_by="system",
    )
    return questionnaires.get_form(FORM, "2026.2")


@pytest.fixture
def round_one(form, boss):
    return surveys.create_round(
        name="Putaran satu", year=2026, form_id=FORM, opens=date(2026, 1, 1), actor=access.SYSTEM
    )


@pytest.fixture
def app(client, boss, round_one):
    siti = access.add_person("Siti (sintetis)", area=VILLAGE, actor=boss)
    access.grant_role(siti.id, role="kader", area=VILLAGE, valid_from=date(2020, 1, 1), actor=boss)
    return App(client, siti.id, boss)


@pytest.fixture
def collect(client, app, boss):
    card = access.issue_token(name="Siti", areas=[VILLAGE], actor=boss, person_id=app.person)
    return OpenRosaClient(url_for("http://localhost", card.secret), DjangoTransport(client))


def written(form, number, on=date(2026, 11, 20), **changes):
    answers = family(kode_desa=VILLAGE, instanceID=f"uuid:{number}", tanggal_kunjungan=on, **changes)
    return {"xml": questionnaires.writer(form).write(answers, on=on).decode()}


def test_what_results_are_said_by_comes_to_this_app_alone(app, collect):
    [listed] = app.get("/forms")
    [hashed] = [one["sha256"] for one in listed["media"] if one["name"] == "hasil.json"]
    reply = app.call("GET", f"/media/{hashed}")
    assert hashlib.sha256(reply.content).hexdigest() == hashed
    assert json.loads(reply.content)["form"] == {"id": FORM, "version": "2026.2"}
    _, files = collect.download(collect.form_list()[0])
    assert set(files) == {"villages.csv", "families.csv", "members.csv"}


def test_a_form_without_indices_or_with_a_forgotten_definition_has_none(form):
    assert questionnaires.result_reading(form) is not None
    Questionnaire.objects.update(indices=[["ikk", "0" * 64]])
    assert questionnaires.result_reading(questionnaires.get_form(FORM, "2026.2")) is None
    Questionnaire.objects.update(indices=[])
    assert questionnaires.result_reading(questionnaires.get_form(FORM, "2026.2")) is None


def test_steps_come_with_the_family_and_are_sealed_here(app, form, boss):
    [outcome] = app.send(written(form, 1, **CHOSEN))
    assert outcome["outcome"] == "stored", outcome
    [told], since = app.all_families()
    assert told["steps"] == TOLD
    assert b"Menanam" not in bytes(Content.objects.get().steps)
    assert "langkah_2_lain" in surveys.get_submission(Submission.objects.get().pk, actor=boss).answers
    events.dispatch()
    [changed] = app.get(f"/families?since={since}")["items"]
    assert changed["steps"] == TOLD


def test_collect_has_them_in_its_list_of_families(app, form, collect):
    app.send(written(form, 1, **CHOSEN))
    _, files = collect.download(collect.form_list()[0])
    [row] = csv.DictReader(io.StringIO(files["families.csv"].decode()))
    assert {name: value for name, value in row.items() if name.startswith("langkah")} == {
        "langkah_1": "buku_nikah",
        "langkah_1_lain": "",
        "langkah_1_tanggal": "2026-12-24",
        "langkah_2": "lainnya",
        "langkah_2_lain": "Menanam sayur (sintetis)",
        "langkah_2_tanggal": "2027-01-31",
        "langkah_3": "",
        "langkah_3_lain": "",
        "langkah_3_tanggal": "",
    }


def test_a_visit_that_was_sent_back_is_not_the_last_one(app, form, boss):
    app.send(written(form, 1, **CHOSEN))
    surveys.return_with_comments(
        Submission.objects.get().pk, comments=[("alamat", "Lengkapi alamat.")], actor=boss
    )
    assert app.all_families()[0][0]["steps"] == []


def test_a_second_visit_that_waits_for_a_person_changes_nothing(app, form):
    app.send(written(form, 1, **CHOSEN))
    [first], _ = app.all_families()
    app.send(written(form, 2, on=date(2026, 11, 21), keluarga=first["id"], family_id=first["id"]))
    assert app.all_families()[0][0]["steps"] == TOLD


def test_a_visit_of_an_open_round_is_told_to_whoever_carries_the_family(app, form, boss):
    """A kader sees that another one, a card or a typist was there; a round that is closed counts no more."""
    [round_one] = surveys.open_rounds()
    app.send(written(form, 1, **CHOSEN))
    [told], since = app.all_families()
    row = Submission.objects.get()
    assert told["visited"] == {"round_id": round_one.id, "on": row.visited_on.isoformat()}
    events.dispatch()
    [changed] = app.get(f"/families?since={since}")["items"]
    assert changed["visited"] == told["visited"]
    Submission.objects.update(is_current=False)
    assert app.all_families()[0][0]["visited"] is None
    Submission.objects.update(is_current=True)
    Round.objects.update(state="final")
    assert app.all_families()[0][0]["visited"] is None


def test_a_visit_of_another_open_round_leaves_the_family_to_be_visited(app, form, boss):
    """Two rounds share a village: a visit of today is in the newer one, and what was done in the other is not done."""
    [round_one] = surveys.open_rounds()
    app.send(written(form, 1, **CHOSEN))
    [told], since = app.all_families()
    assert told["visited"]["round_id"] == round_one.id
    Round.objects.create(
        name="Putaran dua", year=2026, form_id=round_one.form_id, opens=round_one.opens, area_code=VILLAGE
    )
    anew = app.get(f"/families?since={since}")
    assert [one["visited"] for one in anew["items"]] == [None]
