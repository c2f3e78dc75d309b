"""The small world that tests of surveys live in."""

from tests.fakes.survey_world import (
    blob_folder,
    chief,
    compiled_row,
    dewi,
    form,
    now,
    rahmat,
    round_one,
    siti,
    villages,
)

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
