"""The published family visit, answered at random: relevance, rules and results as ODK Collect has them."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.javarosa import JavaRosa
from tests.unit.questionnaires.forms import version_of

from bahtera.indices import load
from bahtera.questionnaires.engine.assessment import assess
from bahtera.questionnaires.engine.compilation import compile_form
from bahtera.questionnaires.engine.conversions import to_boolean, to_text
from bahtera.questionnaires.engine.evaluation import CompiledForm, environment
from bahtera.questionnaires.engine.instances import InstanceWriter
from bahtera.questionnaires.engine.xml import parse_trusted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.questionnaires.engine.frames import Frame, Row
    from bahtera.questionnaires.engine.schema import Node

INDICES = ("ikk", "ibangga")
WORKBOOK = Path("definitions/questionnaires/kunjungan_keluarga/kunjungan_keluarga.xlsx")
VISIT = date(2026, 11, 20)
FAMILIES = 60
STEPS = ",".join(f"langkah_{number}{part}" for number in (1, 2, 3) for part in ("", "_lain", "_tanggal"))
MEDIA = {
    "villages.csv": b"name,label,kecamatan\n63.01.01.2001,Contoh,Contoh\n",
    "families.csv": f"name,label,kode_desa,catatan,{STEPS}\nbaru,Keluarga baru,,{',' * 9}\n".encode(),
    "members.csv": b"name,label,family_id,nama,jenis_kelamin,tgl_lahir,hubungan\n",
}


BY_NAME: dict[str, list[object]] = {
    "tanggal_kunjungan": [VISIT],
    "keluarga": ["baru"],
    "nik": ["6301014302800001", "1111111111111111", "63010143", "abc", "6301010302800001"],
    "no_kk": ["6301014302800001", "1111111111111111", "x"],
}
BY_TYPE: dict[str, list[object]] = {
    "int": [-1, 0, 1, 7, 19, 33, 250],
    "decimal": ["0", "7.2", "36.5", "99999"],
    "string": ["Ani", "Budi 2", "1", "001"],
}


def answer(node: Node, rng: random.Random, blank: float) -> object:
    """Return a made-up answer (sintetis) to a question, often blank, sometimes wrong."""
    if rng.random() < blank:
        return None
    if node.options is not None and node.options.choices:
        names = [choice.name for choice in node.options.choices]
        return tuple(rng.sample(names, 2)) if node.control == "select" else rng.choice(names)
    if node.name in {"hasil_kunjungan", "persetujuan"}:
        return None
    offered = BY_NAME.get(node.name) or BY_TYPE.get(node.type)
    if node.type == "date" and node.name != "tanggal_kunjungan":
        return VISIT - timedelta(days=rng.randrange(-40, 33000))
    return rng.choice(offered) if offered else None


def answers(form: CompiledForm, rng: random.Random, blank: float = 0.15) -> dict[str, object]:
    root, members = form.layout.root, form.layout.frames[1]
    found = of_frame(root, rng, blank)
    found |= {"hasil_kunjungan": rng.choice(["selesai", "selesai", "selesai_sebagian", "pindah"])}
    found |= {"persetujuan": rng.choice(["ya", "ya", "ya", "tidak"])}
    found["anggota"] = [of_frame(members, rng, blank) for _ in range(rng.randrange(6))]
    return found


def of_frame(frame: Frame, rng: random.Random, blank: float) -> dict[str, object]:
    asked = [
        node for node in frame.leaves if not node.calculate and not node.preload and node.readonly != "true()"
    ]
    return {
        node.name: answer(node, rng, blank)
        for node in asked
        if "/meta/" not in node.path and node.name != "satu_kepala"
    }


def described(
    form: CompiledForm, frame: Frame, row: Row, base: str, env: object
) -> Iterator[tuple[str, dict[str, object]]]:
    prefix = frame.node.path
    for check in form.checks[id(frame)]:
        path = base + check.node.path.removeprefix(prefix)
        hidden = bool(row.hidden[check.slot])
        value = row.values[check.slot]
        told: dict[str, object] = {"relevant": not hidden}
        if not hidden:
            told["value"] = to_text(value) if check.node.calculate else None
            if check.constraint is not None and value != "":
                told["constraint"] = to_boolean(check.constraint.run(row, env))  # type: ignore[arg-type]
            if check.required:
                told["required"] = check.required is True or to_boolean(check.required.run(row, env))  # type: ignore[union-attr, arg-type]
        yield path, told
    for slot, inner in enumerate(frame.repeats):
        for found in row.rows[slot]:
            yield from described(form, inner, found, f"{base}/{inner.node.name}[{found.index}]", env)


@cache
def published() -> bytes:
    """Return the form as it is given to phones, indices worked out in it."""
    definitions = [load(name).without_private() for name in INDICES]
    return compile_form(WORKBOOK.read_bytes(), definitions, java=False).xform.encode()


@pytest.fixture(scope="module")
def compared() -> tuple[list[str], int]:
    xform = published()
    form, writer = CompiledForm(xform), InstanceWriter(xform)
    found: list[str] = []
    number_of_checks = 0
    with JavaRosa() as judge:
        judge.load(xform, MEDIA)
        for number in range(FAMILIES):
            instance = writer.write(answers(form, random.Random(number)))
            theirs = {re.sub(r"^/data", "", node.path): node for node in judge.evaluate(instance)}
            env = environment(None, None, VISIT)
            evaluated = form.evaluate(parse_trusted(instance), env)
            for path, told in described(form, form.layout.root, evaluated.root, "", env):
                node = theirs[path]
                number_of_checks += len(told)
                found += [
                    f"{number} {path} {key}: ours {value!r}, Collect {getattr(node, key)!r}"
                    for key, value in told.items()
                    if value is not None and value != getattr(node, key)
                ]
    return found, number_of_checks


def test_sixty_families_are_judged_alike(compared: tuple[list[str], int]) -> None:
    differences, number_of_checks = compared
    assert differences == []
    assert number_of_checks > 20_000


@pytest.mark.parametrize("name", INDICES)
def test_the_phone_and_the_server_score_alike(name: str) -> None:
    """The calculations of the form say what the index engine says of the answers the server kept."""
    definition = load(name).without_private()
    form, writer = CompiledForm(published()), InstanceWriter(published())
    scored = 0
    for number in range(FAMILIES):
        given = answers(form, random.Random(number), 0.01) | {"kode_desa": "63.01.01.2001"}
        version = version_of(published().decode())
        xml = writer.complete(given, form, on=VISIT)
        kept = assess(version, xml, village_known=lambda _: True, received_on=VISIT).answers
        if kept.get("persetujuan") != "ya":
            continue
        score = definition.score_one(kept)
        scored += score.scored
        assert kept[f"{name}_states"] == score.states
        assert kept[f"{name}_category"] == (score.category or "belum")
    assert scored > 5
