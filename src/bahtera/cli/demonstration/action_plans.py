"""Which plans of action the demonstration's villages made of last year's round, and what became of each.

All of it is invented. Who answers for a plan, how many families it aims at and what it costs follow from the mapping
of needs and the figure it starts from; only the words, days and sources are here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bahtera.actions.api import Move
from bahtera.cli.demonstration.villages import DemoVillage

KOTABARU: Final = "63.02.11.2009"
DRIVE: Final = "IKK-D1-02"
WRITTEN: Final = date(2025, 11, 3)
_PROPOSED: Final = date(2025, 11, 17)
_AGREED: Final = date(2025, 12, 8)
_NEXT_WRITTEN: Final = date(2026, 8, 18)
_NEXT_PROPOSED: Final = date(2026, 8, 25)


@dataclass(frozen=True)
class Step:
    """What was done to a plan on a day: a move with its reason, or, without one, progress that was told.

    ``part``: per cent of the families aimed at who were reached until then, or of the work where none are counted.
    ``paper``: what the evidence given on that day is about.
    """

    on: date
    move: Move | None = None
    note: str = ""
    part: int | None = None
    deadline: date | None = None
    paper: str = ""


@dataclass(frozen=True)
class PlanLine:
    """A plan of a village for an indicator of the IKK, and its course."""

    village: str
    indicator: str
    activity: str
    position: str
    source: str
    starts_on: date
    deadline: date
    steps: tuple[Step, ...] = ()
    written: date = WRITTEN


def plans_of(village: DemoVillage) -> Iterator[PlanLine]:
    """Give the plans of a village, those of its birth certificates first."""
    if village.drive:
        yield _drive(village)
    yield from (one for one in _PLANS if one.village == village.code)


def _drive(village: DemoVillage) -> PlanLine:
    """Return the plan by which the civil registry came to a village between the two rounds."""
    return PlanLine(
        village.code,
        DRIVE,
        "Pelayanan akta kelahiran keliling di balai desa",
        "Kepala Bidang Pelayanan Pencatatan Sipil",
        "apbd_kabupaten",
        date(2026, 1, 12),
        # Where boats are the only way, the second day came after the deadline.
        date(2026, 2, 13) if village.code in _BY_BOAT else date(2026, 2, 27),
        (
            *_begun(date(2026, 1, 12)),
            Step(date(2026, 1, 30), part=55, note="Hari pelayanan pertama; sebagian berkas dilengkapi dulu"),
            Step(date(2026, 2, 24), part=100, note="Hari pelayanan kedua; akta diserahkan lewat kantor desa"),
            Step(date(2026, 2, 25), paper="Berita acara dua hari pelayanan, tanpa nama warga"),
            Step(date(2026, 2, 26), Move.FINISH),
        ),
    )


def _agreed(agreed: date = _AGREED) -> tuple[Step, ...]:
    return Step(_PROPOSED, Move.PROPOSE), Step(agreed, Move.AGREE)


def _begun(on: date) -> tuple[Step, ...]:
    return *_agreed(), Step(on, Move.BEGIN)


_ASKED: Final = (Step(_NEXT_PROPOSED, Move.PROPOSE),)
_BY_BOAT: Final = frozenset({"63.08.09.2001", "63.04.02.2010"})

_PLANS: Final = (
    # Pondok Labu, Kotabaru: every state of a plan.
    PlanLine(
        KOTABARU,
        "IKK-D1-01",
        "Sidang isbat nikah terpadu di kecamatan",
        "Kepala KUA kecamatan",
        "apbdes",
        date(2026, 2, 9),
        date(2026, 4, 30),
        (
            *_begun(date(2026, 2, 16)),
            Step(date(2026, 3, 25), part=50, note="Sidang pertama; saksi sebagian pasangan belum lengkap"),
            Step(date(2026, 5, 28), part=100, note="Sidang kedua, buku nikah diserahkan di tempat"),
            Step(date(2026, 5, 29), paper="Berita acara sidang terpadu, tanpa nama pasangan"),
            Step(date(2026, 6, 2), Move.FINISH),
        ),
    ),
    PlanLine(
        KOTABARU,
        "IKK-D3-02",
        "Jamban keluarga dan sambungan air bersih",
        "Kepala Bidang Cipta Karya",
        "apbd_kabupaten",
        date(2026, 3, 2),
        date(2026, 7, 31),
        (
            *_begun(date(2026, 3, 16)),
            Step(date(2026, 5, 12), part=20, note="Bahan tiba; tiga RT selesai digali"),
            Step(
                date(2026, 6, 22), Move.SHIFT, "Tukang dipakai perbaikan jembatan", deadline=date(2026, 9, 30)
            ),
            Step(date(2026, 8, 11), part=45, note="Sambungan air selesai, jamban belum"),
            Step(date(2026, 8, 27), Move.SHIFT, "Pipa pengganti belum datang", deadline=date(2026, 10, 31)),
        ),
    ),
    PlanLine(
        KOTABARU,
        "IKK-D3-07",
        "Kelompok tabungan perempuan di tiap RT",
        "Kepala Bidang Koperasi",
        "apbdes",
        date(2026, 2, 2),
        date(2026, 12, 15),
        (
            *_begun(date(2026, 2, 4)),
            Step(date(2026, 5, 6), part=25, note="Dua kelompok berjalan"),
            Step(date(2026, 8, 20), part=60, note="Empat kelompok mencatat tabungan tiap pekan"),
        ),
    ),
    PlanLine(
        KOTABARU,
        "IKK-D4-06",
        "Kelas orang tua tiap bulan bersama Puspaga",
        "Kepala Bidang Kualitas Keluarga",
        "apbd_kabupaten",
        date(2026, 1, 19),
        date(2026, 6, 30),
        (
            *_begun(date(2026, 1, 20)),
            Step(date(2026, 4, 15), part=60, note="Tiga kelas, juga pada malam hari"),
            Step(date(2026, 6, 24), part=90, note="Kelas keenam"),
            Step(date(2026, 6, 29), Move.FINISH, "Sisanya ikut kelas desa tetangga"),
        ),
    ),
    PlanLine(
        KOTABARU,
        "IKK-D5-05",
        "Titik internet di balai desa dan poskesdes",
        "Kepala Bidang Informatika",
        "csr",
        date(2026, 6, 1),
        date(2026, 11, 30),
        (
            *_agreed(),
            Step(
                date(2026, 7, 6),
                Move.POSTPONE,
                "Perusahaan menunda ke tahun depan",
                deadline=date(2027, 3, 31),
            ),
        ),
    ),
    PlanLine(
        KOTABARU,
        "IKK-D3-08",
        "Pendaftaran jaminan kesehatan bagi keluarga tak terdaftar",
        "Kepala Seksi Perlindungan Jaminan Sosial",
        "apbd_kabupaten",
        date(2026, 9, 1),
        date(2026, 12, 31),
        _agreed(),
    ),
    PlanLine(
        KOTABARU,
        "IKK-D5-04",
        "Perbaikan pos ronda bersama warga",
        "Kepala Seksi Kesejahteraan desa",
        "swadaya",
        date(2026, 2, 1),
        date(2026, 5, 31),
        (
            *_agreed(),
            Step(date(2026, 2, 20), Move.CANCEL, "Sudah masuk kegiatan rutin RT"),
        ),
    ),
    PlanLine(
        KOTABARU,
        "IKK-D3-03",
        "Pelatihan usaha olahan ikan dan modal awal kelompok",
        "Kepala Bidang Usaha Mikro",
        "apbd_provinsi",
        date(2027, 2, 1),
        date(2027, 11, 30),
        _ASKED,
        _NEXT_WRITTEN,
    ),
    PlanLine(
        KOTABARU,
        "IKK-D3-02",
        "Perbaikan rumah tidak layak huni, tahap kedua",
        "Kepala Bidang Perumahan",
        "apbn",
        date(2028, 3, 1),
        date(2028, 11, 30),
        _ASKED,
        _NEXT_WRITTEN,
    ),
    PlanLine(
        KOTABARU,
        "IKK-D5-06",
        "Pelatihan pengurus PKK dan kelompok perempuan",
        "Ketua TP PKK desa",
        "apbdes",
        date(2028, 2, 1),
        date(2028, 8, 31),
        (),
        _NEXT_WRITTEN,
    ),
    # Pulau Tanjung, Tanah Bumbu.
    PlanLine(
        "63.10.11.2011",
        "IKK-D3-07",
        "Kelompok simpan pinjam di tiap RT",
        "Kepala Seksi Kesejahteraan desa",
        "apbdes",
        date(2026, 2, 2),
        date(2026, 7, 31),
        (
            *_begun(date(2026, 2, 9)),
            Step(date(2026, 5, 20), part=40, note="Dua RT berjalan"),
            Step(date(2026, 7, 27), Move.SHIFT, "Pelatihan mundur karena panen", deadline=date(2026, 9, 15)),
        ),
    ),
    PlanLine(
        "63.10.11.2011",
        "IKK-D3-02",
        "Perbaikan jamban dan tempat cuci",
        "Kepala Bidang Cipta Karya",
        "apbd_kabupaten",
        date(2026, 4, 1),
        date(2026, 11, 30),
        (*_begun(date(2026, 4, 13)), Step(date(2026, 8, 3), part=35, note="Tahap pertama selesai")),
    ),
    PlanLine(
        "63.10.11.2011",
        "IKK-D3-03",
        "Pelatihan anyaman purun dan pemasaran",
        "Kepala Bidang Usaha Mikro",
        "csr",
        date(2028, 1, 17),
        date(2028, 10, 31),
        _ASKED,
        _NEXT_WRITTEN,
    ),
    PlanLine(
        "63.10.11.2011",
        "IKK-D4-06",
        "Malam keluarga tanpa gawai di langgar",
        "Kepala Seksi Pelayanan desa",
        "tanpa_biaya",
        date(2027, 1, 11),
        date(2027, 6, 30),
        (),
        _NEXT_WRITTEN,
    ),
    # One or two of each other village.
    PlanLine(
        "63.01.07.2002",
        "IKK-D3-06",
        "Kejar Paket bagi anak yang putus sekolah",
        "Kepala Bidang PAUD dan Pendidikan Nonformal",
        "apbd_kabupaten",
        date(2026, 1, 19),
        date(2026, 7, 15),
        (
            *_begun(date(2026, 1, 26)),
            Step(date(2026, 7, 8), part=80, note="Ujian paket diikuti"),
            Step(date(2026, 7, 10), Move.FINISH, "Sisanya bekerja di luar daerah"),
        ),
    ),
    PlanLine(
        "63.03.06.2004",
        "IKK-D5-01",
        "Bina Keluarga Lansia dan kunjungan rumah",
        "Koordinator penyuluh KB",
        "apbd_kabupaten",
        date(2026, 2, 16),
        date(2026, 12, 18),
        (*_begun(date(2026, 2, 16)), Step(date(2026, 6, 9), part=50, note="Kelompok bertemu tiap bulan")),
    ),
    PlanLine(
        "63.04.02.2010",
        "IKK-D3-08",
        "Pendaftaran jaminan kesehatan lewat desa",
        "Kepala Seksi Perlindungan Jaminan Sosial",
        "apbd_kabupaten",
        date(2026, 3, 2),
        date(2026, 8, 31),
        (*_begun(date(2026, 3, 9)), Step(date(2026, 6, 15), part=70, note="Berkas diterima")),
    ),
    PlanLine(
        "63.05.01.2009",
        "IKK-D5-06",
        "Sekolah perempuan desa",
        "Kepala Bidang Pemberdayaan Perempuan",
        "apbd_provinsi",
        date(2026, 7, 1),
        date(2026, 12, 11),
        _agreed(),
    ),
    PlanLine(
        "63.06.10.2009",
        "IKK-D1-01",
        "Sidang isbat nikah di balai adat",
        "Kepala KUA kecamatan",
        "apbd_kabupaten",
        date(2026, 3, 2),
        date(2026, 6, 30),
        (*_begun(date(2026, 3, 18)), Step(date(2026, 5, 5), part=20, note="Pendaftaran dibuka")),
    ),
    PlanLine(
        "63.07.09.2001",
        "IKK-D2-01",
        "Kebun pangan pekarangan dan dapur bersama",
        "Kepala Bidang Ketersediaan Pangan",
        "apbdes",
        date(2026, 1, 26),
        date(2026, 8, 14),
        (*_begun(date(2026, 2, 2)), Step(date(2026, 6, 30), part=55, note="Panen pertama")),
    ),
    PlanLine(
        "63.08.09.2001",
        "IKK-D3-02",
        "Jamban apung dan air bersih",
        "Kepala Bidang Cipta Karya",
        "apbn",
        date(2026, 4, 6),
        date(2026, 9, 30),
        (
            *_begun(date(2026, 5, 4)),
            Step(
                date(2026, 7, 20), Move.POSTPONE, "Air terlalu dangkal bagi kapal", deadline=date(2027, 4, 30)
            ),
        ),
    ),
    PlanLine(
        "63.09.02.2002",
        "IKK-D4-06",
        "Kelas pengasuhan bersama Puspaga",
        "Kepala Bidang Kualitas Keluarga",
        "apbd_kabupaten",
        date(2026, 1, 12),
        date(2026, 5, 29),
        (
            *_begun(date(2026, 1, 14)),
            Step(date(2026, 5, 20), part=100, note="Enam kelas"),
            Step(date(2026, 5, 22), Move.FINISH),
        ),
    ),
    PlanLine(
        "63.11.02.2005",
        "IKK-D1-01",
        "Sidang isbat nikah terpadu",
        "Kepala KUA kecamatan",
        "apbd_kabupaten",
        date(2027, 2, 1),
        date(2027, 6, 30),
        _ASKED,
        _NEXT_WRITTEN,
    ),
    PlanLine(
        "63.71.01.1001",
        "IKK-D3-03",
        "Pelatihan kerja bagi kepala keluarga perempuan",
        "Kepala Bidang Pelatihan Kerja",
        "apbd_kabupaten",
        date(2026, 2, 2),
        date(2026, 9, 30),
        (*_begun(date(2026, 2, 16)), Step(date(2026, 7, 7), part=30, note="Angkatan pertama")),
    ),
    PlanLine(
        "63.72.03.1004",
        "IKK-D5-02",
        "Kerja bakti dan arisan warga baru",
        "Lurah",
        "swadaya",
        date(2027, 1, 18),
        date(2027, 7, 30),
        (),
        _NEXT_WRITTEN,
    ),
)
