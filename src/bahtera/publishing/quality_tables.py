"""What an index is worth, as tables: places with how sure they are, its indicators, and what moves the places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.publishing.values import About, Column, Sheet
from bahtera.statistics import quality as q

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bahtera.analysis import api as analysis
    from bahtera.publishing.values import Kind, Row

_CHOICES: Final = {
    q.Factor.WEIGHTS: "bobot indikator",
    q.Factor.NORMALISATION: "skala atau batas terpenuhi",
    q.Factor.AGGREGATION: "cara merata-ratakan",
}


def _column(name: str, kind: Kind, indonesian: str, english: str, unit: str = "") -> Column:
    return Column(name, kind, {"id": indonesian, "en": english}, {}, unit)


_CODE: Final = _column("kode", "text", "Kode wilayah (Kemendagri)", "Area code (Kemendagri)")
_PLACES: Final = (
    _column("nama", "text", "Nama", "Name"),
    _column("nilai", "decimal", "Nilai menurut pilihan yang dipakai", "Score by the choices that were made"),
    _column("peringkat", "decimal", "Peringkat; 1 yang terbaik, yang sama berbagi", "Place; 1 is the best"),
    _column("peringkat_bawah", "decimal", "Tempat terbaik dalam selang 90 %", "Best place of the 90 % interval"),
    _column("peringkat_tengah", "decimal", "Tempat di tengah semua undian", "Median place over the draws"),
    _column("peringkat_atas", "decimal", "Tempat terburuk dalam selang 90 %", "Worst place of the interval"),
    _column("peluang_teratas", "decimal", "Bagian undian di kelompok teratas", "Share of draws at the top", "0-1"),
    _column(
        "peluang_terbawah", "decimal", "Bagian undian di kelompok terbawah", "Share of draws at the bottom", "0-1"
    ),
    _column(
        "tak_terbedakan",
        "text",
        "Nomor kelompok yang isinya tidak dapat dibedakan",
        "Numbers of the groups in which no two can be told apart",
    ),
)  # fmt: skip
_ITEMS: Final = (
    _column("indikator", "text", "Indikator", "Indicator"),
    _column("tidak_berlaku", "decimal", "Bagian yang tidak terkait", "Share it does not concern", "0-1"),
    _column("kosong", "decimal", "Bagian yang kosong", "Share missing", "0-1"),
    _column("korelasi_lain", "decimal", "Korelasi dengan jumlah yang lain", "Item-rest correlation"),
    _column("komponen_1", "decimal", "Muatan pada komponen utama pertama", "Loading on the first component"),
    _column("bobot", "decimal", "Bobot yang diberikan", "Nominal weight", "0-1"),
    _column("pengaruh", "decimal", "Pengaruh yang sebenarnya", "Effective weight", "0-1"),
)
_MOVERS: Final = (
    _column("pilihan", "text", "Yang dapat dipilih lain", "What could be chosen otherwise"),
    _column("sendiri", "decimal", "Bagian gerak karena ini saja (Sobol)", "First-order index", "0-1"),
    _column("bersama", "decimal", "Bagian gerak dengan kaitannya", "Total index", "0-1"),
    _column("galat_sendiri", "decimal", "Galat baku", "Standard error of the first-order index", "0-1"),
    _column("galat_bersama", "decimal", "Galat baku", "Standard error of the total index", "0-1"),
)

_POOR: Final = (
    _column("indikator", "text", "Indikator yang diberi batas", "Indicator with a cut-off"),
    _column("bobot", "decimal", "Bobot", "Weight", "0-1"),
    _column("kurang", "decimal", "Bagian unit yang kurang", "Raw headcount", "0-1"),
    _column("kurang_banyak", "decimal", "Kurang pada indikator ini dan banyak lainnya", "Censored headcount", "0-1"),
    _column("sumbangan", "decimal", "Sumbangan pada M0", "Contribution to M0", "0-1"),
)  # fmt: skip


def place_table(ranking: analysis.Ranking | None, names: Mapping[str, str] | None) -> Sheet:
    """Return the places, the best first; ``names`` of areas by code, None where lines are named themselves."""
    columns = _PLACES if names is None else (_CODE, *_PLACES)
    return Sheet("peringkat", columns, _places(ranking, names))


def _places(ranking: analysis.Ranking | None, names: Mapping[str, str] | None) -> Iterator[Row]:
    for line in ranking.lines if ranking else ():
        named = [line.area] if names is None else [line.area, names.get(line.area, "")]
        yield [
            *named,
            *(line.score, line.rank, line.lower, line.median, line.upper, line.top, line.bottom),
            " ".join(map(str, line.groups)),
        ]


def item_table(
    completeness: Sequence[q.Completeness],
    reliability: q.Reliability | None,
    components: q.Components | None,
    weights: Sequence[q.EffectiveWeight],
    labels: Mapping[str, str],
) -> Sheet:
    """Return a row an indicator; what is not known of it is empty."""
    items = {each.indicator: each.item_rest for each in reliability.items} if reliability else {}
    loadings = (
        dict(zip(components.indicators, components.loadings[:, 0].tolist(), strict=True))
        if components
        else {}
    )
    weighed = {each.indicator: each for each in weights}
    rows: list[Row] = []
    for each in completeness:
        weight = weighed.get(each.indicator)
        rows.append(
            [
                labels.get(each.indicator, each.indicator),
                each.not_applicable_share,
                each.missing_share,
                items.get(each.indicator),
                loadings.get(each.indicator),
                weight.nominal if weight else None,
                weight.effective if weight else None,
            ]
        )
    return Sheet("indikator", _ITEMS, iter(rows))


def mover_table(ranking: analysis.Ranking | None) -> Sheet:
    """Return a row for each choice that could have been made otherwise."""
    moved = ranking.moved if ranking else None
    if moved is None or moved.average.first is None or moved.average.total is None:
        return Sheet("penggerak", _MOVERS, iter(()))
    first, total = moved.average.first, moved.average.total
    own, shared = moved.average.first_error or {}, moved.average.total_error or {}
    rows: list[Row] = [
        [_CHOICES[each], first[each], total[each], own.get(each), shared.get(each)] for each in moved.factors
    ]
    return Sheet("penggerak", _MOVERS, iter(rows))


def index_about(found: analysis.Instrument, round_name: str) -> tuple[About, ...]:
    """Return what a reader of a round's tables must know beside them."""
    cites, coefficients = found.cites, found.coefficients
    lines = {
        "putaran": round_name,
        "ukuran": f"{found.measure.title['id']} ({found.measure.key})",
        "versi data": "sementara"
        if cites.number is None
        else f"{cites.number} ({cites.kind}), {cites.digest}",
        "definisi indeks": f"{found.index_version}, {found.index_hash}",
        "desa": str(found.villages),
        "desa yang tidak ikut karena keluarganya sedikit": str(found.hidden),
        "keluarga di balik indikator": str(coefficients.families),
        "undian": drawn(found.ranking),
        **summary(coefficients.reliability, coefficients.components),
        "sebutan angka di atas desa": "" if found.is_sample else "rata-rata desa lokus",
        "catatan": "Selang dan kelompok berkata tentang pilihan bobot, bukan tentang galat sampel.",
    }
    return tuple(About(name, value) for name, value in lines.items() if value)


def summary(reliability: q.Reliability | None, components: q.Components | None) -> dict[str, str]:
    """Return what is said of all indicators together."""
    told = {}
    if reliability:
        told["alfa Cronbach"] = f"{reliability.alpha:.3f}"
    if components:
        told["komponen utama dengan akar ciri di atas 1"] = str(components.kaiser)
        told["bagian ragam komponen pertama"] = f"{float(components.shares[0]):.3f}"
    return told


def drawn(ranking: analysis.Ranking | None) -> str:
    """Return how often places and what moves them were drawn, and from which seed."""
    if ranking is None:
        return ""
    told = f"{ranking.draws} untuk peringkat"
    if ranking.moved is None:
        return f"{told}, benih {ranking.seed}"
    return f"{told}, 2 x {ranking.moved.drawn.draws} untuk penggerak, benih {ranking.seed}"


def poor_table(found: analysis.Macro) -> Sheet:
    """Return a row for each indicator with a cut-off, by Alkire and Foster."""
    rows: list[Row] = [
        [each.indicator, each.weight, each.raw_headcount, each.censored_headcount, each.contribution]
        for each in (found.poor.indicators if found.poor else ())
    ]
    return Sheet("kekurangan", _POOR, iter(rows))


def macro_about(file: analysis.UnitFile, found: analysis.Macro) -> tuple[About, ...]:
    """Return how the index of a file was made, so that anybody can make it again."""
    recipe = found.recipe
    lines = {
        "unit": f"{file.heading}: {len(file.table.units)}",
        "baris yang tidak dipakai": ", ".join(file.left_out),
        "kolom yang tidak dipakai": ", ".join(file.ignored),
        "skala": recipe.scale.value,
        "rata-rata": recipe.mean.value,
        "bagian nilai yang kosong": f"{found.missing_share:.4f}",
        "bagian terkecil yang harus terisi": str(recipe.least),
        "unit tanpa peringkat": ", ".join(found.unscored),
        "bobot yang dapat dipilih lain": recipe.weights.value,
        "undian": drawn(found.ranking),
        **summary(found.reliability, found.components),
        **_poverty(found),
        **{f"indikator {each.name}": _ingredient(found, each) for each in recipe.ingredients},
    }
    return tuple(About(name, value) for name, value in lines.items() if value)


def _poverty(found: analysis.Macro) -> dict[str, str]:
    if found.poor is None:
        return {}
    return {
        "batas banyak kekurangan (k)": str(found.recipe.k),
        "H": f"{found.poor.headcount:.4f}",
        "A": "" if found.poor.intensity is None else f"{found.poor.intensity:.4f}",
        "M0": f"{found.poor.adjusted_headcount:.4f}",
        "unit yang banyak kekurangan": ", ".join(found.deprived),
    }


def _ingredient(found: analysis.Macro, one: analysis.Ingredient) -> str:
    told = ["makin kecil makin baik" if one.lower else "makin besar makin baik", f"bobot {one.weight:g}"]
    if one.name in found.goalposts:
        low, high = found.goalposts[one.name]
        told.append(f"patokan {low:g} sampai {high:g}")
    if one.dimension:
        told.append(f"dimensi {one.dimension}")
    if one.cut is not None:
        told.append(f"batas {one.cut:g}")
    return "; ".join(told)
