"""The notes of a document: for whom it speaks, how it was counted, how good the data are, where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bahtera.publishing.issued import words
from bahtera.publishing.issued.counting import how_classed, how_counted
from bahtera.publishing.issued.parts import coverage_line, definition_line, version_line
from bahtera.publishing.issued.responsible import where_from
from bahtera.publishing.issued.speaking import speaks
from bahtera.publishing.issued.telling import day, whole
from bahtera.publishing.pinned import definitions_of

if TYPE_CHECKING:
    from bahtera.indices.api import IndexDefinition
    from bahtera.publishing.issued.facts import Facts


def notes(facts: Facts) -> list[dict[str, Any]]:
    """Return the notes on method and quality, each with its heading."""
    coverage = facts.found.coverage
    told = facts.round.recommendation
    version, status = where_from()
    quality = [
        f"Capaian: {coverage_line(coverage)}.",
        (
            f"{whole(coverage.not_scored)} keluarga disetujui tetapi terlalu banyak pertanyaan belum terjawab, jadi"
            " tidak dinilai."
        ),
    ]
    if coverage.without_interview:
        quality.append(
            f"{whole(coverage.without_interview)} kunjungan disetujui tanpa wawancara (menolak, pindah,"
            " tidak ditemukan, atau tidak ada yang dapat menjawab)."
        )
    if coverage.other_definition:
        quality.append(
            f"{whole(coverage.other_definition)} keluarga dinilai dengan definisi lain dan tidak ikut di sini."
        )
    if not told:
        quality.append("Putaran ini belum mencantumkan nomor rekomendasi BPS.")
    return [
        {
            "title": "Untuk siapa angka ini",
            "lines": [speaks(facts), words.PUBLIC_ONLY],
        },
        {
            "title": "Cara menghitung",
            "lines": [
                how_counted(_definition(facts)),
                "Angka yang dipakai adalah rata-rata nilai keluarga: setiap keluarga dihitung sekali.",
                how_classed(facts.found),
                (
                    "Persen sebuah indikator adalah bagian keluarga yang memenuhi, dari keluarga yang berlaku dan"
                    " menjawab. Karena itu jumlah keluarga tiap baris dapat berbeda."
                ),
                (
                    "Dokumen ini tidak membandingkan putaran. Naik atau turun hanya boleh disebut bila dua putaran"
                    " memakai definisi, alat ukur, dan desa yang sama, dan keluarga yang kurang lebih sama"
                    " banyaknya."
                ),
            ],
        },
        {"title": "Mutu data", "lines": quality},
        {
            "title": "Angka yang disembunyikan",
            "lines": [words.WHY_HIDDEN.format(n=facts.found.threshold)],
        },
        {
            "title": "Sumber",
            "lines": [
                f"{facts.round.name} ({facts.round.year})"
                + (f", rekomendasi BPS {told.number}, {day(told.on)}." if told else "."),
                f"{version_line(facts)}.",
                f"{definition_line(facts)}.",
                words.PROPOSAL.format(version=version, status=words.STATUS.get(status, status)),
            ],
        },
    ]


def _definition(facts: Facts) -> IndexDefinition:
    """Return the definition that made the figures, as the round pins it."""
    return next(one for one in definitions_of(facts.round) if one.declaration.id == facts.found.index.id)
