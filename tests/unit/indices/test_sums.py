import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.indices.samples import tepat

from bahtera import indices
from bahtera.indices import MismatchedSums, Sums, merge_all

STATES = st.text(alphabet="10-?", min_size=29, max_size=29)


def by_village(pairs):
    definition = tepat()
    parts = [
        Sums(part.layout, part.index_hash, ("kode_desa",), {(village,): part.groups[()]})
        for village, states in pairs
        for part in [definition.sums([states])]
    ]
    return merge_all(parts)


@given(
    st.lists(st.tuples(st.sampled_from(["63.01", "63.02", "15.06"]), STATES), min_size=1, max_size=12),
    st.randoms(),
)
def test_any_order_of_merging_gives_the_same_bytes(pairs, chance):
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    middle = chance.randrange(len(pairs) + 1)
    first, second = by_village(shuffled[:middle]), by_village(shuffled[middle:])
    merged = merge_all(part for part in (second, first) if part is not None)
    assert merged.to_json() == by_village(pairs).to_json()
    assert merged.group_by([]).to_json() == tepat().sums([states for _, states in pairs]).to_json()


@given(st.lists(STATES, min_size=1, max_size=12))
def test_every_figure_is_a_function_of_the_sums(all_states):
    definition = tepat()
    scores = [definition.score_states(states) for states in all_states]
    row = definition.sums(scores).total()
    values = [score.value for score in scores if score.scored]
    assert (row.families, row.scored) == (len(scores), len(values))
    assert row.mean == (sum(values) / len(values) if values else None)
    assert sum(row.categories.values()) == row.scored
    for place, (name, counts) in enumerate(row.indicators.items()):
        signs = [states[place] for states in all_states]
        assert (counts.met, counts.applicable, counts.unanswered) == (
            signs.count("1"), signs.count("1") + signs.count("0"), signs.count("?"),
        )  # fmt: skip
        assert name == definition.indicators[place].id
        if counts.applicable:
            assert counts.share + counts.unmet_share == 1
    for place, (_, mean) in enumerate(row.dimensions.items()):
        parts = [s.dimensions[place].value for s in scores if s.scored and s.dimensions[place].applicable]
        assert mean == (sum(parts) / len(parts) if parts else None)


@given(st.lists(STATES, max_size=5))
def test_json_goes_there_and_back(all_states):
    sums = tepat("pooled").sums(all_states)
    assert Sums.from_json(sums.to_json()).to_json() == sums.to_json()


def test_zero_is_neutral():
    definition = tepat()
    sums = definition.sums(["1" * 29, "0" * 29])
    assert definition.sums_zero().merge(sums).to_json() == sums.to_json()
    assert definition.sums_zero().total().families == 0
    assert definition.sums_zero().total().mean is None


def test_large_sums_survive_json_that_knows_only_doubles():
    definition = tepat("pooled")
    sums = definition.sums(["1" * 29])
    for _ in range(40):
        sums = sums.merge(sums)
    text = json.dumps(json.loads(sums.to_json()), separators=(",", ":"))
    assert Sums.from_json(text).total().mean == Fraction(100)
    assert Sums.from_json(text).total().families == 2**40


def test_different_definitions_and_groupings_are_not_added():
    one, other = tepat().sums(["1" * 29]), tepat("pooled").sums(["1" * 29])
    with pytest.raises(MismatchedSums):
        one.merge(other)
    with pytest.raises(MismatchedSums):
        one.merge(Sums(one.layout, one.index_hash, ("kode_desa",), {}))
    with pytest.raises(MismatchedSums):
        one.group_by(["kode_desa"])


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format":2}', "null"])
def test_what_is_no_document_of_sums_is_refused(text):
    with pytest.raises(MismatchedSums):
        Sums.from_json(text)


def test_a_row_of_a_wrong_length_is_refused():
    content = json.loads(tepat().sums(["1" * 29]).to_json())
    content["rows"][0][1] += " 1"
    with pytest.raises(MismatchedSums):
        Sums.from_json(json.dumps(content))


def test_a_wrong_length_of_states_is_refused():
    with pytest.raises(indices.InvalidAnswers):
        tepat().sums(["1"])
