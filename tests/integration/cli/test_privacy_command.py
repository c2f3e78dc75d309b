"""`bahtera privacy register` prints the register, and says with its status when something has no purpose."""

import csv
import io

from django.apps import apps
from django.db import models
from typer.testing import CliRunner

from bahtera.cli.main import app


def test_the_register_is_printed_as_a_page_and_as_a_table():
    shown = CliRunner().invoke(app, ["privacy", "register"])
    assert shown.exit_code == 0
    assert shown.stdout.startswith("# Catatan kegiatan pemrosesan\n")
    table = CliRunner().invoke(app, ["privacy", "register", "--format", "csv"])
    assert {row["jenis"] for row in csv.DictReader(io.StringIO(table.stdout))} == {"kolom", "tindakan"}


def test_a_table_without_a_purpose_ends_with_one():
    class Unsaid(models.Model):
        SENSITIVITY = {"id": "L1"}

        class Meta:
            app_label = "foundation"
            managed = False

    try:
        shown = CliRunner().invoke(app, ["privacy", "register"])
    finally:
        del apps.all_models["foundation"]["unsaid"]
        apps.clear_cache()
    assert shown.exit_code == 1
    assert "foundation.Unsaid.id" in shown.stderr
