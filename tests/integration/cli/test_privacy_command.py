"""`bahtera privacy register` prints the register, and says with its status when something has no purpose."""

import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from typer.testing import CliRunner

from bahtera.cli.main import app
from bahtera.foundation import clock
from bahtera.privacy import api
from bahtera.privacy.models import RetentionRun

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)


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


@pytest.mark.django_db
def test_retention_is_previewed_announced_and_paused():
    with clock.frozen(NOW):
        dry = CliRunner().invoke(app, ["privacy", "retention", "--dry-run"])
        assert (dry.exit_code, RetentionRun.objects.count()) == (0, 0)
        assert (
            "visit_contents: older than 2021-11-22: 0 due, 0 ended, 0 held, 0 failed (announced" in dry.stdout
        )
        assert "nothing was changed" in dry.stdout
        run = CliRunner().invoke(app, ["privacy", "retention"])
        assert (run.exit_code, RetentionRun.objects.get().state) == (0, "done")
    with clock.frozen(NOW + timedelta(days=40)):
        paused = CliRunner().invoke(app, ["privacy", "retention"])
        assert paused.exit_code == 4
        assert "--after-pause" in paused.stdout
        again = CliRunner().invoke(app, ["privacy", "retention", "--after-pause"])
        assert again.exit_code == 0
        assert "carried out" in again.stdout


@pytest.mark.django_db
def test_what_could_not_be_ended_ends_the_command_with_one(monkeypatch):
    failed = api.ReportRow("things", "0" * 64, True, NOW, 2, 1, 0, 1, False, (("7", "ValueError"),))
    run = api.RunRow(UUID(int=1), "done", "1", NOW, NOW, (failed,))
    monkeypatch.setattr(api, "carry_out_retention", lambda **_: run)
    told = CliRunner().invoke(app, ["privacy", "retention"])
    assert told.exit_code == 1
    assert "  7: ValueError" in told.stdout
