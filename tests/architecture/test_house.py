"""Walls that the import contracts cannot see, and files that must agree."""

import configparser
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {path.name for path in (ROOT / "src" / "bahtera").iterdir() if (path / "__init__.py").exists()}

# Relations between packages, each with its reason. Higher points to lower, never back.
FOREIGN_KEYS = {
    ("access.Person.user", "auth.User"): "a person may sign in with a Django account",
    ("access.SignInSession.user", "auth.User"): "a session is an account's",
    ("access.HandedPassword.user", "auth.User"): "a password is an account's",
}


def tracked_files():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def contracts():
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return parser


def layers(section):
    names = re.split(r"[:|\n]", contracts()[section]["layers"])
    return {name.strip().strip("()") for name in names if name.strip()}


def test_every_package_has_its_place():
    assert layers("importlinter:contract:packages") >= PACKAGES


def test_every_django_package_has_a_door_contract():
    parser = contracts()
    inside = set(parser["importlinter:contract:inside"]["containers"].split())
    doors = {
        f"bahtera.{name.removeprefix('importlinter:contract:door-')}"
        for name in parser.sections()
        if name.startswith("importlinter:contract:door-")
    }
    assert inside == doors
    with_api = {
        f"bahtera.{name}" for name in PACKAGES if (ROOT / "src/bahtera" / name / "models.py").exists()
    }
    assert with_api - doors == {"bahtera.foundation"}, "foundation is the floor all stand on: it has no door"


def test_foreign_keys_between_packages_are_on_the_list():
    found = set()
    for model in apps.get_models():
        if not model.__module__.startswith("bahtera."):
            continue
        for field in model._meta.get_fields():
            other = field.related_model if field.is_relation and not field.auto_created else None
            if other is not None and other._meta.app_label != model._meta.app_label:
                found.add((f"{model._meta.label}.{field.name}", other._meta.label))
    assert found == set(FOREIGN_KEYS)


def test_every_package_says_what_it_owns():
    silent = [name for name in PACKAGES if not (ROOT / "src/bahtera" / name / "README.md").exists()]
    assert silent == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        # Put together here, so that no host name stands in a file.
        (
            "a package registry's host",
            "py" + r"pi\.org|python" + r"hosted|registry\.np" + r"mjs|deb\.deb" + "ian",
        ),
        ("a path of one machine", r"(?<![\w.])/(work|farm)/|(?<![\w.)'])/root/"),
    ],
)
def test_no_file_names(what, pattern):
    wrong = []
    for path in tracked_files():
        if path.suffix in {".png", ".xlsx", ".gz", ".woff2", ".jar", ".zst", ".parquet", ".ico"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        wrong += [f"{path.relative_to(ROOT)}: {match.group()}" for match in re.finditer(pattern, text)]
    assert wrong == [], what


def test_locks_hold_hashes_and_no_addresses():
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9._-]+(?:\[.*\])?==", text, re.MULTILINE)
        assert len(pinned) > 0
        assert text.count("--hash=sha256:") >= len(pinned)
    assert not (ROOT / "uv.lock").exists()


@pytest.mark.parametrize("folder", ["frontend", "field"])
def test_the_locks_of_what_runs_in_browsers_name_no_address(folder):
    assert '"resolved"' not in (ROOT / folder / "package-lock.json").read_text(encoding="utf-8")


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 60
