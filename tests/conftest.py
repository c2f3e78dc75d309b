"""What holds for every test: none leaves its language to the next, and none fails for a busy machine."""

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

# How long an example takes to draw says how busy the machine is, and nothing about the code.
settings.register_profile("bahtera", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("bahtera")


@pytest.fixture(autouse=True)
def _no_language_of_another_test():
    translation.deactivate()
    yield
    translation.deactivate()
