"""``bahtera audit verify``: an account a person understands, and a status a script understands."""

import json
from datetime import timedelta

import pytest
from tests.fakes.audit_chain import MONDAY, anchor, own_chain, sql, three_days, wipe, write
from typer.testing import CliRunner

from bahtera.cli.archives import _explain_gap
from bahtera.cli.audit import check
from bahtera.cli.main import app
from bahtera.foundation import audit, clock
from bahtera.foundation.audit import chain_key
from bahtera.foundation.audit.values import ChainKeyMissing

__all__ = ["own_chain", "three_days"]

pytestmark = pytest.mark.django_db

EVENING = MONDAY + timedelta(days=2, hours=11)


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
    with clock.frozen(MONDAY + timedelta(minutes=5)):
        assert "bahtera worker" in run().stdout
        assert run("--language", "en").exit_code == 0


def test_a_site_that_never_had_a_worker_is_told_so():
    write(2)
    with clock.frozen(MONDAY + timedelta(hours=1)):
        done = run()
    assert done.exit_code == 1
    assert "jejak audit TIDAK SELALU DIJANGKARKAN: 1 temuan" in done.stdout
    assert (
        "2026-11-16, jalur 0: catatan 1 sampai 2 tidak dijangkarkan dari 2026-11-16 09:00:00 UTC"
        " sampai 2026-11-16 10:00:00 UTC: pekerja tidak berjalan, atau jangkarnya dibuang [unanchored]"
    ) in done.stdout
    assert "bahtera worker" in done.stdout
    assert "bahtera audit explain" in done.stdout


def test_a_gap_is_explained_with_a_command(three_days, own_chain):
    write(2, EVENING)
    anchor(EVENING + timedelta(hours=3))
    with clock.frozen(EVENING + timedelta(hours=3, minutes=2)):
        assert run("--language", "en").exit_code == 1
        asked = [
            "audit",
            "explain",
            "--from",
            "2026-11-18T20:00",
            "--to",
            "2026-11-18 23:00",
            "--reason",
            "clock",
        ]
        assert CliRunner().invoke(app, asked).exit_code == 0
        done = run("--language", "en")
        assert done.exit_code == 0
        assert "Explained already, not counted:" in done.stdout
        assert "entries 13 to 14 were not anchored from 2026-11-18 20:00:00 UTC" in done.stdout
        told = json.loads(run("--json").stdout)
        assert [one["code"] for one in told["explained"]] == ["unanchored"]
        assert "pekerja tidak berjalan" in told["explained"][0]["messages"]["id"]
    [entry] = audit.entries(action="audit.gap_explained").items
    assert entry.details["reason"] == "clock"
    assert CliRunner().invoke(app, [*asked[:4], "--to", "2026-11-18T20:00"]).exit_code == 2


def test_a_restored_site_says_why_nothing_was_anchored(three_days):
    made_at = MONDAY + timedelta(days=2, minutes=5)
    later = made_at + timedelta(days=1)
    write(2, made_at)
    with clock.frozen(later):
        assert run().exit_code == 1
        check(as_of=made_at + timedelta(minutes=1))
        _explain_gap(made_at.isoformat())
    anchor(later + timedelta(minutes=1))
    with clock.frozen(later + timedelta(minutes=2)):
        assert run().exit_code == 0


def test_an_anchor_of_a_clock_that_jumped_is_not_called_the_last(three_days):
    ahead = MONDAY.replace(year=2100)
    write(2, ahead)
    anchor(ahead)
    with clock.frozen(MONDAY + timedelta(days=2, minutes=6)):
        done = run()
    assert done.exit_code == 0
    assert "Jangkar terakhir: 2026-11-18 09:05 UTC" in done.stdout
    assert "Ada jangkar bertanggal 2100-11-16 09:00 UTC, di depan jam sekarang" in done.stdout


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
