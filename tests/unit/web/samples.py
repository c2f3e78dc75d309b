"""Made-up pages for tests of templates and for looking at them: every state a page can be in."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from bahtera.web import charts
from bahtera.web.presenters import area, family, lists, parts

AT = datetime(2026, 11, 22, 7, 41, tzinfo=UTC)
HIGH = "Kualitas keluarga responsif gender dan hak anak"
MIDDLE = "Kualitas keluarga cukup responsif gender dan hak anak"
LOW = "Kualitas keluarga kurang responsif gender dan hak anak"
DIMENSIONS = (
    ("Legalitas dan struktur keluarga", "11-"),
    ("Ketahanan fisik", "11--01"),
    ("Ketahanan ekonomi", "1?100111"),
    ("Ketahanan sosial psikologi", "11-111"),
    ("Ketahanan sosial budaya", "1-1101"),
)


def state(code: str = "flagged") -> parts.Tag:
    return parts.state_tag(code)


def planks() -> tuple[parts.Plank, ...]:
    return tuple(
        parts.Plank(
            label=label,
            met=states.count("1"),
            applicable=states.count("1") + states.count("0"),
            unanswered=states.count("?"),
            cells=charts.cells(states, [f"Indikator {n}" for n in range(len(states))]),
        )
        for label, states in DIMENSIONS
    )


def index_card(**changes: object) -> parts.IndexCard:
    value = Fraction(7233, 100)
    held: dict[str, object] = {
        "index_id": "ikk",
        "title": "Indeks Kualitas Keluarga (belum resmi)",
        "value": value,
        "category": parts.Tag(MIDDLE, "sedang", "sedang"),
        "scale": charts.scale(value, [50, 75], ["rendah", "sedang", "tinggi"]),
        "planks": planks(),
        "unmet": (
            parts.Unmet(
                "Kesehatan anggota keluarga",
                "Ada anggota yang sakit menahun atau penyandang disabilitas dan belum ditangani.",
                "Bawa ke Puskesmas.",
                "Ketahanan fisik",
                Fraction(5, 2),
            ),
            parts.Unmet(
                "Rumah layak huni",
                "Rumah belum memenuhi syarat air minum, jamban, lantai atau luas.",
                "Bawa ke Puskesmas.",
                "Ketahanan ekonomi",
                Fraction(5, 2),
            ),
            parts.Unmet(
                "Pendapatan per kapita",
                "Pendapatan per orang di bawah garis kemiskinan.",
                "Bawa ke Puskesmas.",
                "Ketahanan ekonomi",
                Fraction(5, 2),
            ),
            parts.Unmet(
                "Akses informasi keluarga",
                "Keluarga belum dapat mengakses informasi.",
                "Bawa ke Puskesmas.",
                "Ketahanan sosial budaya",
                Fraction(5, 2),
            ),
        ),
        "unanswered": ("Tabungan keluarga",),
        "more_lifts": 2,
        "lifts": (parts.Lift(("Akses informasi keluarga",)), parts.Lift(("Kesehatan anggota keluarga",))),
        "next_category": HIGH,
        "not_scored_because": "",
        "method": "Indeks adalah rata-rata dimensi; nilai dimensi adalah bagian indikator yang terpenuhi.",
        "version": "2026.1",
        "hash": "9f2c7d1e44ab9f2c7d1e44ab",
        "status": "belum resmi",
    }
    return parts.IndexCard(**{**held, **changes})  # type: ignore[arg-type]


def unscored_card() -> parts.IndexCard:
    return index_card(
        index_id="ibangga",
        title="Indeks Pembangunan Keluarga (iBangga)",
        value=None,
        category=None,
        scale=charts.Scale((), (), None),
        unmet=(),
        lifts=(),
        not_scored_because="Terlalu banyak yang belum terjawab untuk menilai keluarga ini dengan adil.",
    )


def answer(
    name: str, label: str, text: str, *, doubtful: bool = False, row: int | None = None
) -> family.Answer:
    anchor = f"j-{name}-{row}" if row else f"j-{name}"
    return family.Answer(anchor, label, text, doubtful, f"catatan.{name}" + (f".{row}" if row else ""))


def member(number: int, name: str, relation: str, *, sex: str, birth: str, age: str) -> family.Member:
    return family.Member(
        number=number,
        name=name,
        relation=relation,
        sex=sex,
        birth=birth,
        age=age,
        marital="Kawin" if number < 3 else "Belum kawin",
        doubtful=number == 3,
        answers=(
            answer("nama", "Nama lengkap", name, row=number),
            answer("nik", "NIK", "6302101203980001", doubtful=number == 3, row=number),
            answer("jaminan_kesehatan", "Jaminan kesehatan", "PBI (dibayar pemerintah)", row=number),
        ),
    )


def family_page(**changes: object) -> family.FamilyPage:
    held: dict[str, object] = {
        "id": "01922c5e-7d3a-7c21-9b6c-2f43a1b0c001",
        "title": "Keluarga Rahmawati binti Syamsuddin",
        "places": (
            parts.Place("Provinsi Kalimantan Selatan", "/wilayah/63/"),
            parts.Place("Kabupaten Kotabaru", "/wilayah/63.02/"),
            parts.Place("Kecamatan Sampanahan", "/wilayah/63.02.10/"),
            parts.Place("Desa Sampanahan Hilir", "/wilayah/63.02.10.2001/"),
        ),
        "zone": "Asia/Makassar",
        "state": state(),
        "result": "Selesai",
        "visited_on": date(2026, 11, 21),
        "who": "Kader Norhayati",
        "round_name": "Pendataan lokus 2026 (sintetis)",
        "minutes": 23,
        "is_complete": True,
        "cards": (index_card(), unscored_card()),
        "findings": (
            family.FindingLine(
                "error",
                "Harus diperiksa",
                "Tanggal lahir ada di masa depan: 3 Maret 2029.",
                "Tanggal lahir (orang ke-3)",
                "j-nik-3",
            ),
            family.FindingLine(
                "warning",
                "Meragukan",
                "NIK ini memuat tanggal yang tidak mungkin. Periksa kartu keluarga.",
                "NIK (orang ke-3)",
                "j-nik-3",
            ),
            family.FindingLine("info", "Catatan", "Nilai pada telepon dihitung ulang dan sama.", "", ""),
        ),
        "blocks": (
            family.Block(
                "b-pengenal",
                "Pengenal keluarga",
                (
                    answer("alamat", "Alamat", "Jalan Pelabuhan, dekat dermaga"),
                    answer("rt", "RT", "03"),
                    answer("no_kk", "Nomor kartu keluarga", ""),
                ),
                (),
                0,
            ),
            family.Block(
                "b-anggota",
                "Anggota keluarga",
                (),
                (
                    member(
                        1,
                        "Syamsuddin bin H. Abdul Gani",
                        "Kepala keluarga",
                        sex="L",
                        birth="12 Mar 1984",
                        age="42",
                    ),
                    member(
                        2, "Rahmawati binti Syamsuddin", "Pasangan", sex="P", birth="9 Agu 1987", age="39"
                    ),
                    member(3, "Muhammad Rizky Maulana", "Anak", sex="L", birth="3 Mar 2029", age="–"),
                    member(4, "Siti Aisyah", "Anak", sex="P", birth="30 Jun 2019", age="7"),
                ),
                2,
            ),
            family.Block(
                "b-rumah",
                "Rumah dan penghasilan",
                (
                    answer("status_rumah", "Status rumah", "Milik sendiri"),
                    answer("luas_lantai", "Luas lantai (m²)", "36,5"),
                    answer(
                        "pendapatan_bulan",
                        "Pendapatan sebulan seluruh keluarga (Rp)",
                        "2.850.000",
                        doubtful=True,
                    ),
                ),
                (),
                1,
            ),
        ),
        "history": (
            family.HistoryLine(AT, "Kader Norhayati", "Diterima lagi, versi 2", "", ()),
            family.HistoryLine(
                AT,
                "Ibu Dewi Kartika",
                "Dikembalikan untuk diperbaiki",
                "",
                (("NIK (orang ke-3)", "Mohon cek ulang di kartu keluarga."),),
            ),
            family.HistoryLine(AT, "Kader Norhayati", "Diterima", "", ()),
        ),
        "versions": (
            family.VersionLine(2, AT, state(), "#", shown=True),
            family.VersionLine(1, AT, state("superseded"), "#", shown=False),
        ),
        "rivals": (),
        "replaces_approved": False,
        "receipt": family.ReceiptView(
            "uuid:7e0c0c52-2f5e-4f8e-9a53-6f2f6b6f0a11",
            "b7" * 32,
            AT,
            "collect:9GmEJ2xqkPZsTq1A",
            "Kunjungan keluarga, versi 2026.1",
            (),
        ),
        "problem": "",
        "revision": 3,
        "can_approve": True,
        "can_return": True,
        "can_set_aside": False,
        "synthetic": True,
    }
    return family.FamilyPage(**{**held, **changes})  # type: ignore[arg-type]


def share(code: str, label: str, dimension: str, value: float | None, n: int | None = 212) -> area.ShareRow:
    exact = None if value is None else Fraction(str(value))
    x = "0%" if exact is None else charts.pct(exact)
    return area.ShareRow(code, label, dimension, exact, n, x, hidden=value is None)


def index_result() -> area.IndexResult:
    under = (
        share("IKK-D3-03", "Pendapatan per kapita", "Ketahanan ekonomi", 48.1),
        share("IKK-D3-02", "Rumah layak huni", "Ketahanan ekonomi", 61.3),
        share("IKK-D2-03", "ASI eksklusif", "Ketahanan fisik", 62.5, 16),
        share("IKK-D3-07", "Tabungan keluarga", "Ketahanan ekonomi", 66.0),
        share("IKK-D5-06", "Partisipasi perempuan dalam organisasi", "Ketahanan sosial budaya", 74.9, 199),
    )
    over = (
        share("IKK-D1-02", "Akta kelahiran anak", "Legalitas dan struktur keluarga", 75.0, 148),
        share("IKK-D3-08", "Jaminan kesehatan", "Ketahanan ekonomi", 83.0),
        share("IKK-D1-01", "Kepemilikan akta atau buku nikah", "Legalitas dan struktur keluarga", 91.6, 178),
        share("IKK-D4-05", "Kemitraan dan keputusan bersama", "Ketahanan sosial psikologi", 96.1, 178),
        share("IKK-D2-06", "Tempat tidur tetap dan terpisah", "Ketahanan fisik", 100.0),
    )
    rows = (
        area.DistributionRow(HIGH, "tinggi", "tinggi", 167, Decimal("78.8")),
        area.DistributionRow(MIDDLE, "sedang", "sedang", 39, Decimal("18.4")),
        area.DistributionRow(LOW, "rendah", "rendah", 6, Decimal("2.8")),
    )
    return area.IndexResult(
        index_id="ikk",
        title="Indeks Kualitas Keluarga (belum resmi)",
        values=(
            area.MethodValue(
                "Rata-rata nilai keluarga",
                Fraction(7591, 100),
                parts.Tag(HIGH, "tinggi", "tinggi"),
                main=True,
            ),
            area.MethodValue(
                "Rata-rata dimensi dari persentase indikator",
                Fraction(7714, 100),
                parts.Tag(HIGH, "tinggi", "tinggi"),
                main=False,
            ),
            area.MethodValue(
                "Rata-rata semua persentase indikator",
                Fraction(7448, 100),
                parts.Tag(MIDDLE, "sedang", "sedang"),
                main=False,
            ),
        ),
        scored=212,
        not_scored=3,
        distribution=area.Distribution(
            rows, charts.stack([("tinggi", 167), ("sedang", 39), ("rendah", 6)]), 212, "Tinggi 167 keluarga"
        ),
        dimensions=tuple(
            area.DimensionValue(label, Fraction(str(value)), charts.pct(value))
            for (label, _), value in zip(DIMENSIONS, (88.2, 79.4, 64.9, 93.1, 74.0), strict=True)
        ),
        under=under,
        over=over,
        hidden=(share("IKK-D2-05", "Layanan kesehatan ibu", "Ketahanan fisik", None, None),),
        empty=(),
        apart_note="",
        sum_line="",
        version="2026.1",
        hash="9f2c7d1e44ab9f2c7d1e44ab",
        status="belum resmi",
    )


def area_page(**changes: object) -> area.AreaPage:
    held: dict[str, object] = {
        "code": "63.02.10.2001",
        "name": "Desa Sampanahan Hilir",
        "level": "Desa atau kelurahan",
        "is_village": True,
        "places": family_page().places,
        "rounds": (
            parts.Option("1", "Pendataan lokus 2026 (sintetis)", chosen=True),
            parts.Option("2", "Pendataan lokus 2025 (sintetis)", chosen=False),
        ),
        "round_name": "Pendataan lokus 2026 (sintetis)",
        "bar": parts.ProgressBar(visited=231, approved=215, target=240),
        "villages": None,
        "data_state": "sementara",
        "is_provisional": True,
        "computed_at": AT,
        "zone": "Asia/Makassar",
        "threshold": 3,
        "results": (index_result(),),
        "children": (),
        "downloads": (
            area.Download("Angka desa · CSV", "#"),
            area.Download("Angka desa · XLSX", "#"),
            area.Download("Kunjungan, satu baris tiap keluarga · PARQUET", "#"),
        ),
        "synthetic": True,
    }
    return area.AreaPage(**{**held, **changes})  # type: ignore[arg-type]


def regency_page() -> area.AreaPage:
    tag = parts.Tag(HIGH, "tinggi", "tinggi")
    children = (
        area.ChildRow(
            "Desa Sampanahan Hilir",
            "#",
            parts.ProgressBar(231, 215, 240),
            Fraction(7591, 100),
            tag,
            hidden=False,
        ),
        area.ChildRow(
            "Desa Gunung Batu Besar", "#", parts.ProgressBar(402, 120, 410), None, None, hidden=True
        ),
    )
    return area_page(
        code="63.02",
        name="Kabupaten Kotabaru",
        level="Kabupaten atau kota",
        is_village=False,
        villages=2,
        children=children,
    )


def visit(
    name: str, code: str, style: str | None, value: float | None, *, errors: int = 0
) -> lists.VisitLine:
    labels = {"tinggi": "Tinggi", "sedang": "Sedang", "rendah": "Rendah"}
    return lists.VisitLine(
        url="#",
        name=name,
        village="Desa Sampanahan Hilir, Sampanahan, Kotabaru",
        visited_on=date(2026, 11, 21),
        who="Kader Norhayati",
        state=state(code),
        result="Selesai" if style else "Tidak ada responden",
        category=parts.Tag(labels[style], style, style) if style else None,
        value=value,
        errors=errors,
        warnings=errors,
        version=2 if errors else 1,
    )


def visits() -> tuple[lists.VisitLine, ...]:
    return (
        visit("Rahmawati binti Syamsuddin", "flagged", "sedang", 72.33, errors=1),
        visit("H. Muhammad Arsyad Al-Banjari", "accepted", "tinggi", 91.67),
        visit("Norjanah", "returned", "rendah", 45.2, errors=2),
        visit("", "accepted", None, None),
        visit("Ahmad Fauzan", "approved", "tinggi", 88.1),
    )


def numbers() -> tuple[lists.StateNumber, ...]:
    return (
        lists.StateNumber("Perlu diperiksa", 41, "#"),
        lists.StateNumber("Perlu diperiksa, ada temuan", 12, "#"),
        lists.StateNumber("Dikembalikan", 5, "#"),
        lists.StateNumber("Disetujui", 5231, "#"),
    )


def home_page(**changes: object) -> lists.HomePage:
    village = lists.VillageLine(
        "Desa Sampanahan Hilir", "Sampanahan, Kotabaru", "#", parts.ProgressBar(231, 215, 240)
    )
    other = lists.VillageLine("Desa Ampukung", "Kelua, Tabalong", "#", parts.ProgressBar(90, 12, 410))
    held: dict[str, object] = {
        "name": "Ibu Dewi Kartika",
        "place": "Provinsi Kalimantan Selatan",
        "round_name": "Pendataan lokus 2026 (sintetis)",
        "bar": parts.ProgressBar(5289, 5231, 5747),
        "waiting": 53,
        "waiting_url": "#",
        "numbers": numbers(),
        "villages": (village, other),
        "more_villages": 11,
        "latest": visits(),
        "can_review": True,
        "may_decide": True,
        "can_see_results": True,
        "synthetic": True,
    }
    return lists.HomePage(**{**held, **changes})  # type: ignore[arg-type]


def visits_page(**changes: object) -> lists.VisitsPage:
    option = parts.Option("1", "Desa Sampanahan Hilir, Sampanahan, Kotabaru", chosen=True)
    held: dict[str, object] = {
        "numbers": numbers(),
        "bar": parts.ProgressBar(5289, 5231, 5747),
        "rounds": (option,),
        "villages": (option,),
        "states": (option,),
        "kaders": (option,),
        "text": "rah",
        "filtered": True,
        "rows": visits(),
        "more_url": "?kursor=abc",
        "synthetic": True,
    }
    return lists.VisitsPage(**{**held, **changes})  # type: ignore[arg-type]


def areas_page() -> lists.AreasPage:
    line = lists.AreaLine("Kabupaten Kotabaru", "Kabupaten atau kota", "Kalimantan Selatan", "63.02", "#")
    return lists.AreasPage("kotabaru", (line,), (line,))


def forms_page() -> lists.FormsPage:
    form = lists.FormLine(
        "Kunjungan keluarga",
        "kunjungan_keluarga",
        "2026.1",
        AT,
        current=True,
        indices=("ikk 9f2c7d1e", "ibangga 01ab33de"),
        fingerprint="ab" * 32,
    )
    problem = lists.ProblemLine("survey", "42", "relevant", "Pertanyaan “umurr” tidak ada di formulir ini.")
    return lists.FormsPage(
        (form,), can_publish=True, problems=(problem, problem), file_name="kunjungan-keluarga-2026.xlsx"
    )


def tokens_page() -> lists.TokensPage:
    live = lists.TokenLine(1, "Norhayati", "Desa Sampanahan Hilir", AT, None)
    stopped = lists.TokenLine(2, "Siti Fatimah", "Desa Sampanahan Hilir", AT, AT)
    village = parts.Option("63.02.10.2001", "Desa Sampanahan Hilir, Sampanahan, Kotabaru", chosen=False)
    return lists.TokensPage((live,), (stopped,), (village,), problem="Pilih paling sedikit satu desa.")
