"""What the machine or the database cannot do is one line, not a page of Python."""

import os
import subprocess
import sys

import pytest


def run(tmp_path, *words, **settings):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bahtera.config.settings",
        "BAHTERA_DATA_DIR": str(tmp_path),
        "BAHTERA_DATABASE_URL": "",
        **settings,
    }
    return subprocess.run(
        [sys.executable, "-m", "bahtera.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def is_one_line(done, code):
    assert done.returncode == 3, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.strip().endswith(f"[{code}]")


@pytest.mark.parametrize("words", [["audit", "verify"], ["token", "A", "--area", "63"], ["keys", "rotate"]])
def test_a_database_that_was_never_prepared(tmp_path, words):
    is_one_line(run(tmp_path, *words), "cli.database")


@pytest.mark.parametrize("words", [["check", "--deploy"], ["audit", "verify"], ["migrate"]])
def test_a_database_that_does_not_answer(tmp_path, words):
    nobody = "postgres://nobody@127.0.0.1:1/none"
    is_one_line(run(tmp_path, *words, BAHTERA_DATABASE_URL=nobody), "cli.database")


def test_a_passphrase_that_others_may_read_is_named_for_what_it_is(tmp_path):
    file = tmp_path / "sandi"
    file.write_text("dua perahu di hulu sungai")
    file.chmod(0o644)
    done = run(tmp_path, "backup-keys", str(tmp_path / "kunci"), "--passphrase-file", str(file))
    assert "chmod 600" in done.stderr
    assert "make-backup-key" not in done.stderr
