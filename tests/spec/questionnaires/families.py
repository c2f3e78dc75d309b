"""Made-up families (sintetis) that the expressions are worked out for."""

from __future__ import annotations

from datetime import date

MEMBERS = [
    {"nama": "Ani", "umur": 34, "lahir": date(1991, 5, 6), "jk": "p", "kerja": "ya", "penyakit": ("asma",)},
    {"nama": "Budi", "umur": 5, "lahir": date(2020, 2, 29), "jk": "l"},
    {"nama": "Citra", "umur": 0, "lahir": date(2025, 12, 31), "jk": "p", "penyakit": ("flu", "asma")},
    {"nama": "", "umur": None, "jk": ""},
    {"nama": "Dedi", "umur": 70, "lahir": date(1955, 1, 2), "jk": "l", "anak": 4, "kerja": "tidak"},
]
FAMILIES: list[dict[str, object]] = [
    {},
    {
        "angka": 5,
        "desimal": "2.5",
        "teks": "abc",
        "teks2": "abc",
        "tgl": date(2026, 1, 2),
        "tgl2": date(1990, 1, 3),
        "satu": "ya",
        "banyak": ("a", "b"),
        "besar": 2147483647,
        "sakelar": 1,
        "tersembunyi": 5,
        "dalam_grup": "y",
        "anggota": MEMBERS,
    },
    {
        "angka": -7,
        "desimal": "-0.125",
        "teks": "A b",
        "teks2": "true",
        "tgl": date(2024, 2, 29),
        "tgl2": date(2000, 2, 29),
        "satu": "tidak",
        "banyak": ("ab",),
        "besar": -2147483648,
        "sakelar": 0,
        "tersembunyi": 5,
        "dalam_grup": "y",
        "anggota": MEMBERS[1:2],
    },
    {
        "angka": 0,
        "desimal": "0",
        "teks": "5",
        "teks2": "1",
        "tgl": date(1969, 12, 31),
        "tgl2": date(2030, 7, 15),
        "satu": "tidak_tahu",
        "banyak": ("b", "c"),
        "besar": 0,
        "anggota": [MEMBERS[3]],
    },
    {
        "angka": 12,
        "desimal": "1234567.125",
        "teks": "0",
        "teks2": "",
        "tgl": date(2026, 11, 22),
        "tgl2": date(2026, 11, 22),
        "banyak": ("a",),
        "sakelar": 1,
        "anggota": [MEMBERS[4], MEMBERS[0], MEMBERS[4]],
    },
]
