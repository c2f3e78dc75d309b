"""What families lack, as the offices may see it, joined with who answers for it in their regency."""

from dataclasses import replace

import pytest
from tests.fakes.family_visits import store_visits
from tests.fakes.needs_world import (
    BIRTH,
    FAR,
    HOUSE,
    OTHER,
    PATTERNS,
    REGENCY,
    STRANGER,
    SUPERVISOR,
    TPK2D,
    VILLAGE,
    families,
    lacking,
    measure,
)

from bahtera.access.api import NotAllowed
from bahtera.access.models import Agency, Unit
from bahtera.foundation.models import AuditEntry
from bahtera.needs import api as needs
from bahtera.results import api as results
from bahtera.results.queries import forget


@pytest.fixture(autouse=True)
def _fresh():
    forget()


@pytest.fixture
def measured(db):
    return measure()


def test_the_worst_come_first_with_who_is_responsible_and_what_it_takes(measured):
    found = needs.area_needs(measured.id, REGENCY, actor=TPK2D)
    assert {each.indicator for each in found.worst[:2]} == {BIRTH, HOUSE}
    assert found.worst[0].share < found.worst[1].share < found.worst[2].share
    birth = next(each for each in found.worst if each.indicator == BIRTH)
    assert birth.line.agency == "dukcapil"
    first = birth.villages[0]
    assert (first.village_code, first.lacking) == (VILLAGE, lacking(VILLAGE, BIRTH))
    assert first.cost == first.line.fixed_cost + first.reached * first.line.unit_cost
    assert birth.cost == sum(each.cost for each in birth.villages)
    assert found.families == sum(len(PATTERNS[code]) for code in found.villages)


def test_a_count_that_results_hide_is_in_no_need(measured):
    store_visits(measured.id, "63.02.05.2009", families(12, 5, BIRTH=90))
    results.refresh_village(measured.id, "63.02.05.2009")
    shown = {
        (page.area_code, each.id): each.unmet.count
        for page in results.village_results(measured.id, "63.02", audience="internal", actor=SUPERVISOR)
        for each in page.indicators
        if each.unmet.count and each.id != "IKK-D5-03"  # for which no office has a service
    }
    found = needs.area_needs(measured.id, REGENCY, actor=SUPERVISOR)
    assert ("63.02.05.2009", BIRTH) not in shown, "one or two families"
    assert {(each.village_code, each.indicator): each.lacking for each in found.priorities} == shown
    assert next(each for each in found.indicators if each.indicator == BIRTH).hidden_villages


def test_one_need_of_a_village_is_found_by_its_address(measured):
    need = needs.village_need(measured.id, VILLAGE, BIRTH, actor=TPK2D)
    assert (need.lacking, need.line.agency) == (lacking(VILLAGE, BIRTH), "dukcapil")
    assert needs.village_need(measured.id, OTHER, "IKK-D5-03", actor=TPK2D) is None, "no office answers it"


def test_needs_outside_ones_areas_are_refused(measured):
    with pytest.raises(NotAllowed):
        needs.area_needs(measured.id, REGENCY, actor=STRANGER)


def test_the_pages_take_few_questions(measured, django_assert_max_num_queries):
    needs.area_needs(measured.id, REGENCY, actor=TPK2D)
    with django_assert_max_num_queries(40):
        needs.area_needs(measured.id, REGENCY, actor=TPK2D)


def change(**changes):
    line = needs.lines_of("63.02")["ikk", BIRTH]
    seen = needs.latest_numbers("63.02").get(("ikk", BIRTH), 0)
    return needs.change_line(
        "63.02", replace(line, **changes), reason="Keputusan rapat TPK2D", seen=seen, actor=TPK2D
    )


def test_a_regency_writes_its_own_line_and_others_keep_the_default(measured):
    changed = change(unit_cost=75_000, agency="dpmd", basis="SSH 2026")
    assert (changed.unit_cost, changed.agency, changed.number) == (75_000, "dpmd", 1)
    assert needs.lines_of(VILLAGE)["ikk", BIRTH] == changed
    assert needs.lines_of(FAR)["ikk", BIRTH].is_default
    assert needs.village_need(measured.id, VILLAGE, BIRTH, actor=TPK2D).line == changed
    entry = AuditEntry.objects.filter(action="needs.mapping_changed").order_by("-pk").first()
    assert entry.subject == "area:63.02"


def test_every_version_of_a_line_stays_readable_and_the_default_comes_back(measured):
    change(unit_cost=75_000)
    change(unit_cost=80_000)
    back = needs.reset_line("63.02", "ikk", BIRTH, reason="Kembali ke semula", seen=2, actor=TPK2D)
    assert back.is_default
    history = needs.history_of("63.02", "ikk", BIRTH)
    assert [(each.number, each.line and each.line.unit_cost) for each in history] == [
        (3, None),
        (2, 80_000),
        (1, 75_000),
    ]
    assert {each.actor_key for each in history} == {TPK2D.key}


def test_two_who_change_a_line_at_once_do_not_overwrite_each_other(measured):
    line = needs.lines_of("63.02")["ikk", BIRTH]
    change(unit_cost=75_000)
    with pytest.raises(needs.LineMoved):
        needs.change_line("63.02", replace(line, reach=50), reason="Hasil rapat", seen=0, actor=TPK2D)


def test_who_may_not_change_the_list_leaves_nothing_behind(measured):
    line = replace(needs.lines_of("63.02")["ikk", BIRTH], reach=50)
    for actor in (SUPERVISOR, STRANGER):
        with pytest.raises(NotAllowed):
            needs.change_line("63.02", line, reason="Hasil rapat", seen=0, actor=actor)
    with pytest.raises(needs.BadLine):
        needs.change_line("63.02", replace(line, reach=0), reason="Hasil rapat", seen=0, actor=TPK2D)
    with pytest.raises(needs.BadLine):
        needs.change_line("63.02.05", line, reason="Hasil rapat", seen=0, actor=TPK2D)
    with pytest.raises(needs.BadLine, match="Nothing was changed"):
        needs.change_line("63.02", replace(line, reach=90), reason="Hasil rapat", seen=0, actor=TPK2D)
    with pytest.raises(needs.UnknownLine):
        needs.change_line(
            "63.02", replace(line, indicator="IKK-X"), reason="Hasil rapat", seen=0, actor=TPK2D
        )
    assert needs.history_of("63.02", "ikk", BIRTH) == ()


def test_an_office_is_tied_to_its_unit_of_the_regency_or_above(measured):
    province = Agency.objects.create(name="Dukcapil provinsi", area_code="63")
    Unit.objects.create(agency=province, name="Bidang pencatatan", kind="dukcapil", area_code="63", inbox="a")
    assert [one.name for one in needs.units_for(VILLAGE)["dukcapil"]] == ["Bidang pencatatan"]
    own = Agency.objects.create(name="Dukcapil", area_code="63.02")
    Unit.objects.create(
        agency=own, name="Dukcapil Teluk Contoh", kind="dukcapil", area_code="63.02", inbox="b"
    )
    assert [one.name for one in needs.units_for(VILLAGE)["dukcapil"]] == ["Dukcapil Teluk Contoh"]
