"""Nothing is kept and nothing is done without a purpose; the page in the docs says what the code says."""

from pathlib import Path

from django.db import models

import bahtera
from bahtera.privacy import api

PAGE = Path(bahtera.__file__).resolve().parents[2] / "docs" / "reference" / "processing-register.md"


def test_every_column_and_every_act_has_a_purpose():
    """Add what is new to `holds` of a purpose in definitions/privacy/purposes.yaml, then write the page anew."""
    found = api.processing_register()
    assert found.unplaced == ()
    assert found.unknown == (), "definitions/privacy/purposes.yaml names what is not there"


def test_the_page_is_in_step():
    """`bahtera privacy register > docs/reference/processing-register.md` writes it."""
    assert PAGE.read_text(encoding="utf-8") == api.as_markdown(api.processing_register())


def test_a_new_table_without_a_purpose_is_seen():
    class Unsaid(models.Model):
        SENSITIVITY = {"id": "L1"}

        class Meta:
            app_label = "foundation"
            managed = False

    from django.apps import apps

    try:
        assert api.processing_register().unplaced == ("foundation.Unsaid.id",)
    finally:
        del apps.all_models["foundation"]["unsaid"]
        apps.clear_cache()
