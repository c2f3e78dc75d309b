"""The small world, and a phone of a kader that talks to it through the whole middleware."""

import pytest
from tests.fakes import small_form
from tests.fakes.openrosa_client import DjangoTransport, OpenRosaClient, url_for
from tests.fakes.survey_world import *  # noqa: F403 - fixtures are found by their names; __all__ lists them

from bahtera.access import api as access


@pytest.fixture(autouse=True)
def static_folder(settings, tmp_path):
    """WhiteNoise warns about a folder that is not there."""
    settings.STATIC_ROOT = str(tmp_path)


@pytest.fixture
def token(chief):
    return access.issue_token(name="Siti", areas=[small_form.VILLAGE], actor=chief)


@pytest.fixture
def phone(token, client, round_one):
    return OpenRosaClient(url_for("http://localhost", token.secret), DjangoTransport(client))
