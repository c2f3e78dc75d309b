"""The small world that tests of surveys live in."""

from tests.fakes.survey_world import *  # noqa: F403 - fixtures are found by their names; __all__ lists them
