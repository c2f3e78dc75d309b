"""The example of the README runs as it stands."""

import re
from pathlib import Path

import numpy as np

import bahtera.statistics

README = Path(bahtera.statistics.__file__).with_name("README.md")


def test_the_example_of_the_readme_runs():
    drawn = np.random.default_rng(2)
    areas = [f"63.10.{number:02d}" for number in range(1, 13)]
    direct = {
        "kecamatan": areas,
        "ikk": 72 + drawn.normal(0, 4, 12),
        "variance": drawn.uniform(1, 4, 12),
        "n": drawn.integers(10, 60, 12),
        "poor_share": drawn.random(12),
    }
    section = README.read_text(encoding="utf-8").split("## small_areas")[1].split("\n## ")[0]
    space = {"direct": direct, "families": dict.fromkeys(areas, 900)}
    (block,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    exec(block, space)
    assert 60 < space["fitted"].of("63.10.05").value < 84
