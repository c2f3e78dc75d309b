"""The pages of a round's sample: from a file to the families of a village, and what each reader may do."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.fakes.signing_in import entered
from tests.integration.samples.conftest import CODES, add_families, frame_file, round_id

from bahtera.access import api as access
from bahtera.foundation.models import AuditEntry
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Round

__all__ = ["round_id"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(round_id):
    for name, role, area in (
        ("siti", "statistician", "63.05"),
        ("rina", "supervisor", "63.05.01"),
        ("jauh", "supervisor", "63.02"),
        ("tim", "tpk2d", "63.05"),
    ):
        access.ensure_account(
            username=name, password="pw", full_name=f"{name} (sintetis)", roles=[role], areas=[area]
        )


@pytest.fixture
def siti(people):
    return entered("siti")


def upload(content):
    return SimpleUploadedFile("kerangka.csv", content, content_type="text/csv")


def text(answer):
    return answer.content.decode()


def drawn_by(page, round_id):
    """Go through the pages as a statistician does; return the draw."""
    at = f"/putaran/{round_id}/sampel/"
    samples.keep_frame(
        round_id,
        frame_file(),
        strata=samples.Strata.DISTRICT,
        leave_out=False,
        actor=access.SYSTEM,
    )
    frame = samples.frames_of(round_id, actor=access.SYSTEM)[0]
    plan = {
        "kerangka": str(frame.id),
        "desa": "4",
        "pembagian": "proportional",
        "peluang": "pps",
        "ambil": "3",
        "cadangan": "2",
        "ganti": ["pindah"],
        "benih": "undian 4711",
    }
    assert page.post(f"{at}rencana/", plan).status_code == 302
    (row,) = samples.draws_of(round_id, actor=access.SYSTEM)
    for what in ("tarik", "tetapkan"):
        row = samples.get_draw(row.id, actor=access.SYSTEM)
        assert page.post(f"{at}{row.id}/{what}/", {"revisi": row.revision}).status_code == 302
    return samples.get_draw(row.id, actor=access.SYSTEM)


def test_a_file_is_shown_before_it_is_kept(siti, round_id):
    at = f"/putaran/{round_id}/sampel/"
    content = frame_file() + b"\n6305012001;12\n63.02.01.2001;20"
    shown = siti.post(f"{at}kerangka/", {"tahap": "lihat", "strata": "district", "berkas": upload(content)})
    assert "Sepuluh angka tanpa titik" in text(shown)
    assert "di luar wilayah putaran" in text(shown)
    assert samples.frames_of(round_id, actor=access.SYSTEM) == []
    packed = re.search(r'name="isi" value="([^"]+)"', text(shown)).group(1)
    kept = {"tahap": "simpan", "strata": "district", "isi": packed}
    siti.post(f"{at}kerangka/", kept)
    assert samples.frames_of(round_id, actor=access.SYSTEM) == [], "not without saying so"
    siti.post(f"{at}kerangka/", kept | {"tanpa": "ya"})
    (frame,) = samples.frames_of(round_id, actor=access.SYSTEM)
    assert (frame.villages, frame.left_out, len(frame.strata)) == (12, 2, 2)
    assert "Rencanakan penarikan" in text(siti.get(at))


@pytest.mark.parametrize(
    "form",
    [
        {"tahap": "simpan", "strata": "district", "isi": "!!!"},
        {"tahap": "simpan", "strata": "district"},
        {"sumber": "register", "strata": "district"},
        {"tahap": "lihat", "strata": "colour"},
    ],
)
def test_a_forged_form_keeps_nothing(siti, round_id, form):
    answer = siti.post(f"/putaran/{round_id}/sampel/kerangka/", form, follow=True)
    assert answer.status_code in {200, 400}
    assert samples.frames_of(round_id, actor=access.SYSTEM) == []


def test_a_sample_is_drawn_in_pages_and_taken_away(siti, round_id):
    row = drawn_by(siti, round_id)
    assert row.state is samples.DrawState.CONFIRMED
    assert len(surveys.targets(round_id)) == 4
    at = f"/putaran/{round_id}/sampel/{row.id}/"
    shown = text(siti.get(at))
    assert "undian-4711" in shown
    assert "Ditetapkan" in shown
    village = samples.villages_of(row.id, actor=access.SYSTEM)[0]
    assert f"({village.probability.numerator}/{village.probability.denominator})" in shown
    add_families(village.village_code, 11)
    page = siti.get(f"{at}desa/{village.village_code}/")
    assert "11 keluarga desa ini" in text(page)
    siti.post(f"{at}desa/{village.village_code}/daftar/", {"sumber": "register"})
    assert "3 keluarga, 2 cadangan" in text(siti.get(f"{at}desa/{village.village_code}/"))
    table = siti.get(f"{at}sampel.csv?isi=keluarga").content.decode("utf-8-sig")
    assert len(table.splitlines()) == 6
    assert "Sintetis" not in table
    book = load_workbook(io.BytesIO(siti.get(f"{at}sampel.xlsx").content))
    assert [book[name].max_row for name in ("desa", "keluarga")] == [5, 6]
    assert AuditEntry.objects.filter(action="samples.exported").count() == 2
    assert siti.get(f"{at}desa/{village.village_code}/keluarga/").status_code == 403


def test_who_gives_tasks_sees_names_calls_reserves_and_gives_tasks_in_the_own_area(siti, round_id):
    row = drawn_by(siti, round_id)
    codes = [one.village_code for one in samples.villages_of(row.id, actor=access.SYSTEM)]
    here = next(code for code in codes if code.startswith("63.05.01"))
    there = next(code for code in codes if code.startswith("63.05.02"))
    add_families(here, 9)
    samples.draw_from_register(row.id, here, actor=access.SYSTEM)
    rina = entered("rina")
    at = f"/putaran/{round_id}/sampel/{row.id}/"
    shown = text(rina.get(f"{at}desa/{here}/keluarga/"))
    first = samples.families_of(row.id, here, actor=access.actor_of(_user("rina")))[0]
    assert shown.count("Sintetis ") >= 3
    assert rina.get(f"{at}desa/{there}/keluarga/").status_code in {403, 404}
    assert entered("jauh").get(f"{at}desa/{here}/keluarga/").status_code in {403, 404}
    rina.post(f"/putaran/{round_id}/sampel/keluarga/{first.id}/cadangan/", {"hasil": "pindah"})
    again = samples.families_of(row.id, here, actor=access.actor_of(_user("rina")))
    assert [one.in_use for one in again] == [False, True, True, True, False]
    boss = access.actor_of(_user("rina"))
    dewi = access.add_person("Dewi (sintetis)", area=here, actor=boss).id
    access.grant_role(dewi, role="kader", area=here, valid_from=date(2026, 1, 1), actor=boss)
    given = {"kader": str(dewi), "keluarga": [str(one.id) for one in again if one.in_use]}
    shown = text(rina.post(f"{at}desa/{here}/beri/", given, follow=True))
    assert "3 keluarga ditugaskan" in shown
    assert "Dewi (sintetis)" in shown


def test_readers_see_counts_and_no_way_to_draw(siti, round_id):
    row = drawn_by(siti, round_id)
    tim = entered("tim")
    shown = text(tim.get(f"/putaran/{round_id}/sampel/{row.id}/"))
    assert "undian-4711" in shown
    assert "Kesampingkan" not in shown
    before = row.revision
    kept = {"revisi": before, "alasan": "x"}
    assert tim.post(f"/putaran/{round_id}/sampel/{row.id}/kesampingkan/", kept).status_code == 403
    assert entered("jauh").get(f"/putaran/{round_id}/sampel/{row.id}/").status_code == 404
    siti.post(f"/putaran/{round_id}/sampel/{row.id}/kesampingkan/", {"revisi": before})
    assert samples.get_draw(row.id, actor=access.SYSTEM).state is samples.DrawState.CONFIRMED
    siti.post(f"/putaran/{round_id}/sampel/{row.id}/kesampingkan/", kept)
    assert "Dikesampingkan: x" in text(tim.get(f"/putaran/{round_id}/sampel/"))


def test_how_many_are_needed_is_said_in_words(siti, round_id):
    at = f"/putaran/{round_id}/sampel/ukuran/"
    shown = text(siti.get(at, {"bagian": "33,3333", "keluarga": "5000", "wilayah": "3", "desa": "31"}))
    assert "306 keluarga di 31 desa" in shown
    assert "918 keluarga di 93 desa" in shown
    assert "9,91 %" in shown
    for wrong in ({"icc": "2"}, {"rse": "x"}, {"ambil": "nan"}, {"keluarga": "inf"}, {"wilayah": "0"}):
        refused = siti.get(at, wrong)
        assert refused.status_code == 200
        assert "galat baku relatif" not in text(refused), wrong


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"bagian": "100"}, "“Perkiraan bagian, dalam persen”: tulis angka dari 0,1 sampai 99,9."),
        (
            {"rse": "0,0000001"},
            "“Galat baku relatif yang diinginkan, dalam persen”: tulis angka dari 0,1 sampai 100.",
        ),
        ({"ambil": "0"}, "“Keluarga per desa”: tulis angka dari 1 sampai 1.000."),
        ({"jawab": "0"}, "“Keluarga yang akan menjawab, dalam persen”: tulis angka dari 1 sampai 100."),
        ({"keluarga": "1.5"}, "Tulis bilangan bulat"),
        ({"rse": "0,5"}, "hanya punya 12 desa"),
    ],
)
def test_what_a_sample_cannot_be_is_said_by_the_name_of_its_field(siti, round_id, typed, said):
    assert said in text(siti.get(f"/putaran/{round_id}/sampel/ukuran/", typed))


def _user(name):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=name)


def test_a_plan_pressed_twice_is_one_and_a_refused_one_keeps_what_was_typed(siti, round_id):
    samples.keep_frame(
        round_id, frame_file(), strata=samples.Strata.NONE, leave_out=False, actor=access.SYSTEM
    )
    [frame] = samples.frames_of(round_id, actor=access.SYSTEM)
    at = f"/putaran/{round_id}/sampel/"
    plan = {
        "kerangka": str(frame.id),
        "desa": "4",
        "pembagian": "root",
        "peluang": "equal",
        "ambil": "7",
        "cadangan": "2",
        "ganti": ["pindah"],
        "benih": "x" * 61,
    }
    refused = siti.post(f"{at}rencana/", plan)
    again = text(refused)
    assert (refused.status_code, "1 sampai 60" in again) == (400, True)
    for kept in (
        'value="' + "x" * 61,
        'name="ambil" inputmode="numeric" required value="7"',
        'value="root" selected',
    ):
        assert kept in again
    plan["benih"] = "undian 4711"
    first, second = (siti.post(f"{at}rencana/", plan) for _ in range(2))
    assert first["Location"] == second["Location"]
    shown = text(siti.get(second["Location"]))
    assert shown.count("sudah dicatat. Sekarang") == 1
    assert "Kesampingkan dulu" not in shown
    other = siti.post(f"{at}rencana/", plan | {"ambil": "8"})
    assert (other.status_code, "Kesampingkan dulu" in text(other)) == (400, True)


def test_a_village_that_was_not_drawn_has_no_page(siti, round_id):
    row = drawn_by(siti, round_id)
    drawn = {one.village_code for one in samples.villages_of(row.id, actor=access.SYSTEM)}
    other = next(code for code in CODES if code not in drawn)
    assert siti.get(f"/putaran/{round_id}/sampel/{row.id}/desa/{other}/").status_code == 404
    assert siti.get(f"/putaran/{round_id + 1}/sampel/{row.id}/").status_code == 404


def test_before_the_field_it_is_said_what_the_sample_lacks(siti, people):
    actor = access.actor_of(_user("siti"))
    row = Round.objects.create(
        name="Rencana sintetis",
        year=2026,
        form_id="kunjungan_keluarga",
        opens=date(2026, 1, 1),
        area_code="63.05",
        design="two_stage",
        state="draft",
    )
    ahead = f"/putaran/{row.id}/keadaan/field/"
    assert "Belum ada sampel yang ditetapkan" in text(siti.get(ahead))
    draw = drawn_by(siti, row.id)
    first, *others = samples.villages_of(draw.id, actor=actor)
    samples.draw_from_file(draw.id, first.village_code, b"nomor\n1\n2\n3", actor=actor)
    assert f"Di {len(others)} desa terpilih keluarganya belum ditarik" in text(siti.get(ahead))
