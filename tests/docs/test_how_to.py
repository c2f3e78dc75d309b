"""The pieces of the how-to guides that can be run, run."""

import re

from tests.docs.tutorials import ROOT

from bahtera import indices

HOW_TO = ROOT / "docs" / "how-to"


def text_of(name):
    return (HOW_TO / name).read_text(encoding="utf-8")


def test_an_index_definition_is_copied_raised_and_loaded(tmp_path):
    source = (ROOT / "definitions/indices/ikk/2026.1.yaml").read_text(encoding="utf-8")
    raised = tmp_path / "2026.2.yaml"
    raised.write_text(source.replace('version: "2026.1"', 'version: "2026.2"'), encoding="utf-8")
    new, old = indices.load(str(raised)), indices.load("ikk")
    assert new.version == "2026.2"
    assert new.hash != old.hash
    assert new.score_one({"makan_beragam": "ya", "tabungan": "tidak"}).scored is False


def test_the_indicator_shown_is_written_as_definitions_are():
    shown = text_of("write-an-index-definition.md")
    keys = set(re.findall(r"^   (?:- )?  ?([a-z_]+):", shown, re.MULTILINE)) | {"id"}
    source = (ROOT / "definitions/indices/ikk/2026.1.yaml").read_text(encoding="utf-8")
    for key in keys:
        assert f" {key}:" in source, key


def test_settings_named_in_guides_exist():
    settings = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    for page in HOW_TO.glob("*.md"):
        for name in re.findall(r"BAHTERA_[A-Z_]+", page.read_text(encoding="utf-8")):
            assert name in settings, f"{page.name}: {name}"


def test_commands_named_in_guides_exist():
    commands = set(
        re.findall(r"^### bahtera ([a-z-]+)", (ROOT / "docs/reference/commands.md").read_text(), re.MULTILINE)
    )
    for page in HOW_TO.glob("*.md"):
        for name in re.findall(
            r"(?:^|`)\s*bahtera ([a-z][a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert name in commands, f"{page.name}: bahtera {name}"
