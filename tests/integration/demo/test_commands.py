"""The commands of form authors and administrators, typed as they would be."""

import re

import pytest
from tests.fakes.places import add_places
from tests.unit.questionnaires.forms import YES_NO, workbook
from typer.testing import CliRunner

from bahtera.access import api as access
from bahtera.access.models import KaderToken
from bahtera.cli import demo, process
from bahtera.cli.main import app
from bahtera.foundation.errors import Refused
from bahtera.foundation.models import AuditEntry
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

pytestmark = pytest.mark.django_db
VILLAGE = "63.10.11.2011"
OTHER = "63.01.01.2001"


@pytest.fixture
def pulau_tanjung():
    names = {
        "63": "Kalimantan Selatan",
        "63.10": "Kabupaten Tanah Bumbu",
        "63.10.11": "Kusan Tengah",
        VILLAGE: "Pulau Tanjung",
        "63.01": "Kabupaten Tanah Laut",
        "63.01.01": "Takisung",
        OTHER: "Gunung Makmur",
    }
    add_places(names)


def typed(*words, asked=""):
    return CliRunner().invoke(app, list(words), input=asked)


def test_an_account_is_made_with_its_role_and_area(pulau_tanjung, django_user_model):
    outcome = typed(
        "account", "chelsea", "--role", "supervisor", "--area", "63.10", asked="a-long-password-1\n"
    )
    assert outcome.exit_code == 0, outcome.output
    chelsea = django_user_model.objects.get(username="chelsea")
    assert chelsea.check_password("a-long-password-1")
    actor = access.actor_of(chelsea)
    assert (actor.roles, actor.areas) == (frozenset({"supervisor"}), ("63.10",))


@pytest.mark.parametrize("role", ["kader", "king"])
def test_only_roles_of_accounts_are_taken(role, django_user_model):
    outcome = typed("account", "bob", "--role", role, "--area", "63", "--password", "a-long-password-1")
    assert outcome.exit_code == 2
    assert not django_user_model.objects.exists()


def test_an_area_that_does_not_exist_is_refused(django_user_model):
    outcome = typed("account", "bob", "--role", "tpk2d", "--area", "99", "--password", "a-long-password-1")
    assert outcome.exit_code != 0
    assert not django_user_model.objects.exists()


@pytest.fixture
def form():
    survey = [{"type": "text", "name": "nama", "label": "Nama"}]
    return questionnaires.publish(workbook(survey, YES_NO), actor_key="user:1", indices=()).form_id


def refused(*words):
    """Type a command that must be refused, and return the refusal."""
    outcome = typed(*words)
    assert isinstance(outcome.exception, Refused), outcome.output
    assert not surveys.list_rounds(), "nothing is left behind"
    return str(outcome.exception)


def test_a_round_is_opened_with_its_targets(pulau_tanjung, form):
    outcome = typed(
        "round",
        "Latihan",
        "--opens",
        "2026-03-01",
        "--form",
        form,
        "--area",
        "63",
        "--target",
        f"{VILLAGE}=12",
    )
    assert outcome.exit_code == 0, outcome.output
    row = surveys.list_rounds()[0]
    assert (row.name, row.year, row.area_code) == ("Latihan", 2026, "63")
    assert [(one.village_code, one.target_families) for one in surveys.targets(row.id)] == [(VILLAGE, 12)]


@pytest.mark.parametrize(
    "target", [VILLAGE, f"{VILLAGE}=-1", f"{VILLAGE}=many", f"{VILLAGE}=99999999999999999999", f"{VILLAGE}=٥"]
)
def test_a_target_is_a_village_and_a_number(target):
    assert typed("round", "Latihan", "--opens", "2026-03-01", "--target", target).exit_code == 2
    assert not surveys.list_rounds()


def test_a_round_needs_a_published_form_and_areas_that_there_are(pulau_tanjung, form):
    words = ["round", "Latihan", "--opens", "2026-03-01", "--form", form]
    assert f"nope is not published here. Published: {form}" in refused(*words, "--form", "nope")
    assert "63.1" in refused(*words, "--area", "63.1")
    for code in ("63.10.11.9999", "63.10.11", "63.1", ""):
        assert f"no villages: {code}" in refused(*words, "--target", f"{VILLAGE}=3", "--target", f"{code}=5")
    assert "outside the round's area" in refused(*words, "--area", "63.10.11", "--target", f"{OTHER}=5")


def test_a_round_that_is_refused_for_its_targets_leaves_nothing_behind(pulau_tanjung, form):
    words = ["round", "Latihan", "--opens", "2026-03-01", "--form", form]
    assert "more families than any village" in refused(*words, "--target", f"{VILLAGE}=999999999")
    assert typed(*words, "--target", f"{VILLAGE}=9").exit_code == 0
    assert AuditEntry.objects.filter(action="surveys.round_created").count() == 1


@pytest.mark.parametrize("day", ["1026-03-01", "1999-12-31", "2126-03-01"])
def test_a_year_that_is_a_slip_is_refused(pulau_tanjung, form, day):
    assert f"not in {day[:4]}" in refused("round", "Latihan", "--opens", day, "--form", form)


@pytest.mark.parametrize("code", ["63.1", "99.99", "63.10.11.9999"])
def test_a_token_for_an_area_that_does_not_exist_is_refused(pulau_tanjung, code):
    assert code in refused("token", "Kader Aminah", "--area", VILLAGE, "--area", code)
    assert not KaderToken.objects.exists()


@pytest.mark.parametrize(
    ("name", "area", "reason"), [("   ", "63", "give the kader's name"), ("Aminah", "", "whole country")]
)
def test_a_token_has_a_name_and_an_area(pulau_tanjung, name, area, reason):
    outcome = typed("token", name, "--area", area)
    assert outcome.exit_code == 2
    assert reason in " ".join(outcome.output.replace("│", " ").split())
    assert not KaderToken.objects.exists()


def test_a_token_is_an_address_that_works(pulau_tanjung):
    outcome = typed("token", "Kader Aminah", "--area", VILLAGE, "--url", "https://keluarga.example.go.id/")
    found = re.fullmatch(
        r"https://keluarga\.example\.go\.id/v1/key/([0-9a-f]{64})/projects/1\n", outcome.output
    )
    assert found, outcome.output
    assert access.resolve_token(found[1]).areas == (VILLAGE,)


def test_a_broken_form_is_refused_with_its_problems(tmp_path):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"this is no workbook")
    outcome = typed("publish", str(broken))
    assert outcome.exit_code == 3
    assert "✗" in outcome.output
    assert not questionnaires.current_forms()


def test_what_changed_between_two_versions_is_told():
    survey = [{"type": "text", "name": "nama", "label": "Nama"}]
    for version, rows in {
        "1": survey,
        "2": [*survey, {"type": "integer", "name": "umur", "label": "Umur"}],
    }.items():
        book = workbook(rows, YES_NO, settings={"version": version})
        form = questionnaires.publish(book, actor_key="user:1", indices=())
    told = typed("diff", form.form_id, "1", "2")
    assert told.exit_code == 0, told.output
    assert "umur" in told.output
    assert "nama" not in told.output
    assert "no difference" in typed("diff", form.form_id, "2", "2").output
    assert typed("diff", form.form_id, "1", "3").exit_code == 2


def test_versions_of_an_empty_site_are_none():
    assert typed("versions").exit_code == 0


def test_visits_are_written_for_villages_of_the_demonstration_only(tmp_path):
    assert typed("write-visits", str(tmp_path), "--village", "11.01.01.2001").exit_code == 2


def test_the_demonstration_brings_its_areas(monkeypatch):
    done = []
    monkeypatch.setattr(process, "load_areas", lambda: done.append("areas"))
    monkeypatch.setattr(demo, "prepare", lambda *_, **__: done.append("families"))
    outcome = typed("demo")
    assert outcome.exit_code == 0, outcome.output
    assert done == ["areas", "families"]
