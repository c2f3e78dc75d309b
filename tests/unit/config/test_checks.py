"""Every rule about a site in production: a safe site passes, and each fault is told by its own line alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bahtera.config.checks import TEXTS, Database, Facts, examine

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
SAFE = Facts(
    now=NOW,
    public_url="https://keluarga.example.go.id",
    secret_key="0123456789abcdef" * 6,
    allowed_hosts=("keluarga.example.go.id",),
    database=Database("sqlite"),
    file_modes={"signing.key": 0o600, "keyring.json": 0o400},
    folder_modes={"data": 0o700, "blobs": 0o700, "audit": 0o755, "keys": 0o700},
    last_backup=NOW - timedelta(hours=20),
    newest_entry=NOW,
    database_clock=NOW + timedelta(seconds=2),
)
FAR = Database("postgresql", host="db.example.go.id", sslmode="verify-full")

FAULTS = [
    ("no_https", {"public_url": "http://keluarga.example.go.id"}),
    ("local_address", {"public_url": "https://localhost", "allowed_hosts": ("localhost",)}),
    ("local_address", {"public_url": "https://192.0.2.1", "allowed_hosts": ("192.0.2.1",)}),
    ("any_host", {"allowed_hosts": ("*",)}),
    ("any_host", {"allowed_hosts": (".go.id", "keluarga.example.go.id")}),
    ("any_host", {"allowed_hosts": ()}),
    ("host_not_listed", {"allowed_hosts": ("lain.example.go.id",)}),
    ("weak_secret", {"secret_key": "short"}),
    ("weak_secret", {"secret_key": "a" * 80}),
    ("weak_secret", {"secret_key": "only-for-tests-" + "0123456789abcdef" * 6}),
    ("weak_secret", {"secret_key": "django-insecure-" + "0123456789abcdef" * 6}),
    ("debug", {"debug": True}),
    ("debug_log", {"log_level": "debug"}),
    ("demonstration", {"demonstration": ("admin",)}),
    ("shows_codes", {"shows_codes": True}),
    ("no_second_factor", {"second_factor": False}),
    ("root", {"is_root": True}),
    ("key_readable", {"file_modes": {"keyring.json": 0o640}}),
    ("key_readable", {"file_modes": {"signing.key": 0o604}}),
    ("folder_writable", {"folder_modes": {"blobs": 0o770}}),
    ("folder_writable", {"folder_modes": {"keys": 0o702}}),
    ("data_readable", {"folder_modes": {"data": 0o755}}),
    ("keys_in_data", {"keyring_in_data": True}),
    ("no_backup", {"last_backup": None}),
    ("old_backup", {"last_backup": NOW - timedelta(hours=49)}),
    ("archive_in_data", {"archive_in_data": True}),
    ("key_beside_archive", {"key_beside_archive": True}),
    ("not_durable", {"database": Database("sqlite", synchronous=1)}),
    ("not_durable", {"database": Database("sqlite", journal="delete")}),
    ("not_durable", {"database": Database("postgresql", switched_off=("fsync=off",))}),
    ("database_in_clear", {"database": replace(FAR, sslmode="prefer")}),
    ("database_unverified", {"database": replace(FAR, sslmode="require")}),
    ("not_migrated", {"database": Database("sqlite", is_migrated=False)}),
    ("clock_behind", {"newest_entry": NOW + timedelta(minutes=5)}),
    ("clock_behind", {"last_backup": NOW + timedelta(days=1)}),
    ("clocks_differ", {"database_clock": NOW - timedelta(minutes=1)}),
    ("clock_free", {"is_synchronised": False}),
    ("disk_full", {"free_share": 0.04}),
    ("disk_full", {"free_share": 0.5, "free_bytes": 500_000_000}),
    ("disk_scant", {"free_share": 0.10}),
    ("worker_silent", {"overdue_since": NOW - timedelta(hours=1)}),
]
WARNINGS = {"root", "database_unverified", "keys_in_data", "clock_free", "disk_scant"}


def test_a_safe_site_passes():
    assert examine(SAFE) == []
    assert examine(replace(SAFE, database=FAR)) == []
    assert examine(replace(SAFE, overdue_since=NOW + timedelta(hours=1))) == []


@pytest.mark.parametrize(("code", "fault"), FAULTS)
def test_each_fault_is_told_by_its_own_line(code, fault):
    (found,) = examine(replace(SAFE, **fault))
    assert found.code == code
    assert found.is_refused == (code not in WARNINGS)
    for language in ("id", "en"):
        text = found.text(language)
        assert len(text) > 30
        assert "{" not in text


def test_a_proxy_is_trusted_over_https_only():
    codes = {
        one.code for one in examine(replace(SAFE, trusts_proxy=True, public_url="http://a.example.go.id"))
    }
    assert "proxy_without_https" in codes
    assert examine(replace(SAFE, trusts_proxy=True)) == []


def test_every_line_has_a_case():
    assert set(TEXTS) == {code for code, _ in FAULTS} | {"proxy_without_https"}


def test_every_line_is_in_the_guide():
    from tests.docs.tutorials import ROOT

    guide = (ROOT / "docs" / "how-to" / "harden.md").read_text(encoding="utf-8")
    assert [code for code in TEXTS if f"`{code}`" not in guide] == []
