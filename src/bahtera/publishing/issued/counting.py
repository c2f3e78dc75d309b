"""How a family's score is made, in plain sentences taken from the definition itself, never from memory."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from bahtera.publishing.issued.telling import LANGUAGE, capital, decimal, whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from bahtera.indices.api import IndexDefinition
    from bahtera.results import api as results

_STATES: Final = "Setiap indikator dijawab terpenuhi, tidak terpenuhi, tidak berlaku, atau belum terjawab."
_WITHIN: Final = (
    "Nilai sebuah dimensi adalah bagian indikator yang terpenuhi dari yang berlaku dan terjawab{weighed}."
)
_ACROSS: Final = {
    "arithmetic": "Nilai keluarga adalah rata-rata nilai dimensinya{weighed}.",
    "geometric": "Nilai keluarga adalah rata-rata geometris nilai dimensinya{weighed}.",
    "harmonic": "Nilai keluarga adalah rata-rata harmonis nilai dimensinya{weighed}.",
    "pooled": (
        "Nilai keluarga adalah bagian indikator yang terpenuhi dari semua yang berlaku dan terjawab{weighed}, tanpa"
        " dikelompokkan menurut dimensi."
    ),
}
_FLOOR: Final = (
    "Dimensi yang nilainya nol dihitung {floor} persen, agar satu dimensi tidak menghapus yang lain."
)
_EMPTY: Final = {
    "leave_out": "Dimensi yang tidak punya indikator berlaku bagi sebuah keluarga tidak ikut dihitung.",
    "not_scored": "Keluarga yang salah satu dimensinya tidak punya indikator berlaku tidak dinilai.",
}
_UNANSWERED: Final = (
    "Keluarga tidak dinilai bila lebih dari {share} persen indikator yang berlaku baginya belum terjawab."
)
_EQUAL, _WEIGHED = "; semua dimensi sama beratnya", ", ditimbang menurut definisi"


def how_counted(definition: IndexDefinition) -> str:
    """Return how a family's score comes from its answers, by this definition."""
    declaration, joined = definition.declaration, definition.declaration.aggregation
    items = _WEIGHED if _differ(one.weight for one in declaration.indicators) else ""
    parts = _WEIGHED if _differ(one.weight for one in declaration.dimensions) else _EQUAL
    lines = [_STATES]
    if joined.across == "pooled":
        lines.append(_ACROSS["pooled"].format(weighed=items))
    else:
        lines += [_WITHIN.format(weighed=items), _ACROSS[joined.across].format(weighed=parts)]
    if joined.across in ("geometric", "harmonic") and joined.floor:
        lines.append(_FLOOR.format(floor=_percent(joined.floor)))
    if joined.across != "pooled":
        lines.append(_EMPTY[joined.empty_dimension])
    lines.append(_UNANSWERED.format(share=_percent(joined.most_unanswered)))
    return " ".join(lines)


def how_classed(found: results.Result) -> str:
    """Return where the categories begin, and to which one each limit itself belongs."""
    lines = ["Kategori diputuskan sebelum angka dibulatkan."]
    for one in found.categories:
        category = one.category
        if category.at is not None:
            belongs = "sudah" if category.includes else "belum"
            lines.append(
                f"Nilai tepat {number(category.at)} {belongs} termasuk “{category.title[LANGUAGE]}”."
            )
    return " ".join(capital(one) for one in lines)


def number(at: Fraction) -> str:
    """Return a limit without needless decimals: 75, but 62,50."""
    if at.denominator == 1:
        return whole(at.numerator)
    return decimal(Decimal(at.numerator) / Decimal(at.denominator), 2)


def _percent(share: Fraction) -> str:
    return number(share * 100)


def _differ(weights: Iterable[int]) -> bool:
    return len(set(weights)) > 1
