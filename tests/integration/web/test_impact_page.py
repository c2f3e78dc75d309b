"""The page of before and after, and its files: what was chosen stands in the address."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from html import unescape
from itertools import product
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django_tasks.base import TaskResultStatus
from openpyxl import load_workbook
from tests.fakes.two_rounds import MEASURE, OTHERS, TREATED, make_rounds, visits

from bahtera.access.api import Actor
from bahtera.access.models import RoleGrant
from bahtera.actions import api as actions
from bahtera.actions.models import Plan
from bahtera.analysis import api as analysis
from bahtera.analysis.queries import pairs
from bahtera.analysis.queries.pairs import forget_pairs
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry
from bahtera.results import api as results
from bahtera.results.queries import forget

from .province import enter


@pytest.fixture
def rounds(db):
    forget_pairs()
    return make_rounds()


@pytest.fixture
def dita(rounds):
    """A statistician of the province."""
    return enter("dita", "statistician", ["63"])


@pytest.fixture
def done_plans(rounds):
    """A plan of each village where something was done: begun after the earlier round opened, done before the later."""
    team = Actor.over("user:0", "TPK2D", frozenset({"tpk2d"}), ("63",))
    forget()
    for at, village in enumerate(TREATED):
        results.refresh_village(rounds[0].id, village)
        day = date(2025, 8, 4 + at)
        with clock.frozen(datetime(2025, 8, 1, tzinfo=UTC)):
            made = actions.make_plan(
                actions.PlanInput(
                    village_code=village,
                    year=2025,
                    round_id=rounds[0].id,
                    index_id="ikk",
                    indicator="IKK-D1-02",
                    activity="Akta kelahiran keliling",
                    agency="dukcapil",
                    position="Kepala bidang",
                    source="apbdes",
                    starts_on=day,
                    deadline=date(2025, 12, 1),
                ),
                actor=team,
            )
            for move in (actions.Move.PROPOSE, actions.Move.AGREE, actions.Move.BEGIN):
                actions.move_plan(made, move, actor=team)
        with clock.frozen(datetime(2025, 11, 1, tzinfo=UTC)):
            actions.tell_progress(made, on=date(2025, 11, 1), percent=100, actor=team)
            actions.move_plan(made, actions.Move.FINISH, actor=team)


def asked(rounds, **more):
    one = {"sebelum": rounds[0].id, "sesudah": rounds[1].id, "ukuran": MEASURE, "desa": list(TREATED)}
    return one | {"mulai": "2025-09-01"} | more


def body(answer):
    return b"".join(answer.streaming_content)


def test_the_page_asks_first(dita, rounds):
    text = dita.get("/dampak/").content.decode()
    assert "Desa yang ditangani" in text
    assert text.count('name="desa"') == 6
    assert "Unduh" not in text


def test_before_and_after_stand_with_what_they_cannot_say(dita, rounds):
    text = dita.get("/dampak/", asked(rounds)).content.decode()
    assert "naik lebih banyak daripada di tempat lain" in text
    assert "Desa tidak dipilih dengan undian" in text
    assert "Bukan sebabnya" in text
    assert "karena" not in text.casefold()
    assert "40 → 75" in text
    assert "mulai lebih rendah" in text
    assert "Pindah ke desa lain" in text
    assert "belum resmi" in text
    assert "style=" not in text


def test_a_choice_that_cannot_be_compared_is_said_beside_the_form(dita, rounds):
    for more in ({"desa": ["63.01.01.2001"]}, {"mulai": "kemarin"}, {"mulai": "2020-01-01"}, {"padan": "x"}):
        answer = dita.get("/dampak/", asked(rounds, **more))
        assert answer.status_code == 200
        assert "tidak dapat dibandingkan begitu" in answer.content.decode(), more


def test_the_files_hold_the_same_numbers(dita, rounds):
    answer = dita.get("/dampak.csv", asked(rounds))
    lines = list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert [one["baris"] for one in lines] == ["ditangani", "pembanding", "selisih", "selisih_padan"]
    assert (lines[0]["dibandingkan"], float(lines[0]["sebelum"]), float(lines[0]["sesudah"])) == (
        "90",
        40,
        75,
    )
    assert float(lines[2]["perubahan"]) == 30
    book = load_workbook(io.BytesIO(body(dita.get("/dampak.xlsx", asked(rounds)))))
    told = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
    assert "bukan sebabnya" in told["batas"]
    assert told["simpulan"] == "more"
    assert AuditEntry.objects.filter(action="publishing.impact_exported").count() == 2


@pytest.fixture
def for_the_worker(monkeypatch):
    monkeypatch.setattr("bahtera.web.views.impact.AT_ONCE", 100)
    monkeypatch.setattr("bahtera.analysis.api.worker_answers", lambda: True)


def test_many_families_go_to_the_worker_and_no_request_reads_them(dita, rounds, for_the_worker, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(pairs, "_read", lambda _: pytest.fail("families were read"))
        form = dita.get("/dampak/", asked(rounds))
        assert dita.get("/dampak.csv", asked(rounds)).status_code == 400
    sent = dict.fromkeys(name for name, _ in form.context["page"].asked)
    assert list(sent) == ["sebelum", "sesudah", "ukuran", "desa", "mulai"]
    assert form.context["page"].found is None
    assert "Banyak keluarga" in form.content.decode()
    ordered = []
    enqueue = SimpleNamespace(enqueue=lambda **asks: ordered.append(asks) or SimpleNamespace(id=uuid4()))
    with monkeypatch.context() as patched:
        patched.setattr("bahtera.analysis.api.impact_task", enqueue)
        sent_to = dita.post("/dampak/hitung/", asked(rounds))
    assert (sent_to.status_code, sent_to["Location"][:8]) == (302, "/dampak/")
    assert (ordered[0]["villages"], ordered[0]["since"], ordered[0]["alike"]) == (
        list(TREATED),
        "2025-09-01",
        [],
    )
    for wrong in ({"mulai": "kemarin"}, {"sebelum": rounds[1].id, "sesudah": rounds[0].id}):
        assert dita.post("/dampak/hitung/", asked(rounds) | wrong).status_code == 400


def test_a_site_without_a_worker_reads_many_families_at_once(dita, rounds, monkeypatch):
    monkeypatch.setattr("bahtera.web.views.impact.AT_ONCE", 100)
    page = dita.get("/dampak/", asked(rounds)).context["page"]
    assert (page.found is None, page.asked) == (False, ())
    assert len(page.files) == 2
    sent = dita.post("/dampak/hitung/", asked(rounds)).context["page"]
    assert (sent.found, sent.files) == (page.found, ()), "kept nowhere, so there is no file of it"
    assert dita.post("/dampak/hitung/", asked(rounds, desa=["63.01.01.2001"])).context["page"].refusal


ORDERED = "/dampak/0190b0de-0000-7000-8000-000000000001/"


@pytest.fixture
def order(dita, rounds, monkeypatch):
    """What the worker tells of Dita's order, done."""
    key = f"user:{get_user_model().objects.get(username='dita').pk}"
    kwargs = {
        "before": rounds[0].id,
        "after": rounds[1].id,
        "measure": MEASURE,
        "villages": list(TREATED),
        "since": "2025-09-01",
        "alike": [],
        "actor_key": key,
    }
    made = json.loads(json.dumps(analysis.impact_task.func(**kwargs)))
    found = SimpleNamespace(
        id=ORDERED.split("/")[2], status=TaskResultStatus.SUCCESSFUL, kwargs=kwargs, return_value=made
    )
    monkeypatch.setattr("bahtera.analysis.api.impact_task", SimpleNamespace(get_result=lambda _: found))
    return found


def test_a_comparison_of_the_worker_says_what_one_at_once_does(dita, rounds, order, monkeypatch):
    at_once = dita.get("/dampak/", asked(rounds))
    csv_at_once = body(dita.get("/dampak.csv", asked(rounds)))
    monkeypatch.setattr(pairs, "_read", lambda _: pytest.fail("families were read"))
    kept = dita.get(ORDERED)
    assert kept.context["page"].found == at_once.context["page"].found
    same = [
        answer.content.decode().partition('id="hasil"')[2].partition('id="unduh"')[0]
        for answer in (kept, at_once)
    ]
    assert same[0] == same[1]
    assert f'href="{ORDERED}dampak.xlsx"' in kept.content.decode()
    assert body(dita.get(f"{ORDERED}dampak.csv")) == csv_at_once
    assert dita.get(f"{ORDERED}dampak.pdf").status_code == 400


@pytest.mark.parametrize(
    "status", [TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED]
)
def test_a_comparison_under_way_says_so(dita, order, status):
    order.status = status
    answer = dita.get(ORDERED)
    assert answer.status_code == 200
    assert answer.context["page"].waiting == (status != TaskResultStatus.FAILED)
    assert ('http-equiv="refresh"' in answer.content.decode()) == answer.context["page"].waiting
    assert bool(answer.context["page"].refusal) == (status == TaskResultStatus.FAILED)
    assert dita.get(f"{ORDERED}dampak.csv").status_code == 404


def test_a_comparison_is_its_askers_alone_and_of_areas_they_still_have(dita, rounds, order):
    assert enter("edo", "statistician", ["63"]).get(ORDERED).status_code == 404

    assert dita.get(ORDERED).status_code == 200
    RoleGrant.objects.update(area_code="63.10")
    assert dita.get(ORDERED).status_code == 404, "one of the others lies in another regency"


def test_who_has_left_gets_no_comparison_from_the_worker(rounds):
    told = analysis.impact_task.func(
        before=rounds[0].id,
        after=rounds[1].id,
        measure=MEASURE,
        villages=[],
        since="",
        alike=None,
        actor_key="user:0",
    )
    assert told["refused"] == "access.not_allowed"


def test_another_format_or_no_rounds_is_refused(dita, rounds):
    assert dita.get("/dampak.pdf", asked(rounds)).status_code == 400
    assert dita.get("/dampak.csv", {"sebelum": rounds[1].id, "sesudah": rounds[0].id}).status_code == 400


def test_a_round_that_is_not_there_is_not_found(dita, rounds):
    assert dita.get("/dampak/", {"sebelum": 999, "sesudah": rounds[1].id}).status_code == 404


def test_done_plans_offer_their_villages(dita, rounds, done_plans):
    asks = {"sebelum": rounds[0].id, "sesudah": rounds[1].id, "ukuran": MEASURE}
    text = dita.get("/dampak/", asks).content.decode()
    assert "Di 3 desa ada rencana untuk indikator ini" in text
    (address,) = re.findall(r'href="(/dampak/\?[^"]*desa=[^"]*)"', text)
    found = parse_qs(urlsplit(unescape(address)).query)
    assert set(found["desa"]) == set(TREATED)
    assert found["mulai"] == ["2025-08-04"]
    there = dita.get(unescape(address)).content.decode()
    assert there.count("Akta kelahiran keliling") == 3
    assert "tidak membuktikan" in there
    assert "Di 3 desa ada rencana" not in there
    assert "40 → 75" in there


def test_a_chosen_village_without_a_done_plan_is_said(dita, rounds, done_plans):
    text = dita.get("/dampak/", asked(rounds, desa=[*TREATED, OTHERS[0]])).content.decode()
    assert "1 desa yang Anda pilih" in text


def test_a_plan_for_something_else_or_done_too_late_offers_nothing(dita, rounds, done_plans):
    asks = {"sebelum": rounds[0].id, "sesudah": rounds[1].id}
    for measure in ("indikator:ikk:IKK-D3-07", "indeks:ikk"):
        assert "ada rencana untuk" not in dita.get("/dampak/", asks | {"ukuran": measure}).content.decode()
    Plan.objects.update(ended_on=date(2026, 1, 2))
    assert "ada rencana untuk" not in dita.get("/dampak/", asks | {"ukuran": MEASURE}).content.decode()


def test_who_may_read_no_plan_is_shown_none(rounds, done_plans):
    """A reader's plans are those of their areas."""
    far = enter("farah", "statistician", ["63.02"])
    text = far.get("/dampak/", {"sebelum": rounds[0].id, "sesudah": rounds[1].id, "ukuran": MEASURE})
    assert "ada rencana untuk" not in text.content.decode()


def test_before_rounds_are_final_a_team_is_told_so_and_shown_the_change_of_its_area(rounds):
    team = enter("rara", "tpk2d", ["63"])
    text = team.get("/dampak/").content.decode()
    assert "belum final" in text
    assert "hari kunjungan terakhir adalah 30 Juni 2025" in text, "it is said when figures come"
    assert f"/wilayah/63/perubahan/?putaran={rounds[1].id}&amp;dari={rounds[0].id}" in text
    assert 'name="desa"' not in text
    assert team.get("/dampak.csv", asked(rounds)).status_code in {400, 409, 422}


def test_the_closed_page_leads_to_the_areas_in_which_a_change_is_told(rounds):
    """One village breaks the whole: a team is led past it, not to the break and back."""
    visits(rounds[1].id, OTHERS[0], dict.fromkeys(range(100, 130), "1"))
    forget()
    for row, village in product(rounds, (*TREATED, *OTHERS)):
        results.refresh_village(row.id, village)
    text = enter("rara", "tpk2d", ["63"]).get("/dampak/").content.decode()
    query = f"?putaran={rounds[1].id}&amp;dari={rounds[0].id}"
    for code in (*TREATED, OTHERS[1], OTHERS[2][:5]):
        assert f'<a href="/wilayah/{code}/perubahan/{query}">' in text
    assert f"/wilayah/{OTHERS[0]}/perubahan/" not in text
