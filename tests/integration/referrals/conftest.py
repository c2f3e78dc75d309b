"""One network of offices at one instant."""

import pytest
from tests.fakes import referral_world
from tests.fakes.keyrings import keys_and_files_in

from bahtera.foundation import clock


@pytest.fixture
def world(db, tmp_path):
    with clock.frozen(referral_world.NOW), keys_and_files_in(tmp_path):
        yield referral_world.build()


@pytest.fixture
def tini(world):
    return referral_world.client_of(world)
