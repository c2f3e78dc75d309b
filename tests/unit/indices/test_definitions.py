import pytest
from tests.unit.indices.samples import definition_from, indicator, text_of

from bahtera import indices
from bahtera.indices import InvalidDefinition, UnknownDefinition
from bahtera.indices.values import EXACT, Text


def problems_of(text):
    with pytest.raises(InvalidDefinition) as caught:
        definition_from(text)
    return caught.value.problems


def test_every_problem_is_told_at_once_with_its_line():
    text = text_of(
        indicators=indicator("A", "q = 'mungkin'")
        + indicator("A", "z = 'ya'")
        + indicator("C", dimension="X"),
        variables="  n: {type: integer}\n  s: {type: select_one}\n  q: {type: date}",
        cuts="  - {id: tinggi, title: {id: t, en: h}, basis: test, from: 120, includes: true}\n"
        "  - {id: lagi, title: {id: t, en: h}, basis: test, from: 60, includes: maybe}",
    )
    problems = problems_of(text)
    messages = [each.message for each in problems]
    for part in (
        "min and max are needed",
        "choices is missing",
        "q is said twice",
        "'mungkin' is not a choice",
        "z is not declared",
        "A is said twice",
        "there is no dimension X",
        "between 0 and 100",
        "from the lowest up",
        "true or false is needed",
    ):
        assert any(part in message for message in messages), part
    lines = text.splitlines()
    told = {each.message: each for each in problems}
    wrong = next(each for message, each in told.items() if "mungkin" in message)
    assert lines[wrong.line - 1][wrong.column - 1 :].startswith("'mungkin'")
    assert list(problems) == sorted(problems)


def test_text_that_is_not_yaml_is_told_with_its_line():
    (problem,) = problems_of("format: 1\n  id: [")
    assert problem.line >= 2
    assert problems_of("")[0].message == "the file is empty"
    assert "mapping" in problems_of("- a")[0].message


def test_an_unknown_key_and_a_missing_one_are_both_told():
    messages = [each.message for each in problems_of("format: 1\nid: a\nbobot: 3\n")]
    assert any("bobot has no meaning here" in each for each in messages)
    assert any("indicators is missing" in each for each in messages)


def test_a_position_inside_a_block_is_exact():
    met = "|\n      q = 'ya'\n      and q = 'lain'"
    text = text_of(indicators=indicator(met=met))
    (problem,) = problems_of(text)
    assert "lain" in text.splitlines()[problem.line - 1]


def test_a_definition_that_cannot_be_proved_exact_is_refused_with_the_number():
    many = "".join(
        indicator(f"I{number}", weight=prime)
        for number, prime in enumerate((101, 103, 107, 109, 113, 127, 131, 137))
    )
    (problem, *_) = problems_of(
        text_of(indicators=many, aggregation="{within: arithmetic, across: pooled, most_unanswered: 0}")
    )
    assert "2**53" in problem.message
    assert str(EXACT) in problem.message


def test_an_expression_that_can_pass_the_bound_is_refused_at_its_own_line():
    variables = "  u: {type: integer, min: 0, max: 999999999}"
    text = text_of(indicators=indicator(met="u * u * u > 3"), variables=variables)
    (problem,) = problems_of(text)
    assert "A can reach" in problem.message
    assert "u * u * u" in text.splitlines()[problem.line - 1]


def test_an_alternative_method_is_proved_too():
    dims = "\n".join(f"  - {{id: E{n}, title: {{id: d, en: d}}, weight: {n + 1}}}" for n in range(6))
    many = "".join(indicator(f"I{n}{k}", dimension=f"E{n}") for n in range(6) for k in range(6))
    cuts = "  - {id: t, title: {id: t, en: h}, basis: test, from: 74.995, includes: true}"
    aggregation = "{within: arithmetic, across: arithmetic, most_unanswered: 0, alternatives: [geometric]}"
    assert any("cross-multiplication" in each.message for each in problems_of(
        text_of(indicators=many, dimensions=dims, cuts=cuts, aggregation=aggregation)
    ))  # fmt: skip


def test_a_public_indicator_may_not_read_a_private_variable():
    variables = "  r: {type: select_one, choices: [ya, tidak], private: true}"
    (problem,) = problems_of(
        text_of(indicators=indicator() + indicator("B", "r = 'ya'"), variables=variables)
    )
    assert "must be private itself" in problem.message


def test_only_the_arithmetic_mean_is_possible_within_a_dimension():
    aggregation = "{within: geometric, across: arithmetic, most_unanswered: 0}"
    (problem,) = problems_of(text_of(indicators=indicator(), aggregation=aggregation))
    assert "only `arithmetic`" in problem.message


def test_every_integer_of_the_shipped_definitions_is_below_the_bound():
    for name, methods in (
        ("ikk", ("arithmetic", "pooled", "geometric", "harmonic")),
        ("ibangga", ("arithmetic", "pooled")),
    ):
        for method in methods:
            plan = indices.load(name, method=method).plan
            assert plan.bounds
            assert max(bound.value for bound in plan.bounds) < EXACT


def test_ikk_is_as_it_is_known():
    ikk = indices.load("ikk")
    sizes = [sum(each.dimension == dimension.id for each in ikk.indicators) for dimension in ikk.dimensions]
    assert sizes == [3, 6, 8, 6, 6]
    assert [(str(cut.at), cut.includes) for cut in ikk.cuts] == [("50", True), ("75", False)]
    assert ikk.status == "working"
    assert ikk.plan.score.denominator == 50400
    assert ikk.categories[-1].title.id == "kualitas keluarga responsif gender dan hak anak"


def test_ibangga_is_as_it_is_known():
    full = indices.load("ibangga")
    sizes = [sum(each.dimension == dimension.id for each in full.indicators) for dimension in full.dimensions]
    assert sizes == [6, 7, 4]
    assert [each.id for each in full.indicators if each.private] == ["IB-05"]
    public = full.without_private()
    assert len(public.indicators) == 16
    assert not any(variable.private for variable in public.variables.values())


def test_hashes_tell_definitions_methods_and_variants_apart():
    full = indices.load("ibangga")
    several = {
        full.hash,
        full.without_private().hash,
        indices.load("ibangga", method="pooled").hash,
        indices.load("ikk").hash,
    }
    assert len(several) == 4
    assert full.without_private().hash == indices.load("ibangga").without_private().hash
    assert indices.load("ikk").without_private() is indices.load("ikk")


def test_comments_and_spacing_do_not_change_the_hash():
    text = text_of(indicators=indicator())
    assert (
        definition_from(text).hash
        == definition_from("# remark\n" + text.replace("status: working", "status:   working")).hash
    )
    assert definition_from(text).hash != definition_from(text.replace("1/4", "1/3")).hash


def test_loading_what_is_not_there():
    for name, options in (
        ("tidak_ada", {}),
        ("ikk", {"version": "1999"}),
        ("../ikk", {}),
        ("ibangga", {"method": "harmonic"}),
    ):
        with pytest.raises(UnknownDefinition):
            indices.load(name, **options)
    with pytest.raises(UnknownDefinition):
        indices.load("tidak-ada.yaml")
    assert indices.list_versions("ikk") == ["2026.1"]
    assert set(indices.list_indices()) >= {"ikk", "ibangga"}


def test_versions_are_ordered_as_numbers(tmp_path):
    for version in ("2026.9", "2026.10", "2025.12"):
        (tmp_path / "coba").mkdir(exist_ok=True)
        (tmp_path / "coba" / f"{version}.yaml").write_text(text_of(indicators=indicator()))
    assert indices.list_versions("coba", folder=tmp_path) == ["2025.12", "2026.9", "2026.10"]
    assert indices.load("coba", folder=tmp_path).id == "coba"


def test_what_is_sensitive_is_said_in_the_file_and_changes_its_hash():
    plain = definition_from(text_of(indicators=indicator("A") + indicator("B")))
    marked = definition_from(text_of(indicators=indicator("A") + indicator("B") + "    sensitive: true\n"))
    assert [each.sensitive for each in plain.indicators] == [False, False]
    assert [each.sensitive for each in marked.indicators] == [False, True]
    assert marked.hash != plain.hash


def test_a_private_indicator_is_sensitive_without_saying_so_and_cannot_deny_it():
    private = indicator("A") + "    private: true\n" + indicator("B")
    assert definition_from(text_of(indicators=private)).indicators[0].sensitive
    denied = indicator("B") + indicator("A") + "    private: true\n    sensitive: false\n"
    (problem,) = problems_of(text_of(indicators=denied))
    assert problem.message == "a private indicator is always sensitive"
    (problem,) = problems_of(text_of(indicators=indicator("A") + "    sensitive: sometimes\n"))
    assert problem.message == "true or false is needed here"


def test_readers_are_told_in_plain_words_whether_an_index_is_official():
    ikk = indices.load("ikk")
    assert ikk.plain_title == Text(
        "Indeks Kualitas Keluarga (belum resmi)", "Family Quality Index (not official yet)"
    )
    text = text_of(indicators=indicator())
    assert "status: working" in text
    official = definition_from(text.replace("status: working", "status: official"))
    assert official.plain_title.id == official.title.id.partition(" (")[0]
