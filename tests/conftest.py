"""What holds for every test: none leaves its language to the next."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _no_language_of_another_test():
    translation.deactivate()
    yield
    translation.deactivate()
