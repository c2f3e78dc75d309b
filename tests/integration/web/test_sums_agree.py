"""Every figure on a page and in a file is the one `bahtera score` makes of the families that were taken away.

A round of invented families is approved; a statistician takes the families' file from the site and runs the command
over it, as the guide on scoring a file says. What the pages show is then compared with sums of the command's output
alone, exactly where a page keeps a fraction and to the printed digit where it prints. Hidden figures have no number to
compare; that more are shown than hidden is asserted beside.
"""

import csv
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO, StringIO
from math import prod
from random import Random

import pytest
from django.db import transaction
from openpyxl import load_workbook
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import FORM, IKK, store_form, store_visits
from tests.fakes.places import add_places
from typer.testing import CliRunner

from bahtera.access.api import SYSTEM
from bahtera.cli.demonstration import families as invented
from bahtera.cli.demonstration.villages import VILLAGES
from bahtera.cli.main import app
from bahtera.documents.models import Document
from bahtera.indices.sums import Sums, SumsRow
from bahtera.results import api as results
from bahtera.results.queries import forget
from bahtera.results.values import round_half_up
from bahtera.surveys import api as surveys
from bahtera.surveys.models import SubmissionScore
from bahtera.web import numbers

from .province import FAR, NEIGHBOUR, PLACES, PROVINCE, REGENCY, VILLAGE, enter

pytestmark = pytest.mark.django_db

OTHERS = ("63.10.05.2005", "63.10.05.2006")
SIZES = {VILLAGE: 60, NEIGHBOUR: 50, OTHERS[0]: 45, OTHERS[1]: 45, FAR: 45}
AREAS = (*SIZES, "63.10.05", REGENCY, PROVINCE)
MEASURES = {
    "indeks": lambda row: row.mean,
    "dimensi:D1": lambda row: row.dimensions["D1"],
    "dimensi:D3": lambda row: row.dimensions["D3"],
    "indikator:IKK-D3-07": lambda row: 100 * row.indicators["IKK-D3-07"].share,
    "indikator:IKK-D5-06": lambda row: 100 * row.indicators["IKK-D5-06"].share,
}
KEPT = {"kode_desa", "tanggal_kunjungan", "hasil_kunjungan", "anggota"}
INVENTED = 70
NEEDS = ("Keluarga belum memenuhi", "Keluarga yang menjawab", "Sudah memenuhi, %", "Poin di bawah 75")
REFUSED, WAITING = 3, 4
"""Visits of each village in which nobody answered, and such as nobody has approved yet: neither counts."""
WHEN = datetime(2026, 3, 9, 4, 30, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """A measured round, who reads it, and the sums the command made of its families: by area code."""

    round_id: int
    reader: object
    issuer: object
    sums: dict[str, object]

    def page(self, address):
        answer = self.reader.get(address)
        assert answer.status_code == 200, address
        return answer

    def file(self, address):
        """Return a table to take away as rows of named columns."""
        answer = self.page(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return list(csv.DictReader(StringIO(body.decode("utf-8-sig"))))

    def at(self, **asked):
        return "&".join(f"{name}={text}" for name, text in {**asked, "putaran": self.round_id}.items())


@pytest.fixture(scope="module")
def drawn():
    """Answers of families as phones would send them, by village; some without most answers.

    A few dozen families are invented, and each village has its own choice of them, twins among them.
    """
    visits = invented.visits(
        VILLAGES[1], lambda answers: IKK.score_one(answers).category, within=range(INVENTED)
    )
    met = [each.answers for each in visits if each.answers["hasil_kunjungan"] == "selesai"]
    for each in met[::9]:
        for name in [name for name in each if name not in KEPT][:20]:
            del each[name]
    chooser = Random(20261123)
    return {
        code: [{**each, "kode_desa": code} for each in chooser.choices(met, k=size + WAITING)]
        for code, size in SIZES.items()
    }


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory, drawn, xform):
    """The round, made once for all tests here and taken away again."""
    folder = tmp_path_factory.mktemp("sums")
    with blobs_in(folder / "blobs"), django_db_blocker.unblock(), transaction.atomic():
        forget()
        round_id = _measure(drawn, xform)
        reader = enter("alice", "administrator supervisor statistician", [""])
        exported, written = folder / "ekspor.parquet", folder / "jumlah.json"
        answer = reader.get(f"/ekspor/kunjungan.parquet?wilayah={PROVINCE}&putaran={round_id}")
        exported.write_bytes(b"".join(answer.streaming_content))
        yield World(round_id, reader, enter("dita", "tpk2d", [PROVINCE]), _scored(exported, written))
        transaction.set_rollback(True)
    forget()


def _measure(drawn, xform):
    add_places({**PLACES, **{code: f"Desa Contoh {code[-1]}" for code in OTHERS}})
    store_form(xform)
    row = surveys.create_round(
        name="Putaran contoh (sintetis)",
        year=2026,
        form_id=FORM,
        opens=date(2026, 1, 1),
        area_code=PROVINCE,
        actor=SYSTEM,
    )
    surveys.set_targets(
        row.id, {code: size + REFUSED + WAITING for code, size in SIZES.items()}, actor=SYSTEM
    )
    for code, families in drawn.items():
        for at, answers in enumerate(families):
            state = "approved" if at < SIZES[code] else "accepted"
            _store(row.id, code, answers, state=state)
        for _ in range(REFUSED):
            _store(row.id, code, {"kode_desa": code, "hasil_kunjungan": "menolak"}, result_code="menolak")
    results.refresh_round(row.id)
    return row.id


def _store(round_id, code, answers, **fields):
    states = [IKK.score_one(answers).states]
    visited = answers.get("tanggal_kunjungan")
    plain = {name: _plain(value) for name, value in answers.items()}
    when = {"received_at": WHEN, "started_at": WHEN, "ended_at": WHEN, "visited_on": visited}
    (row,) = store_visits(round_id, code, states, answers=plain, **{**when, **fields})
    if fields.get("result_code"):
        SubmissionScore.objects.filter(submission=row).delete()


def _plain(value):
    if isinstance(value, list):
        return [{name: _plain(one) for name, one in row.items()} for row in value]
    return (
        value.isoformat() if isinstance(value, date) else str(value) if not isinstance(value, int) else value
    )


def _scored(exported, written):
    """Return what the command makes of the families: its sums by village, and added up for every area around them."""
    options = ["--index", "ikk", "--without-private", "--by", "village", "--sums", str(written)]
    done = CliRunner().invoke(app, ["score", str(exported), *options])
    assert done.exit_code == 0, done.output
    sums = Sums.from_json(written.read_bytes())
    assert sums.index_hash == IKK.hash, "the definition on the pages"
    found = {}
    for area in AREAS:
        inside = [row.values for row in sums if row.key[0].startswith(area)]
        found[area] = SumsRow((area,), sums.layout, tuple(map(sum, zip(*inside, strict=True))))
    return found


def printed(value, digits=2):
    """Return a number as a file has it: rounded once, half up."""
    return float(round_half_up(Fraction(value), digits))


def shares(row):
    return {name: 100 * each.share for name, each in row.indicators.items() if each.share is not None}


def dimension_means(row):
    """Return each dimension as the mean of its indicators' percentages, where it has any."""
    met = shares(row)
    parts = [
        [met[one.id] for one in IKK.indicators if one.dimension == each.id and one.id in met]
        for each in IKK.dimensions
    ]
    return [sum(each) / len(each) for each in parts if each]


def methods(row):
    """Return the index by its four methods, in the order of the pages."""
    met, means = shares(row).values(), dimension_means(row)
    return (
        row.mean,
        sum(means) / len(means),
        sum(met) / len(met),
        prod(map(float, means)) ** (1 / len(means)),
    )


@dataclass
class Compared:
    """Counts what was shown and equal, and what was hidden."""

    shown: int = 0
    hidden: int = 0

    def same(self, told, expected, where, *, within=0):
        """Compare a figure a page tells with the one it must be; None is a hidden one."""
        if told is None or told == "":
            self.hidden += 1
            return
        self.shown += 1
        if within:
            assert float(told) == pytest.approx(float(expected), abs=within), where
        else:
            assert told == expected, where


@pytest.fixture
def compared():
    """Demand at the end that figures were compared, more of them shown than hidden."""
    found = Compared()
    yield found
    assert found.shown > found.hidden


@pytest.mark.parametrize("area", AREAS)
def test_the_page_of_an_area(world, compared, area):
    answer = world.page(f"/wilayah/{area}/?{world.at()}")
    (shown,), row = answer.context["page"].results, world.sums[area]
    for place, (each, value) in enumerate(zip(shown.values, methods(row), strict=True)):
        compared.same(each.value, value, (area, each.method), within=1e-9 if place == 3 else 0)
    assert shown.scored == row.scored
    compared.same(shown.not_scored, _not_scored(world, area), (area, "without a score"))
    for each, count in zip(shown.distribution.rows, reversed(row.categories.values()), strict=True):
        compared.same(each.count, count, (area, each.label))
    for each, (name, value) in zip(shown.dimensions, row.dimensions.items(), strict=True):
        compared.same(each.value, value, (area, name))
    listed = [*shown.under, *shown.over, *shown.hidden]
    assert {each.code for each in listed} == set(shares(row))
    for each in listed:
        compared.same(each.share, shares(row)[each.code], (area, each.code))
        compared.same(each.applicable, row.indicators[each.code].applicable, (area, each.code, "n"))
    assert {each.code for each in shown.under} <= {name for name, share in shares(row).items() if share < 75}
    if shown.values[0].value is not None:
        assert numbers.number(row.mean, 2) in answer.content.decode()


def _not_scored(world, area):
    """Return families that answered too little: of the file's families those without a score, without who refused."""
    row, villages = world.sums[area], sum(code.startswith(area) for code in SIZES)
    return row.families - row.scored - REFUSED * villages


def test_places_side_by_side(world, compared):
    query = world.at(tingkat="village")
    for key, value in MEASURES.items():
        for line in world.file(f"/wilayah/{PROVINCE}/banding.csv?{query}&ukuran={key}"):
            told = line["nilai"] and float(line["nilai"])
            compared.same(told, value(world.sums[line["kode"]]), (line["kode"], key), within=0.00501)
    page = world.page(f"/wilayah/{PROVINCE}/banding/?{query}").context["page"]
    assert len(page.heat) == len(SIZES)
    for line in page.heat:
        row = world.sums[re.search(r"/wilayah/([0-9.]+)/", line.url)[1]]
        for each, box in zip(IKK.indicators, line.boxes, strict=True):
            told = re.search(r": ([0-9,]+) %, .* ([0-9]+) ", box.title)
            share = row.indicators[each.id].share
            expected = share and (numbers.number(100 * share, 1), str(row.indicators[each.id].applicable))
            compared.same(told and told.groups(), expected, (line.name, each.id))


def test_the_map_and_its_table(world, compared):
    for key, value in MEASURES.items():
        kind, _, part = key.partition(":")
        measure = ":".join(filter(None, (kind, "ikk", part)))
        query = world.at(wilayah=REGENCY, tingkat="village", ukuran=measure)
        for line in world.page(f"/peta/?{query}").context["page"].lines:
            row = world.sums[re.search(r"/wilayah/([0-9.]+)/", line.url)[1]]
            compared.same(line.value, value(row), (line.name, key))
        for line in world.file(f"/peta.csv?{query}"):
            told = line["nilai"] and float(line["nilai"])
            compared.same(told, printed(value(world.sums[line["kode"]]), 2), (line["kode"], key))


def test_needs_and_their_file(world, compared):
    page = world.page(f"/kebutuhan/?{world.at(wilayah=REGENCY)}").context["page"]
    row = world.sums[REGENCY]
    worst = sorted(
        (share, name) for name, share in shares(row).items() if name in {one.code for one in page.worst}
    )
    assert [each.share for each in page.worst] == [share for share, _ in worst]
    for each in page.found.indicators:
        compared.same(each.share, shares(row).get(each.indicator), each.indicator)
        compared.same(each.lacking, row.indicators[each.indicator].unmet, each.indicator)
    lines = world.file(f"/ekspor/kebutuhan.csv?{world.at(wilayah=REGENCY)}")
    assert len(lines) == page.rows_all > 40
    for line in lines:
        code, *told = (line[name] for name in ("Kode desa", "Indikator", *NEEDS))
        one = world.sums[code].indicators[told[0]]
        expected = (
            one.unmet,
            one.applicable,
            printed(100 * one.share, 4),
            printed(max(75 - 100 * one.share, 0), 4),
        )
        compared.same(tuple(map(float, told[1:])), expected, (code, told[0]))


def test_where_what_if_and_a_budget_begin(world, compared):
    asked = world.at(wilayah=REGENCY, butir="IKK-D3-07", capai=90)
    page = world.page(f"/kebutuhan/andai/?{asked}").context["page"]
    codes = sorted(code for code in SIZES if code.startswith(REGENCY))
    for code, line in zip(codes, page.rows, strict=True):
        row = world.sums[code]
        if not line.index:
            compared.same(None, row.mean, code)
            continue
        compared.same(line.index.before, numbers.number(row.mean, 2), code)
        compared.same(line.families, str(row.scored), code)
        above = line.above if line.above.isdigit() else None
        compared.same(above, str(row.categories["tinggi"]), code)
        assert line.reached.endswith(f"dari {row.indicators['IKK-D3-07'].unmet}"), code
    open_rows = [world.sums[code] for code, line in zip(codes, page.rows, strict=True) if line.index]
    assert page.together.families == str(sum(row.scored for row in open_rows))
    mean = sum(row.mean * row.scored for row in open_rows) / sum(row.scored for row in open_rows)
    assert page.together.index.before == numbers.number(mean, 2)


def test_the_families_a_budget_begins_from(world):
    asked = world.at(wilayah=VILLAGE, anggaran=50_000_000)
    plan, row = world.page(f"/kebutuhan/anggaran/?{asked}").context["page"].plan, world.sums[VILLAGE]
    assert (plan.families, plan.above, plan.villages) == (row.scored, row.categories["tinggi"], 1)


def test_the_table_of_villages_to_take_away(world, compared):
    for line in world.file(f"/ekspor/desa.csv?{world.at(wilayah=PROVINCE)}"):
        code = line["kode"] if line["kode"] in world.sums else PROVINCE
        _same_line(compared, line, world.sums[code], _not_scored(world, code))


@pytest.mark.parametrize(("kind", "area"), [("village_sheet", VILLAGE), ("minutes", REGENCY)])
def test_the_tables_beside_a_document(world, compared, kind, area):
    sent = {"jenis": kind, "wilayah": area, "putaran": str(world.round_id)}
    assert world.issuer.post("/dokumen/terbitkan/", sent).status_code == 302
    row = Document.objects.order_by("-pk").first()
    answer = world.issuer.get(f"/dokumen/nomor/{row.pk}/tabel/")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    for line in _lines(book["desa"]):
        code = line["kode"] if line["kode"] in world.sums else area
        _same_line(compared, line, world.sums[code], _not_scored(world, code))
    sums = world.sums[area]
    for line in _lines(book["indikator"]):
        one = sums.indicators[line["indikator"]]
        compared.same(line["persen"], one.share and printed(100 * one.share), line["indikator"])
        compared.same(line["memenuhi"], one.met, line["indikator"])
        compared.same(line["menjawab"], one.applicable, line["indikator"])
    for line in _lines(book["di_bawah_75"]):
        one = sums.indicators[line["indikator"]]
        assert one.share < Fraction(3, 4)
        compared.same(line["persen"], printed(100 * one.share), line["indikator"])
        compared.same(line["belum"], one.unmet, line["indikator"])


def _lines(sheet):
    head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    return [dict(zip(head, row, strict=True)) for row in rows if any(cell is not None for cell in row)]


def _same_line(compared, line, row, not_scored):
    """Compare one line of a table of villages with the sums of its area, column by column."""
    main, *others = methods(row)
    expected = {"dinilai": row.scored, "tidak_dinilai": not_scored, "nilai": printed(main)}
    expected |= dict(
        zip(
            ("nilai_dimension_mean", "nilai_indicator_mean", "nilai_dimension_geometric"),
            map(printed, others),
            strict=True,
        )
    )
    expected |= {f"keluarga_{name}": count for name, count in row.categories.items()}
    expected |= {f"dimensi_{name}": printed(value) for name, value in row.dimensions.items()}
    expected |= {f"persen_{name}": printed(share) for name, share in shares(row).items()}
    expected |= {f"n_{name}": each.applicable for name, each in row.indicators.items()}
    for name, value in expected.items():
        told = line[name]
        compared.same(float(told) if told not in (None, "") else None, value, (line["kode"], name))
