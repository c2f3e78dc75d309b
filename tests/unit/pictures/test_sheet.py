"""The style sheet of pictures keeps to the colours of the visual language."""

import re
from pathlib import Path

from bahtera.pictures import svg

_TOKENS = Path(__file__).parents[3] / "frontend/src/styles/tokens.css"
# Colours of pictures alone, which tokens.css has no name for.
_OWN = {"#8fb3bd", "#4d7f8d"}


def test_every_colour_is_one_of_the_visual_language() -> None:
    named = set(re.findall(r"#[0-9a-f]{6}", _TOKENS.read_text(encoding="utf-8")))
    used = set(re.findall(r"#[0-9a-fA-F]{3,8}", svg.SHEET.read_text(encoding="utf-8")))
    assert used <= named | _OWN


def test_every_rule_is_about_pictures_only() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", svg.SHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = [one for head in re.findall(r"([^{}]+)\{", sheet) for one in head.split(",")]
    assert [one for one in selectors if not one.strip().startswith((".picture", "@media"))] == []
