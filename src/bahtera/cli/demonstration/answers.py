"""What a family answered: blocks of the family visit, coherent with who lives in the house."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bahtera.cli.demonstration.people import Person
from bahtera.cli.demonstration.traits import Dice

Answers = dict[str, Any]

_CHILD: Final = 18
_OLD: Final = 60
_TODDLER_MONTHS: Final = 60
_BREAST_MONTHS: Final = range(6, 24)
_SCHOOL_AGES: Final = range(7, 19)
_MOTHER_AGES: Final = range(10, 55)
_YOUNG: Final = range(10, 25)


def months_between(born: date, on: date) -> int:
    """Return whole months of age."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def family_answers(dice: Dice, members: Sequence[Person], on: date) -> Answers:
    """Return the family blocks; a question appears only where its condition holds."""
    facts = Facts(members, on)
    answers: Answers = {}
    for block in (papers, body, house, money, harmony, neighbours, ibangga):
        answers |= block(dice, facts)
    return answers


class Facts:
    """What the conditions of the questions look at."""

    def __init__(self, members: Sequence[Person], on: date) -> None:
        months = [months_between(person.born, on) for person in members]
        self.size = len(members)
        self.couple = any(p.relation == "kepala" and p.marital == "kawin" for p in members)
        self.together = self.couple and not any(
            p.presence != "dalam_rumah" for p in members if p.relation in {"kepala", "pasangan"}
        )
        self.wife_here = any(p.relation == "pasangan" for p in members)
        self.child = any(p.age < _CHILD for p in members)
        self.breast = any(m in _BREAST_MONTHS for m in months)
        self.baby = any(m < 24 for m in months)  # noqa: PLR2004 - two years
        self.fertile = any(p.sex == "p" and p.age in _MOTHER_AGES for p in members)
        self.woman = any(p.sex == "p" and p.age >= _CHILD for p in members)
        self.pupil = any(p.age in _SCHOOL_AGES for p in members)
        self.young = any(p.age in _YOUNG for p in members)
        self.old = any(p.age >= _OLD for p in members)


def papers(dice: Dice, facts: Facts) -> Answers:
    """Return legality and structure."""
    if not facts.couple:
        return {}
    married = "tidak_tahu" if dice.silent("buku_nikah") else dice.yes_no("buku_nikah")
    under_one_roof = facts.together and facts.wife_here and dice.chance(0.985)
    return {"buku_nikah": married, "pasangan_serumah": "ya" if under_one_roof else "tidak"}


def body(dice: Dice, facts: Facts) -> Answers:
    """Return food, mothers and sleeping."""
    answers: Answers = {"makan_beragam": dice.yes_no("makan_beragam")}
    if facts.breast:
        answers["asi_eksklusif"] = (
            "tidak_tahu" if dice.silent("asi_eksklusif") else dice.yes_no("asi_eksklusif")
        )
    if facts.fertile:
        expecting = facts.baby or dice.chance(0.04)
        answers["hamil_melahirkan"] = "ya" if expecting else "tidak"
        if expecting:
            answers["layanan_ibu"] = dice.yes_no("layanan_ibu")
    return answers | {"tempat_tidur_terpisah": dice.yes_no("tempat_tidur_terpisah")}


def house(dice: Dice, facts: Facts) -> Answers:
    """Return the dwelling: decent in everything, or lacking in one to three things."""
    lacking = [] if dice.well("rumah_layak") else dice.rng.sample(list(_FLAWS), dice.rng.randint(1, 3))
    answers: Answers = {
        "status_rumah": _tenure(dice),
        "jenis_atap": dice.one_of(genteng=2, asbes_seng=6, kayu_sirap=2),
        "jenis_dinding": dice.one_of(tembok=3, kayu_papan=7),
        "jenis_lantai": dice.one_of(keramik=3, semen=2, kayu=6),
        "penerangan": dice.one_of(listrik_900=5, listrik_lebih_900=4, genset_solar=0.2),
        "air_minum": dice.one_of(kemasan=3, ledeng=4, sumur_bor=3, sumur_terlindung=1),
        "jamban": "sendiri_septik",
        "luas_lantai": _floor(dice, facts.size, at_least=9.5),
        "jumlah_penghuni": facts.size + (1 if dice.chance(0.03) else 0),
    }
    for flaw in lacking:
        answers |= _FLAWS[flaw](dice, facts)
    return answers


def money(dice: Dice, facts: Facts) -> Answers:
    """Return income in rupiah a month, and what the family says of it."""
    each = dice.rng.uniform(850_000, 2_600_000) if dice.well("pendapatan") else dice.rng.uniform(2.2e5, 5.4e5)
    income = round(each * facts.size, -4)
    answers: Answers = {
        "pendapatan_bulan": None if dice.silent("pendapatan") else int(income),
        "pendapatan_cukup": dice.yes_no("pendapatan_cukup"),
        "tabungan": dice.yes_no("tabungan"),
    }
    if facts.pupil:
        answers["biaya_sekolah"] = dice.yes_no("biaya_sekolah")
    return answers


def harmony(dice: Dice, facts: Facts) -> Answers:
    """Return attitudes, law, and what the family does together."""
    answers: Answers = {"perkara_pidana": _may_refuse(dice, "perkara_pidana")}
    if facts.woman:
        answers["sikap_kekerasan_perempuan"] = _attitude(dice, "sikap_kekerasan_perempuan")
    if facts.child:
        answers["sikap_kekerasan_anak"] = _attitude(dice, "sikap_kekerasan_anak")
    if facts.young:
        answers["kawin_anak"] = dice.yes_no("kawin_anak")
    if facts.couple:
        answers["keputusan_bersama"] = dice.yes_no("keputusan_bersama")
    if facts.size > 1:
        answers["waktu_bersama"] = dice.yes_no("waktu_bersama")
    return answers


def neighbours(dice: Dice, facts: Facts) -> Answers:
    """Return elders, neighbours and news."""
    answers: Answers = {
        "kegiatan_sosial": dice.yes_no("kegiatan_sosial"),
        "kegiatan_agama": _may_refuse(dice, "kegiatan_agama"),
        "rukun_tetangga": dice.yes_no("rukun_tetangga"),
        "akses_informasi": dice.yes_no("akses_informasi"),
    }
    if facts.old:
        answers["lansia_dirawat"] = dice.yes_no("lansia_dirawat")
    if facts.woman:
        answers["perempuan_organisasi"] = dice.yes_no("perempuan_organisasi")
    return answers


def ibangga(dice: Dice, facts: Facts) -> Answers:
    """Return what only iBangga asks."""
    answers: Answers = {
        "ibadah": _may_refuse(dice, "ibadah"),
        "sumber_penghasilan": dice.yes_no("sumber_penghasilan"),
        "sakit_4hari": dice.yes_no("sakit_4hari"),
        "rekreasi": dice.yes_no("rekreasi"),
    }
    if facts.child:
        answers["asuh_bersama"] = dice.yes_no("asuh_bersama")
    return answers


def _may_refuse(dice: Dice, trait: str) -> str:
    return "menolak" if dice.silent(trait) else dice.yes_no(trait)


def _attitude(dice: Dice, trait: str) -> str:
    if dice.silent(trait):
        return "menolak"
    return "tidak_setuju" if dice.well(trait) else "setuju"


def _tenure(dice: Dice) -> str:
    if dice.well("rumah_aman"):
        return dice.one_of(milik_sendiri=9, sewa=1)
    return dice.one_of(menumpang=6, bebas_sewa=2, dinas=1, lainnya=1)


def _floor(dice: Dice, size: int, *, at_least: float) -> Decimal:
    area = max(36.0, size * at_least) * dice.rng.uniform(1.0, 1.9)
    return Decimal(str(round(area, 1)))


# What is missing when a visit stops midway.
LAST_BLOCKS: Final = frozenset(
    {
        "sikap_kekerasan_perempuan",
        "sikap_kekerasan_anak",
        "perkara_pidana",
        "kawin_anak",
        "keputusan_bersama",
        "waktu_bersama",
        "asuh_bersama",
        "rekreasi",
        "ibadah",
        "lansia_dirawat",
        "kegiatan_sosial",
        "kegiatan_agama",
        "rukun_tetangga",
        "akses_informasi",
        "perempuan_organisasi",
    }
)
_FLAWS: Final[dict[str, Callable[[Dice, Facts], Answers]]] = {
    "atap": lambda dice, _: {"jenis_atap": dice.one_of(jerami_ijuk_rumbia=3, bambu=1)},
    "dinding": lambda dice, _: {"jenis_dinding": dice.one_of(bambu=2, seng=1, lainnya=1)},
    "lantai": lambda dice, _: {"jenis_lantai": dice.one_of(tanah=3, bambu=1)},
    "air": lambda dice, _: {
        "air_minum": dice.one_of(air_permukaan=4, sumur_tak_terlindung=2, air_hujan=1),
    },
    "jamban": lambda dice, _: {"jamban": dice.one_of(sendiri_tanpa_septik=3, bersama=2, lainnya=2)},
    "penerangan": lambda _, __: {"penerangan": "non_listrik"},
    "luas": lambda dice, facts: {
        "luas_lantai": Decimal(str(round(facts.size * dice.rng.uniform(3, 6.5), 1)))
    },
}
