"""The family visit: its workbook, its languages, its length, and what it never asks."""

from __future__ import annotations

import runpy
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.unit.questionnaires.forms import version_of

from bahtera.indices import load
from bahtera.questionnaires.engine.assessment import assess
from bahtera.questionnaires.engine.compilation import compile_form
from bahtera.questionnaires.engine.evaluation import CompiledForm, environment
from bahtera.questionnaires.engine.instances import InstanceWriter
from bahtera.questionnaires.engine.requirements import index_problems
from bahtera.questionnaires.engine.support import MEDIA
from bahtera.questionnaires.engine.workbooks import read_workbook
from bahtera.questionnaires.engine.xml import parse_trusted

if TYPE_CHECKING:
    from bahtera.questionnaires.values import Assessment

FOLDER = Path("definitions/questionnaires/kunjungan_keluarga")
WORKBOOK = FOLDER / "kunjungan_keluarga.xlsx"
VISIT = date(2026, 11, 20)
PRIVATE = {"konflik_tegur_sapa", "konflik_pisah_ranjang", "konflik_pergi_rumah", "konflik_kdrt"}


@cache
def xform() -> bytes:
    return compile_form(WORKBOOK.read_bytes(), java=False).xform.encode()


@cache
def form() -> CompiledForm:
    return CompiledForm(xform())


def member(name: str, relation: str, sex: str, born: date, **more: object) -> dict[str, object]:
    return {
        "member_id": f"00000000-0000-4000-8000-0000000000{len(name):02d}",
        "nama": name,
        "hubungan": relation,
        "jenis_kelamin": sex,
        "tgl_lahir": born,
        "alasan_nik": "belum_ada",
        "status_kawin": "belum",
        "jaminan_kesehatan": "pbi",
        "keberadaan": "dalam_rumah",
        "disabilitas": "tidak",
        "sakit_kronis": "tidak",
        **more,
    }


def family(**changes: object) -> dict[str, object]:
    """Return a complete visit to a made-up family of four (sintetis)."""
    members = [
        member(
            "Budi",
            "kepala",
            "l",
            date(1985, 3, 4),
            status_kawin="kawin",
            usia_kawin=24,
            pendidikan="sma",
            pekerjaan="petani",
        ),
        member(
            "Siti",
            "pasangan",
            "p",
            date(1988, 7, 9),
            status_kawin="kawin",
            usia_kawin=21,
            pendidikan="smp",
            pekerjaan="pedagang",
        ),
        member(
            "Rani",
            "anak",
            "p",
            date(2014, 1, 5),
            akta_lahir="ya",
            sekolah="masih",
            pendidikan="tidak_sekolah",
            pekerjaan="tidak_bekerja",
        ),
        member("Dimas", "anak", "l", date(2025, 6, 1), akta_lahir="ya", status_gizi="baik"),
    ]
    yes = """
        buku_nikah pasangan_serumah makan_beragam asi_eksklusif hamil_melahirkan layanan_ibu ibadah rekreasi
        tempat_tidur_terpisah sumber_penghasilan pendapatan_cukup biaya_sekolah tabungan keputusan_bersama
        waktu_bersama asuh_bersama kegiatan_sosial kegiatan_agama rukun_tetangga akses_informasi
        perempuan_organisasi
    """
    return {
        "start": "2026-11-20T09:00:00.000+08:00",
        "end": "2026-11-20T09:21:00.000+08:00",
        "instanceID": "uuid:sintetis",
        "tanggal_kunjungan": VISIT,
        "kode_desa": "63.10.01.2001",
        "dusun": "Satu",
        "rw": "1",
        "rt": "2",
        "alamat": "Jalan Contoh 1 (sintetis)",
        "keluarga": "baru",
        "family_id": "00000000-0000-4000-8000-000000000001",
        "hasil_kunjungan": "selesai",
        "persetujuan": "ya",
        "responden": "pasangan",
        "ada_orang_lain": "tidak",
        "no_kk": "6310010101200001",
        "anggota": members,
        **dict.fromkeys(yes.split(), "ya"),
        "sakit_4hari": "tidak",
        "perkara_pidana": "tidak",
        "kawin_anak": "tidak",
        "sikap_kekerasan_perempuan": "tidak_setuju",
        "sikap_kekerasan_anak": "tidak_setuju",
        "status_rumah": "milik_sendiri",
        "jenis_atap": "genteng",
        "jenis_dinding": "tembok",
        "jenis_lantai": "semen",
        "penerangan": "listrik_900",
        "air_minum": "sumur_bor",
        "jamban": "sendiri_septik",
        "luas_lantai": "54",
        "jumlah_penghuni": 4,
        "pendapatan_bulan": 3_500_000,
        **changes,
    }


def judged(**changes: object) -> Assessment:
    xml = InstanceWriter(xform()).complete(family(**changes), form(), on=VISIT)
    return assess(version_of(xform().decode()), xml, village_known=lambda _: True, received_on=VISIT)


def changed(number: int, **changes: object) -> list[dict[str, object]]:
    members = family()["anggota"]
    assert isinstance(members, list)
    members[number] = {**members[number], **changes}
    return members


def test_the_workbook_is_built_from_its_source() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/build-questionnaire", "--check"], check=False, capture_output=True
    )
    assert done.stderr.decode() == ""
    assert done.returncode == 0


def test_a_complete_visit_draws_no_finding() -> None:
    assert judged().findings == ()


def test_a_client_that_writes_no_name_for_the_visit_is_not_blamed() -> None:
    xml = InstanceWriter(xform()).complete(family(), form(), on=VISIT)
    assert b"<instanceName>63.10.01.2001 - Jalan Contoh 1 (sintetis)</instanceName>" in xml
    bare = xml.replace(b"63.10.01.2001 - Jalan Contoh 1 (sintetis)</instanceName>", b"</instanceName>")
    version = version_of(xform().decode())
    assert assess(version, bare, village_known=lambda _: True, received_on=VISIT).findings == ()


def test_private_items_are_not_in_the_form() -> None:
    names = {node.name for node in form().schema.root.walk()}
    assert not names & PRIVATE
    assert b"kdrt" not in xform().lower()


@pytest.mark.parametrize("name", ["ikk", "ibangga"])
def test_the_form_asks_all_that_an_index_needs(name: str) -> None:
    book = read_workbook(WORKBOOK.read_bytes())
    assert list(index_problems(load(name).without_private(), form().schema, book)) == []


def test_everything_shown_speaks_both_languages() -> None:
    for node in form().schema.root.walk():
        if node.control or node.kind == "repeat":
            assert set(node.labels) == {"id", "en"}, node.name
        for texts in (node.hints, node.constraint_messages, node.required_messages):
            assert not texts or set(texts) == {"id", "en"}, node.name
        if node.constraint:
            assert node.constraint_messages, node.name
        for choice in node.options.choices if node.options else ():
            assert set(choice.labels) == {"id", "en"}, (node.name, choice.name)


def test_only_known_lists_are_sent_and_chosen_from() -> None:
    assert set(form().schema.media) == set(MEDIA)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"keluarga": None}, []),
        ({"keluarga": "00000000-0000-4000-8000-000000000001"}, []),
        ({"no_kk": "123"}, [("warning_shown", "peringatan_kk")]),
        ({"no_kk": "1111111111111111"}, [("warning_shown", "peringatan_kk")]),
        ({"no_kk": None}, [("required_missing", "alasan_kk")]),
        ({"no_kk": None, "alasan_kk": "menolak"}, []),
        ({"persetujuan": "tidak"}, [("warning_shown", "peringatan_menolak")]),
        ({"hasil_kunjungan": "pindah"}, []),
        ({"hasil_kunjungan": "selesai_sebagian", "makan_beragam": None}, []),
        ({"makan_beragam": None}, [("required_missing", "makan_beragam")]),
        ({"jumlah_penghuni": 2}, [("warning_shown", "peringatan_penghuni")]),
        (
            {"jumlah_penghuni": -3},
            [("constraint_failed", "jumlah_penghuni"), ("warning_shown", "peringatan_penghuni")],
        ),
        ({"luas_lantai": "0"}, [("constraint_failed", "luas_lantai")]),
        ({"pendapatan_bulan": None}, []),
        ({"anggota": changed(1, hubungan="famili_lain", status_kawin="cerai_mati")}, []),
        ({"anggota": changed(0, hubungan="famili_lain")}, [("required_missing", "satu_kepala")]),
        (
            {"anggota": changed(2, hubungan="pasangan")},
            [("constraint_failed", "hubungan")] * 2 + [("warning_shown", "peringatan_hubungan")],
        ),
        (
            {"anggota": changed(2, status_kawin="kawin", usia_kawin=12)},
            [("warning_shown", "peringatan_hubungan")],
        ),
        ({"anggota": changed(0, usia_kawin=60)}, [("constraint_failed", "usia_kawin")]),
        ({"anggota": changed(0, nik="6310010403850001", alasan_nik=None)}, []),
        ({"anggota": changed(1, nik="6310014907880001", alasan_nik=None)}, []),
        (
            {"anggota": changed(1, nik="6310010907880001", alasan_nik=None)},
            [("warning_shown", "peringatan_nik")],
        ),
        (
            {"anggota": changed(0, nik="6310013213850001", alasan_nik=None)},
            [("warning_shown", "peringatan_nik")],
        ),
        (
            {"anggota": changed(0, nik="9999999999999999", alasan_nik=None)},
            [("warning_shown", "peringatan_nik")],
        ),
        ({"anggota": changed(0, nik=None, alasan_nik=None)}, [("required_missing", "alasan_nik")]),
        ({"anggota": changed(3, tgl_lahir=date(2026, 11, 21))}, [("constraint_failed", "tgl_lahir")]),
        ({"anggota": changed(0, nama="Budi 2")}, [("constraint_failed", "nama")]),
    ],
)
def test_each_rule_of_the_census_warns_or_blocks(
    changes: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    found = [(finding.code, finding.question) for finding in judged(**changes).findings]
    assert sorted(found) == sorted(expected)


def test_members_who_share_a_nik_are_pointed_out() -> None:
    members = changed(0, nik="6310010403850001", alasan_nik=None)
    members[1] = {**members[1], "nik": "6310010403850001", "alasan_nik": None}
    codes = [(finding.question, finding.row) for finding in judged(anggota=members).findings]
    assert ("peringatan_nik_ganda", 1) in codes
    assert ("peringatan_nik_ganda", 2) in codes


SECONDS = {
    "select": 7,
    "note": 6,
    "text": 14,
    "integer": 12,
    "decimal": 14,
    "date": 12,
    "point": 20,
    "consent": 60,
    "digits": 28,
}
OPENING_AND_CLOSING = 150


def seconds(kind: str, control: str, name: str) -> int:
    if name in {"no_kk", "nik"}:
        return SECONDS["digits"]
    if name == "persetujuan":
        return SECONDS["consent"]
    if control in {"select1", "select", "trigger"}:
        return SECONDS["select"]
    return SECONDS[
        {"int": "integer", "decimal": "decimal", "date": "date", "geopoint": "point"}.get(kind, "text")
    ]


def length() -> tuple[int, float]:
    """Return questions shown to a family of four and minutes, by the seconds assumed for each kind."""
    root = parse_trusted(InstanceWriter(xform()).write(family()))
    evaluated = form().evaluate(root, environment(None, None, VISIT))
    count, total = 0, float(OPENING_AND_CLOSING)
    for frame in form().layout.frames:
        for row in evaluated.rows[id(frame)]:
            for slot, node in enumerate(frame.leaves):
                if node.control and not row.hidden[slot] and node.readonly != "true()":
                    count += 1
                    total += seconds(node.type, node.control, node.name)
    return count, total / 60


def test_a_visit_to_four_people_lasts_at_most_twenty_five_minutes() -> None:
    count, minutes = length()
    assert minutes <= 25
    text = Path("docs/reference/questionnaire.md").read_text("utf-8")
    assert f"{count} questions" in text
    assert f"{minutes:.1f} minutes" in text


def test_questions_about_agreeing_are_answered_in_their_own_words() -> None:
    told = xform().decode()
    for asked in ("Setujukah Bapak/Ibu bila", "Do you agree that"):
        assert told.count(asked) == 2
    for answer in ("Setuju", "Tidak setuju", "Agree", "Disagree"):
        assert told.count(f">{answer}<") == 1
    assert "olehkah" not in told
    assert "pengawas" not in told


def test_the_occupation_list_shows_where_the_census_shifted_its_codes() -> None:
    versions = yaml.safe_load(Path("definitions/code-lists/pekerjaan.yaml").read_text("utf-8"))["versions"]
    old, new = ({row["name"]: row["code"] for row in versions[name]["choices"]} for name in ("pk20", "pk21"))
    assert set(new) - set(old) == {"pejabat_negara"}
    assert [new[name] for name in old] == ["1", "2", "3", "4", "6", "7", "8", "9", "10", "11"]


def test_building_twice_gives_the_same_bytes() -> None:
    build = runpy.run_path("scripts/build-questionnaire")["build"]
    assert build(FOLDER) == build(FOLDER)
