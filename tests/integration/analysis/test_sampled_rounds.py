"""A round whose families were drawn (sintetis): weights from the draw, errors, cells, and the versions one may see."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places
from tests.integration.samples.conftest import SITI, SIZES, add_families, frame_file
from tests.integration.web.province import compiled_catalogue, enter

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.analysis import api as analysis
from bahtera.foundation.models import AuditEntry
from bahtera.publishing.metadata import sdmx
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.samples import api as samples
from bahtera.statistics import design
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

__all__ = ["compiled_catalogue"]
MANY = {
    f"63.05.{district:02d}.20{village:02d}": 60 + 13 * district + village
    for district in range(1, 9)
    for village in range(1, 4)
}
TUTORIAL = Path(__file__).resolve().parents[3] / "docs" / "tutorial" / "estimates-in-python.md"
TEAM = Actor.over("user:9", "Bu Endah", frozenset({"tpk2d"}), ("63.05",))
CHIEF = Actor.over("user:8", "Chandra", frozenset({"administrator", "supervisor", "statistician"}), ("",))


@pytest.fixture
def sampled(db, tmp_path):
    """Two kecamatan, three villages drawn by size in each, six families in each village; one of them declined."""
    with blobs_in(tmp_path / "blobs"):
        yield make_sample()


def make_sample(sizes=SIZES, villages=3, take=6, strata=samples.Strata.DISTRICT, year=2026):
    """Draw some villages by size for each kecamatan and families in each; every sixth family declines."""
    districts = sorted({code[:8] for code in sizes})
    add_places({code: f"Desa Sintetis {code[-2:]}" for code in sizes})
    add_places({"63.05": "Contoh"} | {code: f"Kecamatan {code[-2:]}" for code in districts})
    row = surveys.create_round(
        name="Sampel sintetis",
        year=year,
        form_id="kunjungan_keluarga",
        opens=date(year, 1, 1),
        area_code="63.05",
        design=surveys.Design.TWO_STAGE,
        actor=SYSTEM,
    )
    with pytest.raises(analysis.NoSample):
        analysis.open_round(row.id, actor=SITI)
    frame = samples.keep_frame(row.id, frame_file(sizes), strata=strata, leave_out=False, actor=SITI)
    numbers = dict.fromkeys(districts, villages)
    if strata is samples.Strata.NONE:
        numbers = {"": sum(numbers.values())}
    plan = samples.Plan(numbers, take=take, reserves=2, replace_for=("pindah",))
    draw = samples.plan_draw(frame.id, plan, seed="sintetis-1", actor=SITI)
    draw = samples.draw(draw.id, revision=draw.revision, actor=SITI)
    draw = samples.confirm_draw(draw.id, revision=draw.revision, actor=SITI)
    rng = np.random.default_rng(3)
    for village in samples.design_of(row.id).villages:
        add_families(village.village_code, 20)
        samples.draw_from_register(draw.id, village.village_code, actor=SITI)
    for at, family in enumerate(each for each in samples.design_of(row.id).families if each.in_use):
        states = [
            turned("1" * met + "0" * (SIZE - met), int(rng.integers(SIZE)))
            for met in [int(rng.integers(8, SIZE))]
        ]
        outcome = "menolak" if at % 6 == 5 else "selesai"
        (visit,) = store_visits(row.id, family.village_code, states, result_code=outcome)
        visit.family_id = family.family_id
        visit.save()
    store_visits(row.id, min(sizes), ["1" * SIZE])  # a family that was not drawn
    return row


def turned(pattern, steps):
    """Return a pattern begun elsewhere, so that of every question some have it and some lack it."""
    return pattern[steps:] + pattern[:steps]


def by_hand(round_id):
    """The same out of the draw and the rows that statistics may have."""
    rows = {each.family: each for each in releases.micro_rows(round_id, actor=SYSTEM).rows if each.stratum}
    certain = {one.village_code for one in samples.design_of(round_id).villages if one.is_certain}
    score = [each.score("ikk") for each in rows.values()]
    return design(
        {
            "y": [100 * one.numerator / one.denominator for one in score],
            "stratum": [each.stratum for each in rows.values()],
            "unit": [
                key if each.village_code in certain else each.village_code for key, each in rows.items()
            ],
            "weight": [each.weight / releases.WEIGHT_UNIT for each in rows.values()],
        },
        strata="stratum",
        psu="unit",
        weights="weight",
        lonely_psu="adjust",
    )


def test_figures_are_those_of_the_draw_with_errors(sampled):
    opened = analysis.open_round(sampled.id, actor=SITI)
    assert opened.choices.basis == "sample"
    found = analysis.answer(opened, analysis.Question("indeks:ikk", "kabupaten"))
    (whole,) = found.lines
    expected = by_hand(sampled.id).mean("y").only
    assert (whole.n, whole.df) == (expected.n, expected.df) == (36, whole.df)
    assert (whole.value, whole.se) == pytest.approx((expected.value, expected.se), rel=1e-4)
    assert whole.low < whole.value < whole.high
    assert found.label is None


def test_open_data_of_a_sample_are_its_estimates_and_hide_what_is_hidden(sampled):
    for village in {each.village_code for each in samples.design_of(sampled.id).families}:
        results.refresh_village(sampled.id, village)
    opened = analysis.open_round(sampled.id, actor=SYSTEM)
    keys = ("indeks:ikk", "kategori:ikk", "indikator:ikk:IKK-D1-01")
    lines = {
        (line.area, key, line.category): line
        for key in keys
        for line in analysis.answer(opened, analysis.Question(key, "kabupaten")).lines
    }
    area = results.area_result(sampled.id, "63.05", audience="public")
    rows = [
        dict(zip((column.name for column in sdmx.COLUMNS), row, strict=True))
        for row in sdmx.observations((area,), cites="versi data 1", is_final=True, estimates=lines)
    ]
    told = {row["INDICATOR"]: row for row in rows if row["UNIT_MEASURE"] != "NUMBER"}
    assert len(told) == len(rows) == 1 + len(area.categories) + 1
    whole = lines["63.05", "indeks:ikk", ""]
    assert told["IKK"]["COVERAGE"] == "estimate"
    assert float(told["IKK"]["OBS_VALUE"]) == pytest.approx(whole.value, abs=0.006)
    assert float(told["IKK"]["STD_ERROR"]) == pytest.approx(whole.se, abs=1e-4)
    assert whole.weak  # six villages leave few degrees of freedom
    assert (told["IKK"]["OBS_STATUS"], told["IKK"]["RELIABILITY"]) == ("U", "few_degrees_of_freedom")
    for one in area.categories:
        if one.share.hidden:
            assert told[f"IKK_{one.category.id.upper()}"]["OBS_VALUE"] == ""
            assert told[f"IKK_{one.category.id.upper()}"]["STD_ERROR"] == ""


def test_a_sample_of_a_regency_has_no_figure_of_its_province(sampled):
    opened = analysis.open_round(sampled.id, actor=SITI)
    assert opened.choices.levels == ("kabupaten", "kecamatan", "desa")
    with pytest.raises(analysis.UnknownChoice):
        analysis.answer(opened, analysis.Question("indeks:ikk", "provinsi"))
    text = enter("dita", "statistician", ["63"]).get(f"/putaran/{sampled.id}/estimasi/?tingkat=provinsi")
    assert "tidak punya pilihan provinsi" in text.content.decode()


def test_what_is_left_out_is_counted_among_those_of_the_sample(sampled):
    store_visits(sampled.id, "63.05.01.2001", ["1" * SIZE], index_hash="0" * 64)  # not drawn either
    found = analysis.estimate(sampled.id, analysis.Question("indeks:ikk", "kabupaten"), actor=SITI)
    assert (found.families, found.other_definition) == (36, 0)


def test_a_family_that_was_not_drawn_stands_for_none_also_without_strata(db, tmp_path):
    with blobs_in(tmp_path / "blobs"):
        row = make_sample(strata=samples.Strata.NONE)
    drawn = samples.design_of(row.id).villages[0].village_code
    store_visits(row.id, drawn, ["1" * SIZE])
    weights = [each.weight for each in releases.micro_rows(row.id, actor=SYSTEM).rows]
    assert (len(weights), weights.count(0)) == (38, 2)
    found = analysis.estimate(row.id, analysis.Question("indeks:ikk", "kabupaten"), actor=SITI)
    assert found.families == 36


def test_choices_of_method_change_the_answer_and_are_said(sampled):
    opened = analysis.open_round(sampled.id, actor=SITI)
    plain, cells = (
        analysis.answer(opened, analysis.Question("indeks:ikk", "kecamatan", cells=each))
        for each in ("", "strata")
    )
    assert [line.value for line in plain.lines] != [line.value for line in cells.lines]
    with pytest.raises(Exception, match="needs at least"):
        analysis.answer(opened, analysis.Question("indeks:ikk", "kecamatan", model="tetap"))


def test_the_team_reads_the_first_final_version_and_no_other(sampled):
    (visit,) = store_visits(sampled.id, "63.05.01.2001", ["1" * SIZE], answers={})
    surveys.move_round(sampled.id, surveys.RoundState.REVIEW, actor=CHIEF)
    releases.freeze(sampled.id, releases.Kind.PROVISIONAL, actor=CHIEF)
    with pytest.raises(analysis.OnlyVersions):
        analysis.open_round(sampled.id, actor=TEAM)
    releases.freeze(sampled.id, releases.Kind.FINAL, actor=CHIEF)
    mine, theirs = (analysis.open_round(sampled.id, actor=who) for who in (SITI, TEAM))
    assert (mine.choices.versions, theirs.choices.versions) == ((2, 1), (2,))
    assert (mine.choices.cites.number, theirs.choices.cites.number) == (2, 2)
    assert not theirs.choices.cites.is_provisional
    first, now = (analysis.estimate(sampled.id, actor=SITI, version=each) for each in (1, None))
    assert first.lines == now.lines
    with pytest.raises(analysis.OnlyVersions):
        analysis.open_round(sampled.id, actor=TEAM, version=1)
    assert theirs.choices.held_back is None
    wanted = releases.ask_correction(visit.pk, releases.Change.RETURN, reason="Salah keluarga", actor=CHIEF)
    second = Actor.over("user:7", "Dewi", frozenset({"administrator", "supervisor"}), ("",))
    assert releases.agree_to_correction(wanted.id, actor=second).version == 3
    mine, theirs = (analysis.open_round(sampled.id, actor=who).choices for who in (SITI, TEAM))
    assert (mine.cites.number, mine.held_back) == (3, None)
    assert (theirs.cites.number, theirs.held_back) == (2, 3)
    text = enter("endah", "tpk2d", ["63.05"]).get(f"/putaran/{sampled.id}/estimasi/").content.decode()
    assert "versi data terbaru adalah 3, yang Anda baca versi 2" in text


def test_the_page_of_a_sample_shows_intervals_and_says_the_method(sampled):
    client = enter("dita", "statistician", ["63.05"])
    address = f"/putaran/{sampled.id}/estimasi/"
    text = client.get(address, {"tingkat": "kecamatan", "sel": "desa"}).content.decode()
    assert "Sampel dua tahap, desa menurut jumlah keluarganya" in text
    assert "Keluarga yang tidak menjawab: Diwakili yang menjawab di desa yang sama" in text
    assert 'class="interval"' in text
    assert re.search(r"<dt>Sejauh ini</dt><dd[^>]*>[^<]*36[^<]*disetujui", text)
    rows = client.get(f"{address[:-1]}.csv", {"tingkat": "kecamatan"})
    assert b"deff" in b"".join(rows.streaming_content)
    wrong = {"tingkat": "kecamatan", "kelompok": "head_sex", "jumlah": ["banyak", "10"]}
    assert "tidak punya pilihan banyak" in client.get(address, wrong).content.decode()
    unknown = {"tingkat": "kecamatan", "kelompok": "head_sex", "jumlah": ["1000", "500"]}
    assert "tidak dapat ditampilkan" in client.get(address, unknown).content.decode()
    alone = client.get(address, {"tingkat": "desa"}).content.decode()
    assert "hanya satu desa sampel" in alone
    assert 'class="interval"' not in alone


@pytest.mark.parametrize("strata", [samples.Strata.DISTRICT, samples.Strata.NONE])
def test_the_tutorial_gives_the_figures_of_the_page(db, strata, tmp_path, monkeypatch, capsys):
    with blobs_in(tmp_path / "blobs"):
        sampled = make_sample(strata=strata)
    client = enter("dita", "statistician", ["63.05"])
    address = f"/putaran/{sampled.id}/estimasi"
    for name, where in (
        ("keluarga", f"{address}/keluarga.csv"),
        ("estimasi", f"{address}.csv?tingkat=kecamatan"),
    ):
        answer = client.get(where)
        assert answer.status_code == 200, where
        (tmp_path / f"{name}.csv").write_bytes(b"".join(answer.streaming_content))
    assert b"Sintetis" not in (tmp_path / "keluarga.csv").read_bytes()
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    space = {}
    for block in blocks:
        exec(block, space)
    assert len(blocks) == 5
    assert capsys.readouterr().out.count("63.05.0") == 2
    assert AuditEntry.objects.filter(action="publishing.submissions_exported").count() == 1


def test_families_leave_only_by_whoever_may_take_them_in_their_areas(sampled):
    opened = analysis.open_round(sampled.id, actor=SITI)
    with pytest.raises(NotAllowed):
        analysis.family_table(opened, "indeks:ikk", actor=TEAM)
    elsewhere = Actor.over("user:7", "Jauh", frozenset({"statistician"}), ("63.05.02",))
    table = analysis.family_table(opened, "indeks:ikk", actor=elsewhere)
    assert {code[:8] for code in table["desa"].to_pylist()} == {"63.05.02"}
    assert all(len(key) == 7 for key in table["family"].to_pylist())


def test_small_areas_have_a_model_beside_their_own_figures(db, tmp_path):
    with blobs_in(tmp_path / "blobs"):
        row = make_sample(MANY, villages=2, take=6)
    client = enter("dita", "statistician", ["63.05"])
    asked = {"tingkat": "kecamatan", "model": "tetap", "ragam": "halus"}
    text = client.get(f"/putaran/{row.id}/estimasi/", asked).content.decode()
    assert "Model belajar dari 8 wilayah." in text
    assert "Wilayah kecil: Ditarik ke rata-rata semua wilayah" in text
    assert "Dicocokkan dengan REML pada 8 wilayah" in text
    assert "kurang pasti: derajat bebas hanya 1" in text
    by_ml = client.get(f"/putaran/{row.id}/estimasi/", {**asked, "cara": "ml"}).content.decode()
    assert "Dicocokkan dengan ML pada 8 wilayah" in by_ml
    answer = analysis.estimate(
        row.id, analysis.Question("indeks:ikk", "kecamatan", model="keluarga", smooth=True), actor=SITI
    )
    assert answer.model.covariate == "keluarga"
    assert all(line.modelled_error > 0 and 0 <= line.gamma < 1 for line in answer.lines)
    made = client.get(f"/putaran/{row.id}/estimasi.csv", asked)
    assert b"gamma" in b"".join(made.streaming_content)


def test_a_model_shows_nothing_of_an_area_that_is_hidden(db, tmp_path):
    """What a model adds beside hidden figures was made without them, on the page and in the file alike."""
    sizes = {f"63.05.{at:02d}.20{village:02d}": 60 + at for at in range(1, 11) for village in (1, 2)}
    with blobs_in(tmp_path / "blobs"):
        row = make_sample(sizes, villages=2, take=9)
    few = "63.05.03"
    visits = Submission.objects.filter(round_id=row.id, village_code__startswith=few).order_by("pk")
    keep = visits.exclude(result_code="menolak").values_list("pk", flat=True)[:2]
    visits.exclude(pk__in=list(keep)).update(state=surveys.State.FLAGGED.value)
    client, question = enter("dita", "statistician", ["63.05"]), analysis.Question("indeks:ikk", "kecamatan")
    opened = analysis.open_round(row.id, actor=SITI)
    plain, *modelled = (
        {
            line.area: line
            for line in analysis.answer(opened, replace(question, model=model, smooth=True)).lines
        }
        for model in ("", *analysis.MODELS)
    )
    assert plain[few].why is analysis.Why.FEW
    for lines in modelled:
        bare = replace(lines[few], modelled=None, modelled_error=None, gamma=None, synthetic=False)
        assert bare == plain[few]
        assert (lines[few].synthetic, lines[few].gamma) == (True, 0)
        assert [line.value for line in lines.values()] == [line.value for line in plain.values()]
    made = client.get(
        f"/putaran/{row.id}/estimasi.csv", {"tingkat": "kecamatan", "model": "tetap", "ragam": "halus"}
    )
    text = b"".join(made.streaming_content).decode("utf-8-sig")
    (told,) = (each for each in csv.DictReader(io.StringIO(text)) if each["kode"] == few)
    assert not any(
        told[name] for name in ("nilai", "se", "rse", "bawah", "atas", "deff", "n", "df", "tak_terjawab")
    )


def test_strata_in_which_nobody_answered_are_said_everywhere(db, tmp_path):
    """Up to a fifth of the area: the figure is called partial; more: it has none. Also signed, and said before."""
    with blobs_in(tmp_path / "blobs"):
        row = make_sample(MANY, villages=2, take=3)
        chief, client = (
            enter(name, role, ["63.05"]) for name, role in (("c", "administrator"), ("d", "statistician"))
        )
        for district, why, value in (
            ("63.05.08", None, float),
            ("63.05.07", analysis.Why.PARTIAL, type(None)),
        ):
            visits = Submission.objects.filter(round_id=row.id, village_code__startswith=district)
            visits.update(state=surveys.State.FLAGGED.value)
            found = analysis.estimate(row.id, analysis.Question("indeks:ikk", "kabupaten"), actor=SITI)
            assert (found.lines[0].why, type(found.lines[0].value)) == (why, value)
            assert found.lines[0].partial is (why is None)
            if why is None:
                text = client.get(f"/putaran/{row.id}/estimasi/").content.decode()
                assert "hanya sebagian: 7 dari 8 strata, 83 persen keluarga" in text
                assert "Tidak ada yang menjawab di 1 strata utuh" in text
        made = b"".join(client.get(f"/putaran/{row.id}/estimasi.csv").streaming_content).decode("utf-8-sig")
        (told,) = csv.DictReader(io.StringIO(made))
        assert (told["sebab"], told["strata"], told["strata_terjawab"]) == ("partial", "8", "6")
        surveys.move_round(row.id, surveys.RoundState.REVIEW, actor=CHIEF)
        assert "Kecamatan 08" in chief.get(f"/putaran/{row.id}/keadaan/provisional/").content.decode()
        signed = releases.freeze(row.id, releases.Kind.PROVISIONAL, actor=CHIEF).statement["speaks_for"]
    assert signed["strata_without_answers"] == ["63.05.07", "63.05.08"]
    assert (signed["villages"], len(signed["villages_without_answers"])) == (16, 4)


def test_two_versions_list_the_estimates_that_moved_with_their_intervals(sampled):
    surveys.move_round(sampled.id, surveys.RoundState.REVIEW, actor=CHIEF)
    releases.freeze(sampled.id, releases.Kind.PROVISIONAL, actor=CHIEF)
    counted = Submission.objects.filter(round_id=sampled.id, village_code__startswith="63.05.01")
    one = counted.exclude(result_code="menolak").exclude(family_id=None).order_by("pk")[0]
    Submission.objects.filter(pk=one.pk).update(state=surveys.State.FLAGGED.value)
    releases.freeze(sampled.id, releases.Kind.FINAL, actor=CHIEF, acknowledged=1)
    found = analysis.moved_estimates(sampled.id, 1, 2, "kabupaten", actor=SITI, with_indicators=False)
    kinds = [each.measure.kind.value for each in found if each.measure.index_id == "ikk"]
    assert kinds == sorted(kinds, key=["indeks", "kategori", "dimensi"].index)
    asked = analysis.Question("indeks:ikk", "kabupaten")
    (old,), (new,) = (
        analysis.estimate(sampled.id, asked, actor=SITI, version=number).lines for number in (1, 2)
    )
    assert (found[0].old, found[0].new) == (old, new)
    assert old.value != new.value
    with pytest.raises(analysis.OnlyVersions):
        analysis.moved_estimates(sampled.id, 1, 2, "kabupaten", actor=TEAM)
    address = f"/putaran/{sampled.id}/versi/banding/"
    text = enter("dita", "statistician", ["63.05"]).get(address).content.decode()
    both = [f"{each.value:.2f}".replace(".", ",") for each in (old, new)]
    assert 0 < text.index(both[0]) < text.index(both[1]) < text.index("IKK · Dimensi")
    assert text.index("IKK · Dimensi") < text.index("IKK · Indikator") < text.index("tanpa penimbang")
    assert f"{old.low:.2f}–{old.high:.2f}".replace(".", ",") in text
    assert 'disembunyikan</td><td class="n num">disembunyikan' not in text
    rows = re.findall(r'<td class="n num">(.*?)</td><td class="n num">(.*?)</td>', text)
    assert rows
    assert all(before != after for before, after in rows)
    team = enter("endah", "tpk2d", ["63.05"]).get(address).content.decode()
    assert "satu keluarga dapat terlihat" in team
    # The signed file says beside each area for whom its plain figures speak, and has none wider than the sample's.
    file = json.loads(releases.public_file(sampled.id, 2))["figures"]
    assert file["areas"].keys() == file["speaks"].keys()
    assert "63" not in file["areas"]
    assert file["speaks"]["63.05"]["id"].startswith("rata-rata keluarga sampel, tanpa penimbang")
    assert releases.reproduce(sampled.id, 2).is_whole
    reader = enter("wati", "tpk2d", ["63"])
    assert "Sampel sintetis" in reader.get("/wilayah/63.05/").content.decode()
    assert "Sampel sintetis" not in reader.get("/wilayah/63/").content.decode()


def test_needs_of_a_sample_are_told_with_weights_and_intervals_beside_the_families_drawn(sampled):
    client = enter("dita", "statistician", ["63.05"])
    results.refresh_round(sampled.id)
    for code in {one.village_code for one in samples.design_of(sampled.id).villages}:
        results.refresh_village(sampled.id, code)
    page = client.get("/kebutuhan/?wilayah=63.05").context["page"]
    opened = analysis.open_round(sampled.id, actor=SITI)
    assert page.worst
    for card in page.worst:
        question = analysis.Question(f"indikator:ikk:{card.code}", "kabupaten")
        (line,) = analysis.answer(opened, question).lines
        if line.value is None:
            assert card.estimate.endswith("tidak ditampilkan: terlalu tidak pasti (RSE di atas 50 %).")
            continue
        expected = f"{line.value:.1f} %, antara {line.low:.1f} dan {line.high:.1f}".replace(".", ",")
        assert expected in card.estimate
        assert f"{float(card.share):.1f}" != f"{line.value:.1f}", (
            "the families drawn alone say something else"
        )
    assert any("antara" in card.estimate for card in page.worst)
    text = client.get("/kebutuhan/?wilayah=63.05").content.decode()
    assert "Putaran ini sampel" in text
    assert page.worst[0].estimate in text
    team = enter("endah", "tpk2d", ["63.05"]).get("/kebutuhan/?wilayah=63.05").context["page"]
    assert [card.estimate for card in team.worst] == [""] * len(team.worst), "before a data version is signed"
