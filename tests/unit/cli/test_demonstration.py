"""The synthetic province before it is sent: who, where, how many, and always the same."""

import hashlib
from collections import Counter
from random import Random

import pytest

from bahtera import indices
from bahtera.cli.demonstration import families, households, people
from bahtera.cli.demonstration.answers import months_between
from bahtera.cli.demonstration.villages import FAMILIES, PUBLISHED_SHARES, VILLAGES

PULAU_TANJUNG = next(one for one in VILLAGES if one.name == "Pulau Tanjung")


@pytest.fixture(scope="module")
def ikk():
    return indices.load("ikk").without_private()


@pytest.fixture(scope="module")
def categorise(ikk):
    def category(answers):
        score = ikk.score_one(answers)
        return score.category if score.scored else None

    return category


@pytest.fixture(scope="module")
def province(categorise):
    return {one.code: list(families.visits(one, categorise)) for one in VILLAGES}


def rosters(province):
    return [
        visit.answers["anggota"]
        for visits in province.values()
        for visit in visits
        if "anggota" in visit.answers
    ]


def test_there_is_one_village_in_each_regency_and_city():
    assert len({one.code[:5] for one in VILLAGES}) == len(VILLAGES) == 13


def test_there_are_5747_families(province):
    assert sum(map(len, province.values())) == FAMILIES == 5747


def test_pulau_tanjung_has_its_published_people(province):
    visits = province[PULAU_TANJUNG.code]
    sexes = Counter(row["jenis_kelamin"] for visit in visits for row in visit.answers["anggota"])
    assert len(visits) == 212
    assert sexes == {"l": 328, "p": 282}


def test_categories_lie_within_two_points_of_the_published_shares(province, categorise):
    found = Counter(
        categorise(visit.answers)
        for visits in province.values()
        for visit in visits
        if "anggota" in visit.answers
    )
    scored = sum(count for category, count in found.items() if category)
    for category, published in PUBLISHED_SHARES.items():
        assert abs(100 * found[category] / scored - published) < 2, (category, found)


def test_the_published_shares_do_not_add_up_to_one_hundred():
    assert round(sum(PUBLISHED_SHARES.values()), 2) == 100.14


def test_villages_differ(province, categorise):
    low = {}
    for code, visits in province.items():
        found = Counter(categorise(v.answers) for v in visits if "anggota" in v.answers)
        low[code] = 1 - found["tinggi"] / found.total()
    assert max(low.values()) > 3 * min(low.values())


def test_everything_comes_from_the_seed(categorise):
    def digest():
        text = "".join(repr(visit) for visit in families.visits(PULAU_TANJUNG, categorise))
        return hashlib.sha256(text.encode()).hexdigest()

    assert digest() == digest()


def test_a_slice_is_the_same_as_in_the_whole(province, categorise):
    assert (
        list(families.visits(VILLAGES[0], categorise, within=range(40, 44)))
        == province[VILLAGES[0].code][40:44]
    )


def test_every_name_is_labelled_synthetic(province):
    names = {row["nama"] for roster in rosters(province) for row in roster}
    assert all(name.endswith(people.LABEL) for name in names)


def test_numbers_lie_beyond_those_given_out(province):
    numbers = [row["nik"] for roster in rosters(province) for row in roster if len(row.get("nik", "")) == 16]
    assert len(numbers) > 10_000
    assert min(int(number[12:]) for number in numbers) >= 9000


def test_instance_ids_are_unique(province):
    ids = [visit.instance_id for visits in province.values() for visit in visits]
    assert len(set(ids)) == len(ids)


def test_every_family_has_one_head_first(province):
    for roster in rosters(province):
        assert [row["hubungan"] for row in roster].count("kepala") == 1
        assert roster[0]["hubungan"] == "kepala"


def test_parents_are_older_than_their_children(province):
    for roster in rosters(province):
        head = roster[0]["tgl_lahir"]
        for row in roster:
            if row["hubungan"] == "anak":
                assert row["tgl_lahir"].year - head.year >= 15


def test_questions_follow_who_lives_there(province):
    for visits in province.values():
        for visit in visits:
            answers = visit.answers
            if "anggota" not in answers:
                assert answers["hasil_kunjungan"] not in {"selesai", "selesai_sebagian"}
                continue
            couple = any(
                r["hubungan"] == "kepala" and r.get("status_kawin") == "kawin" for r in answers["anggota"]
            )
            assert ("buku_nikah" in answers) == couple
            if answers["hasil_kunjungan"] == "selesai":
                assert ("keputusan_bersama" in answers) == couple
                assert ("waktu_bersama" in answers) == (len(answers["anggota"]) > 1)


def test_some_visits_meet_nobody_and_some_are_refused(province):
    results = Counter(visit.answers["hasil_kunjungan"] for visits in province.values() for visit in visits)
    assert {
        "selesai",
        "selesai_sebagian",
        "menolak",
        "pindah",
        "tidak_ditemukan",
        "tidak_ada_responden",
    } <= set(results)
    assert results["selesai"] > 0.95 * FAMILIES


def test_visits_lie_in_daylight_and_arrive_after_they_end(province):
    for visits in province.values():
        for visit in visits:
            assert 8 <= visit.started_at.hour + 8 <= 18
            assert visit.started_at < visit.ended_at < visit.received_at
            assert visit.answers["tanggal_kunjungan"] == visit.started_at.date()


def test_every_pattern_of_a_household_occurs():
    rng = Random(1)
    assert {households.draw(rng)[0] for _ in range(3000)} == set(households._PATTERNS)


def test_fitting_says_when_it_cannot():
    homes = [households.alone(Random(2))]
    with pytest.raises((ValueError, IndexError)):
        households.fit(Random(3), homes, 5, 5)


@pytest.mark.parametrize(
    ("born", "on", "months"), [("2026-01-31", "2026-02-28", 0), ("2024-02-29", "2026-02-28", 23)]
)
def test_months_are_whole_months(born, on, months):
    from datetime import date

    assert months_between(date.fromisoformat(born), date.fromisoformat(on)) == months


def test_birth_dates_give_exactly_the_age():
    from datetime import date

    rng = Random(4)
    on = date(2026, 2, 28)
    for age in (0, 1, 30, 84):
        for _ in range(200):
            born = people.birth_date(rng, age, on)
            assert on.year - born.year - ((on.month, on.day) < (born.month, born.day)) == age
