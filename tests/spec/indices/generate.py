"""Writes the golden set: `python -m tests.spec.indices.generate`. Deterministic; all families are synthetic."""
# ruff: noqa: E731, E501 - one line a family, like a table

import datetime as dt
import json
import random
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from tests.spec.indices import oracle
from tests.spec.indices.engines import CASES, typed

D = dt.date
VISIT = D(2026, 3, 14)
YES_NO = [
    "buku_nikah", "pasangan_serumah", "makan_beragam", "asi_eksklusif", "hamil_melahirkan", "layanan_ibu",
    "tempat_tidur_terpisah", "pendapatan_cukup", "biaya_sekolah", "tabungan", "keputusan_bersama", "waktu_bersama",
    "lansia_dirawat", "kegiatan_sosial", "kegiatan_agama", "rukun_tetangga", "akses_informasi", "perempuan_organisasi",
    "ibadah", "sumber_penghasilan", "asuh_bersama", "rekreasi",
]  # fmt: skip
REVERSED = ["perkara_pidana", "kawin_anak", "sakit_4hari"]
PRIVATE = ["konflik_tegur_sapa", "konflik_pisah_ranjang", "konflik_pergi_rumah", "konflik_kdrt"]
METHODS = {
    "ikk": ("arithmetic", "pooled", "geometric", "harmonic"),
    "tepat": ("arithmetic", "pooled", "geometric", "harmonic"),
    "ibangga": ("arithmetic", "pooled"),
    "fitur": ("arithmetic", "pooled", "geometric", "harmonic"),
}
WITH_PRIVATE = ("ibangga", "fitur")

Family = dict[str, Any]


def person(sex: str, birth: D, relation: str, marital: str = "belum", **more: Any) -> Family:
    base = {
        "jenis_kelamin": sex,
        "tgl_lahir": birth.isoformat(),
        "hubungan": relation,
        "status_kawin": marital,
    }
    good = {"jaminan_kesehatan": "pbi", "disabilitas": "tidak", "sakit_kronis": "tidak"}
    age = oracle.whole_months(birth, VISIT) // 12 if birth <= VISIT else 0
    if age < 18:
        good["akta_lahir"] = "ya"
    if 5 <= age <= 24:
        good["sekolah"] = "masih" if age < 19 else "tamat"
    if age < 5:
        good["status_gizi"] = "baik"
    return base | good | more


def family(members: list[Family], **more: Any) -> Family:
    answers: Family = {
        "kode_desa": "63.02.05.2001",
        "tanggal_kunjungan": VISIT.isoformat(),
        "anggota": members,
    }
    answers |= (
        dict.fromkeys(YES_NO, "ya") | dict.fromkeys(REVERSED, "tidak") | dict.fromkeys(PRIVATE, "tidak")
    )
    answers |= {
        "status_rumah": "milik_sendiri", "jenis_atap": "genteng", "jenis_dinding": "tembok", "jenis_lantai": "keramik",
        "penerangan": "listrik_900", "air_minum": "ledeng", "jamban": "sendiri_septik", "luas_lantai": "60.00",
        "jumlah_penghuni": len(members) or 1, "pendapatan_bulan": 5_000_000,
        "sikap_kekerasan_perempuan": "tidak_setuju", "sikap_kekerasan_anak": "tidak_setuju",
    }  # fmt: skip
    return answers | more


HUSBAND = person("l", D(1985, 5, 2), "kepala", "kawin")
WIFE = person("p", D(1988, 7, 9), "pasangan", "kawin")
DAUGHTER = person("p", D(2013, 1, 30), "anak")
BABY = person("l", D(2025, 6, 1), "anak")


def patterns() -> Iterator[tuple[str, Family]]:
    """The households of docs/explanation: who lives together, and what then does not apply."""
    yield "all yes", family([HUSBAND, WIFE, DAUGHTER, BABY])
    yield "couple without child", family([HUSBAND, WIFE], hamil_melahirkan="tidak")
    yield "single mother", family([person("p", D(1990, 1, 1), "kepala", "cerai_hidup"), DAUGHTER])
    yield "single father", family([person("l", D(1980, 2, 3), "kepala", "cerai_mati"), DAUGHTER])
    yield "widow alone", family([person("p", D(1950, 8, 17), "kepala", "cerai_mati")])
    yield "never married, alone", family([person("l", D(1999, 8, 17), "kepala", "belum")])
    yield (
        "grandparents and grandchild",
        family(
            [
                person("l", D(1954, 3, 3), "kepala", "kawin"),
                person("p", D(1957, 4, 4), "pasangan", "kawin"),
                person("l", D(2016, 5, 5), "cucu"),
            ]
        ),
    )
    yield (
        "elderly couple",
        family(
            [person("l", D(1950, 1, 1), "kepala", "kawin"), person("p", D(1953, 1, 1), "pasangan", "kawin")]
        ),
    )
    yield "couple and infant", family([HUSBAND, WIFE, person("p", D(2026, 1, 2), "anak")])
    yield "couple apart for work", family([HUSBAND, WIFE, DAUGHTER], pasangan_serumah="tidak")
    yield "second wife's household", family([person("p", D(1990, 9, 9), "kepala", "kawin"), DAUGHTER])
    yield (
        "refuses the attitude items",
        family(
            [HUSBAND, WIFE, DAUGHTER], sikap_kekerasan_perempuan="menolak", sikap_kekerasan_anak="menolak"
        ),
    )
    yield "refuses religion", family([HUSBAND, WIFE], kegiatan_agama="menolak", ibadah="menolak")
    yield "nothing answered", {}
    yield "only the visit", {"tanggal_kunjungan": VISIT.isoformat(), "kode_desa": "15.01.01.2001"}
    yield "members only", {"tanggal_kunjungan": VISIT.isoformat(), "anggota": [HUSBAND, WIFE, BABY]}
    yield "an empty list of members", family([])
    yield "one blank member", family([HUSBAND, {}])
    yield "only blank members", family([{}, {}])
    yield (
        "all no",
        family([HUSBAND, WIFE, DAUGHTER, BABY])
        | dict.fromkeys(YES_NO, "tidak")
        | dict.fromkeys(REVERSED, "ya"),
    )
    yield (
        "all do not know",
        family([HUSBAND, WIFE, DAUGHTER, BABY]) | dict.fromkeys(YES_NO + REVERSED, "tidak_tahu"),
    )
    yield "stray answers where nothing applies", family(
        [person("l", D(1970, 1, 1), "kepala", "cerai_mati")], buku_nikah="tidak", asi_eksklusif="tidak", lansia_dirawat="tidak",
        biaya_sekolah="tidak", sikap_kekerasan_anak="setuju", perempuan_organisasi="tidak", asuh_bersama="tidak",
    )  # fmt: skip
    yield (
        "codes that do not exist",
        family([HUSBAND, WIFE], makan_beragam="YA", tabungan="", jamban="???", status_rumah="milik"),
    )
    yield (
        "no interview date",
        {k: v for k, v in family([HUSBAND, WIFE, DAUGHTER]).items() if k != "tanggal_kunjungan"},
    )
    yield "no village", {k: v for k, v in family([HUSBAND, WIFE, DAUGHTER]).items() if k != "kode_desa"}
    yield "born after the visit", family([HUSBAND, person("p", D(2026, 3, 15), "anak")])
    yield "born on the visit", family([HUSBAND, person("p", VISIT, "anak")])
    yield "a member of 131", family([person("l", D(1895, 3, 14), "kepala", "cerai_mati")])
    yield "a member of 130", family([person("l", D(1895, 3, 15), "kepala", "cerai_mati")])
    yield "sixty members", family([HUSBAND] * 60)
    yield "sixty-one members", family([HUSBAND] * 61)
    for birth in (
        D(2008, 3, 14),
        D(2008, 3, 15),
        D(2007, 3, 14),
        D(2001, 3, 14),
        D(2001, 3, 15),
        D(2016, 3, 14),
        D(1966, 3, 14),
    ):
        yield (
            f"a birthday about {birth}",
            family([HUSBAND, person("p", birth, "anak", akta_lahir="tidak", sekolah="putus")]),
        )
    for birth in (
        D(2021, 3, 14),
        D(2021, 3, 15),
        D(2025, 9, 14),
        D(2025, 9, 15),
        D(2024, 3, 14),
        D(2024, 3, 15),
    ):
        yield (
            f"months about {birth}",
            family([HUSBAND, person("p", birth, "anak", status_gizi="kurang")], asi_eksklusif="tidak"),
        )
    for birth in (D(2016, 3, 15), D(2016, 3, 14), D(1971, 3, 15), D(1971, 3, 14), D(1966, 3, 15)):
        woman = person("p", birth, "lainnya", akta_lahir="ya")
        yield (
            f"a woman born {birth}, pregnant",
            family([HUSBAND, woman], layanan_ibu="tidak", lansia_dirawat="tidak"),
        )
    for visit in (D(2024, 2, 28), D(2024, 2, 29), D(2023, 2, 28), D(2023, 3, 1)):
        leap = person(
            "p", D(2004, 2, 29), "anak", akta_lahir="tidak", sekolah="putus", jaminan_kesehatan="tidak"
        )
        yield f"a leap day seen on {visit}", family([HUSBAND, leap], tanggal_kunjungan=visit.isoformat())
    for area, people in (
        ("28.80", 4),
        ("28.79", 4),
        ("7.195", 1),
        ("7.194", 1),
        ("0.00", 1),
        ("100000.00", 2),
    ):
        yield f"{area} m2 for {people}", family([HUSBAND, WIFE], luas_lantai=area, jumlah_penghuni=people)
    for income in (1_360_000, 1_359_999, 0, -1, 999_999_999, 1_000_000_000):
        yield f"income {income} for two", family([HUSBAND, WIFE], pendapatan_bulan=income)
    for village, visit in (("15.06.01.2001", "2025-03-01"), ("15.06.01.2001", "2025-02-28"), ("31.71.01.1001", "2026-01-01"),
                           ("31.71.01.1001", "2019-12-31"), ("630.1", "2026-01-01"), ("63", "2026-01-01")):  # fmt: skip
        yield (
            f"the poverty line of {village} on {visit}",
            family([HUSBAND, WIFE], kode_desa=village, tanggal_kunjungan=visit, pendapatan_bulan=1_310_000),
        )


def random_member(chance: random.Random, place: int) -> Family:
    if chance.random() < 0.02:
        return {}
    birth = D(1945, 1, 1) + dt.timedelta(
        days=chance.randrange(17000 if place < 2 else 29600) + (0 if place < 2 else 12000) % 17600
    )
    row = {
        "jenis_kelamin": chance.choice("lp"),
        "tgl_lahir": min(birth, D(2026, 3, 20)).isoformat(),
        "hubungan": ("kepala", "pasangan")[place] if place < 2 else chance.choice(oracle.RELATIONS[2:]),
        "status_kawin": chance.choice(("kawin", "kawin", "kawin", "cerai_hidup", "cerai_mati", "belum"))
        if place < 2
        else "belum",
        "akta_lahir": chance.choice(("ya", "ya", "ya", "tidak", "tidak_tahu")),
        "sekolah": chance.choice(("masih", "masih", "tamat", "putus", "belum", "tidak_pernah")),
        "jaminan_kesehatan": chance.choice(
            ("pbi", "non_pbi", "swasta", "pbi", "pbi", "pbi", "tidak", "tidak_tahu")
        ),
        "disabilitas": chance.choice(("tidak",) * 9 + ("ya",)),
        "sakit_kronis": chance.choice(("tidak",) * 9 + ("ya", "tidak_tahu")),
        "ditangani": chance.choice(("ya", "tidak", "tidak_tahu")),
        "status_gizi": chance.choice(("baik", "baik", "baik", "kurang", "tidak_tahu")),
    }
    return {name: value for name, value in row.items() if chance.random() > 0.03}


def random_family(chance: random.Random) -> Family:
    good = chance.uniform(0.25, 0.97)
    blank = chance.choice((0.0, 0.02, 0.1, 0.3))
    pick = lambda best, others: best if chance.random() < good else chance.choice(others)
    answers: Family = family(
        [random_member(chance, place) for place in range(chance.choice((1, 2, 2, 3, 4, 4, 5, 6)))]
    )
    answers |= {name: pick("ya", ("tidak", "tidak", "tidak_tahu")) for name in YES_NO}
    answers |= {name: pick("tidak", ("ya", "ya", "menolak")) for name in REVERSED + PRIVATE}
    answers |= {
        "status_rumah": pick("milik_sendiri", oracle.TENURE),
        "jenis_atap": pick("genteng", oracle.ROOF),
        "jenis_dinding": pick("tembok", oracle.WALL),
        "jenis_lantai": pick("semen", oracle.FLOOR),
        "penerangan": pick("listrik_900", oracle.LIGHT),
        "air_minum": pick("ledeng", oracle.WATER),
        "jamban": pick("sendiri_septik", oracle.LATRINE),
        "luas_lantai": f"{chance.randrange(1000, 9000) / 100:.2f}",
        "jumlah_penghuni": chance.randrange(1, 8),
        "pendapatan_bulan": chance.randrange(0, 6_000_000, 50_000),
        "sikap_kekerasan_perempuan": pick("tidak_setuju", ("setuju", "menolak")),
        "sikap_kekerasan_anak": pick("tidak_setuju", ("setuju", "menolak")),
        "kode_desa": chance.choice(("63.02.05.2001", "15.01.02.1003", "31.71.01.1001")),
        "tanggal_kunjungan": (D(2024, 1, 1) + dt.timedelta(days=chance.randrange(900))).isoformat(),
    }
    return {name: value for name, value in answers.items() if chance.random() >= blank}


def distinguished(
    index: str, seed: int, cuts: tuple[int, ...], draw: Callable[[random.Random], Family], tries: int
) -> Iterator[tuple[str, Family]]:
    """Draw many families and keep those exactly on a cut and nearest to it on either side."""
    chance = random.Random(seed)
    on: dict[int, list[Family]] = {cut: [] for cut in cuts}
    near: dict[tuple[int, bool], list[tuple[Fraction, int, Family]]] = {
        (cut, up): [] for cut in cuts for up in (False, True)
    }
    for number in range(tries):
        answers = draw(chance)
        value = oracle.expect(index, "arithmetic", "full", typed(answers))["value"]
        for cut in cuts if value is not None else ():
            gap = Fraction(value) - cut
            if gap == 0:
                on[cut].append(answers)
            else:
                near[cut, gap > 0].append((abs(gap), number, answers))
    for cut in cuts:
        for answers in on[cut][:12]:
            yield f"exactly {cut}", answers
        for up in (False, True):
            for _, _, answers in sorted(near[cut, up], key=lambda each: each[:2])[:8]:
                yield f"just {'above' if up else 'below'} {cut}", answers


def random_states(chance: random.Random) -> Family:
    good, other = chance.uniform(0.3, 0.95), chance.choice((0.0, 0.1, 0.3))
    found: Family = {}
    for name in oracle.TEPAT:
        if chance.random() < other:
            found[name] = chance.choice(("tidak_berlaku", "tidak_berlaku", "tidak_tahu", "???"))
        else:
            found[name] = "ya" if chance.random() < good else "tidak"
    return found


def nearest_possible(cut: int, each_side: int) -> Iterator[tuple[str, Family]]:
    """Yield the families of `tepat` whose index is as close to the cut as any can be: 74.952, 75.048."""
    sizes = (3, 6, 8, 6, 6)
    shares = [sorted({(840 * m // a, m, a) for a in range(1, n + 1) for m in range(a + 1)}) for n in sizes]
    firsts = [{part[0]: part for part in reversed(options)} for options in shares]
    goal = cut * 5 * 840 // 100
    gaps: dict[int, tuple[int, ...]] = {}
    for head in product(*firsts[:4]):
        for last in firsts[4]:
            gap = sum(head) + last - goal
            if gap and abs(gap) <= 12:
                gaps.setdefault(gap, (*head, last))
    for up in (False, True):
        for gap in sorted((each for each in gaps if (each > 0) is up), key=abs)[:each_side]:
            answers: Family = {}
            for dimension, number in enumerate(gaps[gap]):
                _, met, total = firsts[dimension][number]
                for place in range(sizes[dimension]):
                    state = "ya" if place < met else "tidak" if place < total else "tidak_berlaku"
                    answers[f"d{dimension + 1}_{place + 1}"] = state
            yield f"nearest {'above' if up else 'below'} {cut}", answers


def random_features(chance: random.Random) -> Family:
    some = lambda *values: chance.choice(values)
    rows = []
    for _ in range(chance.choice((0, 1, 1, 2, 3, 3, 4, 5, 6))):
        row: Family = {
            "lahir": (
                D(2026, 3, 14) - dt.timedelta(days=some(chance.randrange(2200), chance.randrange(40000)))
            ).isoformat(),
            "peran": some("kepala", "anak", "lain", "tidak_tahu"),
            "tinggi": some("160", "150.5", "150.45", "150.44", "10", f"{chance.randrange(1400, 1900) / 10}"),
            "bantuan": some(["pkh"], ["bpnt", "lain"], ["menolak"], ["pkh", "menolak"], [], ["xxx"]),
        }
        rows.append({name: value for name, value in row.items() if chance.random() > 0.12})
    answers: Family = {
        "kode_desa": some("63.01.01.2001", "63.02.01.2001", "15.01", "630.2", ""),
        "tanggal_kunjungan": some("2026-03-14", "2024-12-31", "2023-06-01", "2019-01-01"),
        "tgl_nikah": some("2021-09-14", "2020-11-30", "2018-02-28", "2030-01-01"),
        "sumber": some(["tani"], ["dagang", "lain"], ["tani", "gaji"], ["menolak", "tani"], [], ["xxx"]),
        "status": some("a", "b", "c", "tidak_tahu"),
        "luas": some("20", "20.004", "20.005", "500", "500.01", f"{chance.randrange(0, 6000) / 100}"),
        "suhu": some(-50, -51, 60, chance.randrange(-20, 45)),
        "uang": some(0, 300, 600, 750, 900, chance.randrange(2000)),
        "rahasia": some("ya", "tidak"),
        "orang": rows,
    }
    return {name: value for name, value in answers.items() if chance.random() > 0.07}


def spoiled(chance: random.Random) -> Family:
    """A family whose private answers alone differ from the one before it in the file."""
    return dict.fromkeys(PRIVATE, "ya") | {"konflik_kdrt": chance.choice(("ya", "menolak"))}


def families(index: str) -> Iterator[tuple[str, Family]]:
    """Yield the named families of one file."""
    chance = random.Random(f"bahtera {index}")
    if index == "tepat":
        yield "nothing applies", dict.fromkeys(oracle.TEPAT, "tidak_berlaku")
        yield "nothing answered", {}
        yield "all yes", dict.fromkeys(oracle.TEPAT, "ya")
        yield "all no", dict.fromkeys(oracle.TEPAT, "tidak")
        for name in oracle.TEPAT[:12]:
            yield f"only {name}", dict.fromkeys(oracle.TEPAT, "tidak_berlaku") | {name: "ya"}
        for cut in (50, 75):
            yield from nearest_possible(cut, 4)
        yield from distinguished(index, 5, (50, 75), random_states, 8000)
        yield from (("random", random_states(chance)) for _ in range(80))
    elif index == "fitur":
        yield "nothing answered", {}
        yield from (("random", random_features(chance)) for _ in range(260))
    else:
        yield from patterns()
        cuts = (50, 75) if index == "ikk" else (40, 70)
        yield from distinguished(index, 7, cuts, random_family, 3000)
        for _ in range(90):
            answers = random_family(chance)
            yield "random", answers
        yield "private answers changed", family([HUSBAND, WIFE, DAUGHTER, BABY]) | spoiled(chance)


def relevant(index: str, answers: Mapping[str, Any]) -> Family:
    """Leave out what the index does not ask, so that files stay small."""
    if index == "ikk":
        return {
            k: v
            for k, v in answers.items()
            if k not in {*PRIVATE, *YES_NO[18:], "sakit_4hari", "jenis_atap", "jenis_dinding", "penerangan"}
        }
    if index == "ibangga":
        asked = {*YES_NO[18:], *PRIVATE, "sakit_4hari", "buku_nikah", "makan_beragam", "tabungan", "waktu_bersama", "kegiatan_sosial",
                 "akses_informasi", "jenis_atap", "jenis_dinding", "jenis_lantai", "penerangan", "air_minum", "jamban", "luas_lantai",
                 "jumlah_penghuni", "anggota", "tanggal_kunjungan"}  # fmt: skip
        return {k: v for k, v in answers.items() if k in asked}
    return dict(answers)


def lines(index: str) -> Iterator[str]:
    """Yield the lines of one file."""
    variants = ("full", "without_private") if index in WITH_PRIVATE else ("full",)
    for number, (name, answers) in enumerate(families(index)):
        kept = relevant(index, answers)
        expect = {
            f"{method}/{variant}": oracle.expect(index, method, variant, typed(kept))
            for method in METHODS[index]
            for variant in variants
        }
        row = {"name": f"{number:03d} {name} (sintetis)", "answers": kept, "expect": expect}
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    for index in METHODS:
        (CASES / f"{index}.jsonl").write_text("".join(f"{line}\n" for line in lines(index)), encoding="utf-8")


if __name__ == "__main__":
    main()
