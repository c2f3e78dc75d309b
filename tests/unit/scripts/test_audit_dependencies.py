"""The locked versions beside a list of faults; the lists here are made up (sintetis)."""

import importlib.machinery
import importlib.util
import json
import subprocess
import sys
import zipfile

import pytest
from tests.docs.tutorials import ROOT

SCRIPT = ROOT / "scripts" / "audit-dependencies"


def load():
    loader = importlib.machinery.SourceFileLoader("audit_dependencies", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


audit = load()


def fault(name, *events, ecosystem="PyPI", identity="SYN-1", **more):
    affected = {
        "package": {"ecosystem": ecosystem, "name": name},
        "ranges": [{"type": "ECOSYSTEM", "events": [*events]}],
    }
    return {
        "id": identity,
        "modified": "2026-11-20T00:00:00Z",
        "summary": "sintetis",
        "affected": [affected],
    } | more


@pytest.fixture
def locks(tmp_path):
    folder = tmp_path / "locks"
    (folder / "requirements").mkdir(parents=True)
    (folder / "requirements" / "base.lock").write_text(
        "django==5.2.19 \\\n    --hash=sha256:00\nDjango_Allauth[mfa]==65.21.1 ; x\n", "utf-8"
    )
    (folder / "frontend").mkdir()
    packages = {
        "": {"version": "1"},
        "node_modules/vite": {"version": "7.0.1"},
        "node_modules/a/node_modules/@b/c": {"version": "2.0.0"},
    }
    (folder / "frontend" / "package-lock.json").write_text(json.dumps({"packages": packages}), "utf-8")
    return folder


def run(locks, faults, *more, accepted=""):
    file = locks / "all.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for number, one in enumerate(faults):
            archive.writestr(f"{number}.json", json.dumps(one))
    (locks / "accepted").write_text(accepted, "utf-8")
    return subprocess.run(
        [
            sys.executable,
            SCRIPT,
            file,
            *more,
            "--locks",
            locks,
            "--accepted",
            locks / "accepted",
            "--today",
            "2026-11-22",
        ],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("events", "hit"),
    [
        ([{"introduced": "0"}, {"fixed": "5.2.20"}], True),
        ([{"introduced": "0"}, {"fixed": "5.2.19"}], False),
        ([{"introduced": "0"}, {"fixed": "4.2.30"}, {"introduced": "5.0"}, {"fixed": "5.2.20"}], True),
        ([{"introduced": "0"}, {"fixed": "4.2.30"}, {"introduced": "6.0"}], False),
        ([{"introduced": "0"}, {"last_affected": "5.2.19"}], True),
        ([{"introduced": "0"}, {"last_affected": "5.2.18"}], False),
        ([{"introduced": "5.2.19"}], True),
        ([{"introduced": "not a version"}], True),
    ],
)
def test_ranges_of_versions(events, hit):
    affected = fault("django", *events)["affected"][0]
    assert audit.is_affected("5.2.19", affected)[0] is hit


def test_a_listed_version_counts_without_a_range():
    assert audit.is_affected("5.2.19", {"versions": ["5.2.19"]}) == (True, "")
    assert audit.is_affected("5.2.19", {"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}) == (
        False,
        "",
    )


def test_what_is_locked_is_found_in_every_ecosystem(locks):
    found = {(one.ecosystem, one.name, one.version) for one in audit.locked_packages(locks)}
    assert found == {
        ("PyPI", "django", "5.2.19"),
        ("PyPI", "django-allauth", "65.21.1"),
        ("npm", "vite", "7.0.1"),
        ("npm", "@b/c", "2.0.0"),
    }


def test_a_fault_ends_with_1_and_says_where_it_is_mended(locks):
    done = run(locks, [fault("Django", {"introduced": "5.0"}, {"fixed": "5.2.20"})])
    assert done.returncode == 1
    assert "django 5.2.19: SYN-1 sintetis (fixed in 5.2.20)" in done.stdout


def test_nothing_known_ends_with_0(locks):
    done = run(
        locks, [fault("other", {"introduced": "0"}), fault("vite", {"introduced": "0"}, ecosystem="PyPI")]
    )
    assert (done.returncode, "0 to be mended" in done.stdout) == (0, True)


def test_a_withdrawn_fault_is_none(locks):
    assert (
        run(locks, [fault("django", {"introduced": "0"}, withdrawn="2026-01-01T00:00:00Z")]).returncode == 0
    )


def test_an_accepted_fault_is_told_and_runs_out(locks):
    faults = [fault("vite", {"introduced": "0"}, ecosystem="npm")]
    done = run(locks, faults, accepted="# why\nSYN-1 2026-12-01 the part is not used\n")
    assert (done.returncode, "1 accepted" in done.stdout) == (0, True)
    assert run(locks, faults, accepted="SYN-1 2026-11-21 the part is not used\n").returncode == 1
    assert run(locks, faults, accepted="SYN-1 2026-12-01\n").returncode == 2


def test_a_list_that_is_old_or_none_is_said(locks):
    old = fault("other", {"introduced": "0"}) | {"modified": "2026-01-01T00:00:00Z"}
    assert "days old" in run(locks, [old]).stdout
    assert run(locks, []).returncode == 2


def test_a_database_of_yaml_files_is_read(locks, tmp_path):
    folder = tmp_path / "vulns" / "django"
    folder.mkdir(parents=True)
    (folder / "PYSEC-1.yaml").write_text(
        "id: PYSEC-1\nmodified: 2026-11-20T00:00:00Z\ndetails: sintetis\naffected:\n"
        "- package: {ecosystem: PyPI, name: django}\n"
        "  ranges:\n  - type: ECOSYSTEM\n    events:\n    - introduced: '0'\n    - fixed: 5.2.20\n",
        "utf-8",
    )
    done = run(locks, [fault("other", {"introduced": "0"})], str(tmp_path / "vulns"))
    assert "PYSEC-1" in done.stdout


def test_the_real_locks_are_read():
    found = {one.name for one in audit.locked_packages(ROOT)}
    assert {"django", "cryptography", "lxml", "vite"} <= found
