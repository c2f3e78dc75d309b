import pytest

from bahtera.areas import api

pytestmark = pytest.mark.django_db


def codes(found):
    return [area.code for area in found]


def test_one_area(areas):
    area = api.get("63.10")
    assert (area.name, area.level, area.kind) == ("Kabupaten Tanah Bumbu", "regency", "kabupaten")
    assert (area.parent_code, area.bps_code, area.zone) == ("63", "6310", "Asia/Makassar")
    assert api.get("63").parent_code is None
    assert api.get("63.10.11.2011").bps_code is None


@pytest.mark.parametrize("code", ["63.1", "99", "", "63.10.11.9999", "6\x003"])
def test_an_unknown_area(areas, code):
    with pytest.raises(api.UnknownArea) as refused:
        api.get(code)
    assert refused.value.code == "areas.unknown"
    assert code in str(refused.value)
    assert not api.exists(code)


def test_many_at_once(areas, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = api.find(["63.10", "63.1", "15", "63.10"])
    assert set(found) == {"63.10", "15"}
    assert api.find([]) == {}
    assert api.find(["6\x003"]) == {}


def test_ancestors_come_from_the_top(areas, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert codes(api.ancestors("63.10.11.2011")) == ["63", "63.10", "63.10.11"]
    assert api.ancestors("63") == []
    with pytest.raises(api.UnknownArea):
        api.ancestors("63.1")


def test_children(areas):
    assert len(api.children(None)) == 38
    assert len(api.children("63")) == 13
    assert all(area.parent_code == "63.10" for area in api.children("63.10"))
    assert api.children("63.1") == []
    assert api.children("") == []


def test_villages_of_any_area(areas):
    assert len(api.villages_within("63")) == 2016
    assert codes(api.villages_within("63.10.11.2011")) == ["63.10.11.2011"]
    assert api.villages_within("63.1") == []
    within = api.villages_within("63.10")
    assert within
    assert all(api.is_within(area.code, "63.10") for area in within)
    assert codes(within) == sorted(codes(within))


@pytest.mark.parametrize(
    "typed", ["kotabaru", "Kota Baru", "KOTABARU", "kab. kotabaru", "Kabupaten Kotabaru", "6302", "63.02"]
)
def test_kotabaru_is_found_however_it_is_typed(areas, typed):
    assert codes(api.search(typed))[0] == "63.02"


@pytest.mark.parametrize("typed", ["banjarbaru", "banjar baru", "Kota Banjarbaru", "BANJAR BARU"])
def test_banjarbaru_is_found_however_it_is_typed(areas, typed):
    assert codes(api.search(typed))[0] == "63.72"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("kab banjar", "63.03"),
        ("kalsel", "63"),
        ("batola", "63.04"),
        ("dki jakarta", "31"),
        ("tanjabtim", "15.07"),
        ("kota jambi", "15.71"),
    ],
)
def test_names_people_use(areas, typed, first):
    assert codes(api.search(typed))[0] == first


def test_exact_before_beginning_before_inside(areas):
    found = api.search("banjar", within="63", limit=200)
    keys = [
        area.name.lower().removeprefix("kabupaten ").removeprefix("kota ").replace(" ", "") for area in found
    ]
    ranks = [0 if key == "banjar" else 1 if key.startswith("banjar") else 2 for key in keys]
    assert ranks == sorted(ranks)
    assert found[0].code == "63.03"


def test_a_search_within_an_area_and_level(areas):
    everywhere = api.search("baru", limit=200)
    inside = api.search("baru", within="63.02", limit=200)
    assert inside
    assert all(api.is_within(area.code, "63.02") for area in inside)
    assert len(inside) < len(everywhere)
    assert {area.level for area in api.search("baru", level="district")} == {"district"}
    assert api.search("kotabaru", within="63.1") == []
    assert api.search("63.02", within="15") == []


@pytest.mark.parametrize(
    "typed", ["", " ", "x", "%", "_", "||", "%%%%", "'; drop table areas_area; --", "\x00"]
)
def test_useless_texts_find_nothing(areas, typed):
    assert api.search(typed) == []


def test_the_limit_holds(areas, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(api.search("baru", limit=3)) == 3
    assert len(api.search("an", limit=100_000)) == 200
