"""JavaRosa, the engine of ODK Collect, as a judge: one Java process for many families.

with JavaRosa() as judge:
    judge.load(xform, media={"villages.csv": b"name,label\\n"})
    nodes = judge.evaluate(InstanceWriter(xform).write({"umur": 7}))
    values(nodes)["umur"]
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyxform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType

_SOURCE = Path(__file__).parent / "java" / "JavaRosaRunner.java"
VALIDATE_JAR = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"


@dataclass(frozen=True)
class Node:
    """One node of the instance as JavaRosa sees it; groups and repeats have no value (None)."""

    path: str
    relevant: bool
    value: str | None = None
    required: bool | None = None
    constraint: bool | None = None

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


class JavaRosa:
    """A running judge. Use as a context manager; `load` a form, then `evaluate` any number of instances."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="bahtera-javarosa-")
        self._forms = 0
        self._process = subprocess.Popen(
            ["java", "-Xss16m", "-Xmx512m", "-cp", f"{compiled()}:{VALIDATE_JAR}", "JavaRosaRunner"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()
        self._folder.cleanup()

    def load(self, xform: bytes, media: Mapping[str, bytes] | None = None) -> None:
        """Make a form current. External CSV files are given by file name."""
        self._forms += 1
        folder = Path(self._folder.name) / str(self._forms)
        folder.mkdir()
        (folder / "form.xml").write_bytes(xform)
        for name, content in (media or {}).items():
            (folder / name).write_bytes(content)
        self._ask({"form": str(folder / "form.xml"), "media": str(folder)})

    def evaluate(self, instance: bytes, *, fresh: bool = False) -> list[Node]:
        """Return every node after calculation, in document order; repeats carry their position."""
        answer = self._ask({"instance": instance.decode("utf-8"), "fresh": fresh})
        return [Node(**node) for node in answer["nodes"]]

    def type_in(self, *answers: tuple[str, str]) -> list[Node]:
        """Open a new form and type answers by path (first rows only); events fire as on a phone."""
        answer = self._ask({"typed": [list(pair) for pair in answers]})
        return [Node(**node) for node in answer["nodes"]]

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("JavaRosa stopped without an answer")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer


def values(nodes: Iterable[Node]) -> dict[str, str]:
    """Return relevant leaf values by bare name; in repeats the last one wins."""
    return {node.name: node.value for node in nodes if node.value is not None and node.relevant}


def compiled() -> Path:
    """Return the folder of compiled classes, compiled once for each state of the source."""
    digest = hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:16]
    target = Path(tempfile.gettempdir()) / f"bahtera-javarosa-{digest}"
    if not (target / "JavaRosaRunner.class").exists():
        with tempfile.TemporaryDirectory(prefix="bahtera-javac-") as folder:
            made = Path(folder) / "classes"
            subprocess.run(
                ["javac", "-Xlint:-options", "-cp", str(VALIDATE_JAR), "-d", str(made), str(_SOURCE)],
                check=True,
                capture_output=True,
            )
            with suppress(OSError):  # another test process was quicker
                made.rename(target)
    return target
