"""The press release: sentences with their units, for whom they speak, and nothing about up or down without proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.documents.api import Kind
from bahtera.publishing.issued import parts, words
from bahtera.publishing.issued.speaking import speaks
from bahtera.publishing.issued.telling import LANGUAGE, decimal, figure, full_name, listed, whole
from bahtera.results.api import Speaks

if TYPE_CHECKING:
    from bahtera.publishing.issued.facts import Facts

_NAMED = 3


def heading(facts: Facts) -> str:
    """Return the headline: whose figures, never a verdict."""
    return (
        f"{parts.title_of(facts)} di {whole(len(facts.villages))} {_villages(facts)} {full_name(facts.area)}"
    )


def paragraphs(facts: Facts) -> list[str]:
    """Return the text in paragraphs; of figures that may not be shown it says so."""
    if not facts.has_value:
        return [words.TOO_FEW.format(area=full_name(facts.area), paper=words.PAPERS[Kind.PRESS])]
    return [one for one in (_first(facts), _families(facts), _weakest(facts), _who(facts)) if one]


def editors_notes(facts: Facts) -> list[str]:
    """Return what a newsroom must know before it writes."""
    return [
        speaks(facts),
        "Satuannya keluarga. Persen dihitung dari keluarga yang berlaku dan menjawab, bukan dari penduduk.",
        (
            "Angka ini dari wawancara (indeks mikro). Jangan dibandingkan dengan indeks dari data sekunder, dan jangan"
            " disandingkan dalam satu grafik dengan indeks lain."
        ),
        (
            "Siaran ini memuat satu putaran. Tidak ada kalimat naik atau turun: untuk itu perlu dua putaran dengan"
            " definisi, alat ukur, dan desa yang sama, dan keluarga yang kurang lebih sama banyaknya."
        ),
        words.WHY_HIDDEN.format(n=facts.found.threshold),
        f"{parts.version_line(facts)}. {parts.definition_line(facts)}.",
    ]


def as_text(facts: Facts, stamp: parts.Stamp) -> str:
    """Return the release as plain text, to be pasted into a message."""
    lines = [
        heading(facts),
        f"Nomor {stamp.number}",
        words.SYNTHETIC if facts.is_synthetic else "",
        words.PROVISIONAL if facts.cites.is_provisional else words.FINAL,
        *paragraphs(facts),
        "Catatan untuk redaksi:",
        *(f"- {one}" for one in editors_notes(facts)),
        f"Periksa versi terbaru: {stamp.address}",
    ]
    return "\r\n\r\n".join(line for line in lines if line) + "\r\n"


def _first(facts: Facts) -> str:
    main, coverage = facts.found.main, facts.found.coverage
    state = "sementara" if facts.cites.is_provisional else "final"
    category = f", kategori “{main.category.title[LANGUAGE]}”" if main.category else ""
    return (
        f"{parts.title_of(facts)}, {facts.round.name} ({facts.round.year}), di {full_name(facts.area)}: rata-rata"
        f" nilai keluarga {figure(main.figure, 2)} pada skala 0 sampai 100{category}. Angka {state} ini dihitung dari"
        f" {whole(coverage.scored)} keluarga yang dinilai di {whole(len(facts.villages))} {_villages(facts)}, dan"
        f" {_not_for(facts)}."
    )


def _families(facts: Facts) -> str:
    told = [
        f"{whole(one.count.count)} keluarga ({decimal(one.printed, 1)} persen) “{one.category.title[LANGUAGE]}”"
        for one in reversed(facts.found.categories)
        if one.count.count is not None and one.printed is not None
    ]
    return f"Menurut kategori: {listed(told)}." if told else ""


def _weakest(facts: Facts) -> str:
    rows = facts.found.below_cut[:_NAMED]
    if not rows:
        return "Tidak ada indikator yang boleh ditampilkan dan di bawah 75 persen."
    told = [
        f"{one.label[LANGUAGE]} ({figure(one.share, 1)} persen dari {whole(one.share.n or 0)} keluarga)"
        for one in rows
    ]
    more = len(facts.found.below_cut)
    return f"Ada {whole(more)} indikator yang dipenuhi kurang dari 75 persen keluarga. Yang terendah: {listed(told)}."


def _who(facts: Facts) -> str:
    rows = parts.below(facts)[:_NAMED]
    offices = list(dict.fromkeys(office for one in rows for office in one["agencies"]))
    if not offices:
        return ""
    return f"Untuk indikator terendah itu diusulkan tindak lanjut oleh {listed(offices)}; tim daerah yang memutuskan."


def _villages(facts: Facts) -> str:
    return "desa sampel" if facts.found.speaks is Speaks.SAMPLE_AVERAGE else "desa lokus"


def _not_for(facts: Facts) -> str:
    if facts.found.speaks is Speaks.SAMPLE_AVERAGE:
        return f"tanpa penimbang, jadi bukan perkiraan untuk seluruh {full_name(facts.area)}"
    return f"bukan angka seluruh {full_name(facts.area)} karena desanya dipilih, bukan diundi"
