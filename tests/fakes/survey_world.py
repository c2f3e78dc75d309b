"""A small world for tests: a published form, villages, a round, people with names. Conftests import it."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from tests.fakes import small_form
from tests.fakes.blob_folders import blobs_in
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor
from bahtera.foundation import clock
from bahtera.questionnaires import api as questionnaires
from bahtera.questionnaires.models import Questionnaire
from bahtera.surveys import api as surveys

__all__ = [
    "blob_folder",
    "chief",
    "compiled_row",
    "dewi",
    "form",
    "now",
    "rahmat",
    "round_one",
    "siti",
    "villages",
]
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def blob_folder(tmp_path):
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture(autouse=True)
def now():
    with clock.frozen(NOW):
        yield NOW


@pytest.fixture(scope="session")
def compiled_row(django_db_setup, django_db_blocker, tmp_path_factory):
    """Publish once (Java takes seconds) and keep the row's values for every test."""
    blobs = blobs_in(tmp_path_factory.mktemp("blobs"))
    with blobs, django_db_blocker.unblock(), transaction.atomic():
        questionnaires.publish(small_form.workbook(), actor_key="system", indices=())
        row = Questionnaire.objects.order_by("-id").values()[0]
        transaction.set_rollback(True)
    return {name: value for name, value in row.items() if name != "id"}


@pytest.fixture
def form(db, compiled_row):
    Questionnaire.objects.create(**compiled_row)
    found = questionnaires.get_form(small_form.FORM_ID, small_form.VERSION)
    assert found is not None
    return found


@pytest.fixture
def villages(db):
    codes = (small_form.VILLAGE, small_form.OTHER_VILLAGE, "63.10.01.2001", "15.01.01.2001")
    add_places({code: f"Desa Sintetis {code[-1]}" for code in codes})


@pytest.fixture
def round_one(form, villages):
    return surveys.create_round(
        name="Putaran satu", year=2026, form_id=form.form_id, opens=date(2026, 1, 1), actor=SYSTEM
    )


@pytest.fixture
def siti():
    """A kader of one village."""
    return Actor.over("token:1", "Siti", frozenset({"kader"}), (small_form.VILLAGE,))


@pytest.fixture
def dewi():
    """Another kader of the same village."""
    return Actor.over("token:2", "Dewi", frozenset({"kader"}), (small_form.VILLAGE,))


@pytest.fixture
def rahmat():
    """A supervisor of the regency."""
    return Actor.over("user:1", "Rahmat", frozenset({"supervisor"}), ("63.02",))


@pytest.fixture
def chief():
    """An administrator of the country."""
    return Actor.over("user:2", "Chandra", frozenset({"administrator", "supervisor"}), ("",))
