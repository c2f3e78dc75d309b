"""Every colour keeps its meaning for people who see colours differently, and every text can be read."""

import re
from itertools import combinations
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[3] / "frontend" / "src" / "styles"
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (STYLES / "tokens.css").read_text()))
CATEGORIES = ("tinggi", "sedang", "rendah")
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
CLEARLY_APART = 20  # CIE76; 2.3 is just noticeable


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def seen(colour: str, vision: str) -> list[float]:
    rgb = linear(colour)
    return [min(max(sum(w * c for w, c in zip(row, rgb, strict=True)), 0), 1) for row in VISION[vision]]


def lab(rgb: list[float]) -> list[float]:
    r, g, b = rgb
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def distance(one: str, other: str, vision: str) -> float:
    pairs = zip(lab(seen(one, vision)), lab(seen(other, vision)), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def contrast(text: str, ground: str) -> float:
    def luminance(colour: str) -> float:
        r, g, b = linear(colour)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(COLOURS[text]), luminance(COLOURS[ground])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(("one", "other"), list(combinations((*CATEGORIES, "not-applicable"), 2)))
def test_meanings_stay_apart_in_every_vision(one, other, vision):
    assert distance(COLOURS[one], COLOURS[other], vision) > CLEARLY_APART


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("ink", "mist"),
        ("ink-soft", "paper"),
        ("ink-soft", "mist"),
        ("link", "paper"),
        ("link", "mist"),
        ("on-deep", "deep"),
        ("on-deep", "deep-2"),
        ("ink", "not-applicable"),
        *((f"{name}-ink", f"{name}-soft") for name in CATEGORIES),
        *(("ink", f"{name}-soft") for name in CATEGORIES),
        *(("ink-soft", f"{name}-soft") for name in CATEGORIES),
    ],
)
def test_text_can_be_read(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(
    ("edge", "ground"),
    [("line-strong", "paper"), ("rendah", "paper"), ("deep", "mist"), ("unanswered", "paper")],
)
def test_edges_that_carry_meaning_can_be_seen(edge, ground):
    assert contrast(edge, ground) >= 3


def test_no_style_is_inlined_and_nothing_comes_from_elsewhere():
    for path in STYLES.glob("*.css"):
        text = path.read_text()
        assert "data:" not in text, path
        assert "//" not in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), path
