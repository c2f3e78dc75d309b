"""Small definitions and families for the unit tests of the index engine. Everything is synthetic."""

import datetime as dt
from pathlib import Path

from bahtera.indices import IndexDefinition, load
from bahtera.indices.declaring import read_declaration
from bahtera.indices.definition import compile_definition

CASES = Path(__file__).parents[2] / "spec" / "cases"

INDICATOR = """
  - id: {id}
    dimension: {dimension}
    label: {{id: {id}, en: {id}}}
    met: {met}
    why_unmet: {{id: belum, en: not}}
    to_meet: {{id: penuhi, en: meet}}
    source: test
    confidence: none
    weight: {weight}
"""


def text_of(
    *,
    indicators: str,
    aggregation: str = "{within: arithmetic, across: arithmetic, most_unanswered: 1/4}",
    variables: str = "",
    dimensions: str = "  - {id: D, title: {id: d, en: d}}",
    cuts: str = "",
    more: str = "",
) -> str:
    """Return a definition file of one dimension unless told otherwise."""
    return f"""format: 1
id: coba
version: "1"
status: working
title: {{id: coba, en: trial}}
source: test
interview: {{date: hari}}
variables:
  hari: {{type: date}}
  q: {{type: select_one, choices: [ya, tidak], missing: [tidak_tahu]}}
{variables}
{more}
dimensions:
{dimensions}
indicators:
{indicators}
aggregation: {aggregation}
categories:
  - {{id: rendah, title: {{id: r, en: l}}, basis: test}}
{cuts}
"""  # fmt: skip


def indicator(identity: str = "A", met: str = "q = 'ya'", dimension: str = "D", weight: int = 1) -> str:
    return INDICATOR.format(id=identity, met=met, dimension=dimension, weight=weight)


def definition_from(text: str) -> IndexDefinition:
    return compile_definition(read_declaration(text, "coba.yaml"))


def tepat(method: str = "arithmetic") -> IndexDefinition:
    return load(CASES / "tepat.yaml", method=method)


def fitur(method: str = "arithmetic") -> IndexDefinition:
    return load(CASES / "fitur.yaml", method=method)


def household() -> dict[str, object]:
    """A couple with one child of 12."""
    day = dt.date
    return {
        "kode_desa": "63.02.05.2001",
        "tanggal_kunjungan": day(2026, 3, 14),
        "makan_beragam": "ya",
        "buku_nikah": "tidak",
        "anggota": [
            {
                "jenis_kelamin": "l",
                "tgl_lahir": day(1985, 5, 2),
                "hubungan": "kepala",
                "status_kawin": "kawin",
            },
            {
                "jenis_kelamin": "p",
                "tgl_lahir": day(1988, 7, 9),
                "hubungan": "pasangan",
                "status_kawin": "kawin",
            },
            {"jenis_kelamin": "p", "tgl_lahir": day(2013, 1, 30), "hubungan": "anak", "akta_lahir": "tidak"},
        ],
    }
