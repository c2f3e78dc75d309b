"""The same synthetic families a year earlier, before anything is sent."""

import pytest

from bahtera import indices
from bahtera.cli.demonstration import earlier, families
from bahtera.cli.demonstration.villages import VILLAGES

BIRTH_CERTIFICATES = "IKK-D1-02"
WHOLE = VILLAGES[0]
ONE_RT = next(one for one in VILLAGES if not one.whole_before and not one.drive)


@pytest.fixture(scope="module")
def ikk():
    return indices.load("ikk").without_private()


@pytest.fixture(scope="module")
def rounds(ikk):
    """Village -> its visits of both rounds, by number."""

    def category(answers):
        score = ikk.score_one(answers)
        return score.category if score.scored else None

    return {
        one.name: (
            {each.number: each for each in earlier.visits_before(one, category, earlier.asked_before(one))},
            {each.number: each for each in families.visits(one, category)},
        )
        for one in (WHOLE, ONE_RT)
    }


@pytest.fixture
def pairs(rounds):
    return [(each, now[number]) for before, now in rounds.values() for number, each in before.items()]


def test_one_village_is_asked_whole_and_the_other_in_one_neighbourhood(rounds):
    assert len(rounds[WHOLE.name][0]) > 0.93 * WHOLE.families
    assert {each.answers["rt"] for each in rounds[ONE_RT.name][0].values()} == {"001"}


def test_families_and_their_members_are_the_same(pairs):
    for before, now in pairs:
        assert before.answers["family_id"] == now.answers["family_id"]
        assert before.instance_id != now.instance_id
        then, today = (
            {row["member_id"]: row for row in one.answers.get("anggota", ())} for one in (before, now)
        )
        if then and today:
            assert then.keys() <= today.keys()
            assert all(row["nama"] == today[key]["nama"] for key, row in then.items())


def test_everything_lies_a_year_earlier_and_nobody_was_born_later(pairs):
    for before, now in pairs:
        assert before.answers["tanggal_kunjungan"] + earlier.BACK == now.answers["tanggal_kunjungan"]
        assert before.started_at < before.ended_at < before.received_at
        assert all(
            row["tgl_lahir"] <= before.answers["tanggal_kunjungan"]
            for row in before.answers.get("anggota", ())
        )


def test_some_moved_in_since_and_some_are_met_no_more(rounds):
    before, now = rounds[ONE_RT.name]
    asked = {number for number in now if number % 6 == 0}
    assert before.keys() < asked
    assert any(
        "anggota" in each.answers and "anggota" not in now[number].answers for number, each in before.items()
    )


def test_more_children_lacked_a_certificate_where_the_registry_came_since(rounds, ikk):
    def gained(village):
        before, now = rounds[village.name]
        place = [one.id for one in ikk.indicators].index(BIRTH_CERTIFICATES)
        states = [
            [ikk.score_one(each.answers).states[place] for each in side if "anggota" in each.answers]
            for side in (before.values(), [now[number] for number in before])
        ]
        return states[1].count("1") / (states[1].count("1") + states[1].count("0")) - states[0].count("1") / (
            states[0].count("1") + states[0].count("0")
        )

    assert WHOLE.drive
    assert gained(WHOLE) > 0.1 > gained(ONE_RT) - 0.05


def test_most_answers_stay_and_some_change(pairs):
    asked = [
        before.answers[name] == now.answers[name]
        for before, now in pairs
        for name in ("tabungan", "makan_beragam", "rukun_tetangga")
        if name in before.answers and name in now.answers
    ]
    assert 0.8 < sum(asked) / len(asked) < 1


def test_a_known_family_is_chosen_from_the_list(pairs):
    before, now = next((b, n) for b, n in pairs if "anggota" in b.answers and "anggota" in n.answers)
    known = earlier.known_from_before(now)
    assert known.answers["keluarga"] == now.answers["family_id"]
    chosen = {row["anggota_lama"] for row in known.answers["anggota"] if "anggota_lama" in row}
    assert chosen == {row["member_id"] for row in before.answers["anggota"]}
    assert known.instance_id == now.instance_id
