"""How long the server takes to read and assess one submission: python benchmarks/forms/assess.py"""

import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bahtera.indices import load
from bahtera.questionnaires.engine.assessment import assess, compiled_form
from bahtera.questionnaires.engine.compilation import compile_form
from bahtera.questionnaires.engine.envelopes import read_submission
from bahtera.questionnaires.engine.instances import InstanceWriter
from bahtera.questionnaires.values import FormVersion

ON = date(2026, 11, 20)
ROOT = Path(__file__).resolve().parents[2]


def bench60() -> dict[str, object]:
    """Return answers to the sixty questions (sintetis)."""
    answers: dict[str, object] = {
        "start": "2026-11-20T08:00:00.000+08:00",
        "end": "2026-11-20T08:30:00.000+08:00",
        "instanceID": "uuid:bench",
        "tanggal": ON,
        "titik": "-3.31 114.59 0 5",
    }
    answers |= {f"angka_{i}": i * 13 for i in range(1, 24)}
    answers |= {f"teks_{i}": f"jawaban teks {i}" for i in range(1, 13)}
    answers |= {f"pilih_{i}": "ya" for i in range(1, 12)}
    answers |= {f"banyak_{i}": ("s1", "s3", "s5") for i in range(1, 12)}
    return answers


def measure(name: str, workbook: Path, answers: dict[str, object], indices: tuple[str, ...]) -> None:
    """Print the best and the middle of seven rounds, in milliseconds a submission."""
    definitions = [load(index).without_private() for index in indices]
    xform = compile_form(workbook.read_bytes(), definitions, java=False).xform.encode()
    form = FormVersion("", "", "", xform, "", datetime.now(UTC), "data", (), (), "")  # noqa: TID251
    xml = InstanceWriter(xform).complete(answers, compiled_form(xform), on=ON)
    times = []
    for _ in range(7):
        begun = time.perf_counter()
        for _ in range(200):
            read_submission(xml)
            findings = assess(form, xml, village_known=lambda _: True, received_on=ON).findings
        times.append((time.perf_counter() - begun) / 200 * 1000)
    times.sort()
    print(
        f"{name:32} {len(xml):6} bytes  best {times[0]:.2f} ms  middle {times[3]:.2f} ms  {len(findings)} findings"
    )


if __name__ == "__main__":
    from tests.unit.questionnaires.test_family_visit import WORKBOOK, family

    measure("bench60", ROOT / "benchmarks/forms/bench60/bench60.xlsx", bench60(), ())
    measure("family visit", ROOT / WORKBOOK, family(), ())
    measure("family visit with indices", ROOT / WORKBOOK, family(), ("ikk", "ibangga"))
