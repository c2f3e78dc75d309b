"""Places side by side and rounds one after the other, from what each may show by itself."""

from datetime import date

import pytest
from tests.fakes.family_visits import IKK, SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.results import api as results
from bahtera.results.models import VillageSums
from bahtera.results.queries import forget
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Round, RoundVillage, Submission

FIRST, SECOND, FAR = "63.10.05.2003", "63.10.05.2004", "63.02.10.2001"
PLACES = {FIRST: "Pulau Contoh", SECOND: "Sungai Contoh", FAR: "Teluk Dalam", "63": "Kalimantan Contoh"}
VIEWER = Actor.over("user:2", "Pak Bob", frozenset({"tpk2d"}), ("63",))
STRANGER = Actor.over("user:3", "Bu Dina", frozenset({"tpk2d"}), ("62",))


@pytest.fixture(autouse=True)
def _fresh():
    forget()


def make_round(year):
    row = surveys.create_round(
        name=f"Putaran {year} (sintetis)",
        year=year,
        form_id="kunjungan_keluarga",
        opens=date(year, 1, 1),
        area_code="63",
        actor=SYSTEM,
    )
    Round.objects.filter(pk=row.id).update(state="final")
    return row.id


def fill(round_id, village, good, bad):
    """Store families: the good meet the first indicator, the bad do not; each meets about two in three others."""
    patterns = ["1"] * good + ["0"] * bad
    rest = [
        "".join("0" if (at * 7 + each) % 3 == 0 else "1" for each in range(1, SIZE))
        for at in range(good + bad)
    ]
    found = store_visits(
        round_id, village, [first + more for first, more in zip(patterns, rest, strict=True)]
    )
    results.refresh_village(round_id, village)
    return found


@pytest.fixture
def rounds(db):
    add_places(PLACES)
    earlier, later = make_round(2025), make_round(2026)
    fill(earlier, FIRST, 60, 40)
    fill(earlier, SECOND, 90, 10)
    fill(later, FIRST, 80, 20)
    fill(later, SECOND, 88, 12)
    return earlier, later


def internal(**more):
    return {"audience": "internal", "actor": VIEWER, **more}


def test_places_stand_in_the_order_of_their_figures_at_each_level(rounds):
    earlier, _ = rounds
    fill(earlier, FAR, 50, 50)
    first = IKK.indicators[0].id
    measure = f"indikator:{first}"
    found = results.places_of(earlier, "63", measure=measure, **internal())
    assert found.level == "regency"
    assert [(row.code, row.villages, row.value.figure.value, row.value.below) for row in found.rows] == [
        ("63.02", 1, 50, True),
        ("63.10", 2, 75, False),
    ]
    villages = results.places_of(earlier, "63", measure=measure, level="village", **internal())
    assert [row.code for row in villages.rows] == [FAR, FIRST, SECOND]
    assert villages.own.figure.value == found.own.figure.value == pytest.approx(200 / 3)
    assert found.whole.index.hash == IKK.hash


def test_a_place_by_each_measure_is_the_figure_of_its_own_page(rounds):
    _, later = rounds
    page = results.village_result(later, FIRST, **internal())
    expected = {"indeks": page.main.figure}
    expected |= {f"dimensi:{each.id}": each.family_mean for each in page.dimensions}
    expected |= {f"indikator:{each.id}": each.share for each in page.indicators}
    listed = results.places_of(later, "63.10.05", **internal())
    assert set(listed.measures) == set(expected)
    for name, figure in expected.items():
        rows = results.places_of(later, "63.10.05", measure=name, **internal()).rows
        assert next(row for row in rows if row.code == FIRST).value.figure == figure


def test_what_a_page_hides_a_list_of_places_hides_too(rounds):
    _, later = rounds
    fill(later, FAR, 99, 1)
    found = results.places_of(
        later, "63", measure=f"indikator:{IKK.indicators[0].id}", level="village", **internal()
    )
    hidden = [row for row in found.rows if row.value.figure.hidden]
    assert FAR in {row.code for row in hidden}
    assert all(row.value.figure.value is None and row.value.below is None for row in hidden)
    assert found.rows[-len(hidden) :] == tuple(sorted(hidden, key=lambda row: row.code))
    cells = results.indicators_of(later, "63", [FAR], **internal())[FAR]
    assert [each.id for each in cells] == [each.id for each in IKK.indicators]
    assert cells[0].share.hidden
    assert cells[0].share.value is None


@pytest.mark.parametrize(("measure", "level"), [("indikator:X", ""), ("", "province"), ("", "rt")])
def test_what_is_not_measured_or_not_below_is_refused(rounds, measure, level):
    with pytest.raises(results.NoSuchMeasure):
        results.places_of(rounds[1], "63", measure=measure, level=level, **internal())


def test_nothing_lies_below_a_village_and_no_place_outside_is_told(rounds):
    with pytest.raises(results.NoSuchMeasure):
        results.places_of(rounds[1], FIRST, **internal())
    with pytest.raises(results.AreaNotInRound):
        results.indicators_of(rounds[1], "63.02", [FIRST], **internal())
    with pytest.raises(NotAllowed):
        results.places_of(rounds[1], "63", audience="internal", actor=STRANGER)


def test_many_villages_are_counted_and_not_listed(rounds):
    page = results.area_result(rounds[1], "63", most_villages=1, **internal())
    assert (page.villages, page.village_count) == ((), 2)
    assert page.main.figure == results.area_result(rounds[1], "63", **internal()).main.figure


def test_a_change_is_told_where_it_is_more_than_a_few_families(rounds):
    found = results.change_between(*rounds, FIRST, **internal())
    assert found.breaks == ()
    lines = {(line.part.value, line.id): line for line in found.lines}
    changed = lines["indicator", IKK.indicators[0].id]
    assert (changed.difference, changed.least, changed.verdict) == (20, 5, results.Verdict.HIGHER)
    assert changed.below == (True, False)
    assert lines["indicator", IKK.indicators[1].id].verdict is results.Verdict.SAME
    other = results.change_between(*rounds, SECOND, **internal())
    small = next(line for line in other.lines if line.id == IKK.indicators[0].id)
    assert (small.difference, small.verdict) == (-2, results.Verdict.SAME)


def target(round_id, village, families):
    Round.objects.filter(pk=round_id).update(state="field")
    RoundVillage.objects.update_or_create(
        round_id=round_id, village_code=village, defaults={"target_families": families}
    )
    results.refresh_village(round_id, village)
    forget()


def test_while_a_round_runs_a_change_is_told_that_the_undecided_cannot_overturn(rounds):
    """With 60 good of 100 before and 80 after, 15 families could make it 70; 30 could make it 62."""
    first = IKK.indicators[0].id

    def told(undecided):
        target(rounds[1], FIRST, 100 + undecided)
        found = results.change_between(*rounds, FIRST, **internal())
        line = next(line for line in found.lines if line.id == first)
        return found.ways, line.verdict, line.below

    assert told(0) == ((None, results.Underway(100, 0)), results.Verdict.HIGHER, (True, False))
    assert told(15) == ((None, results.Underway(115, 15)), results.Verdict.HIGHER, (True, None))
    assert told(30) == ((None, results.Underway(130, 30)), results.Verdict.OPEN, (True, None))
    Round.objects.filter(pk=rounds[1]).update(state="final")
    found = results.change_between(*rounds, FIRST, **internal())
    line = next(line for line in found.lines if line.id == first)
    assert (found.ways, line.least, line.verdict) == ((None, None), 5, results.Verdict.HIGHER)


def test_a_round_that_runs_without_a_target_has_no_change_yet(rounds):
    Round.objects.filter(pk=rounds[1]).update(state="field")
    found = results.change_between(*rounds, FIRST, **internal())
    assert found.ways == (None, results.Underway(100, None))
    assert {line.verdict for line in found.lines if line.verdict} == {results.Verdict.OPEN}


def test_a_hidden_figure_leaves_no_difference(rounds):
    earlier, later = rounds
    fill(earlier, FAR, 99, 1)
    fill(later, FAR, 50, 50)
    found = results.change_between(earlier, later, FAR, **internal())
    line = next(line for line in found.lines if line.id == IKK.indicators[0].id)
    assert line.before.hidden
    assert (line.difference, line.least, line.verdict) == (None, None, None)


def test_other_villages_break_the_line(rounds):
    earlier, later = rounds
    fill(later, FAR, 50, 50)
    found = results.change_between(earlier, later, "63", **internal())
    assert (found.breaks, found.lines, found.only_after) == ((results.Break.VILLAGES,), (), (FAR,))
    assert found.holding == ("63.10",)
    assert results.change_between(earlier, later, "63.10", **internal()).lines


def test_where_a_village_was_reached_apart_the_others_are_named_in_which_the_line_holds(rounds):
    earlier, later = rounds
    fill(earlier, FAR, 50, 50)
    fill(later, FAR, 60, 40)
    fill(later, SECOND, 44, 44)
    found = results.change_between(earlier, later, "63", **internal())
    assert (found.breaks, found.holding) == ((results.Break.REACH,), ("63.02", FIRST))
    assert results.change_between(earlier, later, "63.10", **internal()).holding == (FIRST,)
    for code in found.holding:
        assert results.change_between(earlier, later, code, **internal()).lines
    assert results.change_between(earlier, later, SECOND, **internal()).holding == ()
    Round.objects.filter(pk=earlier).update(form_id="lain")
    assert results.change_between(earlier, later, "63", **internal()).holding == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"form_id": "lain"}, results.Break.INSTRUMENT), ({"design": "two_stage"}, results.Break.DESIGN)],
)
def test_another_instrument_or_design_breaks_the_line(rounds, change, expected):
    Round.objects.filter(pk=rounds[0]).update(**change)
    found = results.change_between(*rounds, FIRST, **internal())
    assert expected in found.breaks
    assert found.lines == ()


def test_another_definition_breaks_the_line(rounds, monkeypatch):
    VillageSums.objects.filter(round_id=rounds[0]).update(index_hash="f" * 64)
    other = IKK.__class__
    from bahtera.results.rules import definitions

    known = definitions.known_definitions

    class Twin:
        """The same definition under another hash, as an edited file would have."""

        def __init__(self, inner: other) -> None:
            self._inner = inner
            self.hash = "f" * 64

        def __getattr__(self, name):
            return getattr(self._inner, name)

    def both(index_id):
        found = known(index_id)
        return {"f" * 64: Twin(found[IKK.hash]), **found} if index_id == "ikk" else found

    for module in ("queries.villages", "rules.definitions"):
        monkeypatch.setattr(f"bahtera.results.{module}.known_definitions", both)
    found = results.change_between(*rounds, FIRST, **internal())
    assert found.breaks == (results.Break.DEFINITION,)
    assert found.lines == ()


def test_rounds_are_compared_from_the_earlier_to_the_later(rounds):
    with pytest.raises(results.OneRoundOnly):
        results.change_between(rounds[1], rounds[0], FIRST, **internal())
    with pytest.raises(results.OneRoundOnly):
        results.change_between(rounds[1], rounds[1], FIRST, **internal())


def test_the_same_families_are_counted_unless_they_or_the_others_are_few(rounds):
    earlier, later = rounds

    def same(count):
        before = Submission.objects.filter(round_id=earlier, village_code=FIRST).order_by("id")
        after = Submission.objects.filter(round_id=later, village_code=FIRST).order_by("id")
        for old, new in list(zip(before, after, strict=True))[:count]:
            Submission.objects.filter(pk=new.pk).update(family_id=old.family_id)
        found = results.change_between(earlier, later, FIRST, **internal())
        return found.same, found.families

    assert same(0) == (0, 100)
    assert same(2) == (None, 100)
    assert same(70) == (70, 100)
    assert same(99) == (None, 100)
    assert same(100) == (100, 100)


def test_samples_have_no_change_without_its_error(rounds):
    Round.objects.filter(pk__in=rounds).update(design="two_stage")
    found = results.change_between(*rounds, FIRST, **internal())
    assert (found.breaks, found.lines) == ((), ())
