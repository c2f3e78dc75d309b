"""The example of the README runs as it stands."""

import re
from pathlib import Path

import numpy as np

import bahtera.statistics

README = Path(bahtera.statistics.__file__).with_name("README.md")


def test_the_example_of_the_readme_runs(capsys):
    drawn = np.random.default_rng(1)
    villages = [f"desa {number}" for number in range(12)]
    names = ["air", "sekolah", "stunting"]
    goodness = drawn.random((12, 1))
    values = 40 * goodness + 10 * drawn.random((12, 3))
    frame = {
        "desa": villages,
        "air": values[:, 0],
        "sekolah": values[:, 1] / 5,
        "stunting": 60 - values[:, 2],
    }
    states = ["".join(row) for row in drawn.choice(list("110-"), (12, 3))]
    section = README.read_text(encoding="utf-8").split("## quality")[1].split("\n## ")[0]
    space = {"frame": frame, "villages": villages, "states": states, "names": names}
    for block in re.findall(r"```python\n(.*?)```", section, re.DOTALL):
        exec(block, space)
    assert "villages cannot be told apart" in capsys.readouterr().out
