import pytest

from bahtera.indices.expressions import tree
from bahtera.indices.expressions.checking import Scope, check_logical
from bahtera.indices.expressions.syntax import ExpressionError
from bahtera.indices.values import Roster, Variable

X = Variable("x", "select_one", ("ya", "tidak"), ("tidak_tahu",))
M = Variable("m", "select_multiple", ("a", "b"))
N = Variable("n", "integer", minimum=0, maximum=10)
L = Variable("luas", "decimal", places=2, minimum=0, maximum=10_000)
B = Variable("lahir", "date", roster="anggota")
H = Variable("tinggi", "integer", minimum=0, maximum=250, roster="anggota")
T = Variable("t", "text")
SCOPE = Scope(
    {each.name: each for each in (X, M, N, L, B, H, T)},
    {"anggota": Roster("anggota", 9, (B,))},
    {"lima": tree.Integer(5)},
)


def check(text):
    return check_logical(text, SCOPE)


def test_scales_are_aligned_so_that_only_integers_are_compared():
    node = check("luas >= 7.2 * n")
    assert isinstance(node, tree.Compare)
    assert node.left.scale == node.right.scale == 2
    assert (node.right.low, node.right.high) == (0, 72 * 10 * 10)


def test_all_is_written_as_no_exception():
    node = check("all(anggota where age(lahir) < 18: tinggi > 5)")
    assert isinstance(node, tree.Not)
    assert isinstance(node.item, tree.Exists)


def test_not_binds_tighter_than_and_than_or():
    node = check("x = 'ya' or not x = 'ya' and n > lima")
    assert isinstance(node, tree.Or)
    assert isinstance(node.items[1], tree.And)
    assert isinstance(node.items[1].items[0], tree.Not)


def test_a_count_beside_a_number_becomes_an_interval_test_on_either_side():
    assert check("count(anggota) >= 2") == tree.CountCompare(">=", "anggota", tree.Truth(value=True), 2)
    assert check("2 <= count(anggota)") == check("count(anggota) >= 2")


def test_a_keyword_may_begin_a_name():
    with pytest.raises(ExpressionError, match="organisasi is not declared"):
        check("organisasi = 'ya'")


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("x = 'benar'", 4, "not a choice of x"),
        ("x = 'tidak_tahu'", 4, "missing code"),
        ("x > 'ya'", 4, "compared with = or !="),
        ("x = 3", 0, "a number is needed"),
        ("n", 0, "a condition is needed"),
        ("n > lahir", 4, "belongs to a member of anggota"),
        ("any(anggota: n > 1)", 13, "belongs to the family"),
        ("any(anggota: any(anggota: tinggi > 1))", 17, "cannot stand inside another"),
        ("any(tetangga: tinggi > 1)", 4, "is not a roster"),
        ("anggota = 'ya'", 0, "is a roster"),
        ("selected(x, 'ya')", 0, "select_multiple"),
        ("selected(m, 'z')", 12, "not a choice of m"),
        ("age(n) > 3", 0, "one date variable"),
        ("umur(lahir) > 3", 0, "there is no function umur"),
        ("at_least(3, x = 'ya', n > 1)", 0, "decided beforehand"),
        ("share(anggota: tinggi > 5)", 0, "a share"),
        ("share(anggota: tinggi > 5) > n", 29, "constant number"),
        ("t = 'a'", 4, "only select_one"),
        ("n > > 3", 4, "cannot stand here"),
        ("n >", 3, "ends too early"),
        ("n > 3 ?", 6, "no meaning"),
    ],
)
def test_errors_say_where_and_what(text, position, message):
    with pytest.raises(ExpressionError) as caught:
        check(text)
    assert message in caught.value.message
    assert caught.value.position == position


def test_walk_meets_every_node_and_rewrite_changes_leaves_first():
    node = check("not (n * 2 > 4 and x = 'ya')")
    kinds = [type(each).__name__ for each in tree.walk(node)]
    assert kinds == ["Not", "And", "Compare", "Arithmetic", "NumberOf", "Integer", "Integer", "OneOf"]
    doubled = tree.rewrite(
        node, lambda each: tree.Integer(each.value * 2) if isinstance(each, tree.Integer) else each
    )
    assert [each.value for each in tree.walk(doubled) if isinstance(each, tree.Integer)] == [4, 8]
