"""Forms for the kader's app: one with every kind of question, and the family visit as phones receive it."""

import struct
import wave
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path

from pyxform.xls2xform import convert

from bahtera.indices import load, load_services
from bahtera.questionnaires.engine.compilation import compile_form
from bahtera.questionnaires.engine.evaluation import CompiledForm
from bahtera.questionnaires.engine.readings import reading

WORKBOOK = Path("definitions/questionnaires/kunjungan_keluarga/kunjungan_keluarga.xlsx")
ID, EN, BJN = "Indonesian (id)", "English (en)", "Banjar (bjn)"
VILLAGE = "63.02.05.2001"
STEPS = ",".join(f"langkah_{number}{part}" for number in (1, 2, 3) for part in ("", "_lain", "_tanggal"))
MEDIA = {
    "villages.csv": f"name,label,kecamatan\n{VILLAGE},Sungai Contoh,Muara\n63.02.05.2002,Pulau Contoh,Muara\n",
    "families.csv": f"name,label,kode_desa,catatan,{STEPS}\nbaru,Keluarga baru,,{',' * 9}\n"
    f"f1,Ahmad Contoh (RT 2),{VILLAGE},Periksa tanggal lahir,akta_lahir,,2026-12-01,,,,,,\n",
    "members.csv": "name,label,family_id,nama,jenis_kelamin,tgl_lahir,hubungan\n"
    "m1,Ahmad Contoh,f1,Ahmad Contoh,l,1980-02-03,kepala\n",
}


def asked(kind, name, label, **more):
    """Return a row of the survey in two languages; a word stands for the label of the third."""
    row = {"type": kind, "name": name, f"label::{ID}": label, f"label::{EN}": f"{label} (en)"}
    return row | {f"label::{BJN}": f"{label} (bjn)"} | more


def said(column, indonesian):
    return {f"{column}::{ID}": indonesian, f"{column}::{EN}": f"{indonesian} (en)"}


EVERY_QUESTION = [
    {"type": "start", "name": "start"},
    {"type": "end", "name": "end"},
    asked("begin_group", "kata", "Kata dan angka"),
    asked(
        "text", "nama", "Nama **lengkap**", required="yes", **said("required_message", "Nama harus diisi.")
    ),
    asked(
        "text",
        "nomor",
        "Nomor kartu",
        appearance="numbers",
        constraint="regex(., '[0-9]{4}')",
        **said("constraint_message", "Nomor kartu empat angka."),
        **said("hint", "Empat angka di kartu"),
    ),
    asked("text", "cerita", "Cerita", appearance="multiline"),
    asked("integer", "umur", "Umur", constraint=". >= 0 and . <= 120"),
    asked("decimal", "luas", "Luas rumah"),
    {"type": "calculate", "name": "dua_kali", "calculation": "${umur} * 2"},
    asked("note", "catatan", "Dua kali umur ${nama} adalah ${dua_kali}", relevant="${umur} != ''"),
    {"type": "end_group"},
    asked("begin_group", "pilihan", "Pilihan", appearance="field-list"),
    asked("date", "lahir", "Tanggal lahir", constraint=". <= date('2026-12-31')"),
    asked("select_one ya_tidak", "punya", "Punya kartu?", **{f"media::audio::{ID}": "suara.wav"}),
    asked("text", "alasan", "Mengapa tidak?", relevant="${punya} = 'tidak'", required="yes"),
    asked("select_one pulau", "pulau", "Pulau"),
    asked("select_one kota", "kota", "Kota", choice_filter="pulau = ${pulau}", appearance="minimal"),
    asked("select_one desa", "desa", "Desa"),
    asked("select_multiple bantuan", "bantuan", "Bantuan yang diterima"),
    asked("begin_group", "dalam", "Lebih dalam"),
    asked("select_multiple desa", "desa_lain", "Desa lain", appearance="autocomplete"),
    {"type": "end_group"},
    {"type": "end_group"},
    asked("begin_repeat", "anggota", "Anggota"),
    asked("text", "nama_anggota", "Nama anggota", required="yes"),
    asked("integer", "umur_anggota", "Umur anggota"),
    {"type": "end_repeat"},
    asked("begin_group", "alat", "Dengan alat"),
    asked("geopoint", "lokasi", "Titik rumah"),
    asked("image", "foto", "Foto rumah"),
    asked("range", "nilai", "Nilai rumah", parameters="start=0 end=10 step=2"),
    asked("rank bantuan", "urutan", "Urutkan bantuan"),
    asked("acknowledge", "paham", "Sudah dijelaskan"),
    {"type": "end_group"},
    asked("text", "lepas", "Pertanyaan lepas"),
]
CHOICES = [
    {"list_name": "ya_tidak", "name": "ya", f"label::{ID}": "Ya", f"label::{EN}": "Yes", f"label::{BJN}": "Inggih"},
    {"list_name": "ya_tidak", "name": "tidak", f"label::{ID}": "Tidak", f"label::{EN}": "No", f"label::{BJN}": "Kada"},
    *({"list_name": "pulau", "name": name, f"label::{ID}": name.title(), f"label::{EN}": name.title(),
       f"label::{BJN}": name.title()} for name in ("kalimantan", "sumatera")),
    *({"list_name": "kota", "name": name, "pulau": pulau, f"label::{ID}": name.title(),
       f"label::{EN}": name.title(), f"label::{BJN}": name.title()}
      for pulau, names in {"kalimantan": ("banjarmasin", "banjarbaru", "martapura", "pelaihari", "kotabaru"),
                           "sumatera": ("jambi", "padang", "medan", "palembang", "bengkulu")}.items()
      for name in names),
    *({"list_name": "desa", "name": f"d{number}", f"label::{ID}": f"Desa Nomor {number}",
       f"label::{EN}": f"Village {number}", f"label::{BJN}": f"Banua {number}"} for number in range(1, 61)),
    *({"list_name": "bantuan", "name": name, f"label::{ID}": name.title(), f"label::{EN}": name.title(),
       f"label::{BJN}": name.title()} for name in ("beras", "uang", "pupuk")),
]  # fmt: skip


@cache
def every_question():
    """Return the XForm with every kind of question that the app draws."""
    heads = dict.fromkeys(key for row in EVERY_QUESTION for key in row)
    workbook = {
        "settings": [
            {"form_id": "semua", "version": "1", "form_title": "Semua jenis", "default_language": ID}
        ],
        "survey": EVERY_QUESTION,
        "survey_header": [heads],
        "choices": CHOICES,
        "choices_header": [dict.fromkeys(key for row in CHOICES for key in row)],
    }
    return convert(workbook, validate=False).xform


@cache
def family_visit():
    """Return the family visit with both indices worked out in it, as it is given to phones."""
    definitions = [load(name).without_private() for name in ("ikk", "ibangga")]
    return compile_form(WORKBOOK.read_bytes(), definitions, java=False).xform


@cache
def result_reading():
    """Return what the phone says the family visit's results by."""
    definitions = [load(name).without_private() for name in ("ikk", "ibangga")]
    return reading(CompiledForm(family_visit().encode()), definitions, load_services())


@cache
def nested_form():
    """Return a form in one language with repeats in repeats, a counted one, and a group of many questions."""
    survey = [
        {"type": "text", "name": "awal", "label": "Awal"},
        {"type": "integer", "name": "jumlah", "label": "Berapa rumah?"},
        {"type": "begin_group", "name": "luar", "label": "Luar"},
        {"type": "text", "name": "sebelum", "label": "Sebelum"},
        {"type": "begin_repeat", "name": "rumah", "label": "Rumah", "repeat_count": "${jumlah}"},
        {"type": "text", "name": "alamat", "label": "Alamat"},
        {"type": "begin_repeat", "name": "kamar", "label": "Kamar"},
        {"type": "text", "name": "warna", "label": "Warna"},
        {"type": "end_repeat"},
        {"type": "end_repeat"},
        {"type": "text", "name": "sesudah", "label": "Sesudah"},
        {"type": "end_group"},
        {"type": "begin_group", "name": "banyak", "label": "Banyak"},
        *({"type": "integer", "name": f"n{number}", "label": f"Angka {number}"} for number in range(20)),
        {"type": "end_group"},
    ]
    workbook = {
        "settings": [{"form_id": "sarang", "version": "1", "form_title": "Sarang & isi"}],
        "survey": survey,
        "survey_header": [dict.fromkeys(key for row in survey for key in row)],
    }
    return convert(workbook, validate=False).xform


@cache
def flat_form(questions):
    """Return a form of so many questions in groups of ten, with a calculation and a condition in each group."""
    survey = []
    for group in range(questions // 10):
        survey.append(asked("begin_group", f"g{group}", f"Bagian {group}"))
        survey += [
            asked("select_one ya_tidak", f"g{group}_s{each}", f"Pertanyaan {each}") for each in range(5)
        ]
        survey += [asked("integer", f"g{group}_n{each}", f"Angka {each}") for each in range(3)]
        survey.append(asked("text", f"g{group}_t0", "Cerita", relevant=f"${{g{group}_s0}} = 'ya'"))
        survey.append(asked("date", f"g{group}_d0", "Tanggal"))
        numbers = " + ".join(f"coalesce(${{g{group}_n{each}}}, 0)" for each in range(3))
        survey += [
            {"type": "calculate", "name": f"g{group}_c", "calculation": numbers},
            {"type": "end_group"},
        ]
    choices = [row for row in CHOICES if row["list_name"] == "ya_tidak"]
    workbook = {
        "settings": [{"form_id": "panjang", "version": "1", "form_title": "Panjang", "default_language": ID}],
        "survey": survey,
        "survey_header": [dict.fromkeys(key for row in survey for key in row)],
        "choices": choices,
        "choices_header": [dict.fromkeys(key for row in choices for key in row)],
    }
    return convert(workbook, validate=False).xform


def silence():
    """Return a short recording."""
    held = BytesIO()
    with wave.open(held, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000)
    return held.getvalue()


def photo(width, height):
    """Return a JPEG's elder brother, a PNG of one colour, with a place written in it as cameras do."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\x1d\x5f\xa8" * width) * height, 1)
    place = b"Location\x00GPS -3.31944 114.59075"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"tEXt", place)
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def open_form(page, xform, **media):
    """Give the practice screen a form and its files, and wait for its first block."""
    files = {"form.xml": xform, **(media or {})}
    page.set_input_files(
        "input[type=file]",
        [
            {
                "name": name,
                "mimeType": "application/octet-stream",
                "buffer": content.encode() if isinstance(content, str) else content,
            }
            for name, content in files.items()
        ],
    )
    page.locator(".pager h1").wait_for()
    return page
