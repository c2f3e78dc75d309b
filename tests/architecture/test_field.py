"""The walls of the kader's app, as docs/explanation/field-app.md draws them."""

import json
import re
from pathlib import Path, PurePosixPath

import pytest

from bahtera.surveys.api import visit_outcomes

FIELD = Path(__file__).resolve().parents[2] / "field" / "src"
# What each folder may import. `practice` is the screen that tries a questionnaire from files.
MAY = {
    "text": set(),
    "ui": {"text"},
    "vault": set(),
    "store": {"vault"},
    "forms": {"text", "ui"},
    "visits": {"forms", "private", "store", "sync", "results", "text", "ui"},
    "results": {"text", "ui"},
    "private": {"vault", "text", "ui"},
    "care": {"text", "ui"},
    "sync": {"store", "vault"},
    "village": {"store", "text", "ui"},
    "practice": {"forms", "results", "store", "visits", "text", "ui"},
    "keying": {"forms", "text", "ui"},
    "app": {"*"},
}
ENGINE = "@getodk/xforms-engine"
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']([^"']+)["']""")


def sources():
    return sorted(path for path in FIELD.rglob("*") if path.suffix in {".ts", ".tsx"})


def imports(path):
    return IMPORT.findall(path.read_text(encoding="utf-8"))


def folder_of(path):
    return path.relative_to(FIELD).parts[0] if path.parent != FIELD else ""


def crossings():
    for path in sources():
        own = folder_of(path)
        for name in imports(path):
            if name.startswith("."):
                target = PurePosixPath(*(path.parent / name).resolve().relative_to(FIELD.parents[1]).parts)
                yield path.relative_to(FIELD), own, target


def test_every_folder_has_its_walls():
    assert {folder_of(path) for path in sources()} - {""} <= set(MAY)


def test_folders_are_entered_by_their_index_and_only_where_they_may():
    wrong = []
    for path, own, target in crossings():
        if target.parts[:2] != ("field", "src"):
            continue
        other = target.parts[2]
        if own in {other, ""} or other == own:
            continue
        if len(target.parts) != 3:
            wrong.append(f"{path}: past the door of {other}")
        if MAY[own] != {"*"} and other not in MAY[own]:
            wrong.append(f"{path}: {own} knows nothing of {other}")
    assert wrong == []


def test_the_engine_is_known_in_one_place():
    users = {path.relative_to(FIELD).parts[:2] for path in sources() if ENGINE in imports(path)}
    assert users == {("forms", "engine")}


def test_views_know_no_engine():
    reached = [
        f"{path}: {name}"
        for path in (FIELD / "forms" / "views").rglob("*.ts*")
        for name in imports(path)
        if "engine" in name
    ]
    assert reached == []


def test_the_app_imports_nothing_of_the_server():
    """Definitions and the colours are common ground."""
    grounds = {("definitions",), ("frontend", "src", "styles")}
    wrong = [
        f"{path}: {target}"
        for path, _, target in crossings()
        if target.parts[0] != "field" and not any(target.parts[: len(each)] == each for each in grounds)
    ]
    assert wrong == []


def test_the_engine_is_pinned_exactly():
    package = json.loads((FIELD.parent / "package.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["dependencies"][ENGINE])


@pytest.mark.parametrize(
    "path", [path for path in sources() if path.suffix == ".tsx"], ids=lambda path: path.name
)
def test_no_style_is_written_in_a_page(path):
    """The content security policy refuses it."""
    assert not re.search(r"\bstyle=|innerHTML", path.read_text(encoding="utf-8"))


def test_modules_are_small():
    assert [f"{path}" for path in sources() if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []


def test_the_app_knows_which_results_met_nobody_as_the_definition_does():
    written = (FIELD / "visits" / "records.ts").read_text(encoding="utf-8")
    found = re.search(r"NOBODY_MET[^=]*= new Set\(\[([^\]]*)\]\)", written)
    assert found
    assert set(re.findall(r'"(\w+)"', found[1])) == visit_outcomes().repeated
