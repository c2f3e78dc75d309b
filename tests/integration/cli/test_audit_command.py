"""``bahtera audit verify``: an account a person understands, and a status a script understands."""

import json
from datetime import timedelta

import pytest
from tests.fakes.audit_chain import MONDAY, anchor, own_chain, sql, three_days, wipe, write
from typer.testing import CliRunner

from bahtera.cli.main import app
from bahtera.foundation import audit
from bahtera.foundation.audit import chain_key
from bahtera.foundation.audit.values import ChainKeyMissing

__all__ = ["own_chain", "three_days"]

pytestmark = pytest.mark.django_db


def run(*words):
    return CliRunner().invoke(app, ["audit", "verify", *words])


def test_a_whole_audit_is_told_in_one_line(three_days):
    done = run()
    assert done.exit_code == 0
    assert "✓ jejak audit utuh: 36 catatan dari 3 hari" in done.stdout
    assert "Jangkar terakhir: 2026-11-18 09:05 UTC" in done.stdout
    again = run("--language", "en").stdout
    assert "the audit is whole: 37 entries" in again, "the first look left an entry of what it found"


def test_what_it_found_is_written_down(three_days):
    sql("UPDATE foundation_auditentry SET actor = 'user:9' WHERE id = %s", three_days[3])
    assert run().exit_code == 1
    [entry] = audit.entries(action=audit.VERIFIED).items
    assert entry.details == {
        "entries": 36,
        "problems": 1,
        "first_day": "2026-11-16",
        "last_day": "2026-11-18",
    }


def test_without_anchors_it_says_what_to_do():
    write(2)
    assert "bahtera worker" in run().stdout
    assert run("--language", "en").exit_code == 0


def test_an_empty_audit_is_whole():
    assert run().exit_code == 0


def test_what_was_changed_is_told_with_its_place_and_status_one(three_days):
    sql("UPDATE foundation_auditentry SET actor = 'user:2' WHERE id = %s", three_days[5])
    wipe(three_days[20], three_days[21])
    done = run()
    assert done.exit_code == 1
    assert "jejak audit DIUBAH: 2 temuan" in done.stdout
    assert "2026-11-16, jalur 0: catatan 6 diubah isinya [edited]" in done.stdout
    assert "2026-11-17, jalur 0: 2 catatan hilang: 9 sampai 10 [missing]" in done.stdout
    assert "Jangan ubah apa pun" in done.stdout
    english = run("--language", "en", "--to", "2026-11-16")
    assert "2026-11-16, lane 0: entry 6 was edited" in english.stdout
    assert "missing" not in english.stdout


def test_the_report_can_be_read_by_a_machine(three_days):
    sql("UPDATE foundation_auditentry SET actor = 'user:2' WHERE id = %s", three_days[5])
    done = run("--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["is_intact"], told["entries"], told["count"]) == (False, 36, 1)
    [problem] = told["problems"]
    assert (problem["code"], problem["day"], problem["lane"], problem["seq"]) == (
        "edited",
        "2026-11-16",
        0,
        6,
    )
    assert problem["entry_id"] == three_days[5]
    assert problem["messages"]["en"] == "2026-11-16, lane 0: entry 6 was edited"


def test_only_some_days_are_read(three_days):
    told = json.loads(run("--json", "--from", "2026-11-17", "--to", "2026-11-17").stdout)
    assert (told["entries"], told["days"]) == (12, ["2026-11-17"])


def test_many_findings_are_cut_short(three_days, monkeypatch):
    monkeypatch.setattr("bahtera.foundation.audit.findings._MOST_TOLD", 5)
    sql("UPDATE foundation_auditentry SET actor = 'user:2'")
    assert "dan 31 temuan lagi" in run().stdout


def test_a_missing_key_is_refused(own_chain):
    write(2)
    anchor(MONDAY + timedelta(hours=1))
    chain_key.configure(own_chain / "nowhere")
    assert isinstance(run().exception, ChainKeyMissing)


def test_a_day_is_a_day():
    assert run("--from", "yesterday").exit_code == 2
