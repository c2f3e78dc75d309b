"""Micro-data leave as two people agreed, in groups of five or more, and never otherwise."""

import csv
import io
import re
import zipfile
from collections import Counter
from datetime import date

import pytest
from django.template.loader import render_to_string
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.foundation import blobs, events
from bahtera.foundation.models import AuditEntry
from bahtera.publishing import api as publishing
from bahtera.publishing.microdata.declared import significant
from bahtera.releases import api as releases
from bahtera.releases.models import Line
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web.presenters.microdata import lines_of

VILLAGE, OTHER = "63.10.05.2003", "63.10.05.2004"
CHIEF = Actor.over("user:9", "Bu Dewi (sintetis)", frozenset({"statistician"}), ("63",))
OFFICER = Actor.over("user:2", "Pak Bob (sintetis)", frozenset({"data_protection_officer"}), ("63",))
BOTH = Actor.over(
    "user:9", "Bu Dewi (sintetis)", frozenset({"statistician", "data_protection_officer"}), ("63",)
)
HEADS = ("1960-05-01", "1990-05-01")
FIRST_PATTERN = "1" * (SIZE - 1) + "-"


def answers(birth):
    head = {"nama": "Bu Contoh", "hubungan": "kepala", "jenis_kelamin": "p", "tgl_lahir": birth}
    return {"persetujuan": "ya", "anggota": [head]}


@pytest.fixture
def measured(db, tmp_path):
    add_places({VILLAGE: "Pulau Contoh", OTHER: "Sungai Contoh", "63.10": "Tanah Contoh"})
    row = surveys.create_round(
        name="Contoh sintetis",
        year=2026,
        form_id="kunjungan_keluarga",
        opens=date(2026, 1, 1),
        area_code="63",
        index_ids=("ikk",),
        actor=SYSTEM,
    )
    with blobs_in(tmp_path / "blobs"):
        for code, birth in ((VILLAGE, HEADS[0]), (OTHER, HEADS[1])):
            patterns = [FIRST_PATTERN, "0" * SIZE] * 6
            store_visits(row.id, code, patterns, answers=answers(birth), visited_on=date(2026, 3, 2))
            results.refresh_village(row.id, code)
        surveys.move_round(row.id, surveys.RoundState.REVIEW, actor=CHIEF)
        releases.freeze(row.id, releases.Kind.PROVISIONAL, actor=CHIEF)
        releases.freeze(row.id, releases.Kind.FINAL, actor=CHIEF)
        yield row


def page(actor):
    lines = lines_of(releases.micro_requests(actor=actor), actor)
    return render_to_string("web/rounds/microdata_lines.html", {"lines": lines, "zone": "Asia/Makassar"})


def offered(actor):
    return re.findall(r'name="putusan" value="(\w+)"', page(actor))


def ask(row, number=2, actor=CHIEF, licence="terbatas"):
    return publishing.ask_microdata(
        row.id, number, licence=licence, purpose="Penelitian sintetis", actor=actor
    )


def test_what_two_people_agreed_to_leaves_in_groups_of_five_and_says_nothing_finer(measured):
    asked = ask(measured)
    assert (asked.report["rows"], asked.report["k"] >= 5, asked.report["outside"]) == (24, True, 0)
    with pytest.raises(releases.MicroRefused):
        ask(measured)
    with pytest.raises(releases.MicroRefused):
        publishing.export_microdata(asked.id, actor=CHIEF)
    with pytest.raises(releases.MicroRefused):
        publishing.agree_to_microdata(asked.id, actor=BOTH)
    with pytest.raises(NotAllowed):
        publishing.agree_to_microdata(asked.id, actor=CHIEF)
    assert (offered(OFFICER), offered(CHIEF), offered(BOTH)) == (["setuju", "tolak"], [], [])
    publishing.agree_to_microdata(asked.id, actor=OFFICER)
    assert (offered(OFFICER), "data.zip" in page(CHIEF), "data.zip" in page(OFFICER)) == ([], True, False)
    packed = publishing.export_microdata(asked.id, actor=CHIEF).read()
    assert packed == publishing.export_microdata(asked.id, actor=CHIEF).read()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {"data.csv", "kamus.csv", "LISENSI.txt", "keterangan.csv"} < set(archive.namelist())
        text = archive.read("data.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    quasi = [one.column for one in publishing.declared().quasi]
    assert min(Counter(tuple(row[name] for name in quasi) for row in rows).values()) >= 5
    # The last indicator does not apply to some families, so it would tell who lives there.
    last = results.area_result(measured.id, "63", audience="public", index_id="ikk").indicators
    left = {name.removeprefix("ikk_") for name in rows[0]} & {one.id for one in last}
    assert left
    assert len(left) < SIZE
    assert not {str(one.pk) for one in Line.objects.all()} & set(text.replace(",", "\n").split())
    said = set(AuditEntry.objects.values_list("action", flat=True))
    assert said >= {"releases.micro_asked", "releases.micro_agreed", "publishing.microdata_exported"}


def test_a_file_is_not_made_any_more_once_a_family_was_erased(measured):
    asked = ask(measured)
    publishing.agree_to_microdata(asked.id, actor=OFFICER)
    surveys.erase(Line.objects.order_by("pk")[0].submission_id, reason="Permintaan", actor=SYSTEM)
    events.dispatch()
    with pytest.raises(releases.MicroRefused) as caught:
        publishing.export_microdata(asked.id, actor=CHIEF)
    assert caught.value.code == "releases.micro_changed"


def test_an_order_leads_to_one_request_and_one_file(measured):
    order = publishing.order_microdata(
        measured.id, 2, licence="terbatas", purpose="Penelitian gizi", actor=CHIEF
    )
    with pytest.raises(releases.OrderRefused):
        publishing.order_microdata(measured.id, 2, licence="terbatas", purpose="Lagi", actor=CHIEF)
    told = []
    wanted = {"licence": "terbatas", "purpose": order.wanted["purpose"], "actor": CHIEF, "order": order.id}
    made = publishing.ask_microdata(measured.id, 2, tell=lambda *how_far: told.append(how_far), **wanted)
    with pytest.raises(releases.OrderRefused) as caught:
        publishing.ask_microdata(measured.id, 2, **wanted)  # a second worker at the same order
    assert caught.value.code == "releases.order_ended"
    assert told == [(24, 24)]
    assert releases.last_order(measured.id, releases.Ordered.MICRO).standing is releases.Standing.DONE
    assert blobs.exists(made.file)
    releases.refuse_micro(made.id, reason="Belum ada perjanjian", actor=OFFICER)
    assert not blobs.exists(made.file)


def test_refused_stays_refused_and_preliminary_data_never_leave(measured):
    asked = ask(measured)
    with pytest.raises(releases.NoReason):
        releases.refuse_micro(asked.id, reason=" ", actor=OFFICER)
    assert releases.refuse_micro(asked.id, reason="Belum ada perjanjian", actor=OFFICER).standing == "refused"
    with pytest.raises(releases.MicroRefused):
        publishing.agree_to_microdata(asked.id, actor=OFFICER)
    with pytest.raises(publishing.MicroNotPossible):
        ask(measured, number=1)
    with pytest.raises(publishing.MicroNotPossible):
        ask(measured, licence="")
    far = Actor.over("user:3", "Jauh (sintetis)", frozenset({"data_protection_officer"}), ("64",))
    assert releases.micro_requests(actor=far) == []
    with pytest.raises(releases.UnknownMicroRequest):
        releases.micro_request(asked.id, actor=far)


@pytest.mark.parametrize(("value", "said"), [(1, "1"), (12345, "12300"), (20, "20")])
def test_weights_keep_three_significant_digits(value, said):
    assert significant(value, 3) == said
