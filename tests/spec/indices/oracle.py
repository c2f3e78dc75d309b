"""An independent judge of index scores: every indicator written out by hand, scores in plain fractions.

Nothing here imports the engine or reads a definition file. Three values are True, False and None.
"""
# ruff: noqa: E731, E501 - one line an indicator, like a table

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

YES_NO = ("ya", "tidak")


# -- three values ------------------------------------------------------------------------------------------------


def no(x):
    return None if x is None else not x


def every(values):
    values = list(values)
    if False in values:
        return False
    return None if None in values else True


def some(values):
    values = list(values)
    if True in values:
        return True
    return None if None in values else False


def at_least(k, values):
    values = list(values)
    if values.count(True) >= k:
        return True
    return None if values.count(True) + values.count(None) >= k else False


def known(*values):
    return all(value is not None for value in values)


# -- answers -----------------------------------------------------------------------------------------------------


def code(row, name, choices):
    value = row.get(name)
    return value if value in choices else None


def is_(row, name, wanted, choices=YES_NO):
    value = code(row, name, choices)
    return None if value is None else value == wanted


def among(row, name, wanted, choices):
    value = code(row, name, choices)
    return None if value is None else value in wanted


def number(row, name, low, high, places=0):
    value = row.get(name)
    if value is None:
        return None
    exact = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return Fraction(exact) if Fraction(low) <= Fraction(exact) <= Fraction(high) else None


def whole_months(birth, on):
    """Count month by month from a year or two before the end."""
    months = max(0, (on.year - birth.year - 2) * 12)
    while True:
        year, month = divmod(birth.year * 12 + birth.month - 1 + months + 1, 12)
        reached = (year, month + 1, birth.day)
        if reached > (on.year, on.month, on.day):
            return months
        months += 1


def months_old(row, name, on):
    birth = row.get(name)
    if birth is None or on is None or birth > on:
        return None
    months = whole_months(birth, on)
    return months if months < 131 * 12 else None


def years_old(row, name, on):
    months = months_old(row, name, on)
    return None if months is None else months // 12


def between(value, low, high):
    return None if value is None else low <= value <= high


def members(answers, roster, listed, most):
    rows = [
        row for row in answers.get(roster) or [] if any(row.get(name) not in (None, "") for name in listed)
    ]
    return rows if 1 <= len(rows) <= most else None


def exists(rows, test):
    return None if rows is None else some(test(row) for row in rows)


def each(rows, where, that):
    return None if rows is None else every(some([no(where(row)), that(row)]) for row in rows)


# -- IKK ---------------------------------------------------------------------------------------------------------

RELATIONS = ("kepala", "pasangan", "anak", "menantu", "cucu", "orang_tua", "famili_lain", "lainnya")
MARITAL = ("belum", "kawin", "cerai_hidup", "cerai_mati")
SCHOOL = ("belum", "masih", "tamat", "putus", "tidak_pernah")
INSURANCE = ("pbi", "non_pbi", "swasta", "tidak")
WATER = (
    "kemasan",
    "ledeng",
    "sumur_bor",
    "sumur_terlindung",
    "sumur_tak_terlindung",
    "air_permukaan",
    "air_hujan",
    "lainnya",
)
FLOOR = ("keramik", "semen", "kayu", "bambu", "tanah", "lainnya")
LATRINE = ("sendiri_septik", "sendiri_tanpa_septik", "bersama", "lainnya")
TENURE = ("milik_sendiri", "sewa", "bebas_sewa", "menumpang", "dinas", "lainnya")
ATTITUDE = ("tidak_setuju", "setuju")
LISTED = ("jenis_kelamin", "hubungan", "tgl_lahir")


def poverty_line(area, on):
    """The working values of definitions/indices/ikk, told again."""
    if area is None or area == "" or on is None:
        return None
    local = {"63": ((2025, 680000), (2024, 645000)), "15": ((2025, 660000), (2024, 630000))}
    for year, value in local.get(area[:2] if area[:3] in ("63.", "15.") or area in ("63", "15") else "", ()):
        if on >= dt.date(year, 3, 1):
            return value
    for day, value in (
        (dt.date(2025, 3, 1), 609160),
        (dt.date(2024, 3, 1), 582932),
        (dt.date(2020, 1, 1), 454652),
    ):
        if on >= day:
            return value
    return None


def space_enough(a):
    area, people = number(a, "luas_lantai", "0.01", "99999.99", 2), number(a, "jumlah_penghuni", 1, 200)
    return area >= Fraction(72, 10) * people if known(area, people) else None


def ikk(a):
    on = a.get("tanggal_kunjungan")
    rows = members(a, "anggota", LISTED, 60)
    age = lambda row: years_old(row, "tgl_lahir", on)
    months = lambda row: months_old(row, "tgl_lahir", on)
    aged = lambda low, high: lambda row: between(age(row), low, high)
    woman = lambda row: is_(row, "jenis_kelamin", "p", ("l", "p"))
    couple = exists(
        rows,
        lambda r: every([is_(r, "hubungan", "kepala", RELATIONS), is_(r, "status_kawin", "kawin", MARITAL)]),
    )
    child = aged(0, 17)
    under_five = lambda row: between(months(row), 0, 59)
    has_child = exists(rows, child)
    has_woman = exists(rows, lambda r: every([woman(r), aged(18, 200)(r)]))
    ill = lambda r: some([is_(r, "disabilitas", "ya"), is_(r, "sakit_kronis", "ya")])
    income = number(a, "pendapatan_bulan", 0, 999999999)
    line = poverty_line(a.get("kode_desa"), on)
    size = None if rows is None else len(rows)
    y = lambda name: is_(a, name, "ya")
    n = lambda name: is_(a, name, "tidak")
    pairs = [
        (couple, y("buku_nikah")),
        (has_child, each(rows, child, lambda r: is_(r, "akta_lahir", "ya"))),
        (couple, y("pasangan_serumah")),
        (True, y("makan_beragam")),
        (
            exists(rows, under_five),
            each(rows, under_five, lambda r: is_(r, "status_gizi", "baik", ("baik", "kurang"))),
        ),
        (exists(rows, lambda r: between(months(r), 6, 23)), y("asi_eksklusif")),
        (True, each(rows, ill, lambda r: is_(r, "ditangani", "ya"))),
        (
            every([exists(rows, lambda r: every([woman(r), aged(10, 54)(r)])), y("hamil_melahirkan")]),
            y("layanan_ibu"),
        ),
        (True, y("tempat_tidur_terpisah")),
        (True, among(a, "status_rumah", ("milik_sendiri", "sewa", "bebas_sewa", "dinas"), TENURE)),
        (
            True,
            every(
                [
                    no(is_(a, "jenis_lantai", "tanah", FLOOR)),
                    among(a, "air_minum", WATER[:4], WATER),
                    is_(a, "jamban", "sendiri_septik", LATRINE),
                    space_enough(a),
                ]
            ),
        ),
        (True, income >= line * size if known(income, line, size) else None),
        (True, y("pendapatan_cukup")),
        (exists(rows, aged(7, 18)), y("biaya_sekolah")),
        (
            exists(rows, aged(7, 17)),
            each(rows, aged(7, 17), lambda r: among(r, "sekolah", ("masih", "tamat"), SCHOOL)),
        ),
        (True, y("tabungan")),
        (
            True,
            each(rows, lambda _r: True, lambda r: among(r, "jaminan_kesehatan", INSURANCE[:3], INSURANCE)),
        ),
        (has_woman, is_(a, "sikap_kekerasan_perempuan", "tidak_setuju", ATTITUDE)),
        (has_child, is_(a, "sikap_kekerasan_anak", "tidak_setuju", ATTITUDE)),
        (True, n("perkara_pidana")),
        (exists(rows, aged(10, 24)), n("kawin_anak")),
        (couple, y("keputusan_bersama")),
        (None if size is None else size >= 2, y("waktu_bersama")),
        (exists(rows, aged(60, 200)), y("lansia_dirawat")),
        (True, y("kegiatan_sosial")),
        (True, y("kegiatan_agama")),
        (True, y("rukun_tetangga")),
        (True, y("akses_informasi")),
        (has_woman, y("perempuan_organisasi")),
    ]
    return "".join(sign(applies, met) for applies, met in pairs)


# -- iBangga -----------------------------------------------------------------------------------------------------

ROOF = ("beton", "genteng", "asbes_seng", "kayu_sirap", "bambu", "jerami_ijuk_rumbia", "lainnya")
WALL = ("tembok", "kayu_papan", "seng", "bambu", "lainnya")
LIGHT = ("listrik_900", "listrik_lebih_900", "genset_solar", "listrik_bersama", "non_listrik")


def ibangga(a):
    on = a.get("tanggal_kunjungan")
    rows = members(a, "anggota", LISTED, 60)
    aged = lambda low, high: lambda row: between(years_old(row, "tgl_lahir", on), low, high)
    head = lambda r: is_(r, "hubungan", "kepala", RELATIONS)
    couple = exists(rows, lambda r: every([head(r), is_(r, "status_kawin", "kawin", MARITAL)]))
    has_child = exists(rows, aged(0, 17))
    y = lambda name: is_(a, name, "ya")
    n = lambda name: is_(a, name, "tidak")
    housing = [
        no(is_(a, "jenis_atap", "jerami_ijuk_rumbia", ROOF)),
        among(a, "jenis_dinding", ("tembok", "kayu_papan"), WALL),
        no(is_(a, "jenis_lantai", "tanah", FLOOR)),
        no(is_(a, "penerangan", "non_listrik", LIGHT)),
        among(a, "air_minum", WATER[:4], WATER),
        is_(a, "jamban", "sendiri_septik", LATRINE),
        space_enough(a),
    ]
    conflict_free = every(
        [
            n("konflik_tegur_sapa"),
            n("konflik_pergi_rumah"),
            n("konflik_kdrt"),
            some([n("konflik_pisah_ranjang"), no(couple)]),
        ]
    )
    pairs = [
        (True, y("ibadah")),
        (couple, y("buku_nikah")),
        (has_child, each(rows, aged(0, 17), lambda r: is_(r, "akta_lahir", "ya"))),
        (
            True,
            each(rows, lambda _r: True, lambda r: among(r, "jaminan_kesehatan", INSURANCE[:3], INSURANCE)),
        ),
        (True, conflict_free),
        (
            exists(rows, lambda r: every([head(r), no(is_(r, "status_kawin", "belum", MARITAL))])),
            exists(
                rows, lambda r: every([head(r), among(r, "status_kawin", ("kawin", "cerai_mati"), MARITAL)])
            ),
        ),
        (True, y("sumber_penghasilan")),
        (True, y("makan_beragam")),
        (True, at_least(5, housing)),
        (True, y("tabungan")),
        (
            exists(rows, aged(7, 18)),
            each(rows, aged(7, 18), lambda r: among(r, "sekolah", ("masih", "tamat"), SCHOOL)),
        ),
        (True, n("sakit_4hari")),
        (True, y("akses_informasi")),
        (None if rows is None else len(rows) >= 2, y("waktu_bersama")),
        (has_child, y("asuh_bersama")),
        (True, y("rekreasi")),
        (True, y("kegiatan_sosial")),
    ]
    return "".join(sign(applies, met) for applies, met in pairs)


# -- the definitions made for tests ------------------------------------------------------------------------------

TEPAT = [f"d{d}_{i}" for d, size in enumerate((3, 6, 8, 6, 6), 1) for i in range(1, size + 1)]


def tepat(a):
    return "".join({"ya": "1", "tidak": "0", "tidak_berlaku": "-"}.get(a.get(name), "?") for name in TEPAT)


def chosen(row, name, wanted, choices, missing):
    codes = row.get(name) or ()
    if any(each_code in missing for each_code in codes) or not any(
        each_code in choices for each_code in codes
    ):
        return None
    return wanted in codes


def line_of(area, on):
    if not area or on is None or on < dt.date(2020, 1, 1):
        return None
    if (area == "63.02" or area.startswith("63.02.")) and on >= dt.date(2024, 1, 1):
        return 300
    if area == "63" or area.startswith("63."):
        return 250 if on >= dt.date(2025, 1, 1) else 200
    return 100


def share_of(rows, where, that, test):
    if rows is None:
        return None
    inside = [where(row) for row in rows]
    hits = [every([where(row), that(row)]) for row in rows]
    if None in inside or None in hits or True not in inside:
        return None
    return test(Fraction(hits.count(True), inside.count(True)))


def count_of(rows, that, test):
    """A count somewhere between the sure and the possible: known when every number in between agrees."""
    if rows is None:
        return None
    values = [that(row) for row in rows]
    sure = values.count(True)
    answers = {test(number_) for number_ in range(sure, sure + values.count(None) + 1)}
    return answers.pop() if len(answers) == 1 else None


def fitur(a):
    on = a.get("tanggal_kunjungan")
    rows = members(a, "orang", ("lahir", "peran"), 5)
    roles = ("kepala", "anak", "lain")
    adult = lambda r: between(years_old(r, "lahir", on), 18, 200)
    tall = lambda r: number(r, "tinggi", 20, 250, 1)
    compare = lambda x, test: None if x is None else test(x)
    source = lambda wanted: chosen(a, "sumber", wanted, ("tani", "dagang", "gaji", "lain"), ("menolak",))
    area, heat = number(a, "luas", 0, 500, 2), number(a, "suhu", -50, 60)
    money, line = number(a, "uang", 0, 999999999), line_of(a.get("kode_desa"), on)
    status = code(a, "status", ("a", "b", "c"))
    size = None if rows is None else len(rows)
    young = lambda r: every(
        [is_(r, "peran", "anak", roles), compare(months_old(r, "lahir", on), lambda m: m <= 60)]
    )
    aid = lambda r: chosen(r, "bantuan", "pkh", ("pkh", "bpnt", "lain"), ("menolak",))
    needy = lambda r: some([aid(r), every([among(r, "peran", ("kepala", "lain"), roles), no(adult(r))])])
    plain = lambda r: some([no(is_(r, "peran", "lain", roles)), compare(tall(r), lambda t: t < 160)])
    wed_years, wed_months = years_old(a, "tgl_nikah", on), months_old(a, "tgl_nikah", on)
    return "".join(
        [
            sign(True, source("tani")),
            sign(compare(status, lambda s: s != "c"), no(source("lain")), "0"),
            sign(
                True,
                area * Fraction(3, 2) - 2 >= Fraction(5, 4) * heat + Fraction(1, 4)
                if known(area, heat)
                else None,
                "-",
            ),
            sign(True, money >= line * size if known(money, line, size) else None),
            sign(
                None if size is None else size >= 3,
                share_of(
                    rows,
                    adult,
                    lambda r: compare(tall(r), lambda t: t >= Fraction(301, 2)),
                    lambda s: s >= Fraction(3, 5),
                ),
            ),
            sign(True, count_of(rows, young, lambda k: k != 1)),
            sign(exists(rows, needy), each(rows, adult, plain)),
            sign(
                True,
                at_least(
                    2,
                    [
                        compare(status, lambda s: s == "a"),
                        compare(area, lambda x: x > 20),
                        compare(heat, lambda x: x < 0),
                        money is not None,
                    ],
                ),
            ),
            sign(
                a.get("tgl_nikah") is not None,
                every([compare(wed_years, lambda y: y * 2 > 9), compare(wed_months, lambda m: m != 61)]),
            ),
            sign(True, is_(a, "rahasia", "tidak")),
            sign(
                True,
                some(
                    [
                        count_of(rows, lambda r: compare(tall(r), lambda t: t == 160), lambda k: k == 1),
                        share_of(rows, lambda _r: True, adult, lambda s: s < Fraction(1, 2)),
                    ]
                ),
            ),
        ]
    )


def sign(applies, met, missing="?"):
    if applies is None:
        return "?"
    if not applies:
        return "-"
    return {True: "1", False: "0", None: missing}[met]


# -- scores ------------------------------------------------------------------------------------------------------

IKK_DIMENSIONS = "11122222233333333444444555555"
SCHEMES = {
    "ikk": (ikk, IKK_DIMENSIONS, {}, {}, Fraction(1, 4), False, Fraction(1, 100), ((50, True, "sedang"), (75, False, "tinggi")), "rendah", ()),
    "tepat": (tepat, IKK_DIMENSIONS, {}, {}, Fraction(1, 4), False, Fraction(1, 100), ((50, True, "sedang"), (75, False, "tinggi")), "rendah", ()),
    "ibangga": (ibangga, "11111122222223333", {}, {}, Fraction(1, 4), True, Fraction(0), ((40, True, "berkembang"), (70, False, "tangguh")), "rentan", (4,)),
    "fitur": (
        fitur, "11112223333", {"1": 2}, {0: 2, 2: 3}, Fraction(1, 2), True, Fraction(0),
        ((Fraction(333, 10), False, "cukup"), (Fraction(200, 3), True, "baik")), "kurang", (9,),
    ),
}  # fmt: skip


def expect(index, method, variant, answers):
    """Return states, value (text of a fraction, or None), category and reason."""
    states, dimensions, dimension_weights, weights, most, strict, floor, cuts, lowest, private = SCHEMES[
        index
    ]
    found = states(answers)
    kept = [place for place in range(len(found)) if variant == "full" or place not in private]
    signs = "".join(found[place] for place in kept)
    result = {"states": signs, "value": None, "category": None, "reason": None}
    answered, unknown = signs.count("1") + signs.count("0"), signs.count("?")
    parts = []
    for dimension in sorted(set(dimensions)):
        places = [place for place in kept if dimensions[place] == dimension]
        total = sum(weights.get(place, 1) for place in places if found[place] in "10")
        met = sum(weights.get(place, 1) for place in places if found[place] == "1")
        parts.append((dimension_weights.get(dimension, 1), met, total))
    if answered + unknown == 0:
        return result | {"reason": "nothing_applicable"}
    if answered == 0 or Fraction(unknown, answered + unknown) > most:
        return result | {"reason": "too_many_unanswered"}
    if strict and any(total == 0 for _, _, total in parts):
        return result | {"reason": "empty_dimension"}
    parts = [part for part in parts if part[2]]
    value, compares = join(method, parts, floor)
    category = lowest
    for cut, included, name in cuts:
        side = compares(Fraction(cut))
        if side > 0 or (side == 0 and included):
            category = name
    return result | {"value": str(value), "category": category}


def join(method, parts, floor):
    """Return the value and a function that says on which side of a cut it lies (-1, 0, 1), exactly."""
    side = lambda value: lambda cut: (value > cut) - (value < cut)
    if method == "pooled":
        value = Fraction(100 * sum(met for _, met, _ in parts), sum(total for _, _, total in parts))
        return value, side(value)
    weight = sum(w for w, _, _ in parts)
    if method == "arithmetic":
        value = sum(w * Fraction(100 * met, total) for w, met, total in parts) / weight
        return value, side(value)
    shares = [(w, Fraction(met, total) if met else floor) for w, met, total in parts]
    if method == "harmonic":
        value = (
            Fraction(0) if any(s == 0 for _, s in shares) else 100 * weight / sum(w / s for w, s in shares)
        )
        return Fraction(math.floor(value * 10**4 + Fraction(1, 2)), 10**4), side(value)
    product = math.prod(s**w for w, s in shares)
    with localcontext() as context:
        context.prec = 80
        root = (
            (Decimal(product.numerator) / product.denominator) ** (Decimal(1) / weight)
            if product
            else Decimal(0)
        )
        rounded = Fraction((root * 10**6).quantize(Decimal(1), rounding=ROUND_HALF_UP)) / 10**4
    return rounded, lambda cut: (product > (cut / 100) ** weight) - (product < (cut / 100) ** weight)
